'use strict';
// CompressionStream and DecompressionStream, of the Compression specification: a web stream around a zlib stream.
const { validateOneOf } = require('validators');
const { finishClass, inspectAs, kInspect } = require('webstreams/shared');

const formats = ['deflate', 'deflate-raw', 'gzip', 'brotli'];

function zlib() {
  return require('zlib');
}

/** A readable and writable pair around a zlib stream, which fails like one. */
function pairOf(stream) {
  return require('stream').Duplex.toWeb(stream);
}

/** https://compression.spec.whatwg.org/#compression-stream */
class CompressionStream {
  #pair;

  /** `format`: 'deflate', 'deflate-raw', 'gzip' or 'brotli'. */
  constructor(format) {
    validateOneOf(format, 'format', formats);
    const make = {
      'deflate': 'createDeflate', 'deflate-raw': 'createDeflateRaw', 'gzip': 'createGzip', 'brotli': 'createBrotliCompress',
    };
    this.#pair = pairOf(zlib()[make[format]]());
  }

  /** Where the compressed bytes come out; `writable`: where bytes go in. */
  get readable() { return this.#pair.readable; }
  /** Where bytes go in. */
  get writable() { return this.#pair.writable; }

  [kInspect](depth, options) {
    return inspectAs(this, 'CompressionStream', depth, options, { readable: this.readable, writable: this.writable });
  }
}
finishClass(CompressionStream, ['readable', 'writable']);

/** https://compression.spec.whatwg.org/#decompression-stream */
class DecompressionStream {
  #pair;

  /** `format`: 'deflate', 'deflate-raw', 'gzip' or 'brotli'. What follows the end of the data is an error. */
  constructor(format) {
    validateOneOf(format, 'format', formats);
    const make = {
      'deflate': 'createInflate', 'deflate-raw': 'createInflateRaw', 'gzip': 'createGunzip', 'brotli': 'createBrotliDecompress',
    };
    this.#pair = pairOf(zlib()[make[format]]({ rejectGarbageAfterEnd: true }));
  }

  /** Where the bytes come out. */
  get readable() { return this.#pair.readable; }
  /** Where compressed bytes go in. */
  get writable() { return this.#pair.writable; }

  [kInspect](depth, options) {
    return inspectAs(this, 'DecompressionStream', depth, options, { readable: this.readable, writable: this.writable });
  }
}
finishClass(DecompressionStream, ['readable', 'writable']);

module.exports = { CompressionStream, DecompressionStream };
