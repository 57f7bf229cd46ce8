'use strict';
// Questions about streams of every make: Node streams, old ones without state objects, HTTP messages, web streams.

const kIsDestroyed = Symbol.for('nodejs.stream.destroyed');
const kIsErrored = Symbol.for('nodejs.stream.errored');
const kIsReadable = Symbol.for('nodejs.stream.readable');
const kIsWritable = Symbol.for('nodejs.stream.writable');
const kIsDisturbed = Symbol.for('nodejs.stream.disturbed');
/** A web stream's promise of its end, under `.promise`. */
const kIsClosedPromise = Symbol.for('nodejs.webstream.isClosedPromise');
/** A web stream's function that errors its controller. */
const kControllerErrorFunction = Symbol.for('nodejs.webstream.controllerErrorFunction');

const typedArrayTag = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

/** Also true for one of another realm, unlike instanceof. */
function isUint8Array(value) {
  return value instanceof Uint8Array || typedArrayTag.call(value) === 'Uint8Array';
}

function isReadableNodeStream(value, strict = false) {
  return Boolean(value && typeof value.pipe === 'function' && typeof value.on === 'function' &&
    (!strict || (typeof value.pause === 'function' && typeof value.resume === 'function')) &&
    (!value._writableState || value._readableState?.readable !== false) &&
    (!value._writableState || value._readableState));
}

function isWritableNodeStream(value) {
  return Boolean(value && typeof value.write === 'function' && typeof value.on === 'function' &&
    (!value._readableState || value._writableState?.writable !== false));
}

function isDuplexNodeStream(value) {
  return Boolean(value && typeof value.pipe === 'function' && value._readableState &&
    typeof value.on === 'function' && typeof value.write === 'function');
}

function isNodeStream(value) {
  return value && (value._readableState || value._writableState ||
    (typeof value.write === 'function' && typeof value.on === 'function') ||
    (typeof value.pipe === 'function' && typeof value.on === 'function'));
}

function isReadableStream(value) {
  return Boolean(value && !isNodeStream(value) && typeof value.pipeThrough === 'function' &&
    typeof value.getReader === 'function' && typeof value.cancel === 'function');
}

function isWritableStream(value) {
  return Boolean(value && !isNodeStream(value) && typeof value.getWriter === 'function' &&
    typeof value.abort === 'function');
}

function isTransformStream(value) {
  return Boolean(value && !isNodeStream(value) && typeof value.readable === 'object' &&
    typeof value.writable === 'object');
}

function isWebStream(value) {
  return isReadableStream(value) || isWritableStream(value) || isTransformStream(value);
}

/** `kind`: true for async iterables only, false for sync ones only, undefined for both. */
function isIterable(value, kind) {
  if (value == null) return false;
  if (kind === true) return typeof value[Symbol.asyncIterator] === 'function';
  if (kind === false) return typeof value[Symbol.iterator] === 'function';
  return typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function';
}

/** Whether the stream was destroyed; null if it is not a stream. */
function isDestroyed(stream) {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  return Boolean(stream.destroyed || stream[kIsDestroyed] || state?.destroyed);
}

function isWritableEnded(stream) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableEnded === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  return typeof state?.ended === 'boolean' ? state.ended : null;
}

function isWritableFinished(stream, strict) {
  if (!isWritableNodeStream(stream)) return null;
  if (stream.writableFinished === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  if (typeof state?.finished !== 'boolean') return null;
  return state.finished || (strict === false && state.ended === true && state.length === 0);
}

function isReadableFinished(stream, strict) {
  if (!isReadableNodeStream(stream)) return null;
  const state = stream._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== 'boolean') return null;
  return state.endEmitted || (strict === false && state.ended === true && state.length === 0);
}

/** Whether `read()` may still give data; null if the stream doesn't say. */
function isReadable(stream) {
  if (stream && stream[kIsReadable] != null) return stream[kIsReadable];
  if (typeof stream?.readable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isReadableNodeStream(stream) && stream.readable && !isReadableFinished(stream);
}

/** Whether `write()` may still be called; null if the stream doesn't say. */
function isWritable(stream) {
  if (stream && stream[kIsWritable] != null) return stream[kIsWritable];
  if (typeof stream?.writable !== 'boolean') return null;
  if (isDestroyed(stream)) return false;
  return isWritableNodeStream(stream) && stream.writable && !isWritableEnded(stream);
}

function isFinished(stream, options) {
  if (!isNodeStream(stream)) return null;
  if (isDestroyed(stream)) return true;
  if (options?.readable !== false && isReadable(stream)) return false;
  if (options?.writable !== false && isWritable(stream)) return false;
  return true;
}

function writableError(stream) {
  if (!isNodeStream(stream)) return null;
  return stream.writableErrored || (stream._writableState?.errored ?? null);
}

function readableError(stream) {
  if (!isNodeStream(stream)) return null;
  return stream.readableErrored || (stream._readableState?.errored ?? null);
}

/** Whether 'close' was emitted; null if the stream doesn't say. */
function isClosed(stream) {
  if (!isNodeStream(stream)) return null;
  if (typeof stream.closed === 'boolean') return stream.closed;
  const { _writableState: writable, _readableState: readable } = stream;
  if (typeof writable?.closed === 'boolean' || typeof readable?.closed === 'boolean') {
    return writable?.closed || readable?.closed;
  }
  if (isOutgoingMessage(stream)) return stream._closed;
  return null;
}

// HTTP messages are told by the underscore names that they are documented to have.

function isOutgoingMessage(stream) {
  return typeof stream._closed === 'boolean' && typeof stream.setHeader === 'function';
}

function isServerResponse(stream) {
  return typeof stream._sent100 === 'boolean' && isOutgoingMessage(stream);
}

/** A request as a server sees it; a response as a client sees it has `req`. */
function isServerRequest(stream) {
  return typeof stream._consuming === 'boolean' && typeof stream._dumped === 'boolean' && stream.req === undefined;
}

/** An HTTP client request: it is ended by abort(). */
function isRequest(stream) {
  return Boolean(stream?.setHeader && typeof stream.abort === 'function');
}

/** Whether 'close' will follow the end; null if the stream doesn't say. */
function willEmitClose(stream) {
  if (!isNodeStream(stream)) return null;
  const state = stream._writableState || stream._readableState;
  return (!state && isServerResponse(stream)) ||
    Boolean(state && state.autoDestroy && state.emitClose && state.closed === false);
}

/** Whether the stream was read from or cancelled. */
function isDisturbed(stream) {
  return Boolean(stream && (stream[kIsDisturbed] ?? (stream.readableDidRead || stream.readableAborted)));
}

/** Whether the stream failed. */
function isErrored(stream) {
  return Boolean(stream && (stream[kIsErrored] ?? stream.readableErrored ?? stream.writableErrored ??
    stream._readableState?.errorEmitted ?? stream._writableState?.errorEmitted ??
    stream._readableState?.errored ?? stream._writableState?.errored));
}

module.exports = {
  isClosed, isDestroyed, isDisturbed, isDuplexNodeStream, isErrored, isFinished, isIterable, isNodeStream, isReadable,
  isReadableFinished, isReadableNodeStream, isReadableStream, isRequest, isServerRequest, isTransformStream, isUint8Array,
  isWebStream, isWritable, isWritableEnded, isWritableFinished, isWritableNodeStream, isWritableStream,
  kControllerErrorFunction, kIsClosedPromise, kIsDestroyed, kIsDisturbed, kIsErrored, kIsReadable, kIsWritable,
  readableError, willEmitClose, writableError,
};
