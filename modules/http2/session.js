'use strict';
// What the sessions of servers and clients have in common: one HTTP/2 connection, over a socket that it takes for itself.
//
// The native half (session.h) reads and writes the socket's handle; over any other Duplex, carrier.js carries the
// bytes. What it reports comes to the functions of events.js. Frames that are submitted in one turn leave in one write.
//
// The end. close() lets the streams that are open come to theirs, then destroys. destroy() ends the streams, sends a last
// GOAWAY, and lets go of the socket, whose 'close' brings the session's.
const { OwnMap, OwnSet } = require('intrinsics');
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const asyncIds = require('async_ids');
const {
  ERR_HTTP2_INVALID_SESSION, ERR_HTTP2_MAX_PENDING_SETTINGS_ACK, ERR_HTTP2_PING_CANCEL, ERR_HTTP2_PING_LENGTH,
  ERR_HTTP2_SESSION_ERROR, ERR_HTTP2_SETTINGS_CANCEL, ERR_HTTP2_SOCKET_BOUND, ERR_HTTP2_STREAM_CANCEL, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE,
} = require('errors');
const { validateFunction, validateInt32, validateNumber } = require('validators');
const native = binding('http2');
const { kOwner } = require('stream_handles');
const { fromEntries, toEntries, validateSettings } = require('http2/settings');
const { callbacks } = require('http2/events');
const { nghttpError, receiveEnd } = require('http2/stream');
const { carry } = require('http2/carrier');
const { customSettingsOf, limitsOf } = require('http2/options');
const { Http2Ping, answerPing } = require('http2/ping');
const { now, reportSession } = require('http2/observe');
const { proxyOf } = require('http2/socket_proxy');
const { continueIfSending, setActivityTimeout } = require('http2/timeout');
const { INTERNAL_ERROR, NO_ERROR, CANCEL } = require('http2/codes');
const {
  kBoundSession, kHandle, kOptions, kProxySocket, kSocket, kState, kTimeout, kType,
} = require('http2/symbols');

const { tracking } = asyncIds;
const SERVER = 0;
const CLIENT = 1;
const MOST_STREAM_ID = 2 ** 32 - 1;
const PING_BYTES = 8;

// What a session remembers of its life.
class State {
  constructor(options) {
    this.streams = new OwnMap(); // by id
    this.pending = new OwnSet(); // a client's streams that have no id yet
    this.closed = false;
    this.destroyed = false;
    this.closing = false; // the socket is being ended
    this.destroyCode = undefined;
    this.goawayCode = NO_ERROR; // of the peer's GOAWAY
    this.error = undefined; // what 'error' will tell
    this.pings = [];
    this.settings = []; // sent, and not acknowledged
    this.maxOutstandingPings = options.maxOutstandingPings ?? 10;
    this.maxOutstandingSettings = options.maxOutstandingSettings ?? 10;
    this.localSettings = undefined;
    this.remoteSettings = undefined;
    this.originSet = undefined;
    this.carrier = null; // what reads and writes the socket for the native half, from start() on
    this.streamCount = 0;
    this.startTime = now();
    this.pingRTT = 0;
    this.streamDuration = 0;
  }
}

function hasStreams(session) {
  const { streams, pending } = session[kState];
  return streams.size > 0 || pending.size > 0;
}

function destroyDone(session) {
  if (!session.destroyed && !hasStreams(session)) session.destroy();
}

class Http2Session extends EventEmitter {
  constructor(type, options, socket) {
    super(options);
    if (socket[kBoundSession] !== undefined) throw new ERR_HTTP2_SOCKET_BOUND();
    socket[kBoundSession] = this;
    lookAtDebugging();
    this[kType] = type;
    this[kSocket] = socket;
    this[kProxySocket] = null;
    this[kHandle] = null;
    this[kOptions] = options;
    this[kState] = new State(options);
    this[kTimeout] = null;
    socket.on('error', onSocketError);
    socket.on('close', onSocketClose);
  }

  // What it is like ---------------------------------------------------------------------------------------------------

  /** http2.constants.NGHTTP2_SESSION_SERVER or NGHTTP2_SESSION_CLIENT */
  get type() { return this[kType]; }
  get closed() { return this[kState].closed; }
  get destroyed() { return this[kState].destroyed; }
  get connecting() { return !this.destroyed && this[kHandle] === null; }

  /** The socket, without the verbs that would get between the session and its bytes; undefined once destroyed. */
  get socket() {
    if (this[kSocket] === undefined) return undefined;
    return this[kProxySocket] ??= proxyOf(this);
  }

  /** @returns {boolean|undefined} whether TLS carries it; undefined before it is connected */
  get encrypted() {
    const socket = this[kSocket];
    if (socket === undefined || this.connecting) return undefined;
    return Boolean(socket.encrypted);
  }

  /** @returns {string|undefined} 'h2c' without TLS */
  get alpnProtocol() {
    const socket = this[kSocket];
    if (socket === undefined || this.connecting) return undefined;
    return socket.encrypted ? socket.alpnProtocol : 'h2c';
  }

  /** @returns {string[]|undefined} the origins that the server may speak for */
  get originSet() {
    const state = this[kState];
    if (!this.encrypted || this.destroyed) return undefined;
    state.originSet ??= initialOrigins(this[kSocket]);
    return [...state.originSet];
  }

  /** @returns {object} numbers of flow control and compression; {} once destroyed */
  get state() {
    const numbers = this[kHandle]?.state();
    if (!numbers || numbers.length === 0) return {};
    const [
      effectiveLocalWindowSize, effectiveRecvDataLength, nextStreamID, localWindowSize, lastProcStreamID, remoteWindowSize,
      outboundQueueSize, deflateDynamicTableSize, inflateDynamicTableSize,
    ] = numbers;
    return {
      effectiveLocalWindowSize, effectiveRecvDataLength, nextStreamID, localWindowSize, lastProcStreamID, remoteWindowSize,
      outboundQueueSize, deflateDynamicTableSize, inflateDynamicTableSize,
    };
  }

  /** @returns {boolean} whether the peer has not acknowledged all settings */
  get pendingSettingsAck() { return this[kState].settings.length > 0; }

  /** @returns {object} the settings in force for what this side receives */
  get localSettings() {
    if (this[kHandle] === null) return { __proto__: null };
    return this[kState].localSettings ??= fromEntries(this[kHandle].localSettings());
  }

  get remoteSettings() {
    if (this[kHandle] === null) return { __proto__: null };
    return this[kState].remoteSettings ??= fromEntries(this[kHandle].remoteSettings());
  }

  // Frames -----------------------------------------------------------------------------------------------------------

  /**
   * Sends new settings. They are in force once the peer has acknowledged them: `callback(error, settings, milliseconds)`.
   * Too many that wait destroy the session with ERR_HTTP2_MAX_PENDING_SETTINGS_ACK.
   * @throws ERR_HTTP2_INVALID_SESSION, ERR_HTTP2_INVALID_SETTING_VALUE
   */
  settings(settings, callback) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (settings !== undefined && (settings === null || typeof settings !== 'object')) {
      throw new ERR_INVALID_ARG_TYPE('settings', 'Object', settings);
    }
    validateSettings(settings ?? {});
    if (callback !== undefined) validateFunction(callback, 'callback');
    const state = this[kState];
    if (state.settings.length >= state.maxOutstandingSettings) {
      this.destroy(new ERR_HTTP2_MAX_PENDING_SETTINGS_ACK());
      if (callback !== undefined) nextTick(callback, new ERR_HTTP2_SETTINGS_CANCEL());
      return;
    }
    const copy = { ...settings };
    state.settings.push({ callback, start: now() });
    if (this.connecting) this.once('connect', () => { this.#sendSettings(copy); });
    else this.#sendSettings(copy);
  }

  #sendSettings(settings) {
    if (this.destroyed) return;
    const result = this[kHandle].settings(toEntries(settings));
    if (result < 0) this.destroy(nghttpError(result));
  }

  /**
   * Sends a PING. `callback(error, milliseconds, payload)`, when the answer is there.
   * @param {Buffer} [payload] 8 bytes @returns {boolean} false: too many wait for their answer
   * @throws ERR_HTTP2_INVALID_SESSION, ERR_HTTP2_PING_LENGTH
   */
  ping(payload, callback) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (typeof payload === 'function') {
      callback = payload;
      payload = undefined;
    }
    if (payload !== undefined) {
      if (!ArrayBuffer.isView(payload)) {
        throw new ERR_INVALID_ARG_TYPE('payload', ['Buffer', 'TypedArray', 'DataView'], payload);
      }
      if (payload.byteLength !== PING_BYTES) throw new ERR_HTTP2_PING_LENGTH();
    }
    validateFunction(callback, 'callback');
    const { pings, maxOutstandingPings } = this[kState];
    const ping = new Http2Ping(callback);
    if (tracking.on) asyncIds.startResource(ping, 'HTTP2PING');
    if (pings.length >= maxOutstandingPings) {
      nextTick(answerPing, ping, new ERR_HTTP2_PING_CANCEL());
      return false;
    }
    pings.push(ping);
    if (this.connecting) {
      this.once('connect', () => { if (!this.destroyed) this.#sendPing(ping, payload); });
      return undefined;
    }
    this.#sendPing(ping, payload);
    return true;
  }

  #sendPing(ping, payload) {
    ping.start = now();
    this[kHandle].ping(payload ?? timestamp());
  }

  /**
   * Announces to the peer that no further streams are welcome; the session goes on.
   * @param {number} [code] @param {number} [lastStreamID] 0: the last one that was seen @param {ArrayBufferView} [opaqueData]
   */
  goaway(code = NO_ERROR, lastStreamID = 0, opaqueData) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (opaqueData !== undefined && !ArrayBuffer.isView(opaqueData)) {
      throw new ERR_INVALID_ARG_TYPE('opaqueData', ['Buffer', 'TypedArray', 'DataView'], opaqueData);
    }
    validateNumber(code, 'code');
    validateNumber(lastStreamID, 'lastStreamID');
    const send = () => { this[kHandle]?.goaway(code >>> 0, lastStreamID | 0, opaqueData); };
    if (this.connecting) this.once('connect', send);
    else send();
  }

  /** The connection's receive window, in bytes. @throws ERR_HTTP2_INVALID_SESSION, ERR_OUT_OF_RANGE */
  setLocalWindowSize(windowSize) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    validateInt32(windowSize, 'windowSize', 0);
    const result = this[kHandle].setLocalWindowSize(windowSize);
    if (result < 0) this.destroy(nghttpError(result));
  }

  /** The id of the next stream that this side begins. */
  setNextStreamID(id) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    validateNumber(id, 'id');
    if (id <= 0 || id > MOST_STREAM_ID) throw new ERR_OUT_OF_RANGE('id', `> 0 and <= ${MOST_STREAM_ID}`, id);
    this[kHandle].setNextStreamId(id | 0);
  }

  // Time -------------------------------------------------------------------------------------------------------------

  /** Emits 'timeout' after `msecs` milliseconds without activity. */
  setTimeout(msecs, callback) {
    setActivityTimeout(this, msecs, callback);
    return this;
  }

  _onTimeout() {
    let isWriting = false;
    for (const stream of this[kState].streams.values()) isWriting ||= stream[kState].writeCallback !== null;
    if (!isWriting || !continueIfSending(this, this[kHandle])) this.emit('timeout');
  }

  ref() {
    const socket = this[kSocket];
    if (typeof socket?.ref === 'function') socket.ref();
  }

  unref() {
    const socket = this[kSocket];
    if (typeof socket?.unref === 'function') socket.unref();
  }

  // The end ----------------------------------------------------------------------------------------------------------

  /** Lets the open streams come to their end; no new ones are made. `callback` on 'close'. */
  close(callback) {
    if (this.closed || this.destroyed) return;
    this[kState].closed = true;
    if (typeof callback === 'function') this.once('close', callback);
    this.goaway();
    if (this.connecting && !hasStreams(this)) this.destroy();
    else this.destroyIfDone();
  }

  /** A closed session without streams is destroyed, once the callbacks that may still look at it are through. */
  destroyIfDone() {
    if (this[kState].closed && !hasStreams(this)) require('timers').setImmediate(destroyDone, this);
  }

  /**
   * Ends the session at once: streams, then the socket.
   * @param {Error|number} [error] for 'error'; a number is `code`
   * @param {number} [code] for the last GOAWAY: by default INTERNAL_ERROR with an error, else NO_ERROR
   */
  destroy(error, code) {
    const state = this[kState];
    if (state.destroyed) return;
    if (typeof error === 'number') {
      code = error;
      error = code === NO_ERROR ? undefined : new ERR_HTTP2_SESSION_ERROR(code);
    }
    if (code === undefined) code = error === undefined || error === null ? NO_ERROR : INTERNAL_ERROR;
    const isGraceful = state.closed && !error && code === NO_ERROR;
    state.destroyed = true;
    state.destroyCode = code;
    state.error = error ?? undefined;
    this.setTimeoutOff();
    this.#cancel(error);
    this.#letGo(error, code, isGraceful);
  }

  setTimeoutOff() {
    require('timers').clearTimeout(this[kTimeout]);
    this[kTimeout] = null;
  }

  // Streams, and answers that will not come.
  #cancel(error) {
    const state = this[kState];
    const cause = error ?? undefined;
    for (const stream of [...state.pending]) stream.destroy(new ERR_HTTP2_STREAM_CANCEL(cause));
    for (const stream of [...state.streams.values()]) stream.destroy(cause);
    for (const ping of state.pings.splice(0)) nextTick(answerPing, ping, new ERR_HTTP2_PING_CANCEL());
  }

  // The last GOAWAY goes out, then the socket is ended, or destroyed with the error.
  #letGo(error, code, isGraceful) {
    const handle = this[kHandle];
    const socket = this[kSocket];
    if (handle !== null) {
      reportSession(this, handle);
      if (!socket.destroyed) {
        handle.terminate(code);
        handle.flush();
      }
      handle.destroy();
      this[kState].carrier?.release();
      this[kHandle] = null;
    }
    if (socket.destroyed) {
      this[kSocket] = undefined;
      nextTick(emitClose, this);
      return;
    }
    socket[kBoundSession] = undefined;
    this[kSocket] = undefined;
    socket.removeListener('close', onSocketClose);
    socket.once('close', () => { emitClose(this); });
    if (error) {
      socket.destroy();
    } else {
      socket.resume(); // so that the peer's end of it is noticed
      socket.end(() => { if (!isGraceful) socket.destroy(); });
    }
  }

  /** Ready: the socket is connected. */
  start() {
    const socket = this[kSocket];
    if (this.destroyed) return;
    if (socket.destroyed) {
      this.destroy();
      return;
    }
    const options = this[kOptions];
    const handle = new native.Session(callbacks(), this[kType] === SERVER, limitsOf(options, this[kType] === SERVER),
                                      customSettingsOf(options));
    handle[kOwner] = this;
    this[kHandle] = handle;
    this[kState].carrier = carry(handle, socket);
    // The first ones, ahead of what settings() was given before there was a connection.
    this[kState].settings.unshift({ callback: undefined, start: now() });
    this.#sendSettings({ ...options.settings });
  }

  // With captureRejections: what an asynchronous listener of 'stream' rejects with is the stream's error.
  [Symbol.for('nodejs.rejection')](error, event, ...args) {
    if (event === 'stream') args[0].destroy(error);
    else this.destroy(error);
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = {
      type: this.type, closed: this.closed, destroyed: this.destroyed, state: this.state,
      localSettings: this.localSettings, remoteSettings: this.remoteSettings,
    };
    return `Http2Session ${require('util').inspect(shown, options)}`;
  }
}

let logger;
// NODE_DEBUG=http2 warns of what it may show.
function lookAtDebugging() {
  logger ??= require('util').debuglog('http2');
  return logger.enabled;
}

function timestamp() {
  const payload = Buffer.alloc(PING_BYTES);
  payload.writeDoubleLE(now(), 0);
  return payload;
}

function initialOrigins(socket) {
  const origins = new OwnSet();
  const name = socket.servername || socket._host || socket.remoteAddress;
  let origin = `https://${name.includes(':') ? `[${name}]` : name}`;
  if (socket.remotePort !== 443 && socket.remotePort !== undefined) origin += `:${socket.remotePort}`;
  origins.add(origin);
  return origins;
}

function destroy(session) {
  session.destroy();
}

function emitClose(session) {
  const { error } = session[kState];
  if (error) session.emit('error', error);
  session.emit('close');
}

function onSocketError(error) {
  const session = this[kBoundSession];
  if (session === undefined) return;
  session.destroy(error);
}

// The connection went: streams that are open are cancelled.
function onSocketClose() {
  const session = this[kBoundSession];
  if (session === undefined) return;
  const state = session[kState];
  for (const stream of [...state.streams.values()]) {
    stream.close(CANCEL);
    receiveEnd(stream);
  }
  nextTick(destroy, session);
}

module.exports = { CLIENT, Http2Session, SERVER };
