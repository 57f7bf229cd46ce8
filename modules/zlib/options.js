'use strict';
// What users may say about a compressor or decompressor, checked.

const { isAnyArrayBuffer } = require('types');
const { kMaxLength } = require('buffer');
const {
  ERR_BROTLI_INVALID_PARAM, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_ZSTD_INVALID_PARAM,
} = require('errors');
const { checkRangesOrGetDefault, validateFiniteNumber } = require('validators');
const { values } = require('zlib/constants');

const {
  GZIP, GUNZIP, INFLATE, UNZIP, BROTLI_ENCODE, BROTLI_DECODE, ZSTD_COMPRESS, ZSTD_DECOMPRESS,
  Z_DEFAULT_CHUNK, Z_MIN_CHUNK, Z_MIN_WINDOWBITS, Z_MAX_WINDOWBITS, Z_DEFAULT_WINDOWBITS, Z_MIN_LEVEL, Z_MAX_LEVEL,
  Z_DEFAULT_COMPRESSION, Z_MIN_MEMLEVEL, Z_MAX_MEMLEVEL, Z_DEFAULT_MEMLEVEL, Z_DEFAULT_STRATEGY, Z_FIXED,
  Z_NO_FLUSH, Z_BLOCK, Z_FINISH, Z_FULL_FLUSH,
  BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_FINISH, BROTLI_OPERATION_EMIT_METADATA,
  ZSTD_e_continue, ZSTD_e_flush, ZSTD_e_end,
} = values;

/** What differs between the three families: the flush flags, least and most, and the defaults. */
const families = {
  zlib: { flush: Z_NO_FLUSH, finishFlush: Z_FINISH, fullFlush: Z_FULL_FLUSH, lowest: Z_NO_FLUSH, highest: Z_BLOCK },
  brotli: {
    flush: BROTLI_OPERATION_PROCESS,
    finishFlush: BROTLI_OPERATION_FINISH,
    fullFlush: BROTLI_OPERATION_FLUSH,
    lowest: BROTLI_OPERATION_PROCESS,
    highest: BROTLI_OPERATION_EMIT_METADATA,
  },
  zstd: {
    flush: ZSTD_e_continue,
    finishFlush: ZSTD_e_end,
    fullFlush: ZSTD_e_flush,
    lowest: ZSTD_e_continue,
    highest: ZSTD_e_end,
  },
};

/** The flush operations of the format that `mode` (zlib.constants.DEFLATE and so on) belongs to, and their range. */
function familyOf(mode) {
  if (mode === BROTLI_ENCODE || mode === BROTLI_DECODE) return families.brotli;
  if (mode === ZSTD_COMPRESS || mode === ZSTD_DECOMPRESS) return families.zstd;
  return families.zlib;
}

/** The options that every family has. */
class CommonOptions {
  constructor(options, family) {
    this.chunkSize = Z_DEFAULT_CHUNK;
    this.flush = family.flush;
    this.finishFlush = family.finishFlush;
    this.maxOutputLength = kMaxLength;
    this.info = undefined;
    this.rejectGarbageAfterEnd = false;
    if (options) this.#take(options, family);
  }

  #take(options, { flush, finishFlush, lowest, highest }) {
    const { chunkSize } = options;
    if (validateFiniteNumber(chunkSize, 'options.chunkSize')) {
      if (chunkSize < Z_MIN_CHUNK) throw new ERR_OUT_OF_RANGE('options.chunkSize', `>= ${Z_MIN_CHUNK}`, chunkSize);
      this.chunkSize = chunkSize;
    }
    this.flush = checkRangesOrGetDefault(options.flush, 'options.flush', lowest, highest, flush);
    this.finishFlush =
      checkRangesOrGetDefault(options.finishFlush, 'options.finishFlush', lowest, highest, finishFlush);
    this.maxOutputLength = checkRangesOrGetDefault(
      options.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength);
    this.info = options.info;
    this.rejectGarbageAfterEnd = options.rejectGarbageAfterEnd === true;
  }
}

const usualZlib = new Int32Array([
  Z_DEFAULT_WINDOWBITS, Z_DEFAULT_COMPRESSION, Z_DEFAULT_MEMLEVEL, Z_DEFAULT_STRATEGY,
]);
const none = new Int32Array(0);

/** What the codec is made of: `parameters` for the native half, dictionary, pledgedSize. */
class CodecOptions {
  constructor(parameters = none, dictionary = undefined, pledgedSize = undefined) {
    this.parameters = parameters;
    this.dictionary = dictionary;
    this.pledgedSize = pledgedSize;
  }
}

const usual = new CodecOptions(usualZlib);
const usualWithoutParameters = new CodecOptions();

function zlibOptions(options, mode) {
  if (!options) return usual;
  return new CodecOptions(new Int32Array([
    windowBitsFrom(options.windowBits, mode),
    checkRangesOrGetDefault(options.level, 'options.level', Z_MIN_LEVEL, Z_MAX_LEVEL, Z_DEFAULT_COMPRESSION),
    checkRangesOrGetDefault(options.memLevel, 'options.memLevel', Z_MIN_MEMLEVEL, Z_MAX_MEMLEVEL, Z_DEFAULT_MEMLEVEL),
    checkRangesOrGetDefault(options.strategy, 'options.strategy', Z_DEFAULT_STRATEGY, Z_FIXED, Z_DEFAULT_STRATEGY),
  ]), dictionaryFrom(options.dictionary));
}

function windowBitsFrom(windowBits, mode) {
  // To a decompressor no window or 0 means: as the data say.
  if ((windowBits == null || windowBits === 0) && (mode === INFLATE || mode === GUNZIP || mode === UNZIP)) return 0;
  // A gzip window of 256 bytes exists for decompressing only.
  const lowest = mode === GZIP ? Z_MIN_WINDOWBITS + 1 : Z_MIN_WINDOWBITS;
  return checkRangesOrGetDefault(windowBits, 'options.windowBits', lowest, Z_MAX_WINDOWBITS, Z_DEFAULT_WINDOWBITS);
}

function dictionaryFrom(dictionary) {
  if (dictionary === undefined || ArrayBuffer.isView(dictionary)) return dictionary;
  if (isAnyArrayBuffer(dictionary)) return new Uint8Array(dictionary);
  throw new ERR_INVALID_ARG_TYPE(
    'options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
}

function highestParameter(prefix) {
  return Math.max(...Object.keys(values).filter((name) => name.startsWith(prefix)).map((name) => values[name]));
}

/** `params`, from parameter to number or boolean, as a list; `isKnown(number)` says which parameters exist. */
function parameterList(params, isKnown, UnknownParameter) {
  if (!params) return none;
  const list = [];
  const given = new Set();
  for (const name of Object.keys(params)) {
    const number = +name;
    if (Number.isNaN(number) || !isKnown(number) || given.has(number)) throw new UnknownParameter(name);
    given.add(number);
    const value = params[name];
    if (typeof value !== 'number' && typeof value !== 'boolean') {
      throw new ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
    }
    list.push(number, +value);
  }
  return Int32Array.from(list);
}

let highestBrotli;

function brotliOptions(options) {
  if (!options) return usualWithoutParameters;
  highestBrotli ??= highestParameter('BROTLI_PARAM_');
  const isKnown = (number) => number >= 0 && number <= highestBrotli;
  return new CodecOptions(parameterList(options.params, isKnown, ERR_BROTLI_INVALID_PARAM));
}

let highestZstdCompress;
let highestZstdDecompress;

function zstdOptions(options, mode) {
  if (!options) return usualWithoutParameters;
  highestZstdCompress ??= highestParameter('ZSTD_c_');
  highestZstdDecompress ??= highestParameter('ZSTD_d_');
  const highest = mode === ZSTD_COMPRESS ? highestZstdCompress : highestZstdDecompress;
  const parameters =
    parameterList(options.params, (number) => number >= 0 && number <= highest, ERR_ZSTD_INVALID_PARAM);
  const { dictionary, pledgedSrcSize } = options;
  return new CodecOptions(
    parameters, dictionary !== undefined && ArrayBuffer.isView(dictionary) ? dictionary : undefined,
    mode === ZSTD_COMPRESS && pledgedSrcSize !== undefined ? pledgedSrcSize : undefined);
}

/** The checked CodecOptions of a stream or a call in that mode. */
function codecOptions(options, mode) {
  const family = familyOf(mode);
  if (family === families.brotli) return brotliOptions(options);
  if (family === families.zstd) return zstdOptions(options, mode);
  return zlibOptions(options, mode);
}

module.exports = { CommonOptions, codecOptions, familyOf };
