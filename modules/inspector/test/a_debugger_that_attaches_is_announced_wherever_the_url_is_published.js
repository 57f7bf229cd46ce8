'use strict';
// Debuggers wait for these lines: VS Code's reads the console's messages from the protocol once it has seen the first. That a
// debugger has V8 keep stacks does not show in the report of an uncaught error.
const finish = require('../../../test/_finish');
const assert = finish.plan(4);
const { Client, Debuggee, withFiles } = require('./_client');

const PROGRAM = `
const inspector = require('node:inspector');
inspector.open(0, '127.0.0.1');
console.log(inspector.url());
inspector.waitForDebugger();
null.x;
`;

finish(() => withFiles({ 'p.js': PROGRAM }, async (folder) => {
  const program = new Debuggee(['--inspect-publish-uid=http', 'p.js'], { cwd: folder });
  const [url] = await program.find(/ws:\S+/, 'stdout');
  const client = await Client.connect(url);
  await client.send('Runtime.enable');
  await client.send('Debugger.enable');
  await client.send('Debugger.setPauseOnExceptions', { state: 'uncaught' });
  await client.send('Runtime.runIfWaitingForDebugger');
  await client.next('Debugger.paused');
  await client.send('Debugger.resume');
  await program.find(/Waiting for the debugger to disconnect/);
  await client.close();
  assert.deepStrictEqual(await program.ended, { code: 1, signal: null });
  assert.match(program.stderr, /^Debugger attached\.\n/);
  assert.match(program.stderr, /\nTypeError: Cannot read properties of null \(reading 'x'\)\n/);
  assert.doesNotMatch(program.stderr, /Thrown at/);
}));
