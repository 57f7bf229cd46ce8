// NodeWorker: a worker that waits for its debugger, is paused and goes on; sessions that a worker has with the main thread.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(9);
const inspector = require('node:inspector/promises');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');

const session = new inspector.Session();
session.connect();

// The requests of one worker's session.
class WorkerSession {
  #lastId = 0;
  #answers = new Map();
  events = [];
  #waiting = [];

  constructor(id) {
    this.id = id;
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      if (params.sessionId !== id) return;
      const message = JSON.parse(params.message);
      if (message.id) return this.#answers.get(message.id)(message.result ?? message.error);
      this.events.push(message);
      this.#waiting = this.#waiting.filter((look) => !look());
    });
  }

  async send(method, params = {}) {
    const id = ++this.#lastId;
    const answer = new Promise((resolve) => { this.#answers.set(id, resolve); });
    await session.post('NodeWorker.sendMessageToWorker', { sessionId: this.id, message: JSON.stringify({ id, method, params }) });
    return answer;
  }

  next(method) {
    return new Promise((resolve) => {
      const look = () => {
        const index = this.events.findIndex((event) => event.method === method);
        if (index >= 0) resolve(this.events.splice(0, index + 1).pop().params);
        return index >= 0;
      };
      if (!look()) this.#waiting.push(look);
    });
  }
}

async function debugWorker() {
  await session.post('NodeWorker.enable', { waitForDebuggerOnStart: true });
  const attached = once(session, 'NodeWorker.attachedToWorker');
  const worker = new Worker('let n = 20;\ndebugger;\nrequire("node:worker_threads").parentPort.postMessage(n);', { eval: true });
  const [{ params }] = await attached;
  assert.strictEqual(params.waitingForDebugger, true);
  assert.strictEqual(params.workerInfo.type, 'worker');
  assert.strictEqual(params.workerInfo.workerId, `${worker.threadId}`);
  const inWorker = new WorkerSession(params.sessionId);
  await inWorker.send('Debugger.enable');
  await inWorker.send('Runtime.runIfWaitingForDebugger');
  const { callFrames: [frame] } = await inWorker.next('Debugger.paused');
  assert.strictEqual(frame.location.lineNumber, 1);
  await inWorker.send('Debugger.evaluateOnCallFrame', { callFrameId: frame.callFrameId, expression: 'n++' });
  const message = once(worker, 'message');
  const detached = once(session, 'NodeWorker.detachedFromWorker');
  const ended = once(worker, 'exit');
  await inWorker.send('Debugger.resume');
  assert.deepStrictEqual(await message, [21]);
  await ended;
  assert.strictEqual((await detached)[0].params.sessionId, params.sessionId);
  await session.post('NodeWorker.disable');
}

async function debugMainThread() {
  const worker = new Worker(`
    const { Session } = require('node:inspector/promises');
    const { parentPort } = require('node:worker_threads');
    const session = new Session();
    session.connectToMainThread();
    session.post('Runtime.evaluate', { expression: 'globalThis.fromTheMainThread' })
      .then(({ result }) => { parentPort.postMessage(result.value); session.disconnect(); });
    const alive = setInterval(() => {}, 1000);
    parentPort.once('message', () => clearInterval(alive));`, { eval: true });
  globalThis.fromTheMainThread = 'a value of the main thread';
  assert.deepStrictEqual(await once(worker, 'message'), ['a value of the main thread']);
  worker.postMessage('end');
  assert.deepStrictEqual(await once(worker, 'exit'), [0]);
}

finish(async () => {
  const alive = setInterval(() => {}, 1000); // sessions keep nothing alive
  await debugWorker();
  await debugMainThread();
  session.disconnect();
  assert.throws(() => new inspector.Session().connectToMainThread(), { code: 'ERR_INSPECTOR_NOT_WORKER' });
  clearInterval(alive);
});
