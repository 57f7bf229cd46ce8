'use strict';
// run() and exit() whose value is the one that holds already: what the function enters for good stays.
const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');

const storage = new AsyncLocalStorage();
const withDefault = new AsyncLocalStorage({ defaultValue: 'default' });

function after(value, run) {
  storage.enterWith(value);
  run();
  return storage.getStore();
}

assert.strictEqual(after(undefined, () => storage.exit(() => storage.enterWith(1))), 1);
assert.strictEqual(after('x', () => storage.run('x', () => storage.enterWith(2))), 2);
assert.strictEqual(after(NaN, () => storage.run(NaN, () => storage.enterWith(3))), 3);
assert.strictEqual(after('x', () => storage.run('y', () => storage.enterWith(4))), 'x');
assert.strictEqual(after('x', () => {
  assert.throws(() => storage.run('x', () => { storage.enterWith(5); throw new Error('thrown'); }), { message: 'thrown' });
}), 5);

withDefault.run('default', () => withDefault.enterWith(6));
assert.strictEqual(withDefault.getStore(), 6);
withDefault.enterWith('default');
withDefault.run(undefined, () => withDefault.enterWith(7));
assert.strictEqual(withDefault.getStore(), 'default');
