'use strict';
const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const finish = require('../../../test/_finish');

const a = new AsyncLocalStorage();
const b = new AsyncLocalStorage({ name: 'b', defaultValue: 'none' });
assert.deepStrictEqual([a.name, b.name, a.getStore(), b.getStore()], ['', 'b', undefined, 'none']);

// Nesting, results, arguments, exceptions.
assert.strictEqual(a.run(1, (x, y) => x + y + a.getStore(), 2, 3), 6);
assert.throws(() => a.run(1, () => { throw new Error('x'); }), /^Error: x$/);
assert.strictEqual(a.getStore(), undefined);
a.run('outer', () => {
  a.run('inner', () => assert.strictEqual(a.getStore(), 'inner'));
  assert.strictEqual(a.getStore(), 'outer');
  assert.strictEqual(a.exit(() => a.getStore()), undefined);
  b.run('x', () => assert.strictEqual(b.exit(() => b.getStore()), undefined));
  // What another storage entered for good within run() stays.
  b.enterWith('kept');
});
assert.deepStrictEqual([a.getStore(), b.getStore()], [undefined, 'kept']);
b.disable();
assert.strictEqual(b.getStore(), 'none');

const seen = [];
const note = (label) => seen.push([label, a.getStore()]);
a.run('run', () => {
  setTimeout(note, 1, 'timeout');
  setImmediate(note, 'immediate');
  process.nextTick(note, 'tick');
  queueMicrotask(() => note('microtask'));
  Promise.resolve().then(() => note('then'));
  (async () => {
    await null;
    note('await');
    a.enterWith('entered');
    await new Promise((resolve) => setImmediate(resolve));
    note('await 2');
  })();
});

const bound = a.run('bound', () => AsyncLocalStorage.bind(function(x, y) { return [this.z, x, y, a.getStore()]; }));
assert.strictEqual(bound.length, 2);
assert.deepStrictEqual(bound.call({ z: 0 }, 1, 2), [0, 1, 2, 'bound']);
const inSnapshot = a.run('snap', () => AsyncLocalStorage.snapshot());
assert.strictEqual(a.run('other', () => inSnapshot((x) => x + a.getStore(), 'in ')), 'in snap');

// disable() ends a running context too, and the storage can be used again.
const c = new AsyncLocalStorage();
c.run(1, () => {
  const later = AsyncLocalStorage.bind(() => c.getStore());
  c.disable();
  assert.strictEqual(c.getStore(), undefined);
  assert.strictEqual(later(), undefined);
  assert.strictEqual(c.run(2, () => c.getStore()), 2);
});
assert.strictEqual(c.getStore(), undefined);

// ... and what was started elsewhere keeps its value.
c.run(3, () => {
  const outside = AsyncLocalStorage.snapshot();
  a.run('inner', () => {
    const inside = AsyncLocalStorage.snapshot();
    c.disable();
    a.disable();
    assert.deepStrictEqual(inside(() => [a.getStore(), c.getStore()]), [undefined, undefined]);
    assert.deepStrictEqual(outside(() => c.getStore()), 3);
    c.enterWith(4);
  });
  assert.deepStrictEqual([a.getStore(), c.getStore()], [undefined, 4]);
});

assert.throws(() => new AsyncLocalStorage(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => AsyncLocalStorage.bind(1), { code: 'ERR_INVALID_ARG_TYPE' });

finish.atExit(() => {
  assert.deepStrictEqual(new Map(seen), new Map([
    ['tick', 'run'], ['microtask', 'run'], ['then', 'run'], ['await', 'run'],
    ['immediate', 'run'], ['await 2', 'entered'], ['timeout', 'run'],
  ]));
  assert.strictEqual(a.getStore(), undefined);
});
