'use strict';
// Buffer.prototype.indexOf(), lastIndexOf() and includes().

const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateBuffer } = require('validators');
const { UTF8, UTF16LE, encodingId, knownEncodingId } = require('encodings');
const { isUint8Array } = require('buffer/types');
const { indexOfByte, indexOfBytes, indexOfString, indexOfUtf8 } = binding('buffer');

function find(buffer, value, byteOffset, encoding, forward) {
  validateBuffer(buffer);
  if (typeof byteOffset === 'string') {
    encoding = byteOffset;
    byteOffset = undefined;
  }
  byteOffset = Math.trunc(byteOffset);
  // No number: search everything.
  if (byteOffset !== byteOffset) byteOffset = forward ? 0 : buffer.byteLength;
  if (typeof value === 'number') return indexOfByte(buffer, value & 255, byteOffset, forward);
  if (typeof value === 'string') {
    const id = encoding === undefined ? UTF8 : knownEncodingId(encoding);
    return id === UTF8 ? indexOfUtf8(buffer, value, byteOffset, forward) :
      indexOfString(buffer, value, byteOffset, id, forward);
  }
  if (isUint8Array(value)) return indexOfBytes(buffer, value, byteOffset, encodingId(encoding) === UTF16LE, forward);
  throw new ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

/**
 * Where `value` first occurs at or after `byteOffset` (from the end when negative), or -1.
 * @param {number | string | Uint8Array} value
 */
function indexOf(value, byteOffset, encoding) {
  return find(this, value, byteOffset, encoding, true);
}

/** Where `value` last occurs at or before `byteOffset`, or -1. */
function lastIndexOf(value, byteOffset, encoding) {
  return find(this, value, byteOffset, encoding, false);
}

/** Whether `value` occurs at or after `byteOffset` (default 0); arguments are those of indexOf(). */
function includes(value, byteOffset, encoding) {
  return find(this, value, byteOffset, encoding, true) !== -1;
}

module.exports = { methods: { indexOf, lastIndexOf, includes } };
