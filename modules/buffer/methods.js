'use strict';
// Buffer.prototype: strings, copies, comparisons, slices, byte order.

const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_BUFFER_SIZE, ERR_OUT_OF_RANGE,
} = require('errors');
const { validateInteger } = require('validators');
const { FastBuffer } = require('buffer/fast_buffer');
const { UTF8, UTF16LE, LATIN1, ASCII, BASE64, BASE64URL, knownEncodingId } = require('encodings');
const { fillBuffer } = require('buffer/fill');
const { isUint8Array } = require('buffer/types');
const {
  compare: compareBytes, compareRanges, copy: copyNatively, equals: equalBytes, swap16: swapNatively16,
  swap32: swapNatively32, swap64: swapNatively64, writeLatin1, writeString, writeUtf8,
} = binding('buffer');

const { set } = Uint8Array.prototype;

/** Throws ERR_INVALID_ARG_TYPE unless `value` is a Uint8Array (a Buffer is one), of any realm. */
function checkBytes(value, name) {
  if (!isUint8Array(value)) throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'Uint8Array'], value);
}

/** `index` as an integer from 0 to `length`; negative ones count from the end. */
function placeInside(index, length) {
  index = Math.trunc(index);
  if (index !== index) return 0;
  if (index < 0) return index + length > 0 ? index + length : 0;
  return index < length ? index : length;
}

/** `value` as a place from 0 to `length`; what is no number is 0. */
function clamped(value, length) {
  if (!(value > 0)) return 0;
  return value >= length ? length : Math.trunc(value);
}

/**
 * The bytes from `start` (default 0) to `end` (default: the length) as text. Places outside count as the nearer end.
 * @param {string} [encoding] 'utf8' by default
 * @throws ERR_UNKNOWN_ENCODING, ERR_STRING_TOO_LONG
 */
function toString(encoding, start, end) {
  const { length } = this;
  if (arguments.length === 0) return this.utf8Slice(0, length);
  const from = clamped(start, length);
  const to = end === undefined ? length : clamped(end, length);
  if (from >= to) return '';
  switch (encoding === undefined ? UTF8 : knownEncodingId(encoding)) {
    case UTF8: return this.utf8Slice(from, to);
    case UTF16LE: return this.ucs2Slice(from, to);
    case LATIN1: return this.latin1Slice(from, to);
    case ASCII: return this.asciiSlice(from, to);
    case BASE64: return this.base64Slice(from, to);
    case BASE64URL: return this.base64urlSlice(from, to);
    default: return this.hexSlice(from, to);
  }
}

/**
 * write(string), write(string, encoding), write(string, offset, encoding) or write(string, offset, length, encoding).
 * Writes at most `length` bytes (default: what fits) of the text at `offset` (default 0), whole characters only.
 * @returns {number} how many bytes
 * @throws ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE, ERR_UNKNOWN_ENCODING
 */
function write(string, offset, length, encoding) {
  const size = this.length;
  if (offset === undefined) return writeText(this, string, 0, size, undefined);
  if (typeof offset === 'string' && length === undefined) return writeText(this, string, 0, size, offset);
  validateInteger(offset, 'offset', 0, size);
  const room = size - offset;
  if (typeof length === 'string') return writeText(this, string, offset, room, length);
  if (length === undefined) return writeText(this, string, offset, room, encoding);
  validateInteger(length, 'length', 0, size);
  return writeText(this, string, offset, length < room ? length : room, encoding);
}

function writeText(buffer, text, offset, most, encoding) {
  if (typeof text !== 'string' || !isUint8Array(buffer)) return buffer.utf8Write(text, offset, most);
  const id = encoding ? knownEncodingId(encoding) : UTF8;
  if (id === UTF8) return writeUtf8(buffer, text, offset, most);
  if (id === LATIN1 || id === ASCII) return writeLatin1(buffer, text, offset, most);
  return writeString(buffer, text, offset, most, id);
}

const MOST = 2 ** 53 - 1; // Number.MAX_SAFE_INTEGER

/** `value` as an integer; `otherwise` where none is given, 0 for what is no number, or none that is exact. */
function toIndex(value, otherwise) {
  if (value === undefined) return otherwise;
  const index = Math.trunc(value);
  return index >= -MOST && index <= MOST ? index : 0;
}

/** Copies bytes of `source`; what does not fit is left out. Gives how many were copied. */
function copyBytes(source, target, targetStart, sourceStart, sourceEnd) {
  if (!isUint8Array(source)) throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (!ArrayBuffer.isView(target)) throw new ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  const to = toIndex(targetStart, 0);
  if (to < 0) throw new ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
  const from = toIndex(sourceStart, 0);
  if (from < 0 || from > source.length) {
    throw new ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${source.length}`, from);
  }
  const end = toIndex(sourceEnd, source.length);
  if (end < 0) throw new ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
  const count = Math.min(end - from, source.length - from, target.byteLength - to);
  if (count <= 0) return 0;
  // Whole arrays are copied without leaving JavaScript.
  if (count === source.length && isUint8Array(target)) set.call(target, source, to);
  else copyNatively(source, from, target, to, count);
  return count;
}

/**
 * Copies `sourceStart` (default 0) to `sourceEnd` (default: the end) of this buffer into `target`, a typed array or
 * DataView, at `targetStart` (default 0), all in bytes; what does not fit is left out. Overlapping memory is copied
 * correctly. Returns how many bytes were copied. Throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE.
 */
function copy(target, targetStart, sourceStart, sourceEnd) {
  return copyBytes(this, target, targetStart, sourceStart, sourceEnd);
}

/** Whether both have the same bytes. */
function equals(otherBuffer) {
  checkBytes(otherBuffer, 'otherBuffer');
  if (this === otherBuffer) return true;
  if (this.byteLength !== otherBuffer.byteLength) return false;
  return equalBytes(this, otherBuffer);
}

/** `value`, checked, or `otherwise` where it is not given. */
function placeOr(otherwise, value, name, most) {
  if (value === undefined) return otherwise;
  validateInteger(value, name, 0, most);
  return value;
}

/**
 * -1, 0 or 1, by which of two ranges of bytes comes first: of this buffer from `sourceStart` to `sourceEnd`, or of
 * `target` from `targetStart` to `targetEnd`; by default all of both.
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
  checkBytes(target, 'target');
  if (arguments.length === 1) return compareWhole(this, target);
  const targetFrom = placeOr(0, targetStart, 'targetStart');
  const targetTo = placeOr(target.length, targetEnd, 'targetEnd', target.length);
  const from = placeOr(0, sourceStart, 'sourceStart');
  const to = placeOr(this.length, sourceEnd, 'sourceEnd', this.length);
  const isTargetEmpty = targetFrom >= targetTo;
  const isEmpty = from >= to;
  if (isEmpty || isTargetEmpty) return Number(isTargetEmpty) - Number(isEmpty);
  return compareRanges(this, from, to, target, targetFrom, targetTo);
}

function compareWhole(buffer, target) {
  if (!isUint8Array(buffer)) throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], buffer);
  return compareBytes(buffer, target);
}

/**
 * Fills the buffer from `offset` (default 0) to `end` (default: its length) with `value`: a string in `encoding`
 * (default 'utf8'), bytes, or a number cut to 8 bits. fill(value, encoding) and fill(value, offset, encoding) are known
 * too. Returns the buffer. Throws ERR_OUT_OF_RANGE, ERR_INVALID_ARG_VALUE (a pattern without bytes),
 * ERR_UNKNOWN_ENCODING.
 */
function fill(value, offset, end, encoding) {
  return fillBuffer(this, value, offset, end, encoding);
}

/** { type: 'Buffer', data: [the bytes] }, which Buffer.from() makes a buffer again. */
function toJSON() {
  const data = new Array(this.length);
  for (let i = 0; i < this.length; i++) data[i] = this[i];
  return { type: 'Buffer', data };
}

/** A buffer over the same memory. */
function subarray(start, end) {
  const { length } = this;
  start = placeInside(start, length);
  end = end === undefined ? length : placeInside(end, length);
  return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
}

/** As subarray(): other than with Uint8Array, the memory is shared. */
function slice(start, end) {
  return this.subarray(start, end);
}

/**
 * Swaps the bytes of each 16-bit unit in place and returns the buffer. Throws ERR_INVALID_BUFFER_SIZE for an odd
 * length.
 */
function swap16() {
  if (this.length % 2 !== 0) throw new ERR_INVALID_BUFFER_SIZE('16-bits');
  swapNatively16(this);
  return this;
}

/**
 * Reverses the bytes of each 32-bit unit in place and returns the buffer. Throws ERR_INVALID_BUFFER_SIZE unless the
 * length is a multiple of 4.
 */
function swap32() {
  if (this.length % 4 !== 0) throw new ERR_INVALID_BUFFER_SIZE('32-bits');
  swapNatively32(this);
  return this;
}

/**
 * Reverses the bytes of each 64-bit unit in place and returns the buffer. Throws ERR_INVALID_BUFFER_SIZE unless the
 * length is a multiple of 8.
 */
function swap64() {
  if (this.length % 8 !== 0) throw new ERR_INVALID_BUFFER_SIZE('64-bits');
  swapNatively64(this);
  return this;
}

module.exports = {
  checkBytes,
  methods: { copy, toString, equals, compare, fill, write, toJSON, subarray, slice, swap16, swap32, swap64 },
};
