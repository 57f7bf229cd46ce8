'use strict';
// node:zlib. Compression as streams (zlib/streams) and of whole buffers (zlib/one_shot).
// Also shown: handle.

const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateUint32 } = require('validators');
const { codes, defineLegacyNames, readOnlyConstants, values } = require('zlib/constants');
const streams = require('zlib/streams');
const { asyncForm, syncForm } = require('zlib/one_shot');
const native = binding('zlib');

/**
 * The CRC-32 of a string's UTF-8 or of bytes, as an unsigned number; `value` is that of what came before, so that a
 * long text can be done in parts.
 */
function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  return typeof data === 'string' ? native.crc32OfText(data, value) : native.crc32OfBytes(data, value);
}

// Name of the function -> class and mode.
const wholes = {
  deflate: ['Deflate', values.DEFLATE],
  gzip: ['Gzip', values.GZIP],
  deflateRaw: ['DeflateRaw', values.DEFLATERAW],
  unzip: ['Unzip', values.UNZIP],
  inflate: ['Inflate', values.INFLATE],
  gunzip: ['Gunzip', values.GUNZIP],
  inflateRaw: ['InflateRaw', values.INFLATERAW],
  brotliCompress: ['BrotliCompress', values.BROTLI_ENCODE],
  brotliDecompress: ['BrotliDecompress', values.BROTLI_DECODE],
  zstdCompress: ['ZstdCompress', values.ZSTD_COMPRESS],
  zstdDecompress: ['ZstdDecompress', values.ZSTD_DECOMPRESS],
};

const createOrder = [
  'Deflate', 'Inflate', 'DeflateRaw', 'InflateRaw', 'Gzip', 'Gunzip', 'Unzip', 'BrotliCompress', 'BrotliDecompress',
  'ZstdCompress', 'ZstdDecompress',
];

const zlib = { crc32, ...streams };
for (const name of Object.keys(wholes)) {
  const [className, mode] = wholes[name];
  zlib[name] = asyncForm(streams[className], mode);
  zlib[`${name}Sync`] = syncForm(streams[className], mode);
}
for (const className of createOrder) {
  const Class = streams[className];
  Object.defineProperty(zlib, `create${className}`, {
    __proto__: null,
    configurable: true,
    enumerable: true,
    value: function value(options) { return new Class(options); },
  });
}
Object.defineProperty(zlib, 'constants', { __proto__: null, enumerable: true, value: readOnlyConstants() });
Object.defineProperty(zlib, 'codes', { __proto__: null, enumerable: true, value: codes() });
defineLegacyNames(zlib);

module.exports = zlib;
