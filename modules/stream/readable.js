'use strict';
// Readable: chunks come in through push(), wait in a buffer, and leave by read(), 'data', pipe() or iteration.
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const { ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED, ERR_OUT_OF_RANGE, ERR_STREAM_PUSH_AFTER_EOF,
        ERR_STREAM_UNSHIFT_AFTER_END_EVENT } = require('errors');
const { Stream } = require('stream/legacy');
const { ReadableEvents } = require('stream/event_slots');
const { construct, destroy, errorOrDestroy, undestroy } = require('stream/destroy');
const { shift, take } = require('stream/chunks');
const {
  ReadableState,
  OBJECT_MODE, ENDED, END_EMITTED, READING, CONSTRUCTED, SYNC, NEED_READABLE, EMITTED_READABLE, READABLE_LISTENING,
  RESUME_SCHEDULED, ERROR_EMITTED, CLOSE_EMITTED, DESTROYED, MULTI_AWAIT_DRAIN, READING_MORE, DATA_EMITTED, FLOWING, NOT_FLOWING,
  PAUSED, ERRORED, DECODER, AUTO_DESTROY, CAPTURES_REJECTIONS,
} = require('stream/readable_state');

/** What the source must not be asked for more during. */
const CANNOT_FILL = ENDED | READING | DESTROYED | ERRORED | CONSTRUCTED;
const CAN_READ_THROUGH = CANNOT_FILL | FLOWING;
const WHOLE = -1;
const { emit } = EventEmitter.prototype;
const MAX_READABLE_TICKS = 16;
const MAX_HIGH_WATER_MARK = 2 ** 30;

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
  if (typeof options.read === 'function') stream._read = options.read;
  if (typeof options.destroy === 'function') stream._destroy = options.destroy;
  if (typeof options.construct === 'function') stream._construct = options.construct;
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

// Coming in ----------------------------------------------------------------------------------------------------------

/**
 * For the implementation: adds a chunk, null at the end. Strings are decoded by `encoding`. Returns false when the
 * buffer is full.
 */
Readable.prototype.push = function(chunk, encoding) {
  const state = this._readableState;
  if (state.flags & OBJECT_MODE) {
    return chunk === null ? pushEnd(this, state) : append(this, state, chunk, encoding);
  }
  if (typeof chunk === 'string') {
    encoding = encoding || state.defaultEncoding;
    if (state.encoding !== encoding) {
      chunk = Buffer.from(chunk, encoding);
      encoding = '';
    }
  } else if (chunk instanceof Buffer) {
    encoding = '';
  } else if (chunk === null) {
    return pushEnd(this, state);
  } else if (ArrayBuffer.isView(chunk)) {
    chunk = bufferOver(chunk);
    encoding = '';
  } else if (chunk !== undefined) {
    return refuseChunk(this, chunk);
  }
  if (chunk === undefined || chunk.length === 0) return pushNothing(this, state);
  return append(this, state, chunk, encoding);
};

/** Puts a chunk back in front of the others. */
Readable.prototype.unshift = function(chunk, encoding) {
  const state = this._readableState;
  if (chunk === null) return pushEnd(this, state);
  if (!(state.flags & OBJECT_MODE)) {
    if (typeof chunk === 'string') {
      encoding = encoding || state.defaultEncoding;
      if (state.encoding !== encoding) {
        chunk = Buffer.from(chunk, encoding);
        if (state.encoding) chunk = chunk.toString(state.encoding);
      }
    } else if (ArrayBuffer.isView(chunk)) {
      if (!(chunk instanceof Buffer)) chunk = bufferOver(chunk);
    } else if (chunk !== undefined) {
      return refuseChunk(this, chunk);
    }
    if (!(chunk?.length > 0)) return pushNothing(this, state);
  }
  if (state.flags & END_EMITTED) {
    errorOrDestroy(this, new ERR_STREAM_UNSHIFT_AFTER_END_EVENT());
  } else if (state.flags & (DESTROYED | ERRORED)) {
    return false;
  } else {
    addChunk(this, state, chunk, true);
  }
  return hasRoom(state);
};

function bufferOver(view) {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
}

function refuseChunk(stream, chunk) {
  errorOrDestroy(stream, new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk));
  return false;
}

function hasRoom(state) {
  return (state.flags & ENDED) === 0 && (state.length < state.highWaterMark || state.length === 0);
}

function pushNothing(stream, state) {
  state.flags &= ~READING;
  readMore(stream, state);
  return hasRoom(state);
}

function append(stream, state, chunk, encoding) {
  const flags = state.flags;
  if (flags & (ENDED | DESTROYED | ERRORED)) {
    if (flags & ENDED) errorOrDestroy(stream, new ERR_STREAM_PUSH_AFTER_EOF());
    return false;
  }
  state.flags = flags & ~READING;
  if ((flags & DECODER) !== 0 && !encoding) {
    chunk = state.stringDecoder.write(chunk);
    if (!(flags & OBJECT_MODE) && chunk.length === 0) {
      readMore(stream, state);
      return hasRoom(state);
    }
  }
  addChunk(stream, state, chunk, false);
  return hasRoom(state);
}

/** Hands the chunk to 'data' listeners at once if nothing waits before it, else buffers it. */
function addChunk(stream, state, chunk, toFront) {
  if ((state.flags & (FLOWING | SYNC)) === FLOWING && state.length === 0 &&
      stream._events.data !== undefined) {
    noLongerAwaitDrain(state);
    emitData(stream, state, chunk);
  } else {
    state.length += state.flags & OBJECT_MODE ? 1 : chunk.length;
    if (toFront) putFirst(state, chunk);
    else state.buffer.push(chunk);
    if (state.flags & NEED_READABLE) emitReadable(stream, state);
  }
  if (!(state.flags & READING_MORE)) readMore(stream, state);
}

/**
 * Hot: a stream's only 'data' listener is called without emit(), if nobody has replaced that. Measured with one
 * listener: 2.4 times as many push()es a second.
 */
function emitData(stream, state, chunk) {
  state.flags |= DATA_EMITTED;
  const listener = stream._events.data;
  if (typeof listener === 'function' && stream.emit === emit && !(state.flags & CAPTURES_REJECTIONS)) {
    listener.call(stream, chunk);
  } else {
    stream.emit('data', chunk);
  }
}

function putFirst(state, chunk) {
  if (state.bufferIndex > 0) state.buffer[--state.bufferIndex] = chunk;
  else state.buffer.unshift(chunk);
}

function noLongerAwaitDrain(state) {
  if (state.flags & MULTI_AWAIT_DRAIN) state.awaitDrainWriters.clear();
  else state.awaitDrainWriters = null;
}

function pushEnd(stream, state) {
  state.flags &= ~READING;
  if (state.flags & ENDED) return false;
  if (state.decoder) {
    const rest = state.decoder.end();
    if (rest?.length) {
      state.buffer.push(rest);
      state.length += state.flags & OBJECT_MODE ? 1 : rest.length;
    }
  }
  state.flags |= ENDED;
  if (state.flags & SYNC) {
    // The implementation is inside _read(): the caller of read() sees the end when it is back.
    emitReadable(stream, state);
  } else {
    state.flags = state.flags & ~NEED_READABLE | EMITTED_READABLE;
    emitReadableNow(stream, state);
  }
  return false;
}

/** Announces 'readable' in the next tick, unless that is under way. */
function emitReadable(stream, state) {
  state.flags &= ~NEED_READABLE;
  if (state.flags & EMITTED_READABLE) return;
  state.flags |= EMITTED_READABLE;
  // Who reads in a loop without a pause for ticks asks for this once a chunk: the ticks that wait will do.
  if (state.readableTicks === MAX_READABLE_TICKS) return;
  state.readableTicks++;
  nextTick(emitReadableLater, stream, state);
}

function emitReadableLater(stream, state) {
  state.readableTicks--;
  emitReadableNow(stream, state);
}

function emitReadableNow(stream, state) {
  if (!(state.flags & (DESTROYED | ERRORED)) && (state.length !== 0 || (state.flags & ENDED))) {
    stream.emit('readable');
    state.flags &= ~EMITTED_READABLE;
  }
  const { flags } = state;
  if (!(flags & (FLOWING | ENDED)) && state.length <= state.highWaterMark) state.flags = flags | NEED_READABLE;
  flow(stream, state);
}

/** Fills the buffer up to the high-water mark from the next tick on: what arrives now doesn't start it again. */
function readMore(stream, state) {
  if ((state.flags & (READING_MORE | READING | CONSTRUCTED)) !== CONSTRUCTED) return;
  state.flags |= READING_MORE;
  nextTick(readUntilFull, stream, state);
}

function readUntilFull(stream, state) {
  while (!(state.flags & (READING | ENDED)) &&
         (state.length < state.highWaterMark || (state.length === 0 && (state.flags & FLOWING)))) {
    const before = state.length;
    stream.read(0);
    if (state.length === before) break; // Nothing came at once; the source will push when it has something.
  }
  state.flags &= ~READING_MORE;
}

// Going out ----------------------------------------------------------------------------------------------------------

/**
 * Takes `size` bytes (or all there is) out of the buffer, one object in object mode; null if there is not as much.
 * Asks the source for more when the buffer runs low.
 */
Readable.prototype.read = function(size) {
  const state = this._readableState;
  if (size === undefined && state.length === 0 && (state.flags & CAN_READ_THROUGH) === (FLOWING | CONSTRUCTED)) {
    return readThrough(this, state);
  }
  const asked = size === undefined ? WHOLE : wholeNumber(size);
  if (asked > state.highWaterMark) state.highWaterMark = raisedHighWaterMark(asked);

  if (asked !== 0) {
    state.flags &= ~EMITTED_READABLE;
  } else if ((state.flags & NEED_READABLE) && isReadyToAnnounce(state)) {
    // read(0) only wants to trigger 'readable' or 'end', and there is something to announce already.
    if (state.length === 0 && (state.flags & ENDED)) endReadable(this, state);
    else emitReadable(this, state);
    return null;
  }

  let count = countToRead(state, asked);
  if (count === 0 && (state.flags & ENDED)) {
    if (state.length === 0) endReadable(this, state);
    return null;
  }

  if ((state.flags & NEED_READABLE) || state.length === 0 || state.length - count < state.highWaterMark) {
    if ((state.flags & CANNOT_FILL) === CONSTRUCTED) {
      fill(this, state);
      // What _read() pushed at once may satisfy the caller already.
      if (!(state.flags & READING)) count = countToRead(state, asked);
    }
  }

  const chunk = count > 0 ? take(state, count) : null;
  if (chunk === null) {
    if (state.length <= state.highWaterMark) state.flags |= NEED_READABLE;
    count = 0;
  } else {
    state.length -= count;
    noLongerAwaitDrain(state);
  }
  if (state.length === 0) {
    if (!(state.flags & ENDED)) state.flags |= NEED_READABLE;
    else if (asked !== count) endReadable(this, state);
  }
  if (chunk !== null && !(state.flags & (ERROR_EMITTED | CLOSE_EMITTED))) {
    emitData(this, state, chunk);
  }
  return chunk;
};

/**
 * read() of a flowing stream with an empty buffer: what `_read` pushes at once goes out at once.
 * The hot path of every pipe from a fast source: the same steps as read(), less what can't be.
 */
function readThrough(stream, state) {
  state.flags = state.flags & ~EMITTED_READABLE | READING | SYNC | NEED_READABLE;
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error);
  }
  state.flags &= ~SYNC;
  if (state.length === 0) {
    state.flags |= NEED_READABLE;
    if (state.flags & ENDED) endReadable(stream, state);
    return null;
  }
  const isObjectMode = (state.flags & OBJECT_MODE) !== 0;
  const count = isObjectMode ? 1 : countToRead(state, WHOLE);
  const chunk = isObjectMode ? shift(state, state.buffer) : take(state, count);
  state.length -= count;
  noLongerAwaitDrain(state);
  if (state.length === 0) {
    if (!(state.flags & ENDED)) state.flags |= NEED_READABLE;
    else endReadable(stream, state);
  }
  if (!(state.flags & (ERROR_EMITTED | CLOSE_EMITTED))) {
    emitData(stream, state, chunk);
  }
  return chunk;
}

function wholeNumber(size) {
  const number = Number.isInteger(size) ? size : Number.parseInt(size, 10);
  if (Number.isNaN(number)) return WHOLE;
  return number < 0 ? 0 : number;
}

function raisedHighWaterMark(size) {
  if (size > MAX_HIGH_WATER_MARK) throw new ERR_OUT_OF_RANGE('size', '<= 1GiB', size);
  // The next power of two, so that a slowly growing size doesn't raise it at every call.
  return 2 ** (32 - Math.clz32(size - 1));
}

function isReadyToAnnounce(state) {
  return (state.flags & ENDED) !== 0 ||
    (state.highWaterMark !== 0 ? state.length >= state.highWaterMark : state.length > 0);
}

function countToRead(state, asked) {
  if (asked === 0 || (state.length === 0 && (state.flags & ENDED))) return 0;
  if (state.flags & OBJECT_MODE) return 1;
  if (asked === WHOLE) {
    // A flowing stream hands chunks on as they came.
    if ((state.flags & FLOWING) && state.length > 0) return state.buffer[state.bufferIndex].length;
    return state.length;
  }
  if (asked <= state.length) return asked;
  return state.flags & ENDED ? state.length : 0;
}

function fill(stream, state) {
  state.flags |= READING | SYNC;
  if (state.length === 0) state.flags |= NEED_READABLE;
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error);
  }
  state.flags &= ~SYNC;
}

/** The source: push()es when it has data. `size`: how many bytes would be welcome. */
Readable.prototype._read = function(size) {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_read()');
};

function endReadable(stream, state) {
  if (state.flags & END_EMITTED) return;
  state.flags |= ENDED;
  nextTick(emitEnd, stream, state);
}

function emitEnd(stream, state) {
  if ((state.flags & (ERRORED | CLOSE_EMITTED | END_EMITTED)) || state.length !== 0) return;
  state.flags |= END_EMITTED;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) {
    nextTick(endWritable, stream);
  } else if (state.flags & AUTO_DESTROY) {
    const writable = stream._writableState;
    // The last side to end destroys the stream.
    if (!writable || (writable.autoDestroy && (writable.finished || writable.writable === false))) stream.destroy();
  }
}

function endWritable(stream) {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

// Flowing ------------------------------------------------------------------------------------------------------------

Readable.prototype.on = function(name, listener) {
  const result = EventEmitter.prototype.on.call(this, name, listener);
  const state = this._readableState;
  if (name === 'data') {
    if (this.listenerCount('readable') > 0) state.flags |= READABLE_LISTENING;
    else state.flags &= ~READABLE_LISTENING;
    if (!(state.flags & NOT_FLOWING)) this.resume();
  } else if (name === 'readable') {
    if (!(state.flags & (END_EMITTED | READABLE_LISTENING))) {
      state.flags = state.flags & ~(FLOWING | EMITTED_READABLE) | READABLE_LISTENING | NEED_READABLE | NOT_FLOWING;
      if (state.length > 0) emitReadable(this, state);
      else if (!(state.flags & READING)) nextTick(readNothing, this);
    }
  }
  return result;
};
Readable.prototype.addListener = Readable.prototype.on;

function readNothing(stream) {
  stream.read(0);
}

Readable.prototype.removeListener = function(name, listener) {
  const result = EventEmitter.prototype.removeListener.call(this, name, listener);
  // Later: a listener that is only being replaced must not change how the stream flows.
  if (name === 'readable') nextTick(updateReadableListening, this);
  return result;
};
Readable.prototype.off = Readable.prototype.removeListener;

Readable.prototype.removeAllListeners = function(name) {
  const result = EventEmitter.prototype.removeAllListeners.apply(this, arguments);
  if (name === 'readable' || name === undefined) nextTick(updateReadableListening, this);
  return result;
};

function updateReadableListening(stream) {
  const state = stream._readableState;
  if (stream.listenerCount('readable') > 0) state.flags |= READABLE_LISTENING;
  else state.flags &= ~READABLE_LISTENING;
  if ((state.flags & (RESUME_SCHEDULED | PAUSED)) === RESUME_SCHEDULED) {
    state.flags = state.flags & ~NOT_FLOWING | FLOWING;
  } else if (stream.listenerCount('data') > 0) {
    stream.resume();
  } else if (!(state.flags & READABLE_LISTENING)) {
    state.flags &= ~(FLOWING | NOT_FLOWING);
  }
}

/** Lets data flow to 'data' listeners, from the next tick on. 'readable' listeners keep control of the reading. */
Readable.prototype.resume = function() {
  const state = this._readableState;
  if (!(state.flags & FLOWING)) {
    state.flags = state.flags & READABLE_LISTENING ? state.flags | NOT_FLOWING : state.flags & ~NOT_FLOWING | FLOWING;
    if (!(state.flags & RESUME_SCHEDULED)) {
      state.flags |= RESUME_SCHEDULED;
      nextTick(startFlow, this, state);
    }
  }
  state.flags &= ~PAUSED;
  return this;
};

function startFlow(stream, state) {
  if (!(state.flags & READING)) stream.read(0);
  state.flags &= ~RESUME_SCHEDULED;
  stream.emit('resume');
  flow(stream, state);
  if ((state.flags & (FLOWING | READING)) === FLOWING) stream.read(0);
}

/** Stops the flow: data stays in the buffer. */
Readable.prototype.pause = function() {
  const state = this._readableState;
  if (!(state.flags & NOT_FLOWING)) {
    state.flags = state.flags & ~FLOWING | NOT_FLOWING;
    this.emit('pause');
  }
  state.flags |= PAUSED;
  return this;
};

Readable.prototype.isPaused = function() {
  return (this._readableState.flags & (PAUSED | NOT_FLOWING)) !== 0;
};

function flow(stream, state) {
  while ((state.flags & FLOWING) && stream.read() !== null);
}

/** Decodes chunks to strings from now on, also those that wait in the buffer. */
Readable.prototype.setEncoding = function(encoding) {
  const { StringDecoder } = require('string_decoder');
  const state = this._readableState;
  const decoder = new StringDecoder(encoding);
  state.decoder = decoder;
  state.encoding = decoder.encoding;
  let text = '';
  for (let i = state.bufferIndex; i < state.buffer.length; i++) text += decoder.write(state.buffer[i]);
  state.buffer.length = 0;
  state.bufferIndex = 0;
  if (text !== '') state.buffer.push(text);
  state.length = text.length;
  return this;
};

Readable.prototype.pipe = function(dest, options) {
  return require('stream/pipe').pipe(this, dest, options);
};

Readable.prototype.unpipe = function(dest) {
  return require('stream/pipe').unpipe(this, dest);
};

/** Makes this stream read from an old-style one, which has only 'data', 'end', pause() and resume(). */
Readable.prototype.wrap = function(stream) {
  return require('stream/wrap').wrap(this, stream);
};

// Iterating ----------------------------------------------------------------------------------------------------------

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
    value: operators[name], writable: true, configurable: true, enumerable: false,
  });
}

// From and to other kinds of sources ---------------------------------------------------------------------------------

/** A Readable of what a sync or async iterable gives; of one chunk, if it is a string or Buffer. */
Readable.from = function(iterable, options) {
  return require('stream/from').from(Readable, iterable, options);
};

Readable.fromWeb = function(readableStream, options) {
  return require('stream/web_adapters').readableFromWeb(readableStream, options);
};

Readable.toWeb = function(streamReadable, options) {
  return require('stream/web_adapters').readableToWeb(streamReadable, options);
};

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

// What may be seen from outside --------------------------------------------------------------------------------------

function defineProperty(name, get, set) {
  Object.defineProperty(Readable.prototype, name, { get, set });
}

defineProperty('readable', function get() {
  const state = this._readableState;
  // An old-style subclass may not have called the constructor.
  return Boolean(state) && state.readable !== false && !state.destroyed && !state.errorEmitted && !state.endEmitted;
}, function set(value) {
  if (this._readableState) this._readableState.readable = Boolean(value);
});
defineProperty('readableDidRead', function get() {
  return this._readableState.dataEmitted;
});
defineProperty('readableAborted', function get() {
  const state = this._readableState;
  return state.readable !== false && (state.destroyed || Boolean(state.errored)) && !state.endEmitted;
});
defineProperty('readableHighWaterMark', function get() {
  return this._readableState.highWaterMark;
});
defineProperty('readableBuffer', function get() {
  return this._readableState?.buffer;
});
defineProperty('readableFlowing', function get() {
  return this._readableState.flowing;
}, function set(value) {
  if (this._readableState) this._readableState.flowing = value;
});
defineProperty('readableLength', function get() {
  return this._readableState.length;
});
defineProperty('readableObjectMode', function get() {
  return this._readableState ? this._readableState.objectMode : false;
});
defineProperty('readableEncoding', function get() {
  return this._readableState ? this._readableState.encoding : null;
});
defineProperty('errored', function get() {
  return this._readableState ? this._readableState.errored : null;
});
defineProperty('closed', function get() {
  return this._readableState ? this._readableState.closed : false;
});
defineProperty('destroyed', function get() {
  return this._readableState ? this._readableState.destroyed : false;
}, function set(value) {
  if (this._readableState) this._readableState.destroyed = value;
});
defineProperty('readableEnded', function get() {
  return this._readableState ? this._readableState.endEmitted : false;
});

/** For tests and packages: what read(n) would take out of `state`'s buffer. */
Readable._fromList = function fromList(count, state) {
  return take(state, count);
};

module.exports = { Readable, readMore, takeImplementation };
