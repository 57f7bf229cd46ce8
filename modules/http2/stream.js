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
  ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE,
} = require('errors');
const { validateFunction, validateNumber } = require('validators');
const { toBlock } = require('http2/header_fields');
const { refresh, setActivityTimeout } = require('http2/timeout');
const { CANCEL, FRAME_SIZE_ERROR, INTERNAL_ERROR, NO_ERROR, streamError } = require('http2/codes');
const { kHandle, kId, kProceed, kSession, kState, kTimeout } = require('http2/symbols');

const MOST_CODE = 2 ** 32 - 1;
const UTF8 = encodingId('utf8');
// Of nghttp2, where a frame is too large.
const ERR_FRAME_SIZE = -522;

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
    this.times = null; // while somebody observes
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
  get sentHeaders() { return this[kState].sentHeaders; }
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
    const state = this[kState];
    const session = this[kSession];
    if (state.writeCallback !== null && session !== undefined) { // a long write goes on
      const bytes = session[kHandle]?.bytesWritten;
      if (bytes !== state.bytesAtTimeout) {
        state.bytesAtTimeout = bytes;
        refresh(this);
        return;
      }
    }
    this.emit('timeout');
  }

  // Writing ----------------------------------------------------------------------------------------------------------

  end(chunk, encoding, callback) {
    this[kState].isEnding = true;
    return super.end(chunk, encoding, callback);
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
    if (handle.writeMany(this[kId], list, isLast) === 0) state.hasEnded = isLast;
    else written(this);
  }

  _final(callback) {
    if (this.pending) {
      this.once('ready', () => { this._final(callback); });
      return;
    }
    const state = this[kState];
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

  // The end ----------------------------------------------------------------------------------------------------------

  /**
   * Ends the stream by RST_STREAM with `code`; without an error, behind what was written if end() was called. `callback` is a
   * listener for 'close'.
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
   */
  close(code = NO_ERROR, callback) {
    validateNumber(code, 'code');
    if (code < 0 || code > MOST_CODE || !Number.isInteger(code)) throw new ERR_OUT_OF_RANGE('code', `>= 0 && <= ${MOST_CODE}`, code);
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
    warnOfPriority();
  }

  _destroy(error, callback) {
    const session = this[kSession];
    const state = this[kState];
    require('timers').clearTimeout(this[kTimeout]);
    this[kTimeout] = null;
    const code = state.isClosed ? state.rstCode : codeOf(error, session);
    if (!state.isClosed) markClosed(this, code);
    if (!state.isClosedBelow && !this.pending) session[kHandle]?.reset(this[kId], code);
    if (!error && code !== NO_ERROR && code !== CANCEL) error = streamError(code);
    if (session[kState].destroyed && session[kState].error === error && this.listenerCount('error') === 0) error = null;
    leave(this, session);
    releaseCallbacks(state);
    const side = channelsOf(session);
    if (error && side.error.hasSubscribers) side.error.publish({ stream: this, error });
    if (side.close.hasSubscribers) side.close.publish({ stream: this });
    callback(error);
  }
}

function channelsOf(session) {
  const channels = require('http2/channels');
  return session.type === SERVER ? channels.server : channels.client;
}

let hasWarnedOfPriority = false;
function warnOfPriority() {
  if (hasWarnedOfPriority) return;
  hasWarnedOfPriority = true;
  require('process').emitWarning('http2Stream.priority is longer supported after priority signalling was deprecated in RFC 9113',
    'DeprecationWarning', 'DEP0194');
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
  state.isClosed = true;
  state.rstCode = code;
  require('timers').clearTimeout(stream[kTimeout]);
  stream[kTimeout] = null;
  if (stream.writableEnded) return;
  if (!state.isAborted) {
    state.isAborted = true;
    stream.emit('aborted');
  }
  stream.end();
}

function reset(stream, code) {
  const state = stream[kState];
  if (stream.pending) {
    stream.once('ready', () => { reset(stream, code); });
    return;
  }
  if (!state.isClosedBelow) stream[kSession]?.[kHandle]?.reset(stream[kId], code);
}

function leave(stream, session) {
  stream[kSession] = undefined;
  const { streams, pending } = session[kState];
  if (stream.pending) pending.delete(stream);
  else if (streams.get(stream[kId]) === stream) streams.delete(stream[kId]);
  if (session[kState].closed && streams.size === 0) nextTick(destroyIfDone, session);
}

function destroyIfDone(session) {
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
  if (!stream.headersSent) stream[kProceed]();
  state.writeCallback = callback;
  if (stream[kTimeout] !== null) refresh(stream);
  if (handle !== stream[kSession]?.[kHandle]) { // proceeding failed
    written(stream);
    return null;
  }
  return handle;
}

function finishWriting(stream, state, callback) {
  if (state.waitsForTrailers && state.trailers !== SENT && !state.isClosedBelow) state.finalCallback = callback;
  else callback();
}

// From the native half (events.js) --------------------------------------------------------------------------------------

/** @returns {boolean} false: the reader has no room for more */
function receiveData(stream, bytes) {
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
  if (!state.isClosed) markClosed(stream, code);
  receiveEnd(stream);
  releaseCallbacks(state);
  if (state.rstCode !== NO_ERROR) {
    stream.destroy();
  } else if (stream.readableFlowing === null && stream[kSession].type === SERVER) {
    stream.resume(); // nobody will read what came
  } else {
    stream.read(0);
  }
}

/** A frame of the stream could not be sent. */
function frameFailed(stream, number) {
  if (stream.destroyed) return;
  const code = number === ERR_FRAME_SIZE ? FRAME_SIZE_ERROR : INTERNAL_ERROR;
  if (!stream.closed) stream.close(code);
  stream.destroy();
}

module.exports = {
  Http2Stream, closedBelow, frameFailed, receiveData, receiveEnd, wantTrailers, written, channelsOf, nghttpError,
};
