'use strict';
// How a stream comes to life, fails and ends: construct, destroy, 'error' and 'close'. What happens to the stream as a
// whole is marked on the states of both its sides, by the bits they have in common.
const { nextTick } = require('ticks');
const { ERR_MULTIPLE_CALLBACK, aggregateTwoErrors } = require('errors');
const {
  CONSTRUCTED, DESTROYED, FAILED, CLOSED, CLOSE_EMITTED, ERROR_EMITTED, EMITS_CLOSE, AUTO_DESTROY, ABSENT,
} = require('stream/bits');
const { READING, ENDED: SOURCE_ENDED, END_EMITTED } = require('stream/readable_state');
const { ENDED, ENDING, FINAL_CALLED, FINISHED, PREFINISHED } = require('stream/writable_state');

/** A stream destroyed while it is under construction: { error, callback } of that destroy(). */
const kDestroyLater = Symbol('destroyLater');

/** The bits that are set on either side. */
function bitsOf(stream) {
  const { _readableState: readable, _writableState: writable } = stream;
  return (readable ? readable.flags : 0) | (writable ? writable.flags : 0);
}

function mark(stream, bits) {
  const { _readableState: readable, _writableState: writable } = stream;
  if (readable) readable.flags |= bits;
  if (writable) writable.flags |= bits;
}

/** The first error is the stream's. */
function recordError(stream, error) {
  const { _readableState: readable, _writableState: writable } = stream;
  error.stack; // Formats the trace now, while the frames it names are cheap to reach.
  for (const state of [writable, readable]) {
    if (!state || state.failure) continue;
    state.failure = error;
    state.flags |= FAILED;
  }
}

// --- Construction. ---

/** Runs `_construct` in the next tick; until it has called back, nothing is read or written. */
function construct(stream) {
  if (typeof stream._construct !== 'function') return;
  const { _readableState: readable, _writableState: writable } = stream;
  if (readable) readable.flags &= ~CONSTRUCTED;
  if (writable) writable.flags &= ~CONSTRUCTED;
  nextTick(runConstruct, stream);
}

function runConstruct(stream) {
  let isCalled = false;
  const onCalled = (error) => {
    if (isCalled) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
    } else {
      isCalled = true;
      finishConstruction(stream, error);
    }
  };
  try {
    stream._construct((error) => { nextTick(onCalled, error); });
  } catch (error) {
    nextTick(onCalled, error);
  }
}

function finishConstruction(stream, error) {
  const { _readableState: readable, _writableState: writable } = stream;
  mark(stream, CONSTRUCTED);
  if (bitsOf(stream) & DESTROYED) {
    const waiting = stream[kDestroyLater];
    // A signal that had been aborted before destroyed it before construction began: then it is not there.
    if (waiting) runDestroy(stream, error ? aggregateTwoErrors(error, waiting.error) : waiting.error, waiting.callback);
  } else if (error) {
    errorOrDestroy(stream, error, true);
  } else {
    if (writable) require('stream/sink').resumeWriting(stream, writable);
    if (readable) require('stream/source').resumeReading(stream, readable);
  }
}

// --- The end. ---

/**
 * Destroys the stream: runs `_destroy`, then emits 'error' (if `error` is given) and 'close'. Does nothing the second
 * time. `callback(error)`, internal, is called when `_destroy` is done. Returns the stream.
 */
function destroy(error, callback) {
  const bits = bitsOf(this);
  if (bits & DESTROYED) {
    if (typeof callback === 'function') callback();
    return this;
  }
  if (error) recordError(this, error);
  mark(this, DESTROYED);
  if (bits & CONSTRUCTED) runDestroy(this, error, callback);
  else this[kDestroyLater] = { error, callback };
  return this;
}

function runDestroy(stream, error, callback) {
  let isCalled = false;
  const onCalled = (failure) => {
    if (isCalled) return;
    isCalled = true;
    if (failure) recordError(stream, failure);
    mark(stream, CLOSED);
    if (typeof callback === 'function') callback(failure);
    if (failure) nextTick(emitErrorAndClose, stream, failure);
    else nextTick(emitClose, stream);
  };
  try {
    stream._destroy(error || null, onCalled);
  } catch (failure) {
    onCalled(failure);
  }
}

function emitErrorAndClose(stream, error) {
  emitError(stream, error);
  emitClose(stream);
}

function emitError(stream, error) {
  if (bitsOf(stream) & ERROR_EMITTED) return;
  mark(stream, ERROR_EMITTED);
  stream.emit('error', error);
}

function emitClose(stream) {
  mark(stream, CLOSE_EMITTED);
  if (bitsOf(stream) & EMITS_CLOSE) stream.emit('close');
}

/**
 * Something in the stream failed: destroys it if it is to destroy itself, else only emits 'error' (in the next tick if
 * `later`, so that the call under way returns first).
 */
function errorOrDestroy(stream, error, later) {
  const bits = bitsOf(stream);
  if (bits & DESTROYED) return;
  if (bits & AUTO_DESTROY) {
    stream.destroy(error);
  } else if (error) {
    recordError(stream, error);
    if (later) nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
}

/** Makes a destroyed stream usable again: sockets are reconnected so. */
function undestroy() {
  const { _readableState: readable, _writableState: writable } = this;
  const past = DESTROYED | FAILED | CLOSED | CLOSE_EMITTED | ERROR_EMITTED;
  if (readable) {
    const isOver = readable.flags & ABSENT ? SOURCE_ENDED | END_EMITTED : 0;
    readable.flags = readable.flags & ~(past | READING | SOURCE_ENDED | END_EMITTED) | CONSTRUCTED | isOver;
    readable.failure = null;
  }
  if (writable) {
    const isOver = writable.flags & ABSENT ? ENDING | ENDED | FINISHED : 0;
    const ended = FINAL_CALLED | PREFINISHED | ENDING | ENDED | FINISHED;
    writable.flags = writable.flags & ~(past | ended) | CONSTRUCTED | isOver;
    writable.failure = null;
  }
}

module.exports = { construct, destroy, errorOrDestroy, undestroy };
