'use strict';
// Ties a stream's life to an AbortSignal.
const { AbortError, ERR_INVALID_ARG_TYPE } = require('errors');
const { validateAbortSignal } = require('validators');
const { NODE, WEB_SINK, WEB_SOURCE, kindOf } = require('stream/kinds');
const { kControllerErrorFunction } = require('stream/progress');

/** Destroys `stream` (a web stream: errors it) with an AbortError when `signal` aborts. Returns the stream. */
function addAbortSignal(signal, stream) {
  if (signal === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  if (!(kindOf(stream) & (NODE | WEB_SOURCE | WEB_SINK))) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return addAbortSignalNoValidate(signal, stream);
}

/** The same for arguments that are known to be right; `signal` may still be of any type: then nothing happens. */
function addAbortSignalNoValidate(signal, stream) {
  if (typeof signal !== 'object' || signal === null || !('aborted' in signal)) return stream;
  const onAbort = kindOf(stream) & NODE
    ? () => { stream.destroy(new AbortError(undefined, { cause: signal.reason })); }
    : () => { stream[kControllerErrorFunction](new AbortError(undefined, { cause: signal.reason })); };
  if (signal.aborted) {
    onAbort();
  } else {
    const listener = require('events').addAbortListener(signal, onAbort);
    require('stream/finished').finished(stream, () => { listener[Symbol.dispose](); });
  }
  return stream;
}

module.exports = { addAbortSignal, addAbortSignalNoValidate };
