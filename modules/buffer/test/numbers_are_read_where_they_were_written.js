'use strict';
const assert = require('node:assert');

const buffer = Buffer.alloc(16);
const cases = [
  ['UInt8', 0xab], ['Int8', -2], ['UInt16LE', 0xabcd], ['UInt16BE', 0xabcd], ['Int16LE', -2], ['Int16BE', -32768],
  ['UInt32LE', 0xfedcba98], ['UInt32BE', 0xfedcba98], ['Int32LE', -2], ['Int32BE', -0x80000000],
  ['FloatLE', 1.5], ['FloatBE', -0], ['DoubleLE', Math.PI], ['DoubleBE', Number.MIN_VALUE],
  ['BigUInt64LE', 0xfedcba9876543210n], ['BigUInt64BE', 2n ** 64n - 1n], ['BigInt64LE', -2n], ['BigInt64BE', -(2n ** 63n)],
];
for (const [kind, value] of cases) {
  const size = buffer[`write${kind}`](value, 3) - 3;
  assert.strictEqual(buffer[`read${kind}`](3), value, kind);
  const mirrored = kind.endsWith('LE') ? kind.replace('LE', 'BE') : kind.replace('BE', 'LE');
  buffer.subarray(3, 3 + size).reverse();
  assert.strictEqual(buffer[`read${mirrored}`](3), value, mirrored);
}
for (let size = 1; size <= 6; size++) {
  for (const value of [0, 1, 2 ** (8 * size) - 1, 2 ** (8 * size - 1)]) {
    for (const order of ['LE', 'BE']) {
      assert.strictEqual(buffer[`writeUInt${order}`](value, 1, size), 1 + size);
      assert.strictEqual(buffer[`readUInt${order}`](1, size), value);
      const signed = value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value;
      assert.strictEqual(buffer[`readInt${order}`](1, size), signed);
      buffer[`writeInt${order}`](signed, 1, size);
      assert.strictEqual(buffer[`readUInt${order}`](1, size), value);
    }
  }
}
assert.strictEqual(buffer.readUintLE, buffer.readUIntLE);

const range = (message) => ({ code: 'ERR_OUT_OF_RANGE', name: 'RangeError', message });
assert.throws(() => buffer.readInt32LE(13),
              range('The value of "offset" is out of range. It must be >= 0 and <= 12. Received 13'));
assert.throws(() => buffer.readInt8(1.5),
              range('The value of "offset" is out of range. It must be an integer. Received 1.5'));
assert.throws(() => buffer.readInt8('1'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => Buffer.alloc(1).readInt16BE(), { code: 'ERR_BUFFER_OUT_OF_BOUNDS' });
assert.throws(() => buffer.writeUInt8(256),
              range('The value of "value" is out of range. It must be >= 0 and <= 255. Received 256'));
assert.throws(() => buffer.writeIntBE(2 ** 39, 0, 5), range(
  'The value of "value" is out of range. It must be >= -(2 ** 39) and < 2 ** 39. Received 549_755_813_888'));
assert.throws(() => buffer.writeBigInt64LE(2n ** 63n), range('The value of "value" is out of range. ' +
  'It must be >= -(2n ** 63n) and < 2n ** 63n. Received 9_223_372_036_854_775_808n'));
assert.throws(() => buffer.readUIntLE(0, 7),
              range('The value of "byteLength" is out of range. It must be >= 1 and <= 6. Received 7'));
