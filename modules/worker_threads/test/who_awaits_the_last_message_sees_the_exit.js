'use strict';
// What a thread said before it ended arrives in callbacks of its own: promises that a message settles come before 'exit'.
const assert = require('node:assert');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

finish(async () => {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(`
    const { parentPort, workerData: shared } = require('node:worker_threads');
    parentPort.postMessage('first');
    parentPort.postMessage('second');
    process.on('exit', () => {
      Atomics.store(shared, 0, 1);
      Atomics.notify(shared, 0);
    });
  `, { eval: true, workerData: shared });
  assert.deepStrictEqual(await once(worker, 'message'), ['first']);
  // Nobody listens while the thread ends, so that the second message waits until then.
  Atomics.wait(shared, 0, 0);
  Atomics.wait(shared, 1, 0, 300);
  assert.deepStrictEqual(await once(worker, 'message'), ['second']);
  assert.deepStrictEqual(await once(worker, 'exit'), [0]);
});
