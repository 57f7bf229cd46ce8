'use strict';
// Memory for buffers. Small ones are cut from a pool of Buffer.poolSize bytes, made when first needed.

const { Buffer, FastBuffer } = require('buffer/fast_buffer');
const { UTF8, LATIN1, ASCII, BASE64, BASE64URL, HEX } = require('encodings');
const { createUnsafe, utf8Length, writeString, writeUtf8 } = binding('buffer');

// Arrays this small live on V8's heap, where zeroed memory costs nothing.
const mostBytesOnHeap = 64;

const { mark, UNTRANSFERABLE } = binding('messages');

let pool;            // ArrayBuffer
let poolBytes;       // the whole pool as a buffer
let poolEnd = 0;
let poolOffset = 0;
let zeroFill;        // --zero-fill-buffers; read when first needed

function makePool() {
  poolEnd = Buffer.poolSize;
  poolBytes = allocateUnpooled(poolEnd);
  pool = poolBytes.buffer;
  mark(pool, UNTRANSFERABLE); // many share it
  poolOffset = 0;
}

/** A buffer of `size` bytes of its own, not zeroed. */
function allocateUnpooled(size) {
  if (size <= mostBytesOnHeap) return new FastBuffer(size);
  zeroFill ??= Boolean(require('options').getOption('--zero-fill-buffers'));
  return zeroFill ? new FastBuffer(size) : new FastBuffer(createUnsafe(size));
}

function takeFromPool(size) {
  const buffer = new FastBuffer(pool, poolOffset, size);
  poolOffset = (poolOffset + size + 7) & ~7;
  return buffer;
}

/** A buffer of `size` bytes, not zeroed, from the pool when it is small. */
function allocate(size) {
  if (size <= 0) return new FastBuffer();
  if (size >= Buffer.poolSize >>> 1) return allocateUnpooled(size);
  if (size > poolEnd - poolOffset) makePool();
  return takeFromPool(size);
}

/** The buffer cut down to what was written. */
function cut(buffer, written) {
  return written === buffer.length ? buffer : new FastBuffer(buffer.buffer, buffer.byteOffset, written);
}

function fromUtf8(string) {
  const { length } = string;
  if (length === 0) return new FastBuffer();
  // No need to count bytes when the pool holds them in any case.
  if (length * 3 <= poolEnd - poolOffset) {
    return takeFromPool(writeUtf8(poolBytes, string, poolOffset, length * 3));
  }
  const size = utf8Length(string);
  const buffer = allocate(size);
  writeUtf8(buffer, string, 0, size);
  return buffer;
}

/** The bytes of `string` in the encoding of that number. */
function fromString(string, encoding) {
  if (encoding === UTF8) return fromUtf8(string);
  if (string.length === 0) return new FastBuffer();
  const most = mostBytes(string, encoding);
  if (most <= poolEnd - poolOffset) return takeFromPool(writeString(poolBytes, string, poolOffset, most, encoding));
  const buffer = allocate(most);
  return cut(buffer, writeString(buffer, string, 0, most, encoding));
}

/** How many bytes `string` can take at most. */
function mostBytes(string, encoding) {
  const { length } = string;
  return encoding === BASE64 || encoding === BASE64URL ? (length >>> 2) * 3 + 3 : sizeOf(string, encoding);
}

const EQUALS = 61;

/** As if the text were base64 without anything else in it. */
function base64Length(text) {
  let { length } = text;
  if (length > 0 && text.charCodeAt(length - 1) === EQUALS) length--;
  if (length > 1 && text.charCodeAt(length - 1) === EQUALS) length--;
  return length * 3 >>> 2; // texts are shorter than 2 ** 30
}

/** How many bytes `string` takes in the encoding of that number. */
function sizeOf(string, encoding) {
  switch (encoding) {
    case UTF8: return utf8Length(string);
    case HEX: return string.length >>> 1;
    case LATIN1: case ASCII: return string.length;
    case BASE64: case BASE64URL: return base64Length(string);
    default: return string.length * 2;
  }
}

module.exports = { allocate, allocateUnpooled, fromString, sizeOf };
