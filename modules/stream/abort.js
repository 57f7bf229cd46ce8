'use strict';
// A stream that ends when an AbortSignal says so.
const { AbortError, ERR_INVALID_ARG_TYPE } = require('errors');
const { validateAbortSignal } = require('validators');
const { NODE, WEB_SINK, WEB_SOURCE, kindOf } = require('stream/kinds');
const { kControllerErrorFunction } = require('stream/progress');

const ANY_STREAM = NODE | WEB_SOURCE | WEB_SINK;

/**
 * Destroys `stream` with an AbortError (a web stream: errors it with one) as soon as `signal` is aborted.
 * @param {AbortSignal} signal
 * @param {Stream|ReadableStream|WritableStream} stream
 * @returns the stream
 * @throws ERR_INVALID_ARG_TYPE
 */
function addAbortSignal(signal, stream) {
  if (signal === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  if ((kindOf(stream) & ANY_STREAM) === 0) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return addAbortSignalNoValidate(signal, stream);
}

/** The same for a stream that is one; a `signal` that is none is passed over. */
function addAbortSignalNoValidate(signal, stream) {
  const isSignal = typeof signal === 'object' && signal !== null && 'aborted' in signal;
  if (!isSignal) return stream;
  if (signal.aborted) endBy(signal, stream);
  else endLater(signal, stream);
  return stream;
}

function endBy(signal, stream) {
  const error = new AbortError(undefined, { cause: signal.reason });
  if (kindOf(stream) & NODE) stream.destroy(error);
  else stream[kControllerErrorFunction](error);
}

// A stream that has come to its end is let go of: the signal may live longer.
function endLater(signal, stream) {
  const listening = require('events').addAbortListener(signal, () => endBy(signal, stream));
  require('stream/finished').finished(stream, () => listening[Symbol.dispose]());
}

module.exports = { addAbortSignal, addAbortSignalNoValidate };
