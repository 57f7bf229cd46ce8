'use strict';
// Writable: chunks come in by write(), wait while the sink is busy or the stream is corked, and leave through `_write`.
// How they leave is in sink.js.
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const {
  ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED, ERR_STREAM_ALREADY_FINISHED, ERR_STREAM_CANNOT_PIPE,
  ERR_STREAM_DESTROYED, ERR_STREAM_NULL_VALUES, ERR_STREAM_WRITE_AFTER_END, ERR_UNKNOWN_ENCODING,
} = require('errors');
const { Stream } = require('stream/legacy');
const { WritableEvents } = require('stream/event_slots');
const { construct, destroy, errorOrDestroy, undestroy } = require('stream/destroy');
const { accept, failWaiting, finishIfDone, unqueue } = require('stream/sink');
const { DESTROYED, FAILED, ABSENT, OBJECT_MODE } = require('stream/bits');
const {
  WritableState, noop, ENDING, ENDED, FINISHED, DECODES_STRINGS, WRITING, QUEUED, NEEDS_DRAIN,
} = require('stream/writable_state');

const isOrdinaryInstance = Function.prototype[Symbol.hasInstance];

/**
 * `options`: highWaterMark (bytes, or objects), objectMode, decodeStrings, defaultEncoding, emitClose, autoDestroy,
 * signal, captureRejections, and the implementation: write(chunk, encoding, callback), writev(chunks, callback),
 * final(callback), destroy(error, callback), construct(callback).
 */
function Writable(options) {
  // An old-style Duplex calls Readable and Writable on the same object.
  const isDuplex = this?._readableState !== undefined;
  if (!isDuplex && !isOrdinaryInstance.call(Writable, this)) return new Writable(options);
  if (this._events === undefined) this._events = new WritableEvents();
  EventEmitter.call(this, options);
  this._writableState = new WritableState(options, this, isDuplex);
  if (options) {
    takeImplementation(this, options);
    if (options.signal) require('stream/abort').addAbortSignalNoValidate(options.signal, this);
  }
  if (this._construct !== undefined) construct(this);
}
Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);

/** Takes write, writev, final, destroy and construct of `options` as the stream's methods. */
function takeImplementation(stream, options) {
  const { write, writev, final, destroy: destroyMore, construct: constructMore } = options;
  if (typeof write === 'function') stream._write = write;
  if (typeof writev === 'function') stream._writev = writev;
  if (typeof final === 'function') stream._final = final;
  if (typeof destroyMore === 'function') stream._destroy = destroyMore;
  if (typeof constructMore === 'function') stream._construct = constructMore;
}

Writable.WritableState = WritableState;

/** A Duplex is a Writable too, although its prototype chain goes through Readable. */
Object.defineProperty(Writable, Symbol.hasInstance, {
  __proto__: null,
  /** Whether `object` is of this class; for Writable itself, also by its state. */
  value(object) {
    if (isOrdinaryInstance.call(this, object)) return true;
    return this === Writable && object && object._writableState instanceof WritableState;
  },
});

/** Fails with ERR_STREAM_CANNOT_PIPE: a Writable cannot be read. */
Writable.prototype.pipe = function() {
  errorOrDestroy(this, new ERR_STREAM_CANNOT_PIPE());
};

// --- Coming in. ---

/**
 * Writes a chunk: a string in `encoding`, bytes, or in object mode anything but null. `callback(error)` runs when it
 * is written. Returns false when the caller should wait for 'drain'.
 */
Writable.prototype.write = function(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  return writeChunk(this, chunk, encoding, callback) === true;
};

/** Like write(); an error that is the caller's to know is returned. */
function writeChunk(stream, chunk, encoding, callback) {
  const state = stream._writableState;
  if (typeof callback !== 'function') callback = noop;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  let size = 1;
  if ((state.flags & OBJECT_MODE) === 0) {
    if (!encoding) encoding = state.defaultEncoding;
    else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
    if (typeof chunk !== 'string') {
      if (!(chunk instanceof Buffer)) chunk = bufferOver(chunk);
      encoding = 'buffer';
    } else if ((state.flags & DECODES_STRINGS) !== 0) {
      chunk = Buffer.from(chunk, encoding);
      encoding = 'buffer';
    }
    size = chunk.length;
  }
  if ((state.flags & (ENDING | DESTROYED)) !== 0) return refuseWrite(stream, state, callback);
  accept(stream, state, chunk, encoding, size, callback);
  // What the sink was done with at once needs no 'drain'.
  const hasRoom = state.length < state.highWaterMark || state.length === 0;
  if (!hasRoom) state.flags |= NEEDS_DRAIN;
  return hasRoom && (state.flags & (FAILED | DESTROYED)) === 0;
}

function bufferOver(view) {
  if (!ArrayBuffer.isView(view)) {
    throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], view);
  }
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}

function refuseWrite(stream, state, callback) {
  const error = state.flags & ENDING ? new ERR_STREAM_WRITE_AFTER_END() : new ERR_STREAM_DESTROYED('write');
  nextTick(callback, error);
  errorOrDestroy(stream, error, true);
  return error;
}

/** Holds what is written back until uncork() or end(), so that it goes to `_writev` in one call. */
Writable.prototype.cork = function() {
  this._writableState.corked++;
};

/** Takes one cork() back; the last writes what was held back. */
Writable.prototype.uncork = function() {
  const state = this._writableState;
  if (!state.corkDepth) return;
  state.corked--;
  if (!(state.flags & WRITING)) unqueue(this, state);
};

/** The encoding of strings written without one. */
Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
};

// --- Going out. ---

/** The sink: takes one chunk and calls back when it wants the next. */
Writable.prototype._write = function(chunk, encoding, callback) {
  if (!this._writev) throw new ERR_METHOD_NOT_IMPLEMENTED('_write()');
  this._writev([{ chunk, encoding }], callback);
};

/** The sink of many chunks at once: [{ chunk, encoding }]; null if there is none. */
Writable.prototype._writev = null;

// --- Ending. ---

/** Ends the stream, after a last chunk if there is one. `callback(error)` runs when it has finished. */
Writable.prototype.end = function(chunk, encoding, callback) {
  if (typeof chunk === 'function') [chunk, encoding, callback] = [null, null, chunk];
  else if (typeof encoding === 'function') [encoding, callback] = [null, encoding];
  const state = this._writableState;
  const written = chunk != null ? writeChunk(this, chunk, encoding) : true;
  if (state.corkDepth) {
    state.corked = 1;
    this.uncork();
  }
  const error = written instanceof Error ? written : startEnding(this, state);
  if (typeof callback === 'function') awaitEnd(state, error, callback);
  return this;
};

/** Returns why it can't, if so. */
function startEnding(stream, state) {
  if (!(state.flags & (FAILED | ENDING))) {
    state.flags |= ENDING;
    finishIfDone(stream, state, true);
    state.flags |= ENDED;
    return null;
  }
  if (state.flags & FINISHED) return new ERR_STREAM_ALREADY_FINISHED('end');
  return state.flags & DESTROYED ? new ERR_STREAM_DESTROYED('end') : null;
}

function awaitEnd(state, error, callback) {
  if (error) nextTick(callback, error);
  else if (state.flags & FAILED) nextTick(callback, state.failure);
  else if (state.flags & FINISHED) nextTick(callback, null);
  else (state.endCallbacks ??= []).push(callback);
}

/** Destroys the stream: what waits to be written is dropped, its callbacks get an error. */
Writable.prototype.destroy = function(error, callback) {
  const state = this._writableState;
  if (!(state.flags & DESTROYED) && ((state.flags & QUEUED) || state.endCallbacks !== null)) {
    nextTick(failWaiting, state);
  }
  destroy.call(this, error, callback);
  return this;
};

Writable.prototype._undestroy = undestroy;
Writable.prototype._destroy = function(error, callback) {
  callback(error);
};

Writable.prototype[Symbol.for('nodejs.rejection')] = function(error) {
  this.destroy(error);
};

/** Destroys the stream; the promise settles when it is closed. */
Writable.prototype[Symbol.asyncDispose] = function() {
  return require('stream/dispose').disposeWritable(this);
};

/**
 * A Writable of a web WritableStream. `options`: decodeStrings (default true), highWaterMark, objectMode, signal.
 * Throws ERR_INVALID_ARG_TYPE.
 */
Writable.fromWeb = function(writableStream, options) {
  return require('stream/web_adapters').writableFromWeb(writableStream, options);
};

/** A web WritableStream of a Writable. Throws ERR_INVALID_ARG_TYPE. */
Writable.toWeb = function(streamWritable) {
  return require('stream/web_adapters').writableToWeb(streamWritable);
};

// --- What may be seen from outside. ---

/** A property of the stream; an old-style subclass may not have called the constructor: then there is no state. */
function show(name, get, set) {
  Object.defineProperty(Writable.prototype, name, { __proto__: null, get, set });
}

show('closed', function get() {
  return this._writableState ? this._writableState.closed : false;
});
show('destroyed', function get() {
  return this._writableState ? this._writableState.destroyed : false;
}, function set(value) {
  if (this._writableState) this._writableState.destroyed = value;
});
show('writable', function get() {
  const state = this._writableState;
  return Boolean(state) && (state.flags & (ABSENT | DESTROYED | FAILED | ENDING | ENDED)) === 0;
}, function set(value) {
  if (this._writableState) this._writableState.writable = Boolean(value);
});
show('writableFinished', function get() {
  return this._writableState ? this._writableState.finished : false;
});
show('writableObjectMode', function get() {
  return this._writableState ? this._writableState.objectMode : false;
});
show('writableBuffer', function get() {
  return this._writableState ? this._writableState.getBuffer() : false;
});
show('writableEnded', function get() {
  return this._writableState ? this._writableState.ending : false;
});
show('writableNeedDrain', function get() {
  const state = this._writableState;
  return state ? (state.flags & (NEEDS_DRAIN | DESTROYED | ENDING)) === NEEDS_DRAIN : false;
});
show('writableHighWaterMark', function get() {
  return this._writableState?.highWaterMark;
});
show('writableCorked', function get() {
  return this._writableState ? this._writableState.corkDepth : 0;
});
show('writableLength', function get() {
  return this._writableState?.length;
});
show('errored', function get() {
  return this._writableState ? this._writableState.errored : null;
});
show('writableAborted', function get() {
  const { flags } = this._writableState;
  return (flags & (DESTROYED | FAILED)) !== 0 && (flags & (ABSENT | FINISHED)) === 0;
});

module.exports = { Writable, takeImplementation, write: Writable.prototype.write };
