'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const { Worker, postMessageToThread, locks } = require('node:worker_threads');
const finish = require('../../../test/_finish');

async function main() {
  const worker = new Worker(`
    const { parentPort, locks } = require('worker_threads');
    process.on('workerMessage', (value, source) => {
      if (value === 'throw') throw new Error('refused');
      parentPort.postMessage([value, source]);
    });
    locks.request('resource', () => new Promise((resolve) => {
      parentPort.postMessage('held');
      parentPort.once('message', resolve);
    }));
  `, { eval: true });
  assert.deepStrictEqual(await once(worker, 'message'), ['held']);
  await Promise.all([postMessageToThread(worker.threadId, { a: 1 }), once(worker, 'message').then(([got]) => {
    assert.deepStrictEqual(got, [{ a: 1 }, 0]);
  })]);
  await assert.rejects(postMessageToThread(worker.threadId, 'throw'), { code: 'ERR_WORKER_MESSAGING_ERRORED' });
  await assert.rejects(postMessageToThread(0, 1), { code: 'ERR_WORKER_MESSAGING_SAME_THREAD' });
  await assert.rejects(postMessageToThread(12345, 1), { code: 'ERR_WORKER_MESSAGING_FAILED' });

  assert.strictEqual(await locks.request('resource', { ifAvailable: true }, (lock) => lock), null);
  const granted = locks.request('resource', (lock) => lock.name);
  worker.postMessage('release');
  assert.strictEqual(await granted, 'resource');
  const stolen = assert.rejects(locks.request('resource', () => new Promise(() => {})), { name: 'AbortError' });
  assert.strictEqual(await locks.request('resource', { steal: true }, () => 'mine'), 'mine');
  await stolen;
  await assert.rejects(locks.request('-x', () => {}), { name: 'NotSupportedError' });
  await worker.terminate();
}
finish(main);
