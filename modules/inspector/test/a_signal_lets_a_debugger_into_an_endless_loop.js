// SIGUSR1 has a process listen although its JavaScript never comes back to the loop: it is paused, looked into and let go.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(6);
const { Debuggee } = require('./_client');

finish(async () => {
  const program = new Debuggee(['--inspect-port=0', '-e', `
    let on = true;
    process._rawDebug('spinning');
    function spin() { let turns = 0; while (on) turns++; return 'done'; }
    console.log(spin());`]);
  await program.find(/spinning\n/);
  process._debugProcess(program.process.pid);
  const client = await program.connect();
  await client.send('Debugger.enable');
  await client.send('Debugger.pause');
  const { callFrames } = await client.next('Debugger.paused');
  assert.strictEqual(callFrames[0].functionName, 'spin');
  const { result } = await client.send('Debugger.evaluateOnCallFrame',
                                       { callFrameId: callFrames[0].callFrameId, expression: 'turns > 0' });
  assert.strictEqual(result.value, true);
  await client.send('Debugger.evaluateOnCallFrame', { callFrameId: callFrames[0].callFrameId, expression: 'on = false' });
  await client.send('Debugger.resume');
  await program.find(/Waiting for the debugger to disconnect\.\.\.\n/);
  assert.strictEqual(program.stdout, 'done\n');
  await client.close();
  assert.deepStrictEqual(await program.ended, { code: 0, signal: null });
  assert.throws(() => process._debugProcess(), { code: 'ERR_MISSING_ARGS', message: 'Invalid number of arguments.' });
  assert.throws(() => process._debugProcess(2 ** 22 + 1), { code: 'ESRCH', syscall: 'kill' });
});
