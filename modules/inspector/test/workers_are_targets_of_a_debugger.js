// --experimental-worker-inspection: a debugger hears of each worker, attaches to it by Target.setAutoAttach, before or
// behind its start, and speaks with it by messages that are marked with a session's id.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(16);
const path = require('node:path');
const { Debuggee, withFiles } = require('./_client');

const files = {
  'main.js': `const { Worker } = require('worker_threads');
    const worker = new Worker(__dirname + '/worker.js', { name: 'second' });
    worker.on('exit', (code) => console.log('exit', code));`,
  'worker.js': `
    const answer = 6 * 7;
    console.log(answer);`,
};

// As Client.next and Client.send, for one session.
const of = (client, sessionId) => ({
  next: (method, fits = () => true) => client.nextMessage((event) => (
    event.method === method && event.sessionId === sessionId && fits(event.params))),
  send: (method, params) => client.send(method, params, sessionId),
});

async function debug(folder, attachesFirst) {
  const program = new Debuggee(['--inspect-brk=0', '--experimental-worker-inspection', path.join(folder, 'main.js')]);
  const client = await program.connect();
  const main = of(client, undefined);
  const autoAttach = () => main.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true });
  await main.send('Debugger.enable');
  if (attachesFirst) await autoAttach();
  await main.send('Runtime.runIfWaitingForDebugger');
  await main.next('Debugger.paused');
  await main.send('Debugger.resume');
  const { targetInfo } = (await main.next('Target.targetCreated')).params;
  assert.strictEqual(targetInfo.type, 'node_worker');
  assert.strictEqual(targetInfo.title, '[worker 1] second');
  if (!attachesFirst) await autoAttach();
  const attached = (await main.next('Target.attachedToTarget')).params;
  assert.deepStrictEqual(attached.targetInfo, targetInfo);
  assert.strictEqual(attached.waitingForDebugger, true);

  const worker = of(client, attached.sessionId);
  await worker.send('Debugger.enable');
  await worker.send('Runtime.runIfWaitingForDebugger');
  const [frame] = (await worker.next('Debugger.paused')).params.callFrames;
  assert.strictEqual(frame.location.lineNumber, 1);
  await worker.send('Debugger.stepOver');
  const [next] = (await worker.next('Debugger.paused')).params.callFrames;
  const { result } = await worker.send('Debugger.evaluateOnCallFrame', { callFrameId: next.callFrameId, expression: 'answer' });
  assert.strictEqual(result.value, 42);
  await assert.rejects(worker.send('Nothing.atAll'), { message: "'Nothing.atAll' wasn't found", code: -32601 });
  await worker.send('Debugger.resume');
  await program.find(/42\nexit 0\n/, 'stdout');
  await client.close();
  assert.deepStrictEqual(await program.ended, { code: 0, signal: null });
}

finish(() => withFiles(files, async (folder) => {
  await debug(folder, true);
  await debug(folder, false);
}));
