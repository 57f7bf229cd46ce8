'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(5);
const { debug } = require('./_debugger');

const PROGRAM = `let n = 1;
n++;
try { throw new Error('caught'); } catch { n++; }
throw new Error('uncaught');
`;

finish(async () => {
  await debug({ 'p.js': PROGRAM }, async (session) => {
    await session.enter('sb(2)', /> 2 n\+\+;[^]*debug> $/);
    await session.enter('c', /break in p\.js:2\n[^]*debug> $/);

    const { input: again } = await session.enter('restart', /Break on start in p\.js:1\n[^]*debug> $/);
    assert.match(again, /1 breakpoints restored\./);
    assert.strictEqual(again.match(/Debugger listening on/g).length, 1);
    await session.enter('c', /break in p\.js:2\n[^]*debug> $/);
    assert.match((await session.enter('breakpoints', /#0[^]*debug> $/))[0], /^#0 p\.js:2\n/m);

    await session.enter('kill', /^debug> $/m);
    for (const command of ['cont', 'exec n']) {
      assert.match((await session.enter(command, /Uncaught[^]*debug> $/))[0],
        /\[ERR_DEBUGGER_ERROR\]: Use `run` to start the app again\./);
    }

    // Where it pauses by itself stays, too.
    await session.enter('breakOnUncaught', /debug> $/);
    await session.enter('run', /Break on start in p\.js:1\n[^]*debug> $/);
    await session.enter('breakOnUncaught', /^debug> $/m);
    await session.enter("cb('p.js', 2)", /^debug> $/m);
    await session.enter('c', /exception in p\.js:4\n[^]*debug> $/);
    await session.enter('breakOnException', /^debug> $/m);
    await session.enter('run', /Break on start in p\.js:1\n[^]*debug> $/);
    await session.enter('c', /exception in p\.js:3\n[^]*debug> $/);
    await session.enter('breakOnNone', /^debug> $/m);
    await session.enter('c', /Waiting for the debugger to disconnect/);
  });
});
