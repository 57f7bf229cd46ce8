'use strict';
// How a stream is constructed, fails and ends its life: construct, destroy, 'error' and 'close', for both sides at once.
const { nextTick } = require('ticks');
const { ERR_MULTIPLE_CALLBACK, aggregateTwoErrors } = require('errors');

/** Whoever waits for a stream still under construction to be destroyed finds its callback here. */
const kAfterConstruct = Symbol('afterConstruct');

function recordError(error, readable, writable) {
  error.stack; // Formats the trace now, while the frames it names are cheap to reach.
  if (writable && !writable.errored) writable.errored = error;
  if (readable && !readable.errored) readable.errored = error;
}

/**
 * Destroys the stream: runs `_destroy`, then emits 'error' (if `error` is given) and 'close'. Does nothing the second
 * time. `callback(error)`, internal, is told when `_destroy` is done. Returns the stream.
 */
function destroy(error, callback) {
  const readable = this._readableState;
  const writable = this._writableState;
  if (writable?.destroyed || readable?.destroyed) {
    if (typeof callback === 'function') callback();
    return this;
  }
  if (error) recordError(error, readable, writable);
  if (writable) writable.destroyed = true;
  if (readable) readable.destroyed = true;

  if ((writable || readable).constructed) {
    runDestroy(this, error, callback);
  } else {
    this[kAfterConstruct] = (constructError) => {
      runDestroy(this, constructError ? aggregateTwoErrors(constructError, error) : error, callback);
    };
  }
  return this;
}

function runDestroy(stream, error, callback) {
  let called = false;
  function onDestroyed(failure) {
    if (called) return;
    called = true;
    const readable = stream._readableState;
    const writable = stream._writableState;
    if (failure) recordError(failure, readable, writable);
    if (writable) writable.closed = true;
    if (readable) readable.closed = true;
    if (typeof callback === 'function') callback(failure);
    if (failure) nextTick(emitErrorAndClose, stream, failure);
    else nextTick(emitClose, stream);
  }
  try {
    stream._destroy(error || null, onDestroyed);
  } catch (failure) {
    onDestroyed(failure);
  }
}

function emitErrorAndClose(stream, error) {
  emitError(stream, error);
  emitClose(stream);
}

function emitClose(stream) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable) writable.closeEmitted = true;
  if (readable) readable.closeEmitted = true;
  if (writable?.emitClose || readable?.emitClose) stream.emit('close');
}

function emitError(stream, error) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable?.errorEmitted || readable?.errorEmitted) return;
  if (writable) writable.errorEmitted = true;
  if (readable) readable.errorEmitted = true;
  stream.emit('error', error);
}

/** Makes a destroyed stream usable again: sockets are reconnected so. */
function undestroy() {
  const readable = this._readableState;
  const writable = this._writableState;
  if (readable) {
    readable.constructed = true;
    readable.closed = false;
    readable.closeEmitted = false;
    readable.destroyed = false;
    readable.errored = null;
    readable.errorEmitted = false;
    readable.reading = false;
    readable.ended = readable.readable === false;
    readable.endEmitted = readable.readable === false;
  }
  if (writable) {
    writable.constructed = true;
    writable.destroyed = false;
    writable.closed = false;
    writable.closeEmitted = false;
    writable.errored = null;
    writable.errorEmitted = false;
    writable.finalCalled = false;
    writable.prefinished = false;
    writable.ended = writable.writable === false;
    writable.ending = writable.writable === false;
    writable.finished = writable.writable === false;
  }
}

/**
 * The stream's own machinery failed: destroys it when it is to destroy itself, else only emits 'error'
 * (in the next tick if `later`, so that a caller sees its own call return first).
 */
function errorOrDestroy(stream, error, later) {
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (writable?.destroyed || readable?.destroyed) return;
  if (readable?.autoDestroy || writable?.autoDestroy) {
    stream.destroy(error);
  } else if (error) {
    recordError(error, readable, writable);
    if (later) nextTick(emitError, stream, error);
    else emitError(stream, error);
  }
}

/** Runs the stream's `_construct`, if it has one, in the next tick; the sides start when it has called back. */
function construct(stream) {
  if (typeof stream._construct !== 'function') return;
  const readable = stream._readableState;
  const writable = stream._writableState;
  if (readable) readable.constructed = false;
  if (writable) writable.constructed = false;
  nextTick(runConstruct, stream);
}

function runConstruct(stream) {
  let called = false;
  function onConstructed(error) {
    if (called) {
      errorOrDestroy(stream, error ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    const readable = stream._readableState;
    const writable = stream._writableState;
    if (readable) readable.constructed = true;
    if (writable) writable.constructed = true;
    if ((writable || readable).destroyed) {
      // Not there when it was destroyed before construction began, by a signal that had been aborted.
      stream[kAfterConstruct]?.(error);
    } else if (error) {
      errorOrDestroy(stream, error, true);
    } else {
      writable?.onConstructed(stream);
      readable?.onConstructed(stream);
    }
  }
  try {
    stream._construct((error) => { nextTick(onConstructed, error); });
  } catch (error) {
    nextTick(onConstructed, error);
  }
}

module.exports = { construct, destroy, errorOrDestroy, undestroy };
