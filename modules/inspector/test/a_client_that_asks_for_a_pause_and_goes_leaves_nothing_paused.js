// A client asks for a pause and goes before it comes: what its session still does in JavaScript does not pause for it, or the next
// client would have to end a pause that it never asked for.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(20);
const { Debuggee } = require('./_client');

finish(async () => {
  const debuggee = new Debuggee(['--inspect=0', '-e', 'setInterval(() => {}, 1000)']);
  const ignore = () => {};
  for (let i = 0; i < 20; i++) {
    const first = await debuggee.connect();
    for (const method of ['Debugger.enable', 'Debugger.pause', 'Target.none', 'Debugger.pause']) first.send(method).catch(ignore);
    await first.close();
    const second = await debuggee.connect();
    assert.strictEqual((await second.send('Runtime.evaluate', { expression: '6 * 7' })).result.value, 42);
    await second.close();
  }
  debuggee.process.kill('SIGKILL');
});
