'use strict';
// What is copied is equal and separate, what is transferred leaves its owner, what cannot cross throws DataCloneError.
const finish = require('../../../test/_finish');
const assert = finish.plan(62);
const { MessageChannel, receiveMessageOnPort, markAsUncloneable, markAsUntransferable, isMarkedAsUntransferable } =
  require('node:worker_threads');

const { port1, port2 } = new MessageChannel();

function cross(value, transfer) {
  port1.postMessage(value, transfer);
  return receiveMessageOnPort(port2).message;
}

for (const value of [undefined, null, true, false, 0, -0, 1.5, NaN, 'latin \xe9', 'wide \u20ac', 10n, '']) {
  assert.ok(Object.is(cross(value), value));
}
class Point {
  x = 1;
}
assert.deepStrictEqual(cross({ a: [1, { b: new Map([[1, new Set([2])]]) }], date: new Date(5), point: new Point() }),
                       { a: [1, { b: new Map([[1, new Set([2])]]) }], date: new Date(5), point: { x: 1 } });

const large = new Uint8Array(100_000).fill(7);
const copy = cross({ large, again: large, part: large.subarray(3, 5) });
assert.deepStrictEqual(copy.large, large);
assert.strictEqual(copy.large, copy.again);
assert.strictEqual(copy.part.buffer, copy.large.buffer);
assert.strictEqual(copy.part.byteOffset, 3);
copy.large[0] = 1;
assert.strictEqual(large[0], 7);
for (const View of [Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
                    Float64Array, BigInt64Array, BigUint64Array, DataView]) {
  const arrived = cross(new View(new ArrayBuffer(32), 8, 2));
  assert.strictEqual(arrived.constructor, View);
  assert.strictEqual(arrived.byteOffset, 8);
}

const shared = [1, 2, 3].map((length) => new SharedArrayBuffer(length));
const arrived = cross([...shared, shared[0]]);
assert.deepStrictEqual(arrived.map((buffer) => buffer.byteLength), [1, 2, 3, 1]);
assert.strictEqual(arrived[0], arrived[3]);
new Uint8Array(arrived[0])[0] = 9;
assert.strictEqual(new Uint8Array(shared[0])[0], 9);

const moved = new ArrayBuffer(10);
assert.strictEqual(cross({ moved }, [moved]).moved.byteLength, 10);
assert.strictEqual(moved.byteLength, 0);

const exception = cross({ deep: [new DOMException('text', 'AbortError')] }).deep[0];
assert.ok(exception instanceof DOMException);
assert.strictEqual(exception.name, 'AbortError');
assert.strictEqual(exception.message, 'text');

const unclonable = { name: 'DataCloneError', code: 25 };
for (const value of [() => {}, Symbol('s'), new WeakMap(), Promise.resolve(), { f() {} }, new URL('http://a/'),
                     new MessageChannel().port1]) {
  assert.throws(() => port1.postMessage(value), unclonable);
}
const buffer = new ArrayBuffer(1);
assert.throws(() => port1.postMessage(1, [buffer, buffer]), /duplicate ArrayBuffer/);
assert.throws(() => port1.postMessage(1, [port1]), /contains source port/);
assert.throws(() => port1.postMessage(1, [{}]), /invalid value/);
assert.throws(() => port1.postMessage(1, [Buffer.from('pooled').buffer]), unclonable);
markAsUntransferable(buffer);
assert.ok(isMarkedAsUntransferable(buffer));
assert.throws(() => port1.postMessage(1, [buffer]), unclonable);
const marked = {};
markAsUncloneable(marked);
assert.throws(() => port1.postMessage({ marked }), unclonable);
port1.close();
