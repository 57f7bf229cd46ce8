'use strict';
// Data, keys and encodings as users give them, checked and turned into what the native halves take.

const { encodingId, UNKNOWN, UTF8 } = require('encodings');
const { Buffer } = require('buffer');
const { ERR_INVALID_ARG_TYPE } = require('errors');
const { isAnyArrayBuffer } = require('types');
const { validateEncoding } = require('validators');

/** The number that the native halves know for: a Buffer. */
const AS_BUFFER = -1;

/** The number of the encoding of a string that comes in; what is no encoding is UTF-8. */
function inputEncoding(name) {
  if (typeof name !== 'string' || name === 'utf8') return UTF8;
  const id = encodingId(name);
  return id === UNKNOWN ? UTF8 : id;
}

/** The number of the encoding of a result; what is no encoding means a Buffer. */
function outputEncoding(name) {
  if (name === undefined || name === null) return AS_BUFFER;
  const id = encodingId(name);
  return id === UNKNOWN ? AS_BUFFER : id;
}

/** Data for update(): a string or a view. */
function checkData(data, encoding, name = 'data') {
  if (typeof data === 'string') {
    if (encoding !== undefined) validateEncoding(data, encoding);
  } else if (!ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
  }
}

const byteKinds = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

/** A string's bytes, or a view or ArrayBuffer as it is. `kinds` are those that the error names. */
function bytesFrom(value, name, encoding = undefined, kinds = ['string', ...byteKinds]) {
  if (typeof value === 'string') return Buffer.from(value, encoding === 'buffer' ? 'utf8' : encoding);
  if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(name, kinds, value);
}

module.exports = { AS_BUFFER, byteKinds, bytesFrom, checkData, inputEncoding, outputEncoding };
