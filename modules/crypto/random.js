'use strict';
// Random bytes, numbers and UUIDs. They come from the kernel; a few bytes cost no system call of their own.

const { Buffer, kMaxLength } = require('buffer');
const { withRequests } = require('crypto/requests');
const { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = require('errors');
const { nextTick } = require('ticks');
const { isAnyArrayBuffer } = require('types');
const { validateBoolean, validateFunction, validateNumber, validateObject } = require('validators');
const native = withRequests('crypto_random', binding('crypto_random'));

const mostBytes = 2 ** 31 - 1;
const mostRange = 2 ** 48 - 1;

function checkedSize(size, name, most) {
  validateNumber(size, name);
  if (Number.isNaN(size) || size > most || size < 0) throw new ERR_OUT_OF_RANGE(name, `>= 0 && <= ${most}`, size);
  return size >>> 0;
}

/** `size` random bytes; with a callback they are made on the thread pool. */
function randomBytes(size, callback) {
  size = checkedSize(size, 'size', mostBytes);
  if (callback !== undefined) {
    validateFunction(callback, 'callback');
    native.bytes(size, callback);
    return undefined;
  }
  const bytes = Buffer.allocUnsafeSlow(size);
  native.fill(bytes, 0, size);
  return bytes;
}

/** Where to fill, in bytes; offset and size count elements. */
class Range {
  constructor(buffer, offset, size) {
    if (!ArrayBuffer.isView(buffer) && !isAnyArrayBuffer(buffer)) {
      throw new ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buffer);
    }
    const element = buffer.BYTES_PER_ELEMENT ?? 1;
    const most = Math.min(buffer.byteLength, kMaxLength);
    validateNumber(offset, 'offset');
    this.offset = checkedBytes(offset * element, offset, 'offset', most);
    if (size === undefined) {
      this.size = buffer.byteLength - this.offset;
    } else {
      validateNumber(size, 'size');
      this.size = checkedBytes(size * element, size, 'size', mostBytes);
    }
    if (this.size + this.offset > buffer.byteLength) {
      throw new ERR_OUT_OF_RANGE('size + offset', `<= ${buffer.byteLength}`, this.size + this.offset);
    }
  }
}

function checkedBytes(bytes, given, name, most) {
  if (Number.isNaN(bytes) || bytes > most || bytes < 0) throw new ERR_OUT_OF_RANGE(name, `>= 0 && <= ${most}`, given);
  return bytes >>> 0;
}

/** Fills a view or an ArrayBuffer, or its elements from `offset` on, and returns it. */
function randomFillSync(buf, offset = 0, size = undefined) {
  const range = new Range(buf, offset, size);
  native.fill(buf, range.offset, range.size);
  return buf;
}

/** The same on the thread pool: callback(error, buffer). */
function randomFill(buf, offset, size, callback) {
  if (typeof offset === 'function') {
    callback = offset;
    offset = 0;
    size = undefined;
  } else if (typeof size === 'function') {
    callback = size;
    size = undefined;
  }
  if (!ArrayBuffer.isView(buf) && !isAnyArrayBuffer(buf)) {
    throw new ERR_INVALID_ARG_TYPE('buf', ['ArrayBuffer', 'ArrayBufferView'], buf);
  }
  validateFunction(callback, 'callback');
  const range = new Range(buf, offset, size);
  if (range.size === 0) {
    callback(null, buf);
    return;
  }
  native.fillLater(buf, range.offset, range.size, (error) => {
    if (error) callback(error);
    else callback(null, buf);
  });
}

/** A whole number n, min <= n < max; max - min is at most 2 ** 48 - 1. With a callback: callback(error, n). */
function randomInt(min, max, callback) {
  const hasNoMin = max === undefined || typeof max === 'function';
  if (hasNoMin) {
    callback = max;
    max = min;
    min = 0;
  }
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (!Number.isSafeInteger(min)) throw new ERR_INVALID_ARG_TYPE('min', 'a safe integer', min);
  if (!Number.isSafeInteger(max)) throw new ERR_INVALID_ARG_TYPE('max', 'a safe integer', max);
  if (max <= min) throw new ERR_OUT_OF_RANGE('max', `greater than the value of "min" (${min})`, max);
  const range = max - min;
  if (range > mostRange) {
    throw new ERR_OUT_OF_RANGE(hasNoMin ? 'max' : 'max - min', `<= ${mostRange}`, range);
  }
  const number = native.below(range) + min;
  if (callback === undefined) return number;
  nextTick(callback, undefined, number);
  return undefined;
}

// Random bytes for the next UUIDs, and the digits of each byte; made when first needed. What was used is wiped.
const UUID_SIZE = 16;
const STOCK_SIZE = 256 * UUID_SIZE;
let stock, words, digits, dashed;
let taken = STOCK_SIZE;

function renewStock() {
  stock ??= new Uint8Array(new ArrayBuffer(STOCK_SIZE));
  words ??= new Float64Array(stock.buffer); // the same memory, to be wiped by
  digits ??= Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1));
  dashed ??= digits.map((pair) => `-${pair}`);
  native.fillStock(stock);
  taken = 0;
}

/** A program's snapshot must not give each process that starts from it the same UUIDs. */
function forgetAll() {
  taken = STOCK_SIZE;
  stock?.fill(0);
}

function uuidOfStock() {
  if (taken === STOCK_SIZE) renewStock();
  const at = taken;
  taken += UUID_SIZE;
  const version = (stock[at + 6] & 0x0f) | 0x40; // RFC 9562, 5.4
  const variant = (stock[at + 8] & 0x3f) | 0x80;
  const text = digits[stock[at]] + digits[stock[at + 1]] + digits[stock[at + 2]] + digits[stock[at + 3]] +
    dashed[stock[at + 4]] + digits[stock[at + 5]] + dashed[version] + digits[stock[at + 7]] +
    dashed[variant] + digits[stock[at + 9]] + dashed[stock[at + 10]] + digits[stock[at + 11]] +
    digits[stock[at + 12]] + digits[stock[at + 13]] + digits[stock[at + 14]] + digits[stock[at + 15]];
  words[at >> 3] = 0;
  words[(at >> 3) + 1] = 0;
  return text;
}

/** A UUID of version 4. `disableEntropyCache: true` asks the kernel for each. */
function randomUUID(options) {
  if (options === undefined) return uuidOfStock();
  validateObject(options, 'options');
  const { disableEntropyCache } = options;
  if (disableEntropyCache !== undefined) validateBoolean(disableEntropyCache, 'options.disableEntropyCache');
  return disableEntropyCache ? native.uuid() : uuidOfStock();
}

module.exports = { forgetAll, randomBytes, randomFill, randomFillSync, randomInt, randomUUID };
