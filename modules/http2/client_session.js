'use strict';
// A client's end of a connection.
const { Http2Session, CLIENT } = require('http2/session');
const { ClientHttp2Stream, receiveHeaders } = require('http2/client_stream');
const { channelsOf, nghttpError, warnOfPriority } = require('http2/stream');
const { sensitiveHeaders, toBlock, toObject } = require('http2/header_fields');
const { objectOf } = require('http2/header_list');
const { REFUSED_STREAM } = require('http2/codes');
const {
  AbortError, ERR_HTTP2_CONNECT_AUTHORITY, ERR_HTTP2_CONNECT_PATH, ERR_HTTP2_CONNECT_SCHEME, ERR_HTTP2_GOAWAY_SESSION, ERR_HTTP2_INVALID_SESSION,
  ERR_HTTP2_OUT_OF_STREAMS, ERR_HTTP2_STREAM_SELF_DEPENDENCY, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE,
} = require('errors');
const { validateAbortSignal, validateBoolean, validateNumber } = require('validators');
const { END_STREAM, WAIT_FOR_TRAILERS } = binding('http2');
const { kAuthority, kBegin, kHandle, kId, kReceiveHeaders, kScheme, kState } = require('http2/symbols');

const ERR_STREAM_ID_NOT_AVAILABLE = -509;
const ERR_INVALID_ARGUMENT = -501;
// Requests that have no body unless a program says so.
const bodiless = new Set(['GET', 'HEAD', 'DELETE']);

class ClientHttp2Session extends Http2Session {
  /** @param {object} options of connect() @param {Duplex} socket @param {string} authority host and port @param {string} scheme */
  constructor(options, socket, authority, scheme) {
    super(CLIENT, options, socket);
    this[kAuthority] = authority;
    this[kScheme] = scheme;
    this[kReceiveHeaders] = receiveHeaders;
  }

  /** The socket is connected. */
  connected(socket) {
    if (this.destroyed) return;
    this.start();
    if (this.destroyed) return;
    for (const stream of [...this[kState].pending]) stream[kBegin]?.();
    this.emit('connect', this, socket);
  }

  /** What the server promises to push. */
  newStream(id, flags, raw, sensitive) {
    const headers = toObject(raw, sensitive);
    if (this[kState].closed || this.listenerCount('stream') === 0) {
      this[kHandle].reset(id, REFUSED_STREAM, false);
      return;
    }
    const stream = new ClientHttp2Stream(this, id);
    stream[kState].isEnding = stream[kState].hasEnded = true;
    const { created, start } = channelsOf(this);
    if (created.hasSubscribers) created.publish({ stream, headers });
    if (start.hasSubscribers) start.publish({ stream, headers });
    stream.end();
    this.emit('stream', stream, headers, flags, raw);
  }

  addOrigins(origins) {
    const state = this[kState];
    void this.originSet;
    for (const origin of origins) state.originSet?.add(origin);
  }

  /**
   * Makes a request.
   * @param {object|string[]} [headers] ':method' (GET), ':path' (/), ':scheme' and ':authority' (the session's) by default
   * @param {{endStream?: boolean, waitForTrailers?: boolean, signal?: AbortSignal}} [options] endStream by default for methods
   *     without a body
   * @returns {ClientHttp2Stream} pending until the session is connected
   * @throws ERR_HTTP2_INVALID_SESSION, ERR_HTTP2_GOAWAY_SESSION, ERR_HTTP2_CONNECT_*, and what headers may not be
   */
  request(headers, options) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (this.closed) throw new ERR_HTTP2_GOAWAY_SESSION();
    if (headers !== undefined && (headers === null || typeof headers !== 'object')) throw new ERR_INVALID_ARG_TYPE('headers', ['Object', 'Array'], headers);
    if (options !== undefined && (options === null || typeof options !== 'object')) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    const fields = this.#withDefaults(headers);
    const { method } = fields;
    const settings = checkOptions(options, method);
    const { text, count } = toBlock(fields.headers, 'request');
    const stream = new ClientHttp2Stream(this, undefined);
    const state = stream[kState];
    state.sentHeaders = Array.isArray(fields.headers) ? objectOf(fields.headers) : fields.headers;
    state.isHead = method === 'HEAD';
    state.waitsForTrailers = settings.waitForTrailers;
    this[kState].pending.add(stream);
    if (settings.endStream) {
      state.hasEnded = true;
      stream.end();
    }
    const { created } = channelsOf(this);
    if (created.hasSubscribers) created.publish({ stream, headers: state.sentHeaders });
    if (settings.signal !== undefined) abortBy(stream, settings.signal);
    stream.cork(); // what is written before there is an id goes together
    const begin = () => { this.#begin(stream, text, count, settings); };
    if (this.connecting) stream[kBegin] = begin;
    else begin();
    return stream;
  }

  #withDefaults(headers) {
    if (Array.isArray(headers)) return this.#listWithDefaults(headers);
    const copy = Object.assign({ __proto__: null }, headers);
    const method = copy[':method'] ??= 'GET';
    if (method !== 'CONNECT' || copy[':protocol'] !== undefined) {
      if (copy[':authority'] === undefined && copy.host === undefined) copy[':authority'] = this[kAuthority];
      copy[':scheme'] ??= this[kScheme];
      copy[':path'] ??= '/';
    } else {
      if (copy[':authority'] === undefined) throw new ERR_HTTP2_CONNECT_AUTHORITY();
      if (copy[':scheme'] !== undefined) throw new ERR_HTTP2_CONNECT_SCHEME();
      if (copy[':path'] !== undefined) throw new ERR_HTTP2_CONNECT_PATH();
    }
    return { headers: copy, method };
  }

  #listWithDefaults(list) {
    if (list.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', list);
    const seen = { __proto__: null };
    for (let i = 0; i < list.length; i += 2) seen[String(list[i]).toLowerCase()] = list[i + 1];
    const copy = [...list];
    const add = (name, value) => { copy.unshift(name, value); };
    const method = seen[':method'] ?? 'GET';
    if (method !== 'CONNECT' || seen[':protocol'] !== undefined) {
      if (seen[':path'] === undefined) add(':path', '/');
      if (seen[':scheme'] === undefined) add(':scheme', this[kScheme]);
      if (seen[':authority'] === undefined && seen.host === undefined) add(':authority', this[kAuthority]);
    } else {
      if (seen[':authority'] === undefined) throw new ERR_HTTP2_CONNECT_AUTHORITY();
      if (seen[':scheme'] !== undefined) throw new ERR_HTTP2_CONNECT_SCHEME();
      if (seen[':path'] !== undefined) throw new ERR_HTTP2_CONNECT_PATH();
    }
    if (seen[':method'] === undefined) add(':method', 'GET');
    if (list[sensitiveHeaders] !== undefined) copy[sensitiveHeaders] = list[sensitiveHeaders];
    return { headers: copy, method };
  }

  // Gives the stream its id.
  #begin(stream, text, count, { endStream, waitForTrailers }) {
    const state = this[kState];
    if (stream.destroyed) return;
    if (state.closed) {
      stream.destroy(new ERR_HTTP2_GOAWAY_SESSION());
      return;
    }
    const bits = (endStream ? END_STREAM : 0) | (waitForTrailers ? WAIT_FOR_TRAILERS : 0);
    const id = this[kHandle].request(text, count, bits);
    state.pending.delete(stream);
    if (id <= 0) {
      if (id === ERR_STREAM_ID_NOT_AVAILABLE) stream.destroy(new ERR_HTTP2_OUT_OF_STREAMS());
      else if (id === ERR_INVALID_ARGUMENT) stream.destroy(new ERR_HTTP2_STREAM_SELF_DEPENDENCY());
      else this.destroy(nghttpError(id));
      return;
    }
    stream[kId] = id;
    state.streams.set(id, stream);
    const { start } = channelsOf(this);
    if (start.hasSubscribers) start.publish({ stream, headers: stream[kState].sentHeaders });
    stream.emit('ready');
    stream.uncork();
  }
}

function checkOptions(options, method) {
  const { endStream = bodiless.has(method), waitForTrailers = false, signal } = options ?? {};
  validateBoolean(endStream, 'options.endStream');
  checkPriority(options);
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  return { endStream, waitForTrailers: Boolean(waitForTrailers), signal };
}

// Priorities are not signalled any more (RFC 9113, section 5.3); what is none is still refused.
function checkPriority(options) {
  if (options === undefined) return;
  const { weight, parent, exclusive, silent } = options;
  if (weight !== undefined || parent !== undefined || exclusive !== undefined || silent !== undefined) {
    if (weight !== undefined) validateNumber(weight, 'options.weight');
    if (parent !== undefined) validateNumber(parent, 'options.parent', 0);
    if (exclusive !== undefined) validateBoolean(exclusive, 'options.exclusive');
    if (silent !== undefined) validateBoolean(silent, 'options.silent');
    warnOfPriority('Priority signaling has been deprecated as of RFC 9113.');
  }
}

function abortBy(stream, signal) {
  const abort = () => { stream.destroy(new AbortError(undefined, { cause: signal.reason })); };
  if (signal.aborted) {
    abort();
    return;
  }
  const listener = require('events').addAbortListener(signal, abort);
  stream.once('close', () => { listener[Symbol.dispose](); });
}

module.exports = { ClientHttp2Session };
