// inspector.Session: answers come before post() returns; events by name; a breakpoint of the program in itself; errors.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(28);
const inspector = require('node:inspector');
const inspectorPromises = require('node:inspector/promises');
const { pathToFileURL } = require('node:url');
const vm = require('node:vm');

function debugged(n) {
  const twice = n * 2;
  return twice; // line 13 for the protocol
}
const line = 13;

const session = new inspector.Session();
assert.throws(() => session.post('Runtime.enable'), { code: 'ERR_INSPECTOR_NOT_CONNECTED', message: 'Session is not connected' });
session.connect();
assert.throws(() => session.connect(), { code: 'ERR_INSPECTOR_ALREADY_CONNECTED', message: 'The inspector session is already connected' });
assert.throws(() => session.connectToMainThread(), { code: 'ERR_INSPECTOR_NOT_WORKER', message: 'Current thread is not a worker' });
assert.throws(() => session.post(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => session.post('Runtime.enable', 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => session.post('Runtime.enable', {}, 1), { code: 'ERR_INVALID_ARG_TYPE' });

function ask(method, params) {
  let answer;
  session.post(method, params, (error, result) => { answer = error ?? result; });
  return answer;
}

const failure = ask('Foo.bar');
assert.strictEqual(failure.code, 'ERR_INSPECTOR_COMMAND');
assert.strictEqual(failure.message, 'Inspector error -32601: \'Foo.bar\' wasn\'t found');
assert.strictEqual(ask('Runtime.evaluate', { expression: '"\u20ac" + "\ud83d\ude00"' }).result.value, '\u20ac\ud83d\ude00');
assert.strictEqual(ask('NodeWorker.enable').message, 'Inspector error -32602: Invalid parameters');
assert.deepStrictEqual(ask('NodeRuntime.enable'), {});

// Contexts.
const contexts = [];
session.on('Runtime.executionContextCreated', ({ params }) => contexts.push(params.context));
ask('Runtime.enable');
assert.strictEqual(contexts.length, 1);
assert.strictEqual(contexts[0].name, `${process.argv0}[${process.pid}]`);
assert.strictEqual(contexts[0].auxData.isDefault, true);
vm.createContext({}, { name: 'mine', origin: 'https://origin.example' });
assert.deepStrictEqual([contexts[1].name, contexts[1].origin, contexts[1].auxData.isDefault],
                       ['mine', 'https://origin.example', false]);

// The console: what is logged, with the caller on top of the stack.
const logged = [];
session.on('Runtime.consoleAPICalled', ({ params }) => logged.push(params));
console.log('# a line for %s', 'both');
inspector.console.log('for clients alone');
assert.deepStrictEqual(logged.map(({ args }) => args.map(({ value }) => value)),
                       [['# a line for %s', 'both'], ['for clients alone']]);
assert.strictEqual(logged[0].stackTrace.callFrames[0].url, pathToFileURL(__filename).href);

// A pause within the program: its listener runs while it is paused.
const seen = [];
session.on('Debugger.paused', ({ params }) => {
  const [frame] = params.callFrames;
  ask('Runtime.getProperties', { objectId: frame.scopeChain[0].object.objectId }).result
    .forEach(({ name, value }) => seen.push([name, value.value]));
});
ask('Debugger.enable');
const { locations } = ask('Debugger.setBreakpointByUrl', { lineNumber: line - 1, url: pathToFileURL(__filename).href });
assert.strictEqual(locations.length, 1);
assert.strictEqual(debugged(21), 42);
assert.deepStrictEqual(seen, [['n', 21], ['twice', 42]]);
ask('Debugger.disable');

// What a callback throws is a warning.
const warned = new Promise((resolve) => { process.once('warning', resolve); });
const thrown = new Error('from a callback');
session.post('Runtime.evaluate', { expression: '1' }, () => { throw thrown; });

finish(async () => {
  assert.strictEqual(await warned, thrown);
  let late;
  session.post('Runtime.evaluate', { expression: 'new Promise(() => {})', awaitPromise: true }, (error) => { late = error; });
  session.disconnect();
  session.disconnect();
  assert.strictEqual(late.message, 'Inspector error -32000: Execution context was destroyed.');

  assert.deepStrictEqual(Object.keys(inspectorPromises), Object.keys(inspector));
  const promising = new inspectorPromises.Session();
  promising.connect();
  const value = await promising.post('Runtime.evaluate', { expression: 'Promise.resolve(6)', awaitPromise: true });
  assert.strictEqual(value.result.value, 6);
  await assert.rejects(promising.post('Foo.bar'), { code: 'ERR_INSPECTOR_COMMAND' });
  promising.disconnect();

  assert.throws(() => inspector.waitForDebugger(), { code: 'ERR_INSPECTOR_NOT_ACTIVE', message: 'Inspector is not active' });
  assert.strictEqual(inspector.url(), undefined);
  inspector.close();
  const opened = inspector.open(0);
  assert.throws(() => inspector.open(0), { code: 'ERR_INSPECTOR_ALREADY_ACTIVATED' });
  assert.strictEqual(process.debugPort, Number(new URL(inspector.url()).port));
  opened[Symbol.dispose]();
  assert.throws(() => { process.debugPort = 80; }, { code: 'ERR_OUT_OF_RANGE' });
});
