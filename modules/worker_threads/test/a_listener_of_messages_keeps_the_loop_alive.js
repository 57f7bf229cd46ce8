'use strict';
// worker.unref() counts until there is a listener of 'message'; without one again, the process may end.
const assert = require('node:assert');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const worker = new Worker(`require('node:worker_threads').parentPort.postMessage('here'); setInterval(() => {}, 1000)`, { eval: true });
worker.unref();
worker.on('exit', finish.never('the thread runs until the process ends'));
worker.on('message', finish.once(function here(message) {
  assert.strictEqual(message, 'here');
  worker.removeAllListeners('message');
}));
