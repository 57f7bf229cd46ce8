'use strict';
// Readable: chunks come in through push(), wait in a buffer, and leave by read(), 'data', pipe() or iteration. How they
// leave is in source.js.
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const {
  ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED, ERR_STREAM_PUSH_AFTER_EOF, ERR_STREAM_UNSHIFT_AFTER_END_EVENT,
} = require('errors');
const { Stream } = require('stream/legacy');
const { ReadableEvents } = require('stream/event_slots');
const { construct, destroy, errorOrDestroy, undestroy } = require('stream/destroy');
const { putFirst, putLast, take } = require('stream/chunks');
const {
  awaitNoDrain, emitReadableEvent, giveData, queueReadableEvent, queueRefill, read, startFlow,
} = require('stream/source');
const { DESTROYED, FAILED, ERROR_EMITTED, ABSENT, INSIDE, OBJECT_MODE } = require('stream/bits');
const {
  ReadableState,
  ENDED, END_EMITTED, READING, NEED_READABLE, EMITTED_READABLE, READABLE_LISTENING, RESUME_SCHEDULED, READING_MORE,
  DATA_EMITTED, FLOWING, STOPPED, PAUSED, DECODES,
} = require('stream/readable_state');

/**
 * `options`: highWaterMark (bytes, or objects), objectMode, encoding, defaultEncoding, emitClose, autoDestroy, signal,
 * captureRejections, and the implementation: read(size), destroy(error, callback), construct(callback).
 */
function Readable(options) {
  if (!(this instanceof Readable)) return new Readable(options);
  if (this._events === undefined) this._events = new ReadableEvents();
  EventEmitter.call(this, options);
  this._readableState = new ReadableState(options, this, this._writableState !== undefined);
  if (options) {
    takeImplementation(this, options);
    if (options.signal) require('stream/abort').addAbortSignalNoValidate(options.signal, this);
  }
  if (this._construct !== undefined) construct(this);
}
Object.setPrototypeOf(Readable.prototype, Stream.prototype);
Object.setPrototypeOf(Readable, Stream);

function takeImplementation(stream, options) {
  const { read: readMore, destroy: destroyMore, construct: constructMore } = options;
  if (typeof readMore === 'function') stream._read = readMore;
  if (typeof destroyMore === 'function') stream._destroy = destroyMore;
  if (typeof constructMore === 'function') stream._construct = constructMore;
}

Readable.ReadableState = ReadableState;

Readable.prototype.destroy = destroy;
Readable.prototype._undestroy = undestroy;
Readable.prototype._destroy = function(error, callback) {
  callback(error);
};

Readable.prototype[Symbol.for('nodejs.rejection')] = function(error) {
  this.destroy(error);
};

/** Destroys the stream; the promise settles when it is closed. */
Readable.prototype[Symbol.asyncDispose] = function() {
  return require('stream/dispose').disposeReadable(this);
};

// --- Coming in. ---

/**
 * For the implementation: adds a chunk, null at the end. Strings are decoded by `encoding`. Returns false when the
 * buffer is full.
 */
Readable.prototype.push = function(chunk, encoding) {
  const state = this._readableState;
  if (chunk === null) return endSource(this, state);
  if ((state.flags & OBJECT_MODE) === 0) {
    if (chunk instanceof Buffer) {
      encoding = '';
    } else {
      if (typeof chunk === 'string' && state.encoding === (encoding || state.defaultEncoding)) {
        encoding ||= state.defaultEncoding;
      } else {
        if (!isChunk(chunk)) return refuseChunk(this, chunk);
        chunk = bytesOf(chunk, encoding || state.defaultEncoding);
        encoding = '';
      }
    }
    if (chunk === undefined || chunk.length === 0) return giveNothing(this, state);
  }
  return add(this, state, chunk, encoding);
};

/** Puts a chunk back in front of the others. */
Readable.prototype.unshift = function(chunk, encoding) {
  const state = this._readableState;
  if (chunk === null) return endSource(this, state);
  if ((state.flags & OBJECT_MODE) === 0) {
    if (!isChunk(chunk)) return refuseChunk(this, chunk);
    encoding ||= state.defaultEncoding;
    if (typeof chunk !== 'string') {
      chunk = bytesOf(chunk);
    } else if (state.encoding !== encoding) {
      chunk = Buffer.from(chunk, encoding);
      if (state.encoding) chunk = chunk.toString(state.encoding);
    }
    if (!(chunk?.length > 0)) return giveNothing(this, state);
  }
  if (state.flags & END_EMITTED) {
    errorOrDestroy(this, new ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
  } else if (state.flags & (DESTROYED | FAILED)) {
    return false;
  } else {
    store(this, state, chunk, true);
  }
  return hasRoom(state);
};

/** undefined counts as no bytes. */
function isChunk(chunk) {
  return chunk === undefined || typeof chunk === 'string' || ArrayBuffer.isView(chunk);
}

function bytesOf(chunk, encoding) {
  if (chunk === undefined || chunk instanceof Buffer) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk, encoding);
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}

function refuseChunk(stream, chunk) {
  errorOrDestroy(stream, new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
  return false;
}

function hasRoom(state) {
  return (state.flags & ENDED) === 0 && (state.length < state.highWaterMark || state.length === 0);
}

/** The source has answered, but has nothing yet. */
function giveNothing(stream, state) {
  state.flags &= ~READING;
  queueRefill(stream, state);
  return hasRoom(state);
}

function add(stream, state, chunk, encoding) {
  const { flags } = state;
  if ((flags & (ENDED | DESTROYED | FAILED)) !== 0) {
    if ((flags & ENDED) !== 0) errorOrDestroy(stream, new ERR_STREAM_PUSH_AFTER_EOF());
    return false;
  }
  state.flags = flags & ~READING;
  if ((flags & DECODES) !== 0 && !encoding) {
    chunk = state.decoder.write(chunk);
    if ((flags & OBJECT_MODE) === 0 && chunk.length === 0) return giveNothing(stream, state);
  }
  store(stream, state, chunk, false);
  return hasRoom(state);
}

/** Gives the chunk to 'data' listeners at once if the source pushes by itself and nothing waits, else keeps it. */
function store(stream, state, chunk, isFirst) {
  const { flags } = state;
  if ((flags & (FLOWING | INSIDE)) === FLOWING && state.length === 0 && stream._events.data !== undefined) {
    awaitNoDrain(state);
    giveData(stream, state, chunk);
  } else {
    state.length += (flags & OBJECT_MODE) !== 0 ? 1 : chunk.length;
    if (isFirst) putFirst(state, chunk);
    else putLast(state, chunk);
    if ((flags & NEED_READABLE) !== 0) queueReadableEvent(stream, state);
  }
  if ((state.flags & READING_MORE) === 0) queueRefill(stream, state);
}

function endSource(stream, state) {
  state.flags &= ~READING;
  if (state.flags & ENDED) return false;
  if (state.flags & DECODES) {
    const rest = state.decoder.end();
    if (rest?.length) {
      putLast(state, rest);
      state.length += state.flags & OBJECT_MODE ? 1 : rest.length;
    }
  }
  state.flags |= ENDED;
  if (state.flags & INSIDE) {
    // The implementation is inside _read(): the caller of read() sees the end when it is back.
    queueReadableEvent(stream, state);
  } else {
    state.flags = state.flags & ~NEED_READABLE | EMITTED_READABLE;
    emitReadableEvent(stream, state);
  }
  return false;
}

// --- Going out. ---

Readable.prototype.read = read;

/** The source: push()es when it has data. `size`: how many bytes would be welcome. */
Readable.prototype._read = function(size) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

/** 'data' listeners let data flow, unless it was stopped; 'readable' listeners stop it and take over the reading. */
Readable.prototype.on = function(name, listener) {
  const result = EventEmitter.prototype.on.call(this, name, listener);
  if (name === 'data') onDataListener(this, this._readableState);
  else if (name === 'readable') onReadableListener(this, this._readableState);
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;

function onDataListener(stream, state) {
  noteReaders(stream, state);
  if (!(state.flags & STOPPED)) stream.resume();
}

function onReadableListener(stream, state) {
  if (state.flags & (END_EMITTED | READABLE_LISTENING)) return;
  state.flags = state.flags & ~(FLOWING | EMITTED_READABLE) | READABLE_LISTENING | NEED_READABLE | STOPPED;
  if (state.length > 0) queueReadableEvent(stream, state);
  else if (!(state.flags & READING)) nextTick(readNothing, stream);
}

function readNothing(stream) {
  stream.read(0);
}

function noteReaders(stream, state) {
  if (stream.listenerCount('readable') > 0) state.flags |= READABLE_LISTENING;
  else state.flags &= ~READABLE_LISTENING;
}

/**
 * As EventEmitter's; without 'readable' listeners, the stream flows again from the next tick on if it has 'data'
 * listeners.
 */
Readable.prototype.removeListener = function(name, listener) {
  const result = EventEmitter.prototype.removeListener.call(this, name, listener);
  // Later: a listener that is only being replaced must not change how the stream flows.
  if (name === 'readable') nextTick(afterReadersLeft, this);
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;

/** As EventEmitter's; with what removeListener() does besides. */
Readable.prototype.removeAllListeners = function(name) {
  const result = EventEmitter.prototype.removeAllListeners.apply(this, arguments);
  if (name === 'readable' || name === undefined) nextTick(afterReadersLeft, this);
  return result;
};

function afterReadersLeft(stream) {
  const state = stream._readableState;
  noteReaders(stream, state);
  const { flags } = state;
  if ((flags & (RESUME_SCHEDULED | PAUSED)) === RESUME_SCHEDULED) state.flags = flags & ~STOPPED | FLOWING;
  else if (stream.listenerCount('data') > 0) stream.resume();
  else if (!(flags & READABLE_LISTENING)) state.flags = flags & ~(FLOWING | STOPPED);
}

/** Lets data flow to 'data' listeners, from the next tick on. 'readable' listeners keep control of the reading. */
Readable.prototype.resume = function() {
  const state = this._readableState;
  if (!(state.flags & FLOWING)) {
    state.flags = state.flags & READABLE_LISTENING ? state.flags | STOPPED : state.flags & ~STOPPED | FLOWING;
    if (!(state.flags & RESUME_SCHEDULED)) {
      state.flags |= RESUME_SCHEDULED;
      nextTick(startFlow, this, state);
    }
  }
  state.flags &= ~PAUSED;
  return this;
};

/** Stops the flow: data stays in the buffer. */
Readable.prototype.pause = function() {
  const state = this._readableState;
  if (!(state.flags & STOPPED)) {
    state.flags = state.flags & ~FLOWING | STOPPED;
    this.emit('pause');
  }
  state.flags |= PAUSED;
  return this;
};

/** Whether pause() or a 'readable' listener has stopped the flow. */
Readable.prototype.isPaused = function() {
  return (this._readableState.flags & (PAUSED | STOPPED)) !== 0;
};

/** Decodes chunks to strings from now on, also those that wait in the buffer. */
Readable.prototype.setEncoding = function(encoding) {
  const { StringDecoder } = require('string_decoder');
  const state = this._readableState;
  const decoder = new StringDecoder(encoding);
  state.decoder = decoder;
  state.encoding = decoder.encoding;
  const { buffer } = state;
  let text = '';
  for (let i = state.bufferIndex; i < buffer.length; i++) text += decoder.write(buffer[i]);
  buffer.length = 0;
  state.bufferIndex = 0;
  if (text !== '') buffer.push(text);
  state.length = state.flags & OBJECT_MODE ? buffer.length : text.length; // so many objects are left to read
  return this;
};

/**
 * Writes each chunk to `dest`, pausing while it is full, and ends it at the end unless `options.end` is false. Returns
 * `dest`. An error does not destroy the other stream: pipeline() does that.
 */
Readable.prototype.pipe = function(dest, options) {
  return require('stream/pipe').pipe(this, dest, options);
};

/** Detaches `dest`, or all destinations where it is not given. Returns the stream. */
Readable.prototype.unpipe = function(dest) {
  return require('stream/pipe').unpipe(this, dest);
};

/** Makes this stream read from an old-style one, which has only 'data', 'end', pause() and resume(). */
Readable.prototype.wrap = function(stream) {
  return require('stream/wrap').wrap(this, stream);
};

// --- Iterating. ---

Readable.prototype[Symbol.asyncIterator] = function() {
  return require('stream/iterator').iterate(this);
};

/** Iterates with `options.destroyOnReturn` (default true): whether leaving the loop early destroys the stream. */
Readable.prototype.iterator = function(options) {
  if (options !== undefined) require('validators').validateObject(options, 'options');
  return require('stream/iterator').iterate(this, options);
};

const operators = {
  drop(count) { return require('stream/operators').drop.apply(this, arguments); },
  filter(fn, options) { return require('stream/operators').filter.apply(this, arguments); },
  flatMap(fn, options) { return require('stream/operators').flatMap.apply(this, arguments); },
  map(fn, options) { return require('stream/operators').map.apply(this, arguments); },
  take(count) { return require('stream/operators').take.apply(this, arguments); },
  compose(stream, options) { return require('stream/operators').compose.apply(this, arguments); },
  every(fn) { return require('stream/operators').every.apply(this, arguments); },
  forEach(fn, options) { return require('stream/operators').forEach.apply(this, arguments); },
  reduce(fn, initial, options) { return require('stream/operators').reduce.apply(this, arguments); },
  toArray(options) { return require('stream/operators').toArray.apply(this, arguments); },
  some(fn) { return require('stream/operators').some.apply(this, arguments); },
  find(fn, options) { return require('stream/operators').find.apply(this, arguments); },
};
for (const name of Object.keys(operators)) {
  Object.defineProperty(Readable.prototype, name, {
    __proto__: null,
    value: operators[name], writable: true, configurable: true, enumerable: false,
  });
}

// --- From and to other kinds of sources. ---

/** A Readable of what a sync or async iterable gives; of one chunk, if it is a string or Buffer. */
Readable.from = function(iterable, options) {
  return require('stream/from').from(Readable, iterable, options);
};

/**
 * A Readable of a web ReadableStream. `options`: encoding, highWaterMark, objectMode, signal. Throws
 * ERR_INVALID_ARG_TYPE.
 */
Readable.fromWeb = function(readableStream, options) {
  return require('stream/web_adapters').readableFromWeb(readableStream, options);
};

/**
 * A web ReadableStream of a Readable. `options.strategy`: a queuing strategy (default: the Readable's high-water mark).
 * Throws ERR_INVALID_ARG_TYPE.
 */
Readable.toWeb = function(streamReadable, options) {
  return require('stream/web_adapters').readableToWeb(streamReadable, options);
};

/** A new Readable over an old-style stream, as its wrap() makes it. `options`: those of a Readable. */
Readable.wrap = function(source, options) {
  return new Readable({
    objectMode: source.readableObjectMode ?? source.objectMode ?? true,
    ...options,
    destroy(error, callback) {
      require('stream/destroyer').destroyer(source, error);
      callback(error);
    },
  }).wrap(source);
};

// --- What may be seen from outside. ---

/** A property of the stream; an old-style subclass may not have called the constructor: then there is no state. */
function show(name, get, set) {
  Object.defineProperty(Readable.prototype, name, { __proto__: null, get, set });
}

show('readable', function get() {
  const state = this._readableState;
  return Boolean(state) && (state.flags & (ABSENT | DESTROYED | ERROR_EMITTED | END_EMITTED)) === 0;
}, function set(value) {
  if (this._readableState) this._readableState.readable = Boolean(value);
});
show('readableDidRead', function get() {
  return (this._readableState.flags & DATA_EMITTED) !== 0;
});
show('readableAborted', function get() {
  const { flags } = this._readableState;
  return (flags & (DESTROYED | FAILED)) !== 0 && (flags & (ABSENT | END_EMITTED)) === 0;
});
show('readableHighWaterMark', function get() {
  return this._readableState.highWaterMark;
});
show('readableBuffer', function get() {
  return this._readableState?.buffer;
});
show('readableFlowing', function get() {
  return this._readableState.flowing;
}, function set(value) {
  if (this._readableState) this._readableState.flowing = value;
});
show('readableLength', function get() {
  return this._readableState.length;
});
show('readableObjectMode', function get() {
  return this._readableState ? this._readableState.objectMode : false;
});
show('readableEncoding', function get() {
  return this._readableState ? this._readableState.encoding : null;
});
show('errored', function get() {
  return this._readableState ? this._readableState.failure : null;
});
show('closed', function get() {
  return this._readableState ? this._readableState.closed : false;
});
show('destroyed', function get() {
  return this._readableState ? this._readableState.destroyed : false;
}, function set(value) {
  if (this._readableState) this._readableState.destroyed = value;
});
show('readableEnded', function get() {
  return this._readableState ? this._readableState.endEmitted : false;
});

/** For tests and packages: what read(n) would take out of `state`'s buffer. */
Readable._fromList = function fromList(count, state) {
  return take(state, count);
};

module.exports = { Readable, push: Readable.prototype.push };
