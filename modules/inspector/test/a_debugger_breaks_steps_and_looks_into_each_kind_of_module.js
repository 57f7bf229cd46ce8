// --inspect-brk: the first statement, a breakpoint by URL and line, steps, scopes, evaluation on a frame, an asynchronous
// stack, a pause on an exception; for CommonJS, an ES module and TypeScript.
'use strict';
const path = require('node:path');
const finish = require('../../../test/_finish');
const assert = finish.plan(45);
const { Debuggee, pathToFileURL, withFiles } = require('./_client');

const body = `
function add(a, b) {
  const sum = a + b;
  return sum;
}
let total = 0;
for (const n of [1, 2]) total = add(total, n);
setTimeout(function later() {
  debugger;
  try { throw new Error('caught'); } catch { total += 1; }
  console.log(total);
}, 1);
`;
const programs = {
  'first.cjs': `const start = 1;${body}`,
  'first.mjs': `const start = 1;${body}`,
  'first.ts': `const start: number = 1;${body.replace('(a, b)', '(a: number, b: number)')}`,
};

function localsOf(client, frame) {
  return client.send('Runtime.getProperties', { objectId: frame.scopeChain[0].object.objectId })
    .then(({ result }) => Object.fromEntries(result.map(({ name, value }) => [name, value?.value])));
}

async function inspect(file) {
  const url = pathToFileURL(file).href;
  const program = new Debuggee(['--no-warnings', '--inspect-brk=0', file]);
  const client = await program.connect();
  await client.send('Runtime.enable');
  await client.send('Debugger.enable');
  await client.send('Debugger.setAsyncCallStackDepth', { maxDepth: 4 });
  await client.send('Runtime.runIfWaitingForDebugger');

  let paused = await client.next('Debugger.paused');
  assert.strictEqual(paused.reason, 'Break on start');
  const shown = client.urls.get(paused.callFrames[0].location.scriptId);
  assert.strictEqual(shown.startsWith('/') ? pathToFileURL(shown).href : shown, url); // what was TypeScript has a path
  assert.strictEqual(paused.callFrames[0].location.lineNumber, 0);

  const { breakpointId, locations } = await client.send('Debugger.setBreakpointByUrl', { url, lineNumber: 2 });
  assert.strictEqual(locations.length, 1);
  await client.send('Debugger.resume');
  paused = await client.next('Debugger.paused');
  assert.strictEqual(paused.hitBreakpoints.length, 1);
  assert.strictEqual(paused.callFrames[0].functionName, 'add');
  const locals = await localsOf(client, paused.callFrames[0]);
  assert.strictEqual(locals.a, 0);
  assert.strictEqual(locals.b, 1);
  const { result } = await client.send('Debugger.evaluateOnCallFrame',
                                       { callFrameId: paused.callFrames[0].callFrameId, expression: 'a * 10 + b' });
  assert.strictEqual(result.value, 1);

  await client.send('Debugger.stepOver');
  paused = await client.next('Debugger.paused');
  assert.strictEqual(paused.callFrames[0].location.lineNumber, 3);
  assert.strictEqual((await localsOf(client, paused.callFrames[0])).sum, 1);

  await client.send('Debugger.removeBreakpoint', { breakpointId });
  await client.send('Debugger.resume');
  paused = await client.next('Debugger.paused', ({ callFrames }) => callFrames[0].functionName === 'later');
  assert.strictEqual(paused.asyncStackTrace.description, 'Timeout');
  assert.ok(paused.asyncStackTrace.callFrames.some((frame) => client.urls.get(frame.scriptId) === url && frame.lineNumber === 7));

  await client.send('Debugger.setPauseOnExceptions', { state: 'all' });
  await client.send('Debugger.resume');
  paused = await client.next('Debugger.paused');
  assert.strictEqual(paused.reason, 'exception');
  await client.send('Debugger.resume');
  const { args } = await client.next('Runtime.consoleAPICalled');
  assert.strictEqual(args[0].value, 4);
  await program.find(/Waiting for the debugger to disconnect\.\.\.\n/);
  await client.close();
  const { code } = await program.ended;
  assert.deepStrictEqual([code, program.stdout], [0, '4\n']);
}

finish(() => withFiles(programs, async (folder) => {
  for (const name of Object.keys(programs)) await inspect(path.join(folder, name));
}));
