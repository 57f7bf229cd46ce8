'use strict';
const assert = require('node:assert');
const { isDeepStrictEqual } = require('node:util');

const cycle = (wrap) => {
  const object = {};
  object.next = wrap(object);
  return object;
};
const same = (object) => object;
assert.strictEqual(isDeepStrictEqual(cycle(same), cycle(same)), true);
assert.strictEqual(isDeepStrictEqual(cycle(same), { next: {} }), false);
assert.strictEqual(isDeepStrictEqual(cycle(same), { next: cycle(same) }), false);
assert.strictEqual(isDeepStrictEqual(cycle((object) => [object]), cycle((object) => [object])), true);
const setOfItself = () => {
  const set = new Set();
  return set.add(set);
};
assert.strictEqual(isDeepStrictEqual(setOfItself(), setOfItself()), true);
const shared = { a: 1 };
assert.strictEqual(isDeepStrictEqual([shared, [shared]], [{ a: 1 }, [{ a: 1 }]]), true);
let deep = {};
let deeper = {};
for (let i = 0; i < 300; i++) {
  deep = { deep };
  deeper = { deep: deeper };
}
assert.strictEqual(isDeepStrictEqual(deep, deeper), true);

class A { x = 1; }
class B { x = 1; }
assert.strictEqual(isDeepStrictEqual([new A()], [new B()]), false);
assert.strictEqual(isDeepStrictEqual([new A()], [new B()], true), true);
assert.strictEqual(isDeepStrictEqual(Buffer.from('a'), new Uint8Array([97]), true), true);

const lying = new Proxy([1], { ownKeys: () => [] });
assert.throws(() => isDeepStrictEqual(lying, [1]), TypeError);

const sparse = [];
sparse[150_000_000] = 1;
sparse[7] = 2;
const part = [];
part[100_000] = 2;
part[100_001] = 1;
assert.partialDeepStrictEqual(sparse, part);
