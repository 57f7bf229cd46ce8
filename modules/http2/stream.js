'use strict';
// What the streams of servers and clients have in common: a Duplex over one stream of a session.
//
// Writing: a chunk goes to the native half, which calls back when its frames are on their way; the last chunk of end()
// takes the stream's end with it. Reading: data are pushed as they come, and the peer's window opens again when there is
// room. nghttp2's stream goes when both sides have ended, or by RST_STREAM; then this one comes to its end, or is destroyed.
const { Duplex } = require('stream');
const { nextTick } = require('ticks');
const asyncContext = require('async_context');
const { encodingId } = require('encodings');
const {
  ERR_HTTP2_INVALID_STREAM, ERR_HTTP2_TRAILERS_ALREADY_SENT, ERR_HTTP2_TRAILERS_NOT_READY,
  ERR_INVALID_ARG_TYPE,
} = require('errors');
const { validateFunction, validateInteger } = require('validators');
const { setImmediate } = require('timers');
const { toBlock } = require('http2/header_fields');
const { continueIfSending, refresh, setActivityTimeout } = require('http2/timeout');
const { CANCEL, INTERNAL_ERROR, NO_ERROR, streamError } = require('http2/codes');
const { StreamTimes, isObserved, now, reportStream } = require('http2/observe');
const { kExpectTrailers, kForgoTrailers, kHandle, kId, kProceed, kSession, kState, kTimeout } = require('http2/symbols');

const MOST_CODE = 2 ** 32 - 1;
const UTF8 = encodingId('utf8');

const SERVER = 0;
// Where a stream's trailers are.
const WANTED = 1;
const SENT = 2;

// What a stream remembers of its life.
class StreamState {
  constructor(context) {
    this.context = context; // of the program's that made it
    this.rstCode = NO_ERROR;
    this.isClosed = false; // it is or was closed, by either side
    this.isClosedBelow = false; // nghttp2's stream is gone
    this.isAborted = false;
    this.isEnding = false; // end() was called
    this.hasEnded = false; // the end is with the native half
    this.writeCallback = null;
    this.writing = 0; // bytes or characters of that write
    this.finalCallback = null;
    this.waitsForRoom = false; // the native half waits for readMore()
    this.hasReadEnd = false;
    this.waitsForTrailers = false;
    this.trailers = 0;
    this.sentHeaders = undefined;
    this.sentInfoHeaders = undefined;
    this.sentTrailers = undefined;
    this.endAfterHeaders = false;
    this.isHead = false; // the answer to HEAD has no body
    this.isFile = false; // the body is a file's (file_response.js)
    this.times = null; // while it is observed
  }
}

class Http2Stream extends Duplex {
  /** @param {Http2Session} session @param {number|undefined} id of a stream that is there already @param {object} options of Duplex */
  constructor(session, id, options) {
    super(options);
    this[kSession] = session;
    this[kId] = id;
    this[kTimeout] = null;
    this[kState] = new StreamState(asyncContext.current());
    if (id !== undefined) session[kState].streams.set(id, this);
    session[kState].streamCount++;
    if (isObserved()) this[kState].times = new StreamTimes();
  }

  // What it is like ---------------------------------------------------------------------------------------------------

  /** @returns {number|undefined} undefined until the session is connected */
  get id() { return this[kId]; }
  /** @returns {Http2Session|undefined} undefined once destroyed */
  get session() { return this[kSession]; }
  get pending() { return this[kId] === undefined; }
  get closed() { return this[kState].isClosed; }
  get aborted() { return this[kState].isAborted; }
  get rstCode() { return this[kState].rstCode; }
  /** Whether the headers that came ended the peer's side. */
  get endAfterHeaders() { return this[kState].endAfterHeaders; }
  get sentHeaders() {
    const state = this[kState];
    const { sentHeaders } = state;
    if (sentHeaders === undefined || Object.getPrototypeOf(sentHeaders) === null) return sentHeaders;
    return state.sentHeaders = Object.assign({ __proto__: null }, sentHeaders);
  }
  get sentInfoHeaders() { return this[kState].sentInfoHeaders; }
  get sentTrailers() { return this[kState].sentTrailers; }
  /** Bytes that wait to be sent. */
  get bufferSize() { return this.writableLength; }

  /** @returns {object} numbers of nghttp2's stream; {} when it is gone */
  get state() {
    const numbers = this.pending ? undefined : this[kSession]?.[kHandle]?.streamState(this[kId]);
    if (numbers === undefined) return {};
    const [state, weight, sumDependencyWeight, localClose, remoteClose, localWindowSize] = numbers;
    return { state, weight, sumDependencyWeight, localClose, remoteClose, localWindowSize };
  }

  // Time -------------------------------------------------------------------------------------------------------------

  /** Emits 'timeout' after `msecs` milliseconds without activity. */
  setTimeout(msecs, callback) {
    setActivityTimeout(this, msecs, callback);
    return this;
  }

  _onTimeout() {
    if (this.destroyed) return;
    const isWriting = this[kState].writeCallback !== null;
    if (!isWriting || !continueIfSending(this, this[kSession]?.[kHandle] ?? null)) this.emit('timeout');
  }

  // Writing ----------------------------------------------------------------------------------------------------------

  end(chunk, encoding, callback) {
    const state = this[kState];
    state.isEnding = true;
    const result = super.end(chunk, encoding, callback);
    // A write that is not sent yet takes the end with it.
    if (state.writeCallback !== null && !state.hasEnded && this.writableLength === state.writing) {
      state.hasEnded = this[kSession]?.[kHandle]?.end(this[kId]) === 0;
    }
    return result;
  }

  _write(chunk, encoding, callback) {
    if (this.pending) {
      this.once('ready', () => { this._write(chunk, encoding, callback); });
      return;
    }
    const state = this[kState];
    const isLast = state.isEnding && this.writableLength <= chunk.length;
    const handle = readyToWrite(this, state, callback);
    if (handle === null) return;
    const id = typeof chunk === 'string' ? encodingId(encoding) : UTF8;
    state.writing = chunk.length;
    if (handle.write(this[kId], chunk, id, isLast) === 0) state.hasEnded = isLast;
    else written(this);
  }

  _writev(chunks, callback) {
    if (this.pending) {
      this.once('ready', () => { this._writev(chunks, callback); });
      return;
    }
    const state = this[kState];
    const isLast = state.isEnding;
    const handle = readyToWrite(this, state, callback);
    if (handle === null) return;
    const list = [];
    for (let i = 0; i < chunks.length; i++) {
      const { chunk, encoding } = chunks[i];
      list.push(chunk);
      if (typeof chunk === 'string') list.push(encodingId(encoding));
    }
    state.writing = this.writableLength;
    if (handle.writeMany(this[kId], list, isLast) === 0) state.hasEnded = isLast;
    else written(this);
  }

  _final(callback) {
    if (this.pending) {
      this.once('ready', () => { this._final(callback); });
      return;
    }
    const state = this[kState];
    if ((state.isHead && !this.headersSent) || state.isFile) {
      state.finalCallback = callback; // of respond(), or of the file's end
      return;
    }
    if (!state.hasEnded && !state.isClosedBelow && !this.destroyed) {
      state.hasEnded = true;
      const handle = readyToWrite(this, state, () => { finishWriting(this, state, callback); });
      if (handle !== null && handle.write(this[kId], '', UTF8, true) !== 0) written(this);
      return;
    }
    finishWriting(this, state, callback);
  }

  // Reading ----------------------------------------------------------------------------------------------------------

  _read() {
    const state = this[kState];
    if (!state.waitsForRoom) return;
    state.waitsForRoom = false;
    this[kSession]?.[kHandle]?.readMore(this[kId]);
  }

  // Trailers ---------------------------------------------------------------------------------------------------------

  /**
   * Sends a last block of headers, behind which the stream is ended; once 'wantTrailers' was emitted.
   * @throws ERR_HTTP2_INVALID_STREAM, ERR_HTTP2_TRAILERS_ALREADY_SENT, ERR_HTTP2_TRAILERS_NOT_READY, and what headers may not be
   */
  sendTrailers(headers) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    const state = this[kState];
    if (state.trailers === SENT) throw new ERR_HTTP2_TRAILERS_ALREADY_SENT();
    if (state.trailers !== WANTED) throw new ERR_HTTP2_TRAILERS_NOT_READY();
    if (headers !== undefined && (headers === null || typeof headers !== 'object' || Array.isArray(headers))) {
      throw new ERR_INVALID_ARG_TYPE('headers', 'Object', headers);
    }
    const copy = Object.assign({ __proto__: null }, headers);
    const { text, count } = toBlock(copy, 'trailers');
    state.sentTrailers = copy;
    state.trailers = SENT;
    const result = this[kSession][kHandle].trailers(this[kId], text, count);
    if (result < 0) this.destroy(nghttpError(result));
    const { finalCallback } = state;
    state.finalCallback = null;
    if (finalCallback !== null) nextTick(finalCallback);
  }

  /** There will be no trailers after all: the stream's end goes with the last data. Before end(). */
  [kForgoTrailers]() {
    const state = this[kState];
    if (state.waitsForTrailers && this[kSession]?.[kHandle]?.forgoTrailers(this[kId])) state.waitsForTrailers = false;
  }

  /** Behind [kForgoTrailers]: there will be some, if the last data are not on their way yet. */
  [kExpectTrailers]() {
    const state = this[kState];
    if (!state.waitsForTrailers && this[kSession]?.[kHandle]?.expectTrailers(this[kId])) state.waitsForTrailers = true;
  }

  // The end ----------------------------------------------------------------------------------------------------------

  /**
   * Ends the stream by RST_STREAM with `code`; without an error, behind what was written if end() was called. `callback` is a
   * listener for 'close'.
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
   */
  close(code = NO_ERROR, callback) {
    validateInteger(code, 'code', 0, MOST_CODE);
    if (callback !== undefined) validateFunction(callback, 'callback');
    if (this.closed) return;
    if (callback !== undefined) this.once('close', callback);
    const isEnding = this.writableEnded;
    markClosed(this, code);
    if (!isEnding || this.writableFinished || code !== NO_ERROR) reset(this, code);
    else this.once('finish', () => { reset(this, code); });
  }

  /** Does nothing but warn: priorities are not signalled any more (RFC 9113, section 5.3). */
  priority() {
    warnOfPriority('http2Stream.priority is longer supported after priority signalling was deprecated in RFC 9113');
    if (this.destroyed) throw new ERR_HTTP2_INVALID_STREAM();
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = {
      id: this.id ?? '<pending>', closed: this.closed, destroyed: this.destroyed, state: this.state,
      readableState: this._readableState, writableState: this._writableState,
    };
    return `Http2Stream ${require('util').inspect(shown, options)}`;
  }

  /** What is read already may still be read to its 'end', unless there is an error. */
  destroy(error, callback) {
    if (!error && !this.destroyed) receiveEnd(this);
    return super.destroy(error, callback);
  }

  _destroy(error, callback) {
    const session = this[kSession];
    const state = this[kState];
    require('timers').clearTimeout(this[kTimeout]);
    this[kTimeout] = null;
    const code = state.isClosed ? state.rstCode : codeOf(error, session);
    if (!state.isClosed) markClosed(this, code);
    // A session that is destroyed says so by itself.
    if (!state.isClosedBelow && !this.pending && !session[kState].destroyed) session[kHandle]?.reset(this[kId], code, cutsWriting(this, code));
    if (!error && code !== NO_ERROR && code !== CANCEL) error = streamError(code);
    if (session[kState].destroyed && session[kState].error === error && this.listenerCount('error') === 0) error = null;
    if (state.times !== null) reportStream(this, session);
    leave(this, session);
    releaseCallbacks(state);
    const side = channelsOf(session);
    if (error && side.error.hasSubscribers) side.error.publish({ stream: this, error });
    callback(error);
  }
}

function channelsOf(session) {
  const channels = require('http2/channels');
  return session.type === SERVER ? channels.server : channels.client;
}

let hasWarnedOfPriority = false;
function warnOfPriority(message) {
  if (hasWarnedOfPriority) return;
  hasWarnedOfPriority = true;
  require('process').emitWarning(message, 'DeprecationWarning', 'DEP0194');
}

function nghttpError(number) {
  const { NghttpError } = require('http2/nghttp_error');
  return new NghttpError(number);
}

// With which code a stream is reset that was not closed before it is destroyed.
function codeOf(error, session) {
  const { destroyed, destroyCode, goawayCode } = session[kState];
  if (destroyed) return goawayCode !== NO_ERROR ? goawayCode : destroyCode ?? NO_ERROR;
  if (!error) return NO_ERROR;
  return error.name === 'AbortError' ? CANCEL : INTERNAL_ERROR;
}

// The stream is closed, from whichever side: what was to be written is not.
function markClosed(stream, code) {
  const state = stream[kState];
  const session = stream[kSession];
  state.isClosed = true;
  state.rstCode = code;
  require('timers').clearTimeout(stream[kTimeout]);
  stream[kTimeout] = null;
  const { finalCallback } = state;
  if (finalCallback !== null) {
    state.finalCallback = null;
    nextTick(finalCallback);
  }
  if (!stream.writableEnded) {
    if (!state.isAborted) {
      state.isAborted = true;
      stream.emit('aborted');
    }
    stream.end();
  }
  const { close } = channelsOf(session);
  if (close.hasSubscribers) close.publish({ stream });
}

function reset(stream, code) {
  const state = stream[kState];
  if (stream.pending) {
    stream.once('ready', () => { reset(stream, code); });
    return;
  }
  if (!state.isClosedBelow) stream[kSession]?.[kHandle]?.reset(stream[kId], code, cutsWriting(stream, code));
}

// What was written still goes out, but without END_STREAM, so that the other side does not take it for all there is.
function cutsWriting(stream, code) {
  return code !== CANCEL && !stream.writableFinished;
}

function leave(stream, session) {
  stream[kSession] = undefined;
  const { streams, pending } = session[kState];
  if (stream.pending) pending.delete(stream);
  else if (streams.get(stream[kId]) === stream) streams.delete(stream[kId]);
  session.destroyIfDone();
}

// Callbacks of writes that nothing comes of any more.
function releaseCallbacks(state) {
  const { writeCallback, finalCallback } = state;
  state.writeCallback = state.finalCallback = null;
  if (writeCallback !== null) writeCallback();
  if (finalCallback !== null) finalCallback();
}

// The native half, if it may be written to; `callback` is called when it is written. Headers go first.
function readyToWrite(stream, state, callback) {
  const handle = stream[kSession]?.[kHandle] ?? null;
  if (handle === null || state.isClosedBelow || stream.destroyed) {
    callback();
    return null;
  }
  if (!stream.headersSent) {
    if (state.isClosed) {
      callback();
      return null;
    }
    stream[kProceed]();
  }
  state.writeCallback = callback;
  if (stream[kTimeout] !== null) refresh(stream);
  if (handle !== stream[kSession]?.[kHandle]) { // proceeding failed
    written(stream);
    return null;
  }
  return handle;
}

function finishWriting(stream, state, callback) {
  if (state.waitsForTrailers && state.trailers !== SENT && !state.isClosed) {
    state.finalCallback = callback;
    return;
  }
  callback();
  // A server has answered, and nobody reads what the client still sends: it may stop. Pushes may be made until then.
  if (!state.hasReadEnd && !state.isClosed && stream.readableFlowing === null && stream[kSession]?.type === SERVER) {
    setImmediate(closeUnread, stream);
  }
}

function closeUnread(stream) {
  if (stream.readableFlowing === null) stream.close();
}

// From the native half (events.js) --------------------------------------------------------------------------------------

/** @returns {boolean} false: the reader has no room for more */
function receiveData(stream, bytes) {
  const { times } = stream[kState];
  if (times !== null) {
    if (times.firstByte === 0) times.firstByte = now();
    times.bytesRead += bytes.length;
  }
  if (stream.push(bytes)) return true;
  stream[kState].waitsForRoom = true;
  return false;
}

/** The peer's side has ended. */
function receiveEnd(stream) {
  const state = stream[kState];
  if (state.hasReadEnd || stream.destroyed) return;
  state.hasReadEnd = true;
  stream.push(null);
}

/** The write under way is written. */
function written(stream) {
  const state = stream[kState];
  const { writeCallback } = state;
  if (writeCallback === null) return;
  state.writeCallback = null;
  const { times } = state;
  if (times !== null) {
    if (times.firstByteSent === 0) times.firstByteSent = now();
    times.bytesWritten += state.writing;
  }
  if (stream[kTimeout] !== null) refresh(stream);
  writeCallback();
}

/** All data are sent: the trailers' turn. */
function wantTrailers(stream) {
  const state = stream[kState];
  if (stream.destroyed || stream.closed) return;
  state.trailers = WANTED;
  if (!stream.emit('wantTrailers')) stream.sendTrailers({});
}

/** nghttp2's stream is gone. */
function closedBelow(stream, code) {
  const state = stream[kState];
  state.isClosedBelow = true;
  if (stream.destroyed) return;
  const isOurs = state.isClosed;
  if (!isOurs) markClosed(stream, code);
  receiveEnd(stream);
  written(stream);
  releaseCallbacks(state);
  if (state.rstCode !== NO_ERROR) {
    if (isOurs) setImmediate(destroyClosed, stream); // 'end' may come before
    else stream.destroy();
    return;
  }
  if (stream.readableLength > 0 && stream.readableFlowing === null && stream[kSession].type === SERVER) {
    stream.resume(); // nobody will read what came
  } else {
    stream.read(0);
  }
  if (!destroyDone.call(stream)) stream.once('end', destroyDoneSoon).once('finish', destroyDoneSoon);
}

// A stream is destroyed when nghttp2 has closed it, too, and in a callback of its own: who awaits 'end' or 'finish' is there
// for 'close'. @returns {boolean} whether it is
function destroyDone() {
  if (this.readableEnded && this.writableFinished) this.destroy();
  return this.destroyed;
}

function destroyDoneSoon() {
  setImmediate(() => { destroyDone.call(this); });
}

function destroyClosed(stream) {
  if (!stream.destroyed) stream.destroy();
}

/** A frame of the stream could not be sent. */
function frameFailed(stream, code) {
  // When nghttp2 gives up the stream for it, that comes first, with its own code.
  nextTick(() => {
    if (stream.destroyed) return;
    if (!stream.closed) stream.close(code);
    stream.destroy();
  });
}

module.exports = {
  Http2Stream, closedBelow, finishWriting, frameFailed, receiveData, receiveEnd, wantTrailers, written, channelsOf, nghttpError, warnOfPriority,
};
