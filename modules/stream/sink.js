'use strict';
// The way of a chunk out of a writable side: it goes to `_write` at once or waits, is done when that calls back, and
// what follows from it ('drain', callbacks, the end) is settled.
const { nextTick } = require('ticks');
const { ERR_MULTIPLE_CALLBACK, ERR_STREAM_DESTROYED } = require('errors');
const { errorOrDestroy } = require('stream/destroy');
const {
  CONSTRUCTED, DESTROYED, FAILED, CLOSE_EMITTED, ERROR_EMITTED, AUTO_DESTROY, INSIDE, OBJECT_MODE,
} = require('stream/bits');
const {
  noop, setWrittenBinder,
  FINAL_CALLED, PREFINISHED, ENDING, FINISHED, WRITING, QUEUED, UNQUEUING, CORKED, NEEDS_DRAIN, SETTLE_QUEUED,
  ALL_BUFFERS, ALL_SILENT,
} = require('stream/writable_state');

/** A chunk may go to `_write` at once when of these only CONSTRUCTED is set. */
const IDLE = CONSTRUCTED | WRITING | CORKED | FAILED;
/** What waits may go to the sink when of these only QUEUED and CONSTRUCTED are set. */
const MAY_UNQUEUE = QUEUED | CONSTRUCTED | CORKED | UNQUEUING | DESTROYED;
/** The stream may finish when of these only ENDING and CONSTRUCTED are set. */
const MAY_FINISH =
  ENDING | CONSTRUCTED | DESTROYED | FAILED | QUEUED | FINISHED | WRITING | ERROR_EMITTED | CLOSE_EMITTED;
/** How many places of chunks that are gone the queue may start with before the rest is moved up. */
const MAX_GONE_PLACES = 256;

setWrittenBinder((stream, state) => (error) => { done(stream, state, error); });

// --- To the sink. ---

/** Takes a chunk of `size`: to `_write`, or behind those that wait. */
function accept(stream, state, chunk, encoding, size, callback) {
  state.pendingcb++;
  state.length += size;
  if ((state.flags & IDLE) === CONSTRUCTED) sink(stream, state, chunk, encoding, size, callback);
  else queue(state, chunk, encoding, callback);
}

function sink(stream, state, chunk, encoding, size, callback) {
  state.writelen = size;
  state.callback = callback;
  state.flags |= WRITING | INSIDE;
  stream._write(chunk, encoding, state.written ?? state.onwrite);
  state.flags &= ~INSIDE;
}

function queue(state, chunk, encoding, callback) {
  const entry = { chunk, encoding, callback };
  if (state.waiting === null) state.waiting = [entry];
  else state.waiting.push(entry);
  let flags = state.flags | QUEUED;
  if (encoding !== 'buffer') flags &= ~ALL_BUFFERS;
  if (callback !== noop) flags &= ~ALL_SILENT;
  state.flags = flags;
}

/** Hands what waits to `_writev` in one call, or to `_write` one by one, until the sink is busy. */
function unqueue(stream, state) {
  if ((state.flags & MAY_UNQUEUE) !== (QUEUED | CONSTRUCTED)) return;
  state.flags |= UNQUEUING;
  if (stream._writev && state.waiting.length - state.bufferedIndex > 1) sinkAll(stream, state);
  else sinkEach(stream, state, state.waiting);
  state.flags &= ~UNQUEUING;
}

function sinkAll(stream, state) {
  const entries = state.bufferedIndex === 0 ? state.waiting : state.waiting.slice(state.bufferedIndex);
  entries.allBuffers = (state.flags & ALL_BUFFERS) !== 0;
  state.callback = state.flags & ALL_SILENT ? noop : (error) => {
    for (let i = 0; i < entries.length; i++) entries[i].callback(error);
  };
  state.pendingcb -= entries.length - 1; // They are one write now.
  state.writelen = state.length;
  emptyQueue(state);
  state.flags |= WRITING | INSIDE;
  stream._writev(entries, state.onwrite);
  state.flags &= ~INSIDE;
}

function sinkEach(stream, state, waiting) {
  let index = state.bufferedIndex;
  do {
    const { chunk, encoding, callback } = waiting[index];
    waiting[index++] = null;
    state.bufferedIndex = index;
    const size = state.flags & OBJECT_MODE ? 1 : chunk.length;
    if (state.flags & DESTROYED) refuse(state, size, callback);
    else sink(stream, state, chunk, encoding, size, callback);
  } while (index < waiting.length && (state.flags & WRITING) === 0);
  if (index === waiting.length) {
    emptyQueue(state);
  } else if (index > MAX_GONE_PLACES) {
    waiting.splice(0, index);
    state.bufferedIndex = 0;
  }
}

/** The stream was destroyed while what waited was handed out. */
function refuse(state, size, callback) {
  state.writelen = size;
  state.callback = callback;
  state.flags |= WRITING | INSIDE;
  state.onwrite(new ERR_STREAM_DESTROYED('write'));
  state.flags &= ~INSIDE;
}

function emptyQueue(state) {
  state.waiting = null;
  state.bufferedIndex = 0;
  state.flags = state.flags & ~QUEUED | ALL_BUFFERS | ALL_SILENT;
}

/** `_construct` is done: writes what came in the meantime. */
function resumeWriting(stream, state) {
  if (!(state.flags & WRITING)) unqueue(stream, state);
  if (state.flags & ENDING) finishIfDone(stream, state, false);
}

// --- Done. ---

/** The sink is done with what it has. */
function done(stream, state, error) {
  const { flags, callback } = state;
  if ((flags & WRITING) === 0) {
    errorOrDestroy(stream, new ERR_MULTIPLE_CALLBACK());
    return;
  }
  state.flags = flags & ~WRITING;
  state.callback = null;
  state.length -= state.writelen;
  state.writelen = 0;
  if (error) {
    fail(stream, state, error, callback, (flags & INSIDE) !== 0);
    return;
  }
  if ((flags & QUEUED) !== 0) unqueue(stream, state);
  if ((flags & INSIDE) === 0) settle(stream, state, 1, callback);
  else if (callback === noop) settleSilentSoon(stream, state);
  else settleSoon(stream, state, callback);
}

/** A write without a callback was done at once: a tick only where it can make a difference. */
function settleSilentSoon(stream, state) {
  // In object mode Node always takes the tick, which shows in when 'finish' comes.
  if ((state.flags & SETTLE_QUEUED) === 0 &&
      ((state.flags & OBJECT_MODE) !== 0 || ((state.flags & NEEDS_DRAIN) !== 0 && state.length === 0))) {
    state.flags |= SETTLE_QUEUED;
    nextTick(settle, stream, state, 1, noop);
    return;
  }
  state.pendingcb--;
  if ((state.flags & ENDING) !== 0) finishIfDone(stream, state, true);
}

/** Callbacks of writes that were done at once run in the next tick, one tick for as many in a row as share one. */
function settleSoon(stream, state, callback) {
  const { batch } = state;
  if (batch !== null && batch.callback === callback) {
    batch.count++;
    return;
  }
  state.batch = { count: 1, callback };
  state.flags |= SETTLE_QUEUED;
  nextTick(settleBatch, stream, state, state.batch);
}

function settleBatch(stream, state, batch) {
  if (state.batch === batch) state.batch = null;
  settle(stream, state, batch.count, batch.callback);
}

/** `count` writes are done: notifies who waits to write more, their callback, and who waits for the end. */
function settle(stream, state, count, callback) {
  const { flags } = state;
  state.flags = flags & ~SETTLE_QUEUED;
  if ((flags & (NEEDS_DRAIN | ENDING | DESTROYED)) === NEEDS_DRAIN && state.length === 0) {
    state.flags &= ~NEEDS_DRAIN;
    stream.emit('drain');
  }
  for (; count > 0; count--) {
    state.pendingcb--;
    callback(null);
  }
  if ((state.flags & DESTROYED) !== 0) failWaiting(state);
  if ((state.flags & ENDING) !== 0) finishIfDone(stream, state, true);
}

// --- Failing. ---

function fail(stream, state, error, callback, isInside) {
  error.stack; // Formats the trace now, while the frames it names are cheap to reach.
  const readable = stream._readableState;
  if (!state.errored) state.errored = error;
  if (readable && !readable.errored) readable.errored = error;
  if (isInside) nextTick(reportFailure, stream, state, error, callback);
  else reportFailure(stream, state, error, callback);
}

function reportFailure(stream, state, error, callback) {
  state.pendingcb--;
  callback(error);
  failWaiting(state);
  errorOrDestroy(stream, error);
}

/** Calls, with an error, the callbacks of writes and of end() that will never be done. */
function failWaiting(state) {
  if (state.flags & WRITING) return;
  const { waiting } = state;
  for (let i = state.bufferedIndex; waiting !== null && i < waiting.length; i++) {
    const { chunk, callback } = waiting[i];
    state.length -= state.flags & OBJECT_MODE ? 1 : chunk.length;
    callback(state.failure ?? new ERR_STREAM_DESTROYED('write'));
  }
  callEndCallbacks(state, state.failure ?? new ERR_STREAM_DESTROYED('end'));
  emptyQueue(state);
}

function callEndCallbacks(state, error) {
  const callbacks = state.endCallbacks;
  if (callbacks === null) return;
  state.endCallbacks = null;
  for (let i = 0; i < callbacks.length; i++) callbacks[i](error);
}

// --- Finishing. ---

function mayFinish(state) {
  return (state.flags & MAY_FINISH) === (ENDING | CONSTRUCTED) && state.length === 0;
}

/** Finishes when all is written, flushed by `_final`, and called back; in the next tick if `later`. */
function finishIfDone(stream, state, later) {
  if (!mayFinish(state)) return;
  if (!(state.flags & (PREFINISHED | FINAL_CALLED))) prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (later) {
    state.pendingcb++;
    nextTick(finishIfStillDone, stream, state);
  } else if (mayFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finishIfStillDone(stream, state) {
  if (mayFinish(state)) finish(stream, state);
  else state.pendingcb--;
}

function prefinish(stream, state) {
  state.flags |= FINAL_CALLED;
  if (typeof stream._final === 'function') {
    callFinal(stream, state);
  } else {
    state.flags |= PREFINISHED;
    stream.emit('prefinish');
  }
}

function callFinal(stream, state) {
  let isCalled = false;
  const onCalled = (error) => {
    if (isCalled) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    isCalled = true;
    state.pendingcb--;
    if (error) {
      callEndCallbacks(state, error);
      errorOrDestroy(stream, error, (state.flags & INSIDE) !== 0);
    } else if (mayFinish(state)) {
      state.flags |= PREFINISHED;
      stream.emit('prefinish');
      // Some implementations still write in 'prefinish': 'finish' follows in the next tick.
      state.pendingcb++;
      nextTick(finish, stream, state);
    }
  };
  state.flags |= INSIDE;
  state.pendingcb++;
  try {
    stream._final(onCalled);
  } catch (error) {
    onCalled(error);
  }
  state.flags &= ~INSIDE;
}

function finish(stream, state) {
  state.pendingcb--;
  state.flags |= FINISHED;
  callEndCallbacks(state, null);
  stream.emit('finish');
  if (!(state.flags & AUTO_DESTROY)) return;
  const readable = stream._readableState;
  // The side that ends last destroys the stream.
  if (!readable || (readable.autoDestroy && (readable.endEmitted || readable.readable === false))) stream.destroy();
}

module.exports = { accept, done, failWaiting, finishIfDone, resumeWriting, unqueue };
