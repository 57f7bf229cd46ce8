'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const { transferableAbortController, transferableAbortSignal } = require('node:util');
const { MessageChannel, Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

function send(signal) {
  return structuredClone(signal, { transfer: [signal] });
}

async function abortReachesEachCopy() {
  const controller = transferableAbortController();
  const copies = [send(controller.signal), send(controller.signal)];
  copies.push(send(copies[0]));
  const aborted = copies.map((copy) => once(copy, 'abort'));
  controller.abort({ why: ['enough'] });
  assert.deepStrictEqual(copies.map((copy) => copy.aborted), [false, false, false]);
  await Promise.all(aborted);
  for (const copy of copies) {
    assert(copy instanceof AbortSignal);
    assert.deepStrictEqual(copy.reason, { why: ['enough'] });
  }
  assert.strictEqual(send(abortedSignal('at once')).reason, 'at once');
  const { reason } = send(abortedSignal());
  assert(reason instanceof DOMException);
  assert.deepStrictEqual([reason.name, reason.message], ['AbortError', 'This operation was aborted']);
}

function abortedSignal(reason) {
  return transferableAbortSignal(AbortSignal.abort(reason));
}

async function aWorkerHearsOfIt() {
  const controller = transferableAbortController();
  const worker = new Worker(`
    const { parentPort } = require('node:worker_threads');
    parentPort.once('message', (signal) => {
      const timer = setInterval(() => {}, 1000);
      signal.addEventListener('abort', () => {
        clearInterval(timer);
        parentPort.postMessage(signal.reason.name);
      });
      parentPort.postMessage(signal.aborted);
    });
  `, { eval: true });
  worker.postMessage(controller.signal, [controller.signal]);
  assert.deepStrictEqual(await once(worker, 'message'), [false]);
  controller.abort();
  assert.deepStrictEqual(await once(worker, 'message'), ['AbortError']);
  assert.deepStrictEqual(await once(worker, 'exit'), [0]);
}

function whatCannotBeSent() {
  const { port1 } = new MessageChannel();
  const { signal } = new AbortController();
  const needs = 'Object that needs transfer was found in message but not listed in transferList';
  assert.throws(() => port1.postMessage(signal, [signal]), { message: 'Found invalid value in transferList.' });
  assert.strictEqual(transferableAbortSignal(signal), signal);
  assert.throws(() => port1.postMessage(signal), { name: 'DataCloneError', message: needs });
  assert.throws(() => transferableAbortSignal(), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => send(abortedSignal(() => {})), { name: 'DataCloneError' });
  port1.close();
}

finish(async () => {
  await abortReachesEachCopy();
  await aWorkerHearsOfIt();
  whatCannotBeSent();
});
