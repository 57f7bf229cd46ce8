'use strict';
// A worker's session with the main thread, which nobody has inspected yet, is answered while the worker has nothing to do.
const finish = require('../../../test/_finish');
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const assert = finish.plan(2);

if (isMainThread) {
  const worker = new Worker(__filename, { name: 'Hello\0Thread' });
  worker.once('message', finish.once((title) => {
    assert.strictEqual(title, '[worker 1] Hello\0Thread');
    worker.postMessage('done');
  }));
  worker.on('exit', finish.once((code) => assert.strictEqual(code, 0)));
} else {
  const { Session } = require('node:inspector');
  parentPort.once('message', () => {});         // keeps the worker
  const session = new Session();
  session.connectToMainThread();
  session.on('NodeWorker.attachedToWorker', ({ params }) => parentPort.postMessage(params.workerInfo.title));
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
}
