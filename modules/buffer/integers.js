'use strict';
// Buffer.prototype.readInt32BE() and all its kind. The value's bytes are taken one by one: V8 checks each index at the
// cost of a compare, and no view object is made.

const { ERR_BUFFER_OUT_OF_BOUNDS, ERR_OUT_OF_RANGE } = require('errors');
const { validateNumber } = require('validators');

/** Throws what is wrong with `offset`, of which the greatest is `last`. */
function offsetError(offset, last) {
  validateNumber(offset, 'offset');
  if (Math.floor(offset) !== offset) throw new ERR_OUT_OF_RANGE('offset', 'an integer', offset);
  if (last < 0) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  throw new ERR_OUT_OF_RANGE('offset', `>= 0 and <= ${last}`, offset);
}

function byteLengthError(byteLength) {
  validateNumber(byteLength, 'byteLength');
  if (Math.floor(byteLength) !== byteLength) throw new ERR_OUT_OF_RANGE('byteLength', 'an integer', byteLength);
  throw new ERR_OUT_OF_RANGE('byteLength', '>= 1 and <= 6', byteLength);
}

/** Throws unless `size` bytes at `offset` are inside. */
function checkPlace(buffer, offset, size) {
  if (typeof offset !== 'number' || buffer[offset] === undefined || buffer[offset + size - 1] === undefined) {
    offsetError(offset, buffer.length - size);
  }
}

function rangeText(min, max, size) {
  const n = typeof min === 'bigint' ? 'n' : '';
  if (size <= 4) return `>= ${min}${n} and <= ${max}${n}`;
  const bits = size * 8;
  if (min === 0 || min === 0n) return `>= 0${n} and < 2${n} ** ${bits}${n}`;
  return `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`;
}

function checkValue(value, min, max, size) {
  if (value > max || value < min) throw new ERR_OUT_OF_RANGE('value', rangeText(min, max, size), value);
}

// --- Reading. ---

/** The unsigned integer in the byte at `offset` (default 0). Throws ERR_OUT_OF_RANGE outside of the buffer. */
function readUInt8(offset = 0) {
  const value = this[offset];
  if (value === undefined || typeof offset !== 'number') offsetError(offset, this.length - 1);
  return value;
}

/** The signed integer in the byte at `offset` (default 0). Throws ERR_OUT_OF_RANGE outside of the buffer. */
function readInt8(offset = 0) {
  const value = this[offset];
  if (value === undefined || typeof offset !== 'number') offsetError(offset, this.length - 1);
  return value << 24 >> 24;
}

/**
 * The unsigned integer in the 2 bytes at `offset` (default 0), least significant byte first. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readUInt16LE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined || typeof offset !== 'number') offsetError(offset, this.length - 2);
  return first | last << 8;
}

/**
 * The unsigned integer in the 2 bytes at `offset` (default 0), most significant byte first. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readUInt16BE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined || typeof offset !== 'number') offsetError(offset, this.length - 2);
  return first << 8 | last;
}

/**
 * The signed integer in the 2 bytes at `offset` (default 0), least significant byte first. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readInt16LE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined || typeof offset !== 'number') offsetError(offset, this.length - 2);
  return (first | last << 8) << 16 >> 16;
}

/**
 * The signed integer in the 2 bytes at `offset` (default 0), most significant byte first. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readInt16BE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined || typeof offset !== 'number') offsetError(offset, this.length - 2);
  return (first << 8 | last) << 16 >> 16;
}

/**
 * The unsigned integer in the 4 bytes at `offset` (default 0), least significant byte first. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readUInt32LE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number') offsetError(offset, this.length - 4);
  return (first | this[offset + 1] << 8 | this[offset + 2] << 16 | last << 24) >>> 0;
}

/**
 * The unsigned integer in the 4 bytes at `offset` (default 0), most significant byte first. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readUInt32BE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number') offsetError(offset, this.length - 4);
  return (first << 24 | this[offset + 1] << 16 | this[offset + 2] << 8 | last) >>> 0;
}

/**
 * The signed integer in the 4 bytes at `offset` (default 0), least significant byte first. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readInt32LE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number') offsetError(offset, this.length - 4);
  return first | this[offset + 1] << 8 | this[offset + 2] << 16 | last << 24;
}

/**
 * The signed integer in the 4 bytes at `offset` (default 0), most significant byte first. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readInt32BE(offset = 0) {
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined || typeof offset !== 'number') offsetError(offset, this.length - 4);
  return first << 24 | this[offset + 1] << 16 | this[offset + 2] << 8 | last;
}

/** `size` bytes, low first: the low four as an int32 would overflow, hence the multiplication. */
function unsignedLE(buffer, offset, size) {
  checkPlace(buffer, offset, size);
  let value = 0;
  for (let i = size - 1; i >= 0; i--) value = value * 256 + buffer[offset + i];
  return value;
}

function unsignedBE(buffer, offset, size) {
  checkPlace(buffer, offset, size);
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + buffer[offset + i];
  return value;
}

/** The unsigned `value` of `size` bytes, read as two's complement. */
function signed(value, size) {
  return value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
}

function checkVariable(offset, byteLength) {
  if (offset === undefined) validateNumber(offset, 'offset');
  if (!(byteLength >= 1 && byteLength <= 6) || typeof byteLength !== 'number' ||
      Math.floor(byteLength) !== byteLength) byteLengthError(byteLength);
}

/**
 * The unsigned integer in the `byteLength` (1 to 6) bytes at `offset`, least significant byte first; both are required.
 * Throws ERR_OUT_OF_RANGE.
 */
function readUIntLE(offset, byteLength) {
  checkVariable(offset, byteLength);
  return unsignedLE(this, offset, byteLength);
}

/**
 * The unsigned integer in the `byteLength` (1 to 6) bytes at `offset`, most significant byte first; both are required.
 * Throws ERR_OUT_OF_RANGE.
 */
function readUIntBE(offset, byteLength) {
  checkVariable(offset, byteLength);
  return unsignedBE(this, offset, byteLength);
}

/**
 * The signed integer in the `byteLength` (1 to 6) bytes at `offset`, least significant byte first; both are required.
 * Throws ERR_OUT_OF_RANGE.
 */
function readIntLE(offset, byteLength) {
  checkVariable(offset, byteLength);
  return signed(unsignedLE(this, offset, byteLength), byteLength);
}

/**
 * The signed integer in the `byteLength` (1 to 6) bytes at `offset`, most significant byte first; both are required.
 * Throws ERR_OUT_OF_RANGE.
 */
function readIntBE(offset, byteLength) {
  checkVariable(offset, byteLength);
  return signed(unsignedBE(this, offset, byteLength), byteLength);
}

// 64 bits are read as two halves, of which only the upper may be negative.

function lowHalf(buffer, offset) {
  return (buffer[offset] | buffer[offset + 1] << 8 | buffer[offset + 2] << 16 | buffer[offset + 3] << 24) >>> 0;
}

function highHalf(buffer, offset) {
  return (buffer[offset] << 24 | buffer[offset + 1] << 16 | buffer[offset + 2] << 8 | buffer[offset + 3]) >>> 0;
}

/**
 * The unsigned 64-bit integer at `offset` (default 0), least significant byte first, as a BigInt. Throws
 * ERR_OUT_OF_RANGE outside of the buffer.
 */
function readBigUInt64LE(offset = 0) {
  checkPlace(this, offset, 8);
  return BigInt(lowHalf(this, offset)) + (BigInt(lowHalf(this, offset + 4)) << 32n);
}

/**
 * The unsigned 64-bit integer at `offset` (default 0), most significant byte first, as a BigInt. Throws
 * ERR_OUT_OF_RANGE outside of the buffer.
 */
function readBigUInt64BE(offset = 0) {
  checkPlace(this, offset, 8);
  return (BigInt(highHalf(this, offset)) << 32n) + BigInt(highHalf(this, offset + 4));
}

/**
 * The signed 64-bit integer at `offset` (default 0), least significant byte first, as a BigInt. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readBigInt64LE(offset = 0) {
  checkPlace(this, offset, 8);
  return (BigInt(lowHalf(this, offset + 4) | 0) << 32n) + BigInt(lowHalf(this, offset));
}

/**
 * The signed 64-bit integer at `offset` (default 0), most significant byte first, as a BigInt. Throws ERR_OUT_OF_RANGE
 * outside of the buffer.
 */
function readBigInt64BE(offset = 0) {
  checkPlace(this, offset, 8);
  return (BigInt(highHalf(this, offset) | 0) << 32n) + BigInt(highHalf(this, offset + 4));
}

// --- Writing: each gives the offset after the value. ---

function put8(buffer, value, offset, min, max) {
  value = +value;
  validateNumber(offset, 'offset');
  checkValue(value, min, max, 1);
  if (buffer[offset] === undefined) offsetError(offset, buffer.length - 1);
  buffer[offset] = value;
  return offset + 1;
}

function put16LE(buffer, value, offset, min, max) {
  value = +value;
  checkValue(value, min, max, 2);
  checkPlace(buffer, offset, 2);
  buffer[offset] = value;
  buffer[offset + 1] = value >>> 8;
  return offset + 2;
}

function put16BE(buffer, value, offset, min, max) {
  value = +value;
  checkValue(value, min, max, 2);
  checkPlace(buffer, offset, 2);
  buffer[offset] = value >>> 8;
  buffer[offset + 1] = value;
  return offset + 2;
}

function put32LE(buffer, value, offset, min, max) {
  value = +value;
  checkValue(value, min, max, 4);
  checkPlace(buffer, offset, 4);
  buffer[offset] = value;
  buffer[offset + 1] = value >>> 8;
  buffer[offset + 2] = value >>> 16;
  buffer[offset + 3] = value >>> 24;
  return offset + 4;
}

function put32BE(buffer, value, offset, min, max) {
  value = +value;
  checkValue(value, min, max, 4);
  checkPlace(buffer, offset, 4);
  buffer[offset] = value >>> 24;
  buffer[offset + 1] = value >>> 16;
  buffer[offset + 2] = value >>> 8;
  buffer[offset + 3] = value;
  return offset + 4;
}

function putLE(buffer, value, offset, size, min, max) {
  value = +value;
  checkValue(value, min, max, size);
  checkPlace(buffer, offset, size);
  for (let i = 0; i < size; i++) {
    buffer[offset + i] = value;
    value = Math.floor(value / 256);
  }
  return offset + size;
}

function putBE(buffer, value, offset, size, min, max) {
  value = +value;
  checkValue(value, min, max, size);
  checkPlace(buffer, offset, size);
  for (let i = size - 1; i >= 0; i--) {
    buffer[offset + i] = value;
    value = Math.floor(value / 256);
  }
  return offset + size;
}

/**
 * Writes `value`, 0 to 255, into the byte at `offset` (default 0); returns the offset after it. Throws
 * ERR_OUT_OF_RANGE.
 */
function writeUInt8(value, offset = 0) {
  return put8(this, value, offset, 0, 0xff);
}

/**
 * Writes `value`, -128 to 127, into the byte at `offset` (default 0); returns the offset after it. Throws
 * ERR_OUT_OF_RANGE.
 */
function writeInt8(value, offset = 0) {
  return put8(this, value, offset, -0x80, 0x7f);
}

/**
 * Writes `value`, 0 to 65,535, into the 2 bytes at `offset` (default 0), least significant byte first; returns the
 * offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeUInt16LE(value, offset = 0) {
  return put16LE(this, value, offset, 0, 0xffff);
}

/**
 * Writes `value`, 0 to 65,535, into the 2 bytes at `offset` (default 0), most significant byte first; returns the
 * offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeUInt16BE(value, offset = 0) {
  return put16BE(this, value, offset, 0, 0xffff);
}

/**
 * Writes `value`, -32,768 to 32,767, into the 2 bytes at `offset` (default 0), least significant byte first; returns
 * the offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeInt16LE(value, offset = 0) {
  return put16LE(this, value, offset, -0x8000, 0x7fff);
}

/**
 * Writes `value`, -32,768 to 32,767, into the 2 bytes at `offset` (default 0), most significant byte first; returns the
 * offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeInt16BE(value, offset = 0) {
  return put16BE(this, value, offset, -0x8000, 0x7fff);
}

/**
 * Writes `value`, 0 to 2**32 - 1, into the 4 bytes at `offset` (default 0), least significant byte first; returns the
 * offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeUInt32LE(value, offset = 0) {
  return put32LE(this, value, offset, 0, 0xffffffff);
}

/**
 * Writes `value`, 0 to 2**32 - 1, into the 4 bytes at `offset` (default 0), most significant byte first; returns the
 * offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeUInt32BE(value, offset = 0) {
  return put32BE(this, value, offset, 0, 0xffffffff);
}

/**
 * Writes `value`, -(2**31) to 2**31 - 1, into the 4 bytes at `offset` (default 0), least significant byte first;
 * returns the offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeInt32LE(value, offset = 0) {
  return put32LE(this, value, offset, -0x80000000, 0x7fffffff);
}

/**
 * Writes `value`, -(2**31) to 2**31 - 1, into the 4 bytes at `offset` (default 0), most significant byte first; returns
 * the offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeInt32BE(value, offset = 0) {
  return put32BE(this, value, offset, -0x80000000, 0x7fffffff);
}

function checkVariableLength(byteLength) {
  if (!(byteLength >= 1 && byteLength <= 6) || typeof byteLength !== 'number' ||
      Math.floor(byteLength) !== byteLength) byteLengthError(byteLength);
}

/**
 * Writes `value` as an unsigned integer of `byteLength` (1 to 6) bytes at `offset`, least significant byte first;
 * returns the offset after it. Throws ERR_OUT_OF_RANGE when the value does not fit.
 */
function writeUIntLE(value, offset, byteLength) {
  checkVariableLength(byteLength);
  return putLE(this, value, offset, byteLength, 0, 2 ** (8 * byteLength) - 1);
}

/**
 * Writes `value` as an unsigned integer of `byteLength` (1 to 6) bytes at `offset`, most significant byte first;
 * returns the offset after it. Throws ERR_OUT_OF_RANGE when the value does not fit.
 */
function writeUIntBE(value, offset, byteLength) {
  checkVariableLength(byteLength);
  return putBE(this, value, offset, byteLength, 0, 2 ** (8 * byteLength) - 1);
}

/**
 * Writes `value` as a signed integer of `byteLength` (1 to 6) bytes at `offset`, least significant byte first; returns
 * the offset after it. Throws ERR_OUT_OF_RANGE when the value does not fit.
 */
function writeIntLE(value, offset, byteLength) {
  checkVariableLength(byteLength);
  const limit = 2 ** (8 * byteLength - 1);
  return putLE(this, value, offset, byteLength, -limit, limit - 1);
}

/**
 * Writes `value` as a signed integer of `byteLength` (1 to 6) bytes at `offset`, most significant byte first; returns
 * the offset after it. Throws ERR_OUT_OF_RANGE when the value does not fit.
 */
function writeIntBE(value, offset, byteLength) {
  checkVariableLength(byteLength);
  const limit = 2 ** (8 * byteLength - 1);
  return putBE(this, value, offset, byteLength, -limit, limit - 1);
}

function putBigLE(buffer, value, offset, min, max) {
  checkValue(value, min, max, 8);
  checkPlace(buffer, offset, 8);
  const low = Number(value & 0xffffffffn);
  const high = Number((value >> 32n) & 0xffffffffn);
  for (let i = 0; i < 4; i++) {
    buffer[offset + i] = low >>> (8 * i);
    buffer[offset + 4 + i] = high >>> (8 * i);
  }
  return offset + 8;
}

function putBigBE(buffer, value, offset, min, max) {
  checkValue(value, min, max, 8);
  checkPlace(buffer, offset, 8);
  const low = Number(value & 0xffffffffn);
  const high = Number((value >> 32n) & 0xffffffffn);
  for (let i = 0; i < 4; i++) {
    buffer[offset + 7 - i] = low >>> (8 * i);
    buffer[offset + 3 - i] = high >>> (8 * i);
  }
  return offset + 8;
}

/**
 * Writes the BigInt `value` as an unsigned 64-bit integer at `offset` (default 0), least significant byte first;
 * returns the offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeBigUInt64LE(value, offset = 0) {
  return putBigLE(this, value, offset, 0n, 0xffffffffffffffffn);
}

/**
 * Writes the BigInt `value` as an unsigned 64-bit integer at `offset` (default 0), most significant byte first; returns
 * the offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeBigUInt64BE(value, offset = 0) {
  return putBigBE(this, value, offset, 0n, 0xffffffffffffffffn);
}

/**
 * Writes the BigInt `value` as a signed 64-bit integer at `offset` (default 0), least significant byte first; returns
 * the offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeBigInt64LE(value, offset = 0) {
  return putBigLE(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn);
}

/**
 * Writes the BigInt `value` as a signed 64-bit integer at `offset` (default 0), most significant byte first; returns
 * the offset after it. Throws ERR_OUT_OF_RANGE.
 */
function writeBigInt64BE(value, offset = 0) {
  return putBigBE(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn);
}

module.exports = {
  checkPlace,
  methods: {
    readBigUInt64LE, readBigUInt64BE, readBigInt64LE, readBigInt64BE,
    writeBigUInt64LE, writeBigUInt64BE, writeBigInt64LE, writeBigInt64BE,
    readUIntLE, readUInt32LE, readUInt16LE, readUInt8, readUIntBE, readUInt32BE, readUInt16BE,
    readIntLE, readInt32LE, readInt16LE, readInt8, readIntBE, readInt32BE, readInt16BE,
    writeUIntLE, writeUInt32LE, writeUInt16LE, writeUInt8, writeUIntBE, writeUInt32BE, writeUInt16BE,
    writeIntLE, writeInt32LE, writeInt16LE, writeInt8, writeIntBE, writeInt32BE, writeInt16BE,
  },
};
