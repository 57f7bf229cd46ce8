'use strict';
// Writable: chunks come in by write(), wait while `_write` is busy or the stream is corked, and leave through `_write`.
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const {
  ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED, ERR_MULTIPLE_CALLBACK, ERR_STREAM_ALREADY_FINISHED,
  ERR_STREAM_CANNOT_PIPE, ERR_STREAM_DESTROYED, ERR_STREAM_NULL_VALUES, ERR_STREAM_WRITE_AFTER_END,
  ERR_UNKNOWN_ENCODING,
} = require('errors');
const { Stream } = require('stream/legacy');
const { WritableEvents } = require('stream/event_slots');
const { construct, destroy, errorOrDestroy, undestroy } = require('stream/destroy');
const {
  WritableState, noop, setWritableHandlers,
  OBJECT_MODE, FINAL_CALLED, NEED_DRAIN, ENDING, ENDED, FINISHED, DESTROYED, DECODE_STRINGS, WRITING, SYNC,
  BUFFER_PROCESSING, CONSTRUCTED, PREFINISHED, ERROR_EMITTED, AUTO_DESTROY, CLOSE_EMITTED, ALL_BUFFERS, ALL_NOOP,
  ERRORED, BUFFERED, CORKED, DRAIN_SCHEDULED, FINISH_CALLBACKS,
} = require('stream/writable_state');

/** A chunk can go to `_write` at once only if of these CONSTRUCTED alone is set. */
const CAN_WRITE_NOW = WRITING | CORKED | ERRORED | CONSTRUCTED;
/** The stream can finish only if of these ENDING and CONSTRUCTED alone are set. */
const CAN_FINISH = ENDING | CONSTRUCTED | DESTROYED | ERRORED | BUFFERED | FINISHED | WRITING | ERROR_EMITTED | CLOSE_EMITTED;
/** How many written places the list of waiting chunks may start with before it is moved up. */
const MAX_WRITTEN_PLACES = 256;

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

function takeImplementation(stream, options) {
  if (typeof options.write === 'function') stream._write = options.write;
  if (typeof options.writev === 'function') stream._writev = options.writev;
  if (typeof options.destroy === 'function') stream._destroy = options.destroy;
  if (typeof options.final === 'function') stream._final = options.final;
  if (typeof options.construct === 'function') stream._construct = options.construct;
}

Writable.WritableState = WritableState;

/** A Duplex is a Writable too, although its prototype chain goes through Readable. */
Object.defineProperty(Writable, Symbol.hasInstance, {
  value(object) {
    if (isOrdinaryInstance.call(this, object)) return true;
    return this === Writable && object && object._writableState instanceof WritableState;
  },
});

Writable.prototype.pipe = function() {
  errorOrDestroy(this, new ERR_STREAM_CANNOT_PIPE());
};

// Coming in ----------------------------------------------------------------------------------------------------------

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
  if (callback === undefined || typeof callback !== 'function') callback = noop;
  let size = 1;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if (!(state.flags & OBJECT_MODE)) {
    if (!encoding) encoding = state.defaultEncoding;
    else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
    if (typeof chunk === 'string') {
      if (state.flags & DECODE_STRINGS) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (chunk instanceof Buffer) {
      encoding = 'buffer';
    } else if (ArrayBuffer.isView(chunk)) {
      chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = 'buffer';
    } else {
      throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
    size = chunk.length;
  }
  if (state.flags & (ENDING | DESTROYED)) return refuseWrite(stream, state, callback);

  state.pendingcb++;
  state.length += size;
  if ((state.flags & CAN_WRITE_NOW) === CONSTRUCTED) {
    state.writelen = size;
    state.callback = callback;
    state.flags |= WRITING | SYNC;
    stream._write(chunk, encoding, state.onwrite);
    state.flags &= ~SYNC;
  } else {
    wait(state, chunk, encoding, callback);
  }
  // What `_write` was done with at once needs no 'drain'.
  const hasRoom = state.length < state.highWaterMark || state.length === 0;
  if (!hasRoom) state.flags |= NEED_DRAIN;
  return hasRoom && (state.flags & (ERRORED | DESTROYED)) === 0;
}

function refuseWrite(stream, state, callback) {
  const error = state.flags & ENDING ? new ERR_STREAM_WRITE_AFTER_END() : new ERR_STREAM_DESTROYED('write');
  nextTick(callback, error);
  errorOrDestroy(stream, error, true);
  return error;
}

function wait(state, chunk, encoding, callback) {
  if (state.waiting === null) state.waiting = [];
  state.waiting.push({ chunk, encoding, callback });
  let { flags } = state;
  if (encoding !== 'buffer') flags &= ~ALL_BUFFERS;
  if (callback !== noop) flags &= ~ALL_NOOP;
  state.flags = flags | BUFFERED;
}

/** Holds what is written back until uncork() or end(), so that it goes to `_writev` in one call. */
Writable.prototype.cork = function() {
  this._writableState.corked++;
};

Writable.prototype.uncork = function() {
  const state = this._writableState;
  if (!state.corkDepth) return;
  state.corked--;
  if (!(state.flags & WRITING)) writeWaiting(this, state);
};

/** The encoding of strings written without one. */
Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
};

// Going out ----------------------------------------------------------------------------------------------------------

/** The sink: takes one chunk and calls back when it wants the next. */
Writable.prototype._write = function(chunk, encoding, callback) {
  if (!this._writev) throw new ERR_METHOD_NOT_IMPLEMENTED('_write()');
  this._writev([{ chunk, encoding }], callback);
};

/** The sink of many chunks at once: [{ chunk, encoding }]; null if there is none. */
Writable.prototype._writev = null;

/** `_write` is done with its chunk. */
function onWritten(stream, state, error) {
  const { flags, callback } = state;
  if (!(flags & WRITING)) {
    errorOrDestroy(stream, new ERR_MULTIPLE_CALLBACK());
    return;
  }
  state.flags = flags & ~WRITING;
  state.callback = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    failWrite(stream, state, error, callback, flags & SYNC);
    return;
  }
  if (flags & BUFFERED) writeWaiting(stream, state);
  if (flags & SYNC) afterSyncWrite(stream, state, callback);
  else afterWrite(stream, state, 1, callback);
}

function failWrite(stream, state, error, callback, sync) {
  error.stack; // Formats the trace now, while the frames it names are cheap to reach.
  if (!state.errored) state.errored = error;
  const readable = stream._readableState;
  if (readable && !readable.errored) readable.errored = error;
  if (sync) nextTick(reportFailedWrite, stream, state, error, callback);
  else reportFailedWrite(stream, state, error, callback);
}

function reportFailedWrite(stream, state, error, callback) {
  state.pendingcb--;
  callback(error);
  failWaiting(state);
  errorOrDestroy(stream, error);
}

/** Callbacks of writes that were done at once run in the next tick, one tick for as many as share a callback. */
function afterSyncWrite(stream, state, callback) {
  if (callback === noop) {
    // In object mode Node always takes the tick, which shows in when 'finish' comes.
    if (!(state.flags & DRAIN_SCHEDULED) &&
        ((state.flags & OBJECT_MODE) || ((state.flags & NEED_DRAIN) && state.length === 0))) {
      state.flags |= DRAIN_SCHEDULED;
      nextTick(afterWrite, stream, state, 1, noop);
    } else {
      state.pendingcb--;
      if (state.flags & ENDING) finishIfDone(stream, state, true);
    }
  } else if (state.afterWrite !== null && state.afterWrite.callback === callback) {
    state.afterWrite.count++;
  } else {
    state.afterWrite = { count: 1, callback };
    state.flags |= DRAIN_SCHEDULED;
    nextTick(afterWriteTick, stream, state, state.afterWrite);
  }
}

function afterWriteTick(stream, state, written) {
  if (state.afterWrite === written) state.afterWrite = null;
  afterWrite(stream, state, written.count, written.callback);
}

function afterWrite(stream, state, count, callback) {
  state.flags &= ~DRAIN_SCHEDULED;
  if ((state.flags & (NEED_DRAIN | ENDING | DESTROYED)) === NEED_DRAIN && state.length === 0) {
    state.flags &= ~NEED_DRAIN;
    stream.emit('drain');
  }
  for (; count > 0; count--) {
    state.pendingcb--;
    callback(null);
  }
  if (state.flags & (DESTROYED | ENDING)) {
    if (state.flags & DESTROYED) failWaiting(state);
    if (state.flags & ENDING) finishIfDone(stream, state, true);
  }
}

/** Hands what waits to `_writev` in one call, or to `_write` one by one, until it is busy. */
function writeWaiting(stream, state) {
  if ((state.flags & (BUFFERED | CORKED | BUFFER_PROCESSING | DESTROYED | CONSTRUCTED)) !== (BUFFERED | CONSTRUCTED)) {
    return;
  }
  state.flags |= BUFFER_PROCESSING;
  const { waiting } = state;
  if (waiting.length - state.bufferedIndex > 1 && stream._writev) writeAll(stream, state, waiting);
  else writeOneByOne(stream, state, waiting);
  state.flags &= ~BUFFER_PROCESSING;
}

function writeAll(stream, state, waiting) {
  const chunks = state.bufferedIndex === 0 ? waiting : waiting.slice(state.bufferedIndex);
  state.pendingcb -= chunks.length - 1;
  chunks.allBuffers = (state.flags & ALL_BUFFERS) !== 0;
  const callback = state.flags & ALL_NOOP ? noop : (error) => {
    for (let i = 0; i < chunks.length; i++) chunks[i].callback(error);
  };
  forgetWaiting(state);
  state.writelen = state.length;
  state.callback = callback;
  state.flags |= WRITING | SYNC;
  stream._writev(chunks, state.onwrite);
  state.flags &= ~SYNC;
}

function writeOneByOne(stream, state, waiting) {
  let index = state.bufferedIndex;
  do {
    const { chunk, encoding, callback } = waiting[index];
    waiting[index++] = null;
    state.bufferedIndex = index;
    state.writelen = state.flags & OBJECT_MODE ? 1 : chunk.length;
    state.callback = callback;
    state.flags |= WRITING | SYNC;
    if (state.flags & DESTROYED) state.onwrite(new ERR_STREAM_DESTROYED('write'));
    else stream._write(chunk, encoding, state.onwrite);
    state.flags &= ~SYNC;
  } while (index < waiting.length && !(state.flags & WRITING));
  if (index === waiting.length) {
    forgetWaiting(state);
  } else if (index > MAX_WRITTEN_PLACES) {
    waiting.splice(0, index);
    state.bufferedIndex = 0;
  }
}

function forgetWaiting(state) {
  state.waiting = null;
  state.bufferedIndex = 0;
  state.flags = state.flags & ~BUFFERED | ALL_BUFFERS | ALL_NOOP;
}

/** Tells the callbacks of writes and of end() that will never be done. */
function failWaiting(state) {
  if (state.flags & WRITING) return;
  if (state.waiting !== null) {
    for (let i = state.bufferedIndex; i < state.waiting.length; i++) {
      const { chunk, callback } = state.waiting[i];
      state.length -= state.flags & OBJECT_MODE ? 1 : chunk.length;
      callback(state.errored ?? new ERR_STREAM_DESTROYED('write'));
    }
  }
  callFinishCallbacks(state, state.errored ?? new ERR_STREAM_DESTROYED('end'));
  forgetWaiting(state);
}

function resumeWriting(stream, state) {
  if (!(state.flags & WRITING)) writeWaiting(stream, state);
  if (state.flags & ENDING) finishIfDone(stream, state);
}

setWritableHandlers({ onWritten, resumeWriting });

// Ending -------------------------------------------------------------------------------------------------------------

/** Ends the stream, after a last chunk if there is one. `callback(error)` runs when it has finished. */
Writable.prototype.end = function(chunk, encoding, callback) {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  let error;
  if (chunk !== null && chunk !== undefined) {
    const result = writeChunk(this, chunk, encoding);
    if (result instanceof Error) error = result;
  }
  if (state.corkDepth) {
    state.corked = 1;
    this.uncork();
  }
  if (error === undefined) error = startEnding(this, state);
  if (typeof callback === 'function') {
    if (error) nextTick(callback, error);
    else if (state.flags & ERRORED) nextTick(callback, state.errored);
    else if (state.flags & FINISHED) nextTick(callback, null);
    else addFinishCallback(state, callback);
  }
  return this;
};

function startEnding(stream, state) {
  if (!(state.flags & (ERRORED | ENDING))) {
    state.flags |= ENDING;
    finishIfDone(stream, state, true);
    state.flags |= ENDED;
  } else if (state.flags & FINISHED) {
    return new ERR_STREAM_ALREADY_FINISHED('end');
  } else if (state.flags & DESTROYED) {
    return new ERR_STREAM_DESTROYED('end');
  }
}

function addFinishCallback(state, callback) {
  if (state.finishCallbacks === null) state.finishCallbacks = [];
  state.finishCallbacks.push(callback);
  state.flags |= FINISH_CALLBACKS;
}

function callFinishCallbacks(state, error) {
  if (!(state.flags & FINISH_CALLBACKS)) return;
  const callbacks = state.finishCallbacks;
  state.finishCallbacks = null;
  state.flags &= ~FINISH_CALLBACKS;
  for (let i = 0; i < callbacks.length; i++) callbacks[i](error);
}

function canFinish(state) {
  return (state.flags & CAN_FINISH) === (ENDING | CONSTRUCTED) && state.length === 0;
}

/** Finishes when all is written, flushed by `_final`, and called back; in the next tick if `later`. */
function finishIfDone(stream, state, later) {
  if (!canFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (later) {
    state.pendingcb++;
    nextTick(finishLater, stream, state);
  } else if (canFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finishLater(stream, state) {
  if (canFinish(state)) finish(stream, state);
  else state.pendingcb--;
}

function prefinish(stream, state) {
  if (state.flags & (PREFINISHED | FINAL_CALLED)) return;
  if (typeof stream._final === 'function' && !(state.flags & DESTROYED)) {
    state.flags |= FINAL_CALLED;
    callFinal(stream, state);
  } else {
    state.flags |= PREFINISHED | FINAL_CALLED;
    stream.emit('prefinish');
  }
}

function callFinal(stream, state) {
  let called = false;
  function onFinal(error) {
    if (called) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    state.pendingcb--;
    if (error) {
      callFinishCallbacks(state, error);
      errorOrDestroy(stream, error, (state.flags & SYNC) !== 0);
    } else if (canFinish(state)) {
      state.flags |= PREFINISHED;
      stream.emit('prefinish');
      // Some implementations still write in 'prefinish': 'finish' follows in the next tick.
      state.pendingcb++;
      nextTick(finish, stream, state);
    }
  }
  state.flags |= SYNC;
  state.pendingcb++;
  try {
    stream._final(onFinal);
  } catch (error) {
    onFinal(error);
  }
  state.flags &= ~SYNC;
}

function finish(stream, state) {
  state.pendingcb--;
  state.flags |= FINISHED;
  callFinishCallbacks(state, null);
  stream.emit('finish');
  if (state.flags & AUTO_DESTROY) {
    const readable = stream._readableState;
    // The last side to end destroys the stream.
    if (!readable || (readable.autoDestroy && (readable.endEmitted || readable.readable === false))) stream.destroy();
  }
}

/** Destroys the stream: what waits to be written is dropped, its callbacks get an error. */
Writable.prototype.destroy = function(error, callback) {
  const state = this._writableState;
  if (!(state.flags & DESTROYED) && (state.flags & (BUFFERED | FINISH_CALLBACKS))) nextTick(failWaiting, state);
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

Writable.fromWeb = function(writableStream, options) {
  return require('stream/web_adapters').writableFromWeb(writableStream, options);
};

Writable.toWeb = function(streamWritable) {
  return require('stream/web_adapters').writableToWeb(streamWritable);
};

// What may be seen from outside --------------------------------------------------------------------------------------

function defineProperty(name, get, set) {
  Object.defineProperty(Writable.prototype, name, { get, set });
}

defineProperty('closed', function get() {
  return this._writableState ? this._writableState.closed : false;
});
defineProperty('destroyed', function get() {
  return this._writableState ? this._writableState.destroyed : false;
}, function set(value) {
  // An old-style subclass may not have called the constructor.
  if (this._writableState) this._writableState.destroyed = value;
});
defineProperty('writable', function get() {
  const state = this._writableState;
  return Boolean(state) && state.writable !== false && (state.flags & (DESTROYED | ERRORED | ENDING | ENDED)) === 0;
}, function set(value) {
  if (this._writableState) this._writableState.writable = Boolean(value);
});
defineProperty('writableFinished', function get() {
  return this._writableState ? this._writableState.finished : false;
});
defineProperty('writableObjectMode', function get() {
  return this._writableState ? this._writableState.objectMode : false;
});
defineProperty('writableBuffer', function get() {
  return this._writableState ? this._writableState.getBuffer() : false;
});
defineProperty('writableEnded', function get() {
  return this._writableState ? this._writableState.ending : false;
});
defineProperty('writableNeedDrain', function get() {
  const state = this._writableState;
  return state ? (state.flags & (NEED_DRAIN | DESTROYED | ENDING)) === NEED_DRAIN : false;
});
defineProperty('writableHighWaterMark', function get() {
  return this._writableState?.highWaterMark;
});
defineProperty('writableCorked', function get() {
  return this._writableState ? this._writableState.corkDepth : 0;
});
defineProperty('writableLength', function get() {
  return this._writableState?.length;
});
defineProperty('errored', function get() {
  return this._writableState ? this._writableState.errored : null;
});
defineProperty('writableAborted', function get() {
  const state = this._writableState;
  return Boolean(state.writable !== false && (state.destroyed || state.errored) && !state.finished);
});

module.exports = { Writable, takeImplementation };
