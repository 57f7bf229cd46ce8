'use strict';
// CompressionStream and DecompressionStream, of the Compression specification: a web stream around a zlib stream.
const { finishClass, inspectAs, kInspect } = require('webstreams/shared');

// Format -> what makes the stream. Bytes behind the end are an error where the format has a checksum.
const compressors = {
  '__proto__': null,
  'deflate': (zlib) => zlib.createDeflate(),
  'deflate-raw': (zlib) => zlib.createDeflateRaw(),
  'gzip': (zlib) => zlib.createGzip(),
  'brotli': (zlib) => zlib.createBrotliCompress(),
};
const decompressors = {
  '__proto__': null,
  'deflate': (zlib) => zlib.createInflate({ rejectGarbageAfterEnd: true }),
  'deflate-raw': (zlib) => zlib.createInflateRaw(),
  'gzip': (zlib) => zlib.createGunzip({ rejectGarbageAfterEnd: true }),
  'brotli': (zlib) => zlib.createBrotliDecompress(),
};

/** The format that `value` names, by the rules of Web IDL. @throws ERR_INVALID_ARG_VALUE */
function toFormat(value, interfaceName) {
  const format = String(value);
  if (compressors[format] !== undefined) return format;
  const error = new TypeError(`Failed to construct '${interfaceName}': 1st argument value '${format}' is not a valid enum ` +
    'value of type CompressionFormat.');
  error.code = 'ERR_INVALID_ARG_VALUE';
  throw error;
}

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
    const make = compressors[toFormat(format, 'CompressionStream')];
    this.#pair = pairOf(make(zlib()));
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

  /** `format`: 'deflate', 'deflate-raw', 'gzip' or 'brotli'. Of deflate and gzip, what follows the end is an error. */
  constructor(format) {
    const make = decompressors[toFormat(format, 'DecompressionStream')];
    this.#pair = pairOf(make(zlib()));
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
