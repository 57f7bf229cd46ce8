'use strict';
// How far a stream of any make has got, by what it shows of itself. Answers are true, false, or null: it doesn't say.
const { NODE, READS, WRITES, isOutgoingMessage, isServerResponse, kindOf } = require('stream/kinds');

const kIsDestroyed = Symbol.for('nodejs.stream.destroyed');
const kIsErrored = Symbol.for('nodejs.stream.errored');
const kIsReadable = Symbol.for('nodejs.stream.readable');
const kIsWritable = Symbol.for('nodejs.stream.writable');
const kIsDisturbed = Symbol.for('nodejs.stream.disturbed');
/** A web stream's promise of its end, under `.promise`. */
const kIsClosedPromise = Symbol.for('nodejs.webstream.isClosedPromise');
/** A web stream's function that errors its controller. */
const kControllerErrorFunction = Symbol.for('nodejs.webstream.controllerErrorFunction');

function isNode(stream) {
  return (kindOf(stream) & NODE) !== 0;
}

// --- The readable side. ---

/** Whether 'end' was emitted, or (`orIsDue`) nothing but that is left to come. */
function hasEnded(stream, orIsDue = false) {
  return endedAs(kindOf(stream), stream, orIsDue);
}

// What has `kind` in front of the stream is asked together with others, and is told what kindOf(stream) is.
function endedAs(kind, stream, orIsDue) {
  if (!(kind & READS)) return null;
  const state = stream._readableState;
  if (state?.errored) return false;
  if (typeof state?.endEmitted !== 'boolean') return null;
  return state.endEmitted || (orIsDue && state.ended === true && state.length === 0);
}

/** Whether `read()` may still give data. */
function isReadable(stream) {
  if (stream && stream[kIsReadable] != null) return stream[kIsReadable];
  if (typeof stream?.readable !== 'boolean') return null;
  const kind = kindOf(stream);
  return !destroyedAs(kind, stream) && stream.readable && (kind & READS) !== 0 && !endedAs(kind, stream, false);
}

// --- The writable side. ---

/** Whether 'finish' was emitted, or (`orIsDue`) nothing but that is left to come. */
function hasFinished(stream, orIsDue = false) {
  if (!(kindOf(stream) & WRITES)) return null;
  if (stream.writableFinished === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  if (typeof state?.finished !== 'boolean') return null;
  return state.finished || (orIsDue && state.ended === true && state.length === 0);
}

/** Whether end() was called. */
function isEnding(stream) {
  return endingAs(kindOf(stream), stream);
}

function endingAs(kind, stream) {
  if (!(kind & WRITES)) return null;
  if (stream.writableEnded === true) return true;
  const state = stream._writableState;
  if (state?.errored) return false;
  return typeof state?.ended === 'boolean' ? state.ended : null;
}

/** Whether `write()` may still be called. */
function isWritable(stream) {
  if (stream && stream[kIsWritable] != null) return stream[kIsWritable];
  if (typeof stream?.writable !== 'boolean') return null;
  const kind = kindOf(stream);
  return !destroyedAs(kind, stream) && stream.writable && (kind & WRITES) !== 0 && !endingAs(kind, stream);
}

// --- The stream as a whole. ---

/** Whether a Node stream was destroyed; null for anything else. */
function isDestroyed(stream) {
  return destroyedAs(kindOf(stream), stream);
}

function destroyedAs(kind, stream) {
  if (!(kind & NODE)) return null;
  const state = stream._writableState || stream._readableState;
  return Boolean(stream.destroyed || stream[kIsDestroyed] || state?.destroyed);
}

/** Whether nothing can be read or written any more. */
function isOver(stream) {
  if (!isNode(stream)) return null;
  return isDestroyed(stream) || (!isReadable(stream) && !isWritable(stream));
}

/** Whether 'close' was emitted. */
function isClosed(stream) {
  if (!isNode(stream)) return null;
  if (typeof stream.closed === 'boolean') return stream.closed;
  const known = [stream._writableState?.closed, stream._readableState?.closed].filter((each) => typeof each === 'boolean');
  if (known.length > 0) return known.includes(true);
  return isOutgoingMessage(stream) ? stream._closed : null;
}

/** Whether 'close' will follow the end by itself. */
function willClose(stream) {
  if (!isNode(stream)) return null;
  const state = stream._writableState || stream._readableState;
  if (!state) return isServerResponse(stream);
  return Boolean(state.autoDestroy && state.emitClose && state.closed === false);
}

/** The error that the stream knows of; null if none. */
function errorOf(stream) {
  for (const error of [stream.writableErrored, stream._writableState?.errored,
                       stream.readableErrored, stream._readableState?.errored]) {
    if (error && typeof error !== 'boolean') return error;
  }
  return null;
}

/** Whether the stream was read from or cancelled. */
function isDisturbed(stream) {
  return Boolean(stream && (stream[kIsDisturbed] ?? (stream.readableDidRead || stream.readableAborted)));
}

/** Whether the stream failed. */
function isErrored(stream) {
  if (!stream) return false;
  const { _readableState: readable, _writableState: writable } = stream;
  return Boolean(stream[kIsErrored] ?? stream.readableErrored ?? stream.writableErrored ??
    readable?.errorEmitted ?? writable?.errorEmitted ?? readable?.errored ?? writable?.errored);
}

module.exports = {
  errorOf, hasEnded, hasFinished, isClosed, isDestroyed, isDisturbed, isEnding, isErrored, isOver, isReadable, isWritable,
  kControllerErrorFunction, kIsClosedPromise, kIsDestroyed, willClose,
};
