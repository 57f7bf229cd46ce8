'use strict';
// Filling a buffer with a byte or a pattern.

const { ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_VALUE, ERR_UNKNOWN_ENCODING } = require('errors');
const { validateInteger, validateString } = require('validators');
const { fromString } = require('buffer/allocate');
const { UTF8, LATIN1, UNKNOWN, encodingId } = require('encodings');

const { fillPattern } = binding('buffer');

const { fill: fillBytes } = Uint8Array.prototype;

function fillEncoding(encoding) {
  if (encoding === undefined || encoding === null || encoding === '') return UTF8;
  const id = encodingId(encoding);
  if (id === UNKNOWN || typeof encoding !== 'string') {
    validateString(encoding, 'encoding');
    throw new ERR_UNKNOWN_ENCODING(encoding);
  }
  return id;
}

/** The one byte that a string is, or -1. */
function byteOf(string, encoding) {
  if (string.length === 0) return 0;
  if (string.length > 1) return -1;
  const code = string.charCodeAt(0);
  return (encoding === UTF8 && code < 128) || (encoding === LATIN1 && code < 256) ? code : -1;
}

function fillWithPattern(buffer, pattern, value, start, end) {
  if (pattern.length === 0) throw new ERR_INVALID_ARG_VALUE('value', value);
  fillPattern(buffer, pattern, start, end);
}

function bytesOf(value) {
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * Fills `buffer` from `offset` to `end`.
 * @param {string | Uint8Array | number} value anything else is made an integer
 */
function fillBuffer(buffer, value, offset, end, encoding) {
  let id = UTF8;
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encoding = offset;
      offset = undefined;
    } else if (typeof end === 'string') {
      encoding = end;
      end = buffer.length;
    }
    id = fillEncoding(encoding);
  }
  if (offset === undefined) {
    offset = 0;
    end = buffer.length;
  } else {
    validateInteger(offset, 'offset', 0);
    if (end === undefined) end = buffer.length;
    else validateInteger(end, 'end', 0, buffer.length);
    if (offset >= end) return buffer;
  }
  // A redefined length must not lead outside of the memory.
  if (end > bytesLength(buffer)) throw new ERR_BUFFER_OUT_OF_BOUNDS();
  if (typeof value === 'string') {
    const byte = byteOf(value, id);
    if (byte === -1) fillWithPattern(buffer, fromString(value, id), value, offset, end);
    else fillBytes.call(buffer, byte, offset, end);
  } else if (ArrayBuffer.isView(value)) {
    fillWithPattern(buffer, bytesOf(value), value, offset, end);
  } else {
    fillBytes.call(buffer, value & 255, offset, end);
  }
  return buffer;
}

const { get: byteLengthGetter } = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype), 'byteLength');

function bytesLength(buffer) {
  return byteLengthGetter.call(buffer);
}

module.exports = { fillBuffer };
