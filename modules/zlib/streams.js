'use strict';
// The compressors and decompressors as streams. A chunk is worked on by the native half, a step at a time on the thread
// pool: a step ends when the chunk or the place for output is used up.

const { nextTick } = require('ticks');
const asyncIds = require('async_ids');
const { Buffer } = require('buffer');
const { ERR_BUFFER_TOO_LARGE, ERR_INTERNAL_ASSERTION, ERR_TRAILING_JUNK_AFTER_STREAM_END } = require('errors');
const { Transform } = require('stream');
const { checkRangesOrGetDefault } = require('validators');
const { deprecateInstantiation } = require('warnings');
const { CommonOptions, codecOptions, familyOf } = require('zlib/options');
const { values } = require('zlib/constants');
const { NativeStream } = require('zlib/handle');

const {
  DEFLATE, INFLATE, GZIP, GUNZIP, DEFLATERAW, INFLATERAW, UNZIP, BROTLI_ENCODE, BROTLI_DECODE, ZSTD_COMPRESS,
  ZSTD_DECOMPRESS, Z_SYNC_FLUSH, Z_MIN_LEVEL, Z_MAX_LEVEL, Z_DEFAULT_COMPRESSION, Z_DEFAULT_STRATEGY, Z_FIXED,
} = values;

/** A step that is expected to fill more than a chunk is given no more than this. */
const largestPlace = 64 * 1024;

const kOwner = Symbol('owner');
const kFlush = Symbol('flush');
const kStep = Symbol('step');

/** The chunk that a stream is at. One object for the stream's life: a step needs no closure. */
class Step {
  constructor() {
    this.flush = 0;
    this.chunk = null;
    this.offset = 0;
    this.left = 0;
    this.placeLeft = 0;
    this.done = null;
    /** Whether there is more output, for which the readable side has no room. */
    this.isHeldBack = false;
  }
}

const emptyChunks = new Map();

/** An empty chunk that means: flush in this way; undefined for what is no way. */
function flushChunk(kind) {
  if (flushStrength[kind] === undefined) return undefined;
  let chunk = emptyChunks.get(kind);
  if (chunk === undefined) {
    chunk = Buffer.alloc(0);
    chunk[kFlush] = kind;
    emptyChunks.set(kind, chunk);
  }
  return chunk;
}

/** Where Z_BLOCK, the last of zlib's flags to be invented, stands among them. */
const flushStrength = [0, 2, 3, 4, 5, 1];

function stronger(one, other) {
  return flushStrength[one] > flushStrength[other] ? one : other;
}

/** What the constructors share; returns the CodecOptions. */
function initialize(stream, options, mode) {
  const family = familyOf(mode);
  const common = new CommonOptions(options, family);
  const codec = codecOptions(options, mode);
  if (options && (options.encoding || options.objectMode || options.writableObjectMode || options.readableObjectMode)) {
    options = { ...options, encoding: null, objectMode: false, writableObjectMode: false, readableObjectMode: false };
  }
  Transform.call(stream, options);
  stream._writeState = new Uint32Array(2);
  stream.bytesWritten = 0;
  stream._handle = new NativeStream();
  stream._handle[kOwner] = stream;
  if (asyncIds.tracking.on) asyncIds.startResource(stream._handle, 'ZLIB');
  stream._outBuffer = Buffer.allocUnsafe(common.chunkSize);
  stream._outOffset = 0;
  stream._chunkSize = common.chunkSize;
  stream._defaultFlushFlag = common.flush;
  stream._finishFlushFlag = common.finishFlush;
  stream._defaultFullFlushFlag = family.fullFlush;
  stream._info = common.info;
  stream._maxOutputLength = common.maxOutputLength;
  stream._rejectGarbageAfterEnd = common.rejectGarbageAfterEnd;
  stream[kStep] = new Step();
  const { parameters, dictionary, pledgedSize } = codec;
  stream._handle.begin(mode, parameters, dictionary, pledgedSize, stream._writeState, stepDone);
  return codec;
}
/** `options`: those of a stream, and see zlib/options. */
function ZlibBase(options, mode) {
  initialize(this, options, mode);
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);

Object.defineProperty(ZlibBase.prototype, '_closed', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return !this._handle; },
});

/** Starts over, as if nothing had been written. Throws on a stream that is closed. */
ZlibBase.prototype.reset = function() {
  if (!this._handle) throw new ERR_INTERNAL_ASSERTION('zlib binding closed');
  return this._handle.reset();
};

ZlibBase.prototype._flush = function(callback) {
  this._transform(Buffer.alloc(0), '', callback);
};

// It has one of its own so that _flush runs from 'prefinish', before the end is known to anybody.
ZlibBase.prototype._final = function(callback) {
  callback();
};

/** Gives out what was written so far; `kind`, a flush flag, has a default for each family. Then the callback. */
ZlibBase.prototype.flush = function(kind, callback) {
  if (typeof kind === 'function' || (kind === undefined && !callback)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  if (this.writableFinished) {
    if (callback) nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback);
  } else {
    this.write(flushChunk(kind), '', callback);
  }
};

/** Destroys the stream; the callback runs when it is closed. */
ZlibBase.prototype.close = function(callback) {
  if (callback) require('stream').finished(this, callback);
  this.destroy();
};

ZlibBase.prototype._destroy = function(error, callback) {
  closeHandle(this);
  callback(error);
};

function closeHandle(stream) {
  // Who keeps the handle for further use, as minizlib does, gives it a close() of its own meanwhile.
  if (asyncIds.tracking.on && stream._handle) asyncIds.destroyResource(stream._handle);
  stream._handle?.close();
  stream._handle = null;
}

ZlibBase.prototype._transform = function(chunk, encoding, callback) {
  let flush = chunk[kFlush] ?? this._defaultFlushFlag;
  // The last chunk there is finishes, whatever else it was meant to do.
  if (this.writableEnded && this.writableLength === chunk.byteLength) flush = stronger(flush, this._finishFlushFlag);
  startChunk(this, chunk, flush, callback);
};

/** What _transform does, for packages; without a callback it runs here, and returns the output or throws. */
ZlibBase.prototype._processChunk = function(chunk, flush, callback) {
  if (typeof callback === 'function') startChunk(this, chunk, flush, callback);
  else return processSync(this, chunk, flush);
};

ZlibBase.prototype._read = function(size) {
  const step = this[kStep];
  if (step.isHeldBack) {
    step.isHeldBack = false;
    runStep(this, step);
  }
  Transform.prototype._read.call(this, size);
};

// --- Steps. ---

function startChunk(stream, chunk, flush, done) {
  if (!stream._handle) {
    nextTick(done);
    return;
  }
  const step = stream[kStep];
  step.flush = flush;
  step.chunk = chunk;
  step.offset = 0;
  step.left = chunk.byteLength;
  step.done = done;
  runStep(stream, step);
}

function runStep(stream, step) {
  if (!stream._handle) {
    finishChunk(step);
    return;
  }
  step.placeLeft = stream._outBuffer.byteLength - stream._outOffset;
  stream._handle.step(
    step.flush, step.chunk, step.offset, step.left, stream._outBuffer, stream._outOffset, step.placeLeft);
}

/** What the native half calls behind a step; `this` is it. */
function stepDone(error) {
  if (!asyncIds.tracking.on) return takeStep(this[kOwner], error);
  asyncIds.enter(this);
  takeStep(this[kOwner], error);
  asyncIds.leave(this);
}

function takeStep(stream, error) {
  const step = stream[kStep];
  if (stream.destroyed) {
    finishChunk(step);
    return;
  }
  if (error !== undefined) {
    step.chunk = null;
    Error.captureStackTrace(error); // made off the stack: with frames it is shown as an error that was thrown
    stream.destroy(error);
    return;
  }
  const { 0: placeLeft, 1: left } = stream._writeState;
  const consumed = step.left - left;
  step.offset += consumed;
  step.left = left;
  stream.bytesWritten += consumed;
  const isFull = placeLeft === 0;
  const hasRoom = takeOutput(stream, step.placeLeft - placeLeft, isFull);
  if (stream.destroyed) {
    finishChunk(step);
  } else if (isFull) {
    // There may be more output for the same chunk.
    if (hasRoom) runStep(stream, step);
    else step.isHeldBack = true;
  } else if (left > 0 && stream._rejectGarbageAfterEnd) {
    step.chunk = null;
    stream.destroy(new ERR_TRAILING_JUNK_AFTER_STREAM_END());
  } else {
    // The data have ended before the chunk: what follows is ignored.
    if (left > 0) stream.push(null);
    finishChunk(step);
  }
}

function finishChunk(step) {
  const { done } = step;
  step.chunk = null;
  step.done = null;
  done();
}

/** Gives `size` bytes of output to the readable side, and says whether that wants more. */
function takeOutput(stream, size, isFull) {
  const { _outBuffer: buffer, _chunkSize: chunkSize } = stream;
  let hasRoom = true;
  while (size > 0) {
    const offset = stream._outOffset;
    const length = Math.min(size, chunkSize);
    stream._outOffset += length;
    size -= length;
    hasRoom = stream.push(buffer.subarray(offset, offset + length));
    if (stream.destroyed) return false;
  }
  if (isFull || stream._outOffset >= buffer.byteLength) {
    stream._outBuffer = Buffer.allocUnsafe(isFull ? nextPlace(stream) : chunkSize);
    stream._outOffset = 0;
  }
  return hasRoom;
}

/** As many chunks as the readable side has room for: one step may fill them all. */
function nextPlace(stream) {
  const { _chunkSize: chunkSize } = stream;
  const room = Math.min(stream.readableHighWaterMark - stream.readableLength, largestPlace);
  return Math.max(room - room % chunkSize, chunkSize);
}

/** The output of one chunk, at once. The stream is closed behind it. */
function processSync(stream, chunk, flush) {
  const output = [];
  let total = 0;
  let offset = 0;
  let left = chunk.byteLength;
  for (;;) {
    const { _outBuffer: buffer, _outOffset: start } = stream;
    const place = buffer.byteLength - start;
    try {
      stream._handle.stepSync(flush, chunk, offset, left, buffer, start, place);
    } catch (error) {
      stream.destroy();
      throw error;
    }
    const { 0: placeLeft, 1: leftAfter } = stream._writeState;
    stream.bytesWritten += left - leftAfter;
    offset += left - leftAfter;
    left = leftAfter;
    const size = place - placeLeft;
    if (size > 0) {
      output.push(buffer.subarray(start, start + size));
      stream._outOffset += size;
      total += size;
      if (total > stream._maxOutputLength) {
        closeHandle(stream);
        throw new ERR_BUFFER_TOO_LARGE(stream._maxOutputLength);
      }
    }
    if (placeLeft === 0 || stream._outOffset >= stream._chunkSize) {
      stream._outBuffer = Buffer.allocUnsafe(stream._chunkSize);
      stream._outOffset = 0;
    }
    if (placeLeft !== 0) break;
  }
  closeHandle(stream);
  if (total === 0) return Buffer.alloc(0);
  return output.length === 1 ? output[0] : Buffer.concat(output, total);
}

// --- Classes. ---

/** The base of the streams of deflate and gzip. */
function Zlib(options, mode) {
  const { parameters } = initialize(this, options, mode);
  this._level = parameters[1];
  this._strategy = parameters[3];
  this._mode = mode;
}
Object.setPrototypeOf(Zlib.prototype, ZlibBase.prototype);
Object.setPrototypeOf(Zlib, ZlibBase);

/** Changes how hard, and how, what comes from here on is compressed. */
Zlib.prototype.params = function(level, strategy, callback) {
  level = checkRangesOrGetDefault(level, 'level', Z_MIN_LEVEL, Z_MAX_LEVEL, Z_DEFAULT_COMPRESSION);
  strategy = checkRangesOrGetDefault(strategy, 'strategy', Z_DEFAULT_STRATEGY, Z_FIXED, Z_DEFAULT_STRATEGY);
  if (this._level === level && this._strategy === strategy) {
    if (callback) nextTick(callback);
    return;
  }
  this.flush(Z_SYNC_FLUSH, () => {
    if (!this._handle) throw new ERR_INTERNAL_ASSERTION('zlib binding closed');
    this._handle.params(level, strategy);
    if (this.destroyed) return;
    this._level = level;
    this._strategy = strategy;
    if (callback) callback();
  });
};

/** The base of the streams of brotli. */
function Brotli(options, mode) {
  ZlibBase.call(this, options, mode);
}
Object.setPrototypeOf(Brotli.prototype, Zlib.prototype);
Object.setPrototypeOf(Brotli, Zlib);

class Zstd extends ZlibBase {}

/** A class of streams that may, for old programs' sake, be called without `new`. */
function declare(name, Base, mode) {
  const Class = {
    [name]: function(options) {
      if (!(this instanceof Class)) return deprecateInstantiation(Class, 'DEP0184', options);
      Base.call(this, options, mode);
    },
  }[name];
  Object.setPrototypeOf(Class.prototype, Base.prototype);
  Object.setPrototypeOf(Class, Base);
  return Class;
}

/** A Transform that compresses with Zstandard. `options`: as for zlib.createZstdCompress(). */
class ZstdCompress extends Zstd {
  constructor(options) {
    super(options, ZSTD_COMPRESS);
  }
}

/** A Transform that decompresses Zstandard. `options`: as for zlib.createZstdDecompress(). */
class ZstdDecompress extends Zstd {
  constructor(options) {
    super(options, ZSTD_DECOMPRESS);
  }
}

module.exports = {
  Deflate: declare('Deflate', Zlib, DEFLATE),
  Inflate: declare('Inflate', Zlib, INFLATE),
  Gzip: declare('Gzip', Zlib, GZIP),
  Gunzip: declare('Gunzip', Zlib, GUNZIP),
  DeflateRaw: declare('DeflateRaw', Zlib, DEFLATERAW),
  InflateRaw: declare('InflateRaw', Zlib, INFLATERAW),
  Unzip: declare('Unzip', Zlib, UNZIP),
  BrotliCompress: declare('BrotliCompress', Brotli, BROTLI_ENCODE),
  BrotliDecompress: declare('BrotliDecompress', Brotli, BROTLI_DECODE),
  ZstdCompress,
  ZstdDecompress,
};
