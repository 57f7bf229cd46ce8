// What a session is told may end it: by its own listener, or by a client that goes while its request is handled. Others are served after it.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(6);
const inspector = require('node:inspector/promises');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');

// A session whose listener of `event` ends it. Resolved when it was called.
function endsAt(event) {
  const session = new inspector.Session();
  session.connect();
  const ended = new Promise((resolve) => {
    session.on(event, () => {
      session.disconnect();
      resolve(event);
    });
  });
  return { session, ended };
}

async function ask() {
  const session = new inspector.Session();
  session.connect();
  const { result } = await session.post('Runtime.evaluate', { expression: '6 * 7' });
  session.disconnect();
  return result.value;
}

finish(async () => {
  const traced = endsAt('NodeTracing.dataCollected');
  await traced.session.post('NodeTracing.start', { traceConfig: { includedCategories: ['node'] } });
  traced.session.post('NodeTracing.stop').catch(() => {});
  assert.strictEqual(await traced.ended, 'NodeTracing.dataCollected');
  assert.strictEqual(await ask(), 42);

  const worker = new Worker('require("worker_threads").parentPort.once("message", () => {})', { eval: true });
  await once(worker, 'online');
  const attached = endsAt('NodeWorker.attachedToWorker');
  attached.session.post('NodeWorker.enable', { waitForDebuggerOnStart: false }).catch(() => {});
  assert.strictEqual(await attached.ended, 'NodeWorker.attachedToWorker');
  assert.strictEqual(await ask(), 42);
  worker.postMessage('end');
  await once(worker, 'exit');

  const logged = endsAt('Runtime.consoleAPICalled');
  await logged.session.post('Runtime.enable');
  console.log('to end a session');
  assert.strictEqual(await logged.ended, 'Runtime.consoleAPICalled');
  assert.strictEqual(await ask(), 42);
});
