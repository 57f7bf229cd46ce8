'use strict';
// How chunks leave a readable side: the source is asked, what it gives waits, and is read or flows to 'data' listeners.
// Three ticks serve it: one emits 'readable', one asks the source ahead of readers, one starts the flow after resume().
const EventEmitter = require('events');
const { nextTick } = require('ticks');
const { ERR_OUT_OF_RANGE } = require('errors');
const { errorOrDestroy } = require('stream/destroy');
const { take, takeFirst } = require('stream/chunks');
const {
  CONSTRUCTED, DESTROYED, FAILED, CLOSE_EMITTED, ERROR_EMITTED, AUTO_DESTROY, INSIDE, OBJECT_MODE,
} = require('stream/bits');
const {
  ENDED, END_EMITTED, READING, NEED_READABLE, EMITTED_READABLE, RESUME_SCHEDULED, READING_MORE, DATA_EMITTED, FLOWING,
  CAPTURES_REJECTIONS, MULTI_AWAIT_DRAIN,
} = require('stream/readable_state');

/** The source may be asked when of these only CONSTRUCTED is set; READY_TO_FLOW: and flows when FLOWING is too. */
const READY = CONSTRUCTED | ENDED | READING | DESTROYED | FAILED;
const READY_TO_FLOW = READY | FLOWING;
const { emit } = EventEmitter.prototype;
const WHOLE = -1;
const MAX_EVENTS_QUEUED = 16;
const MAX_HIGH_WATER_MARK = 2 ** 30;

// --- Asking the source. ---

function ask(stream, state) {
  try {
    stream._read(state.highWaterMark);
  } catch (error) {
    errorOrDestroy(stream, error);
  }
  state.flags &= ~INSIDE;
}

/** Fills the buffer up to the high-water mark, from the next tick on. */
function queueRefill(stream, state) {
  if ((state.flags & (READING_MORE | READING | CONSTRUCTED)) !== CONSTRUCTED) return;
  state.flags |= READING_MORE;
  nextTick(refill, stream, state);
}

function refill(stream, state) {
  while ((state.flags & (READING | ENDED)) === 0 && (state.length < state.highWaterMark ||
         (state.length === 0 && (state.flags & FLOWING) !== 0))) {
    const before = state.length;
    stream.read(0);
    if (state.length === before) break; // Nothing came at once: the source will push when it has something.
  }
  state.flags &= ~READING_MORE;
}

/** `_construct` is done: asks for data if they were wanted meanwhile. */
function resumeReading(stream, state) {
  if (state.flags & NEED_READABLE) queueRefill(stream, state);
}

// --- 'readable'. ---

/** Announces 'readable' in the next tick, unless it is announced. */
function queueReadableEvent(stream, state) {
  const { flags } = state;
  state.flags = flags & ~NEED_READABLE | EMITTED_READABLE;
  // Who reads in a loop without a pause for ticks comes here once a chunk: the ticks that wait will do.
  if ((flags & EMITTED_READABLE) !== 0 || state.readableEventsQueued === MAX_EVENTS_QUEUED) return;
  state.readableEventsQueued++;
  nextTick(deliverReadableEvent, stream, state);
}

function deliverReadableEvent(stream, state) {
  state.readableEventsQueued--;
  emitReadableEvent(stream, state);
}

/** Emits 'readable' if there is something to read or the end has come, then lets data flow if it does. */
function emitReadableEvent(stream, state) {
  if ((state.flags & (DESTROYED | FAILED)) === 0 && (state.length !== 0 || (state.flags & ENDED) !== 0)) {
    stream.emit('readable');
    state.flags &= ~EMITTED_READABLE;
  }
  const { flags } = state;
  if ((flags & (FLOWING | ENDED)) === 0 && state.length <= state.highWaterMark) state.flags = flags | NEED_READABLE;
  flow(stream, state);
}

// --- Reading. ---

/**
 * Takes `size` bytes (or all there is) out of the buffer, one object in object mode; null if there is not as much.
 * Asks the source for more when the buffer runs low.
 */
function read(size) {
  const state = this._readableState;
  if (size === undefined && state.length === 0 && (state.flags & READY_TO_FLOW) === (CONSTRUCTED | FLOWING)) {
    return readThrough(this, state);
  }
  const wanted = size === undefined ? WHOLE : wholeNumber(size);
  if (wanted > state.highWaterMark) state.highWaterMark = raisedHighWaterMark(wanted);
  if (wanted !== 0) state.flags &= ~EMITTED_READABLE;
  else if ((state.flags & NEED_READABLE) !== 0 && canAnswer(state)) return answerWithoutAsking(this, state);

  let count = countOf(state, wanted);
  if (count === 0 && (state.flags & ENDED) !== 0) {
    if (state.length === 0) queueEnd(this, state);
    return null;
  }
  const runsLow = state.length === 0 || state.length - count < state.highWaterMark;
  if ((runsLow || (state.flags & NEED_READABLE) !== 0) && (state.flags & READY) === CONSTRUCTED) {
    state.flags |= state.length === 0 ? READING | INSIDE | NEED_READABLE : READING | INSIDE;
    ask(this, state);
    // What came at once may be what the caller wants.
    if ((state.flags & READING) === 0) count = countOf(state, wanted);
  }
  return hand(this, state, count, wanted);
}

/**
 * read() of a flowing stream with an empty buffer: what the source gives at once goes out at once.
 * Hot: the way of every chunk from a fast source through pipes; the steps of read() that are left.
 */
function readThrough(stream, state) {
  state.flags = state.flags & ~EMITTED_READABLE | READING | INSIDE | NEED_READABLE;
  ask(stream, state);
  const count = (state.flags & OBJECT_MODE) !== 0 && state.length > 0 ? 1 : countOf(state, WHOLE);
  return hand(stream, state, count, WHOLE);
}

/** Takes `count` out of the buffer and gives it out. Who `wanted` just that much is not to hear of the end yet. */
function hand(stream, state, count, wanted) {
  if (count === 0 || state.length === 0) {
    if (state.length <= state.highWaterMark) state.flags |= NEED_READABLE;
    if (wanted !== 0 && state.length === 0 && (state.flags & ENDED) !== 0) queueEnd(stream, state);
    return null;
  }
  const chunk = (state.flags & OBJECT_MODE) !== 0 ? takeFirst(state) : take(state, count);
  state.length -= count;
  awaitNoDrain(state);
  if (state.length === 0) {
    if ((state.flags & ENDED) === 0) state.flags |= NEED_READABLE;
    else if (wanted !== count) queueEnd(stream, state);
  }
  if ((state.flags & (ERROR_EMITTED | CLOSE_EMITTED)) === 0) giveData(stream, state, chunk);
  return chunk;
}

/** read(0) wants 'readable' or 'end', and there is something to tell without asking. */
function answerWithoutAsking(stream, state) {
  if (state.length === 0 && (state.flags & ENDED) !== 0) queueEnd(stream, state);
  else queueReadableEvent(stream, state);
  return null;
}

function canAnswer(state) {
  if (state.flags & ENDED) return true;
  return state.highWaterMark === 0 ? state.length > 0 : state.length >= state.highWaterMark;
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

/** How much of `wanted` there is to take now. */
function countOf(state, wanted) {
  const { flags, length } = state;
  if (wanted === 0 || (length === 0 && (flags & ENDED) !== 0)) return 0;
  if ((flags & OBJECT_MODE) !== 0) return 1;
  if (wanted === WHOLE) {
    // A flowing stream hands chunks on as they came.
    return (flags & FLOWING) !== 0 && length > 0 ? state.chunks[state.bufferIndex].length : length;
  }
  if (wanted <= length) return wanted;
  return (flags & ENDED) !== 0 ? length : 0;
}

// --- Flowing. ---

/** Gives chunks to the listeners until there is none for now, or the flow is stopped. */
function flow(stream, state) {
  while ((state.flags & FLOWING) !== 0 && stream.read() !== null);
}

/**
 * Hot: a stream's only 'data' listener is called without emit(), unless that is replaced. Measured with one
 * listener: 2.4 times as many push()es a second.
 */
function giveData(stream, state, chunk) {
  state.flags |= DATA_EMITTED;
  const listener = stream._events.data;
  if (typeof listener === 'function' && (state.flags & CAPTURES_REJECTIONS) === 0 && stream.emit === emit) {
    listener.call(stream, chunk);
  } else {
    stream.emit('data', chunk);
  }
}

/** Data flows: no pipe destination is waited for any more. */
function awaitNoDrain(state) {
  if ((state.flags & MULTI_AWAIT_DRAIN) !== 0) state.awaitDrainWriters.clear();
  else state.awaitDrainWriters = null;
}

/** The tick that resume() queues. */
function startFlow(stream, state) {
  if ((state.flags & READING) === 0) stream.read(0);
  state.flags &= ~RESUME_SCHEDULED;
  stream.emit('resume');
  flow(stream, state);
  if ((state.flags & (FLOWING | READING)) === FLOWING) stream.read(0);
}

// --- The end. ---

function queueEnd(stream, state) {
  if (state.flags & END_EMITTED) return;
  state.flags |= ENDED;
  nextTick(emitEnd, stream, state);
}

function emitEnd(stream, state) {
  if ((state.flags & (FAILED | CLOSE_EMITTED | END_EMITTED)) !== 0 || state.length !== 0) return;
  state.flags |= END_EMITTED;
  stream.emit('end');
  if (stream.writable && stream.allowHalfOpen === false) {
    nextTick(endWritable, stream);
  } else if (state.flags & AUTO_DESTROY) {
    const writable = stream._writableState;
    // The side that ends last destroys the stream.
    if (!writable || (writable.autoDestroy && (writable.finished || writable.writable === false))) stream.destroy();
  }
}

function endWritable(stream) {
  if (stream.writable && !stream.writableEnded && !stream.destroyed) stream.end();
}

module.exports = {
  awaitNoDrain, emit, emitReadableEvent, giveData, queueReadableEvent, queueRefill, read, resumeReading, startFlow,
};
