'use strict';
// The dispatcher of fetch() is a property of data of the global object, by the name that all copies of undici know. What a program
// puts there before it has looked at it is what fetch() takes.
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');

const run = (program) => execFileSync(process.execPath, ['-e', `
  const kDispatcher = Symbol.for('undici.globalDispatcher.1');
  const mock = {
    dispatch(options, handler) {
      queueMicrotask(() => {
        handler.onConnect(() => {});
        handler.onHeaders(203, [], () => {}, 'Mocked');
        handler.onData(Buffer.from('of ' + options.path));
        handler.onComplete([]);
      });
      return true;
    },
  };
  const get = async () => (await fetch('http://127.0.0.1:9999/mock')).text();
  ${program}`], { encoding: 'utf8' }).trim();

assert.strictEqual(run('console.log(globalThis[kDispatcher])'), 'undefined');
assert.strictEqual(run(`new Headers();
  const { value, ...rest } = Object.getOwnPropertyDescriptor(globalThis, kDispatcher);
  console.log(JSON.stringify(rest), value.constructor.name, typeof value.dispatch, typeof value.request)`),
                   '{"writable":true,"enumerable":false,"configurable":false} Agent function function');
assert.strictEqual(run('new Headers(); globalThis[kDispatcher] = mock; get().then(console.log)'), 'of /mock');
assert.strictEqual(run(`new Headers(); globalThis[kDispatcher] = mock;
  const { value, ...rest } = Object.getOwnPropertyDescriptor(globalThis, kDispatcher);
  console.log(JSON.stringify(rest), value === mock)`),
                   '{"writable":true,"enumerable":false,"configurable":false} true');
const define = `Object.defineProperty(globalThis, kDispatcher,
  { value: mock, writable: true, enumerable: false, configurable: false });`;
assert.strictEqual(run(`new Headers(); ${define} get().then(console.log)`), 'of /mock');
assert.strictEqual(run(`${define} get().then(console.log)`), 'of /mock');
assert.strictEqual(run(`new Headers(); delete globalThis[kDispatcher];
  console.log(globalThis[kDispatcher].constructor.name)`), 'Agent');
