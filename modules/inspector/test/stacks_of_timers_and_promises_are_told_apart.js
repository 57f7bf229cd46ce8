'use strict';
// Where a callback came from, for each of several timers and immediates: V8's tasks and ours are numbered alike.
const finish = require('../../../test/_finish');
const assert = finish.plan(41);
const { Debuggee, withFiles } = require('./_client');

const PROGRAM = `
import { AsyncResource } from 'node:async_hooks';
function stop() { debugger; }
for (let i = 0; i < 100; i++) new AsyncResource('x'); // ours are ahead
(async function maker() {
  await null;
  for (let i = 0; i < 10; i++) {
    setImmediate(stop);
    setTimeout(stop, 1);
  }
  for (let i = 0; i < 400; i++) await null; // until V8's have passed them
})();
`;

finish(() => withFiles({ 'p.mjs': PROGRAM }, async (folder) => {
  const program = new Debuggee(['--inspect-brk=0', 'p.mjs'], { cwd: folder });
  const client = await program.connect();
  await client.send('Runtime.enable');
  await client.send('Debugger.enable');
  await client.send('Debugger.setAsyncCallStackDepth', { maxDepth: 8 });
  await client.send('Runtime.runIfWaitingForDebugger');
  await client.next('Debugger.paused');
  for (let pauses = 0; pauses < 20; pauses++) {
    await client.send('Debugger.resume');
    const { callFrames, asyncStackTrace } = await client.next('Debugger.paused');
    assert.strictEqual(callFrames[0].functionName, 'stop');
    const names = asyncStackTrace.callFrames.map(({ functionName }) => functionName);
    assert(/^(Timeout|Immediate)$/.test(asyncStackTrace.description) && names.includes('maker'), `${asyncStackTrace.description}: ${names}`);
  }
  await client.send('Debugger.resume');
  await program.find(/Waiting for the debugger to disconnect/);
  await client.close();
  assert.deepStrictEqual(await program.ended, { code: 0, signal: null });
}));
