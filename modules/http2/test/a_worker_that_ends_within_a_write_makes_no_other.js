'use strict';
// Two clients over streams of a program's own, in a worker: the first one's write ends the worker, the second never comes.
const assert = require('node:assert');
const { once } = require('node:events');
const http2 = require('node:http2');
const { Duplex } = require('node:stream');
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const finish = require('../../../test/_finish');

function newStream() {
  return new Duplex({
    read() {},
    write() {
      Atomics.add(workerData, 0, 1);
      process.exit(3);
    },
  });
}

if (isMainThread) {
  finish(async () => {
    const writes = new Int32Array(new SharedArrayBuffer(4));
    const [code] = await once(new Worker(__filename, { workerData: writes }), 'exit');
    assert.deepStrictEqual([code, writes[0]], [3, 1]);
  });
} else {
  for (let i = 0; i < 2; i++) http2.connect('http://localhost', { createConnection: newStream });
}
