'use strict';
// setPauseOnExceptions('uncaught'): errors of the program itself, of timers, ticks, I/O and promises, none that is caught.
const finish = require('../../../test/_finish');
const assert = finish.plan(3);
const { Debuggee, withFiles } = require('./_client');

const PROGRAM = `
process.on('uncaughtException', () => {});
try { throw new Error('caught'); } catch {}
setTimeout(() => { throw new Error('timer'); }, 1).unref();
process.nextTick(() => { throw new Error('tick'); });
require('fs').stat(__filename, () => {
  setTimeout(() => {
    Promise.resolve().then(() => { throw new Error('promise'); });
  }, 5);
  throw new Error('callback');
});
setTimeout(() => {}, 10);
throw new Error('program');
`;

finish(() => withFiles({ 'p.js': PROGRAM }, async (folder) => {
  const program = new Debuggee(['--inspect-brk=0', 'p.js'], { cwd: folder });
  const client = await program.connect();
  await client.send('Runtime.enable');
  await client.send('Debugger.enable');
  await client.send('Debugger.setPauseOnExceptions', { state: 'uncaught' });
  await client.send('Runtime.runIfWaitingForDebugger');
  const seen = [];
  for (;;) {
    const { reason, data } = await client.next('Debugger.paused');
    if (data?.description !== undefined) seen.push(`${reason} ${/^Error: (\w+)/.exec(data.description)[1]}`);
    await client.send('Debugger.resume');
    if (seen.length === 5) break;
  }
  assert.strictEqual(seen[0], 'exception program');
  assert.deepStrictEqual(seen.slice(1).sort(),
    ['exception callback', 'exception tick', 'exception timer', 'promiseRejection promise']);
  await program.find(/Waiting for the debugger to disconnect/);
  await client.close();
  assert.deepStrictEqual(await program.ended, { code: 0, signal: null });
}));
