'use strict';
// A view that follows the length of its buffer does so in the copy, and one of fixed length does not.
const assert = require('node:assert');

const arrayBuffer = () => new ArrayBuffer(8, { maxByteLength: 32 });
const shared = () => new SharedArrayBuffer(8, { maxByteLength: 32 });
const lengthOf = (view) => view.length ?? view.byteLength;

for (const make of [arrayBuffer, shared]) {
  for (const Class of [Uint8Array, Int32Array, Float64Array, BigInt64Array, DataView]) {
    const size = Class.BYTES_PER_ELEMENT ?? 1;
    for (const [follows, view] of [[true, new Class(make())], [false, new Class(make(), 0, 8 / size)],
                                   [true, new Class(make(), size)]]) {
      const copy = structuredClone({ view }).view;
      assert.strictEqual(copy.constructor, Class);
      assert.strictEqual(copy.byteOffset, view.byteOffset);
      assert.strictEqual(lengthOf(copy), lengthOf(view));
      assert.strictEqual(copy.buffer.maxByteLength, 32);
      const before = lengthOf(copy);
      if (make === shared) copy.buffer.grow(16);
      else copy.buffer.resize(16);
      assert.strictEqual(lengthOf(copy), before + (follows ? 8 / size : 0));
    }
  }
}

const buffer = arrayBuffer();
const bytes = new Uint8Array(buffer);
bytes.set([1, 2, 3]);
const [one, other, memory] = structuredClone([bytes, new DataView(buffer, 1, 2), buffer]);
assert.strictEqual(one.buffer, memory);
assert.strictEqual(other.buffer, memory);
assert.deepStrictEqual([...one], [1, 2, 3, 0, 0, 0, 0, 0]);
assert.strictEqual(other.getUint16(0), 0x0203);

const moved = structuredClone(bytes, { transfer: [buffer] });
assert.strictEqual(buffer.byteLength, 0);
moved.buffer.resize(2);
assert.deepStrictEqual([...moved], [1, 2]);
moved.buffer.resize(3);
assert.deepStrictEqual([...moved], [1, 2, 0]);

const out = new Uint8Array(arrayBuffer(), 4, 4);
out.buffer.resize(2);
assert.throws(() => structuredClone(out), { name: 'DataCloneError' });
