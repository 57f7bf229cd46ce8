'use strict';
// Transform: a Duplex whose readable side gives what `_transform` makes of what is written. PassThrough: as it is.
const { nextTick } = require('ticks');
const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');
const { Duplex } = require('stream/duplex');
const { highWaterMarkFrom } = require('stream/high_water_mark');
const { SYNC } = require('stream/readable_state');

const kProgress = Symbol('progress');

/** The chunk that `_transform` is at. One object for the stream's life: a chunk needs no closure. */
class Progress {
  constructor(stream) {
    /** The callback of the chunk's write; null between chunks. */
    this.written = null;
    /** Whether `written` waits for the readable side to have room again. */
    this.isHeldBack = false;
    this.lengthBefore = 0;
    this.done = (error, chunk) => { transformed(stream, this, error, chunk); };
  }
}

/**
 * `options`: those of Duplex, and the implementation: transform(chunk, encoding, callback), which push()es and calls
 * callback(error, chunk) when it wants the next, and flush(callback), which runs after the last.
 */
function Transform(options) {
  if (!(this instanceof Transform)) return new Transform(options);
  if (hasNoReadableBuffer(options)) options = unbuffered(options);
  Duplex.call(this, options);
  // The source of the readable side is write(), not _read(): what is pushed never comes from inside read().
  this._readableState.flags &= ~SYNC;
  this[kProgress] = null;
  if (options) {
    if (typeof options.transform === 'function') this._transform = options.transform;
    if (typeof options.flush === 'function') this._flush = options.flush;
  }
  // A subclass may have a _final of its own, which flushes nothing: then this does.
  this.on('prefinish', prefinish);
}
Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
Object.setPrototypeOf(Transform, Duplex);

function hasNoReadableBuffer(options) {
  const isObjectMode = options?.objectMode || options?.readableObjectMode;
  return highWaterMarkFrom(options, 'readableHighWaterMark', true, isObjectMode) === 0;
}

/** With no buffer on the readable side there is none on the writable side either, unless it was asked for. */
function unbuffered(options) {
  return {
    ...options,
    highWaterMark: null,
    readableHighWaterMark: 0,
    writableHighWaterMark: options.writableHighWaterMark || 0,
  };
}

function final(callback) {
  if (typeof this._flush !== 'function' || this.destroyed) {
    this.push(null);
    if (callback) callback();
    return;
  }
  this._flush((error, chunk) => {
    if (error) {
      if (callback) callback(error);
      else this.destroy(error);
      return;
    }
    if (chunk != null) this.push(chunk);
    this.push(null);
    if (callback) callback();
  });
}

function prefinish() {
  if (this._final !== final) final.call(this);
}

Transform.prototype._final = final;

/** Makes output of one chunk. */
Transform.prototype._transform = function(chunk, encoding, callback) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_transform()');
};

Transform.prototype._write = function(chunk, encoding, callback) {
  let progress = this[kProgress];
  // A second chunk before the first is done comes only from who calls _write() by hand.
  if (progress === null || progress.written !== null) progress = this[kProgress] = new Progress(this);
  progress.written = callback;
  progress.lengthBefore = this._readableState.length;
  this._transform(chunk, encoding, progress.done);
};

function transformed(stream, progress, error, chunk) {
  const { written } = progress;
  if (error) {
    progress.written = null;
    finishChunk(stream, written, error);
    return;
  }
  if (chunk != null) stream.push(chunk);
  const state = stream._readableState;
  if (state.ended) {
    // The last chunk is done a tick later, so that a pipe stops here instead of writing on after the end.
    progress.written = null;
    nextTick(finishChunk, stream, written);
  } else if (stream._writableState.ended || progress.lengthBefore === state.length ||
             state.length < state.highWaterMark) {
    progress.written = null;
    finishChunk(stream, written);
  } else {
    progress.isHeldBack = true;
  }
}

/** `written` is null when a chunk was finished twice: the writable side knows what to say. */
function finishChunk(stream, written, error) {
  (written ?? stream._writableState.onwrite)(error);
}

Transform.prototype._read = function() {
  const progress = this[kProgress];
  if (progress === null || !progress.isHeldBack) return;
  const { written } = progress;
  progress.isHeldBack = false;
  progress.written = null;
  written();
};

/** A Transform that gives what it gets. */
function PassThrough(options) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
Object.setPrototypeOf(PassThrough, Transform);

PassThrough.prototype._transform = function(chunk, encoding, callback) {
  callback(null, chunk);
};

module.exports = { PassThrough, Transform };
