'use strict';
// Ties a stream's life to an AbortSignal.
const { AbortError, ERR_INVALID_ARG_TYPE } = require('errors');
const { validateAbortSignal } = require('validators');
const { isNodeStream, isReadableStream, isWritableStream, kControllerErrorFunction } = require('stream/predicates');

/** Destroys `stream` (a web stream: errors it) with an AbortError when `signal` aborts. Returns the stream. */
function addAbortSignal(signal, stream) {
  if (signal === undefined) throw new ERR_INVALID_ARG_TYPE('signal', 'AbortSignal', signal);
  validateAbortSignal(signal, 'signal');
  if (!isNodeStream(stream) && !isReadableStream(stream) && !isWritableStream(stream)) {
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  }
  return addAbortSignalNoValidate(signal, stream);
}

/** The same for arguments that are known to be right; `signal` may still be of any type: then nothing happens. */
function addAbortSignalNoValidate(signal, stream) {
  if (typeof signal !== 'object' || signal === null || !('aborted' in signal)) return stream;
  const onAbort = isNodeStream(stream)
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
