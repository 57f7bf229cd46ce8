'use strict';
// structuredClone: each kind of value, identity within one copy, transfer, and the words of what it refuses.
const assert = require('assert');

const ring = { list: [1, , 3], date: new Date(5), expression: /a/gi, map: new Map([[{ k: 1 }, new Set([2n])]]), nothing: undefined };
ring.self = ring;
ring.twice = ring.list;
const copy = structuredClone(ring);
assert.notStrictEqual(copy, ring);
assert.strictEqual(copy.self, copy);
assert.strictEqual(copy.twice, copy.list);
assert.deepStrictEqual([1 in copy.list, copy.list.length], [false, 3]);
assert.deepStrictEqual({ ...copy, self: 0 }, { ...ring, self: 0 });

for (const value of [0, -0, NaN, 'x', '', true, null, undefined, 10n ** 30n, '\ud800']) assert.strictEqual(Object.is(structuredClone(value), value), true);
for (const value of [Object(1), Object('s'), Object(false), Object(1n)]) {
  assert.deepStrictEqual([typeof structuredClone(value), structuredClone(value).valueOf()], ['object', value.valueOf()]);
}

// Errors keep class, message, stack and cause; classes of the program become plain objects.
class Own extends Error {}
const error = structuredClone(Object.assign(new TypeError('m', { cause: 1 }), { extra: 2 }));
assert.deepStrictEqual([error instanceof TypeError, error.message, error.cause, error.extra], [true, 'm', 1, undefined]);
assert.strictEqual(Object.getPrototypeOf(structuredClone(new Own('x'))), Error.prototype);
class Point { x = 1; get y() { return 2; } }
assert.deepStrictEqual(structuredClone(new Point()), { x: 1 });
const inherited = structuredClone(Object.create({ above: 1 }, { hidden: { value: 1 }, shown: { value: 2, enumerable: true } }));
assert.deepStrictEqual(inherited, { shown: 2 });

// Memory: copied whole, with the views' places, or moved.
const bytes = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
const view = structuredClone(bytes);
assert.deepStrictEqual([view.length, view.byteOffset, view.buffer.byteLength, [...view]], [2, 1, 4, [2, 3]]);
const moved = structuredClone({ bytes }, { transfer: [bytes.buffer] });
assert.deepStrictEqual([bytes.length, bytes.buffer.detached, [...moved.bytes]], [0, true, [2, 3]]);
const shared = new SharedArrayBuffer(2);
assert.strictEqual(structuredClone(shared).byteLength, 2);

const refused = { name: 'DataCloneError', code: DOMException.DATA_CLONE_ERR };
for (const value of [() => {}, Symbol('s'), { deep: [() => {}] }, new WeakMap(), Promise.resolve(), new Proxy({}, { ownKeys() { return ['a']; } }).a ?? (() => {})]) {
  assert.throws(() => structuredClone(value), refused);
}
const buffer = new ArrayBuffer(1);
assert.throws(() => structuredClone(1, { transfer: [buffer, buffer] }), { ...refused, message: 'Transfer list contains duplicate ArrayBuffer' });
assert.throws(() => structuredClone(1, { transfer: [{}] }), refused);
assert.throws(() => structuredClone(moved, { transfer: [bytes.buffer] }), refused); // gone already
assert.throws(() => structuredClone(), { code: 'ERR_MISSING_ARGS' });
for (const primitive of [1, null, 'x']) {
  assert.throws(() => structuredClone(1, { transfer: [primitive] }), { code: 'ERR_INVALID_ARG_TYPE', message: 'Value is not an object' });
  assert.throws(() => new MessageChannel().port1.postMessage(1, [primitive]), { ...refused, message: 'Found invalid value in transferList.' });
}
assert.throws(() => structuredClone(1, { transfer: 1 }), { code: 'ERR_INVALID_ARG_TYPE' });
const thrower = { get boom() { throw new RangeError('from a getter'); } };
assert.throws(() => structuredClone(thrower), { name: 'RangeError', message: 'from a getter' });
