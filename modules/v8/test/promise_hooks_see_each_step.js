// v8.promiseHooks: init, before, after and settled, in their order; several listeners; errors; stopping.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(16);
const { promiseHooks } = require('node:v8');

const seen = [];
const names = new Map();
const name = (promise) => names.get(promise);

const stop = promiseHooks.createHook({
  init(promise, parent) {
    names.set(promise, `p${names.size}`);
    seen.push(`init ${name(promise)}${parent ? ` of ${name(parent)}` : ''}`);
  },
  before(promise) { seen.push(`before ${name(promise)}`); },
  after(promise) { seen.push(`after ${name(promise)}`); },
  settled(promise) { seen.push(`settled ${name(promise)}`); },
});
let inits = 0;
const stopCounting = promiseHooks.onInit(() => { inits++; });

Promise.resolve().then(() => seen.push('callback'));
assert.deepStrictEqual(seen, ['init p0', 'settled p0', 'init p1 of p0']);

setImmediate(() => {
  assert.deepStrictEqual(seen.slice(3), ['before p1', 'callback', 'settled p1', 'after p1']);
  assert.strictEqual(inits, 2);
  stop();
  stop();
  Promise.resolve();
  assert.strictEqual(inits, 3);
  stopCounting();
  Promise.resolve();
  assert.strictEqual(inits, 3);
  assert.strictEqual(seen.length, 7);

  // What a hook throws is an uncaught exception, and does not reach the promise.
  const failure = new Error('from the hook');
  process.once('uncaughtException', (error) => {
    assert.strictEqual(error, failure);
    stopThrowing();
  });
  const stopThrowing = promiseHooks.onInit(() => { throw failure; });
  assert.ok(Promise.resolve(1) instanceof Promise);
});

for (const [hook, label] of [['onInit', 'init'], ['onBefore', 'before'], ['onAfter', 'after'], ['onSettled', 'settled']]) {
  assert.throws(() => promiseHooks[hook](1), {
    code: 'ERR_INVALID_ARG_TYPE',
    message: `The "${label}Hook" argument must be of type function. Received type number (1)`,
  });
  assert.throws(() => promiseHooks[hook](async () => {}), { code: 'ERR_INVALID_ARG_TYPE' });
}
