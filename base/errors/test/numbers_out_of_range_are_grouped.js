'use strict';
const assert = require('node:assert');

const buffer = Buffer.alloc(4);
const received = (value) => {
  try {
    buffer.readUInt8(value);
  } catch (error) {
    assert.strictEqual(error.code, 'ERR_OUT_OF_RANGE');
    assert.strictEqual(error.name, 'RangeError');
    return error.message.replace(/^.*Received /, '');
  }
  return undefined;
};
assert.strictEqual(received(4), '4');
assert.strictEqual(received(-1), '-1');
assert.strictEqual(received(1.5), '1.5');
assert.strictEqual(received(4294967296), '4294967296');
assert.strictEqual(received(4294967297), '4_294_967_297');
assert.strictEqual(received(-4294967297), '-4_294_967_297');
assert.strictEqual(received(Infinity), 'Infinity');
assert.throws(() => buffer.writeBigInt64LE(2n ** 64n), { message: /Received 18_446_744_073_709_551_616n$/ });
assert.throws(() => buffer.readUInt8(9), {
  message: 'The value of "offset" is out of range. It must be >= 0 and <= 3. Received 9',
});
