'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(26);

assert.deepStrictEqual(Object.keys(globalThis), [
  'global', 'clearImmediate', 'setImmediate', 'clearInterval', 'clearTimeout', 'setInterval', 'setTimeout',
  'queueMicrotask', 'structuredClone', 'atob', 'btoa', 'performance', 'fetch', 'crypto', 'navigator',
]);

// Accessors that a program may replace, by assignment or definition.
for (const name of ['process', 'Buffer', 'performance']) {
  const { get, set, configurable } = Object.getOwnPropertyDescriptor(globalThis, name);
  assert.ok(configurable);
  const original = globalThis[name];
  assert.strictEqual(get(), original);
  for (const mine of ['mine', undefined]) {
    globalThis[name] = mine;
    assert.strictEqual(globalThis[name], mine);
  }
  set(original);
  assert.strictEqual(globalThis[name], original);
}
assert.strictEqual(process, require('node:process'));
assert.strictEqual(Buffer, require('node:buffer').Buffer);
assert.strictEqual(performance, require('node:perf_hooks').performance);

// These stay.
for (const name of ['crypto', 'navigator']) {
  const { get, set } = Object.getOwnPropertyDescriptor(globalThis, name);
  assert.strictEqual(get.name, `get ${name}`);
  assert.strictEqual(set, undefined);
  assert.throws(() => { globalThis[name] = 1; }, TypeError);
}
assert.strictEqual(crypto.subtle, require('node:crypto').webcrypto.subtle);
