'use strict';
// A server's stream: a request, or a push that was promised.
const { Http2Stream, channelsOf, nghttpError } = require('http2/stream');
const { toBlock } = require('http2/header_fields');
const { objectOf } = require('http2/header_list');
const { utcDate } = require('http/date');
const {
  ERR_HTTP2_HEADERS_AFTER_RESPOND, ERR_HTTP2_HEADERS_SENT, ERR_HTTP2_INVALID_INFO_STATUS,
  ERR_HTTP2_INVALID_STREAM, ERR_HTTP2_NESTED_PUSH, ERR_HTTP2_OUT_OF_STREAMS, ERR_HTTP2_PUSH_DISABLED,
  ERR_HTTP2_STATUS_101, ERR_HTTP2_STATUS_INVALID, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE,
} = require('errors');
const { validateFunction } = require('validators');
const { nextTick } = require('ticks');
const { END_STREAM, WAIT_FOR_TRAILERS } = binding('http2');
const { kHandle, kId, kOwned, kProceed, kSession, kState } = require('http2/symbols');

const ERR_STREAM_ID_NOT_AVAILABLE = -509;
const ERR_STREAM_CLOSED = -510;

const duplexOptions = { __proto__: null, allowHalfOpen: true, decodeStrings: false, autoDestroy: false };

class ServerHttp2Stream extends Http2Stream {
  constructor(session, id, headers) {
    super(session, id, duplexOptions);
    this[kState].isHead = headers[':method'] === 'HEAD';
    this[kState].authority = headers[':authority'];
  }

  /** @returns {boolean} whether respond() was called */
  get headersSent() {
    return this[kState].sentHeaders !== undefined;
  }

  /** @returns {boolean} whether the request is one for the head only */
  get headRequest() {
    return this[kState].isHead;
  }

  /** @returns {boolean} whether the client takes pushes, and this is no push itself */
  get pushAllowed() {
    const session = this[kSession];
    return !this.destroyed && !this.closed && session !== undefined && !session.closed && !session.destroyed &&
      this[kId] % 2 === 1 && Boolean(session.remoteSettings.enablePush);
  }

  [kProceed]() {
    this.respond();
  }

  /**
   * Sends the response's headers.
   * @param {object|string[]} [headers] ':status' is 200 by default; 'date' is added
   * @param {{endStream?: boolean, waitForTrailers?: boolean, sendDate?: boolean}} [options]
   * @throws ERR_HTTP2_INVALID_STREAM, ERR_HTTP2_HEADERS_SENT, ERR_HTTP2_STATUS_INVALID ...
   */
  respond(headers, options) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    if (this.headersSent) throw new ERR_HTTP2_HEADERS_SENT();
    checkObject(options, 'options');
    const fields = prepareHeaders(headers, options);
    const state = this[kState];
    const status = fields.status;
    let endStream = options?.endStream === true || options?.endStream;
    if (hasNoBody(status) || state.isHead) endStream = true;
    let bits = 0;
    if (endStream) bits |= END_STREAM;
    else if (options?.waitForTrailers) bits |= WAIT_FOR_TRAILERS;
    startResponse(this, state, fields.headers, bits);
    if (endStream && !this.destroyed) this.end();
  }

  /**
   * Sends informational headers (1xx), before respond().
   * @throws ERR_HTTP2_HEADERS_AFTER_RESPOND, ERR_HTTP2_INVALID_INFO_STATUS, ERR_HTTP2_STATUS_101
   */
  additionalHeaders(headers) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    if (this.headersSent) throw new ERR_HTTP2_HEADERS_AFTER_RESPOND();
    checkObject(headers, 'headers');
    const copy = Object.assign({ __proto__: null }, headers);
    if (copy[':status'] !== undefined) {
      const status = copy[':status'] |= 0;
      if (status === 101) throw new ERR_HTTP2_STATUS_101();
      if (status < 100 || status >= 200) throw new ERR_HTTP2_INVALID_INFO_STATUS(status);
    }
    const { text, count } = toBlock(copy, 'info');
    (this[kState].sentInfoHeaders ??= []).push(copy);
    const result = this[kSession][kHandle].inform(this[kId], text, count);
    if (result < 0) this.destroy(nghttpError(result));
  }

  /**
   * Promises a further response to the client. `callback(error, stream, headers)`, before anything is sent.
   * @param {object} headers of the request that the client did not make
   * @throws ERR_HTTP2_PUSH_DISABLED, ERR_HTTP2_INVALID_STREAM, ERR_HTTP2_NESTED_PUSH, ERR_INVALID_ARG_TYPE
   */
  pushStream(headers, options, callback) {
    if (!this.pushAllowed) {
      if (!this.destroyed && !this.closed && this[kId] % 2 === 0) throw new ERR_HTTP2_NESTED_PUSH();
      throw new ERR_HTTP2_PUSH_DISABLED();
    }
    if (typeof options === 'function') {
      callback = options;
      options = undefined;
    }
    validateFunction(callback, 'callback');
    checkObject(options, 'options');
    checkObject(headers, 'headers');
    const copy = Object.assign({ __proto__: null }, headers);
    const { encrypted } = this[kSession];
    copy[':method'] ??= 'GET';
    if (copy[':authority'] === undefined && copy.host === undefined) copy[':authority'] = this[kState].authority;
    copy[':scheme'] ??= encrypted ? 'https' : 'http';
    copy[':path'] ??= '/';
    const { text, count } = toBlock(copy, 'push');
    const session = this[kSession];
    const id = session[kHandle].push(this[kId], text, count);
    if (id <= 0) {
      const error = id === ERR_STREAM_ID_NOT_AVAILABLE ? new ERR_HTTP2_OUT_OF_STREAMS()
        : id === ERR_STREAM_CLOSED ? new ERR_HTTP2_INVALID_STREAM() : nghttpError(id);
      nextTick(callback, error);
      return;
    }
    const stream = new ServerHttp2Stream(session, id, copy);
    stream[kState].hasReadEnd = true;
    stream.push(null);
    stream[kState].sentRequest = copy;
    const { created, start } = channelsOf(session);
    if (created.hasSubscribers) created.publish({ stream, headers: copy });
    if (start.hasSubscribers) start.publish({ stream, headers: copy });
    if (stream[kState].isHead) stream.end();
    nextTick(callback, null, stream, copy, 0);
  }

  /**
   * Answers with what a descriptor gives.
   * @param {number|FileHandle} fd @param {object} [headers]
   * @param {{offset?: number, length?: number, statCheck?: Function, waitForTrailers?: boolean}} [options]
   */
  respondWithFD(fd, headers, options) {
    require('http2/file_response').respondWithDescriptor(this, fd, headers, options);
  }

  /**
   * Answers with a regular file. `options.onError(error)` takes what goes wrong before headers are sent.
   * @param {string|Buffer|URL} path @param {object} [headers]
   * @param {{offset?: number, length?: number, statCheck?: Function, onError?: Function, waitForTrailers?: boolean}} [options]
   */
  respondWithFile(path, headers, options) {
    require('http2/file_response').respondWithFile(this, path, headers, options);
  }
}

function checkObject(value, name) {
  if (value === undefined) return;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new ERR_INVALID_ARG_TYPE(name, 'Object', value);
}

function hasNoBody(status) {
  return status === 204 || status === 205 || status === 304;
}

/** The headers of a response with their defaults, and the status. @returns {{headers: object|string[], status: number}} */
function prepareHeaders(headers, options) {
  if (Array.isArray(headers)) return prepareList(headers, options);
  if (headers !== undefined && (headers === null || typeof headers !== 'object')) {
    throw new ERR_INVALID_ARG_TYPE('headers', ['Object', 'Array'], headers);
  }
  // An ordinary object is faster to fill; sentHeaders makes one without a prototype of it.
  const copy = options?.[kOwned] === true ? headers : { ...headers };
  const status = checkStatus((copy[':status'] | 0) || 200); // what is no number says nothing
  copy[':status'] = status;
  if (options?.sendDate !== false && (!Object.hasOwn(copy, 'date') || copy.date === undefined)) copy.date = utcDate();
  return { headers: copy, status };
}

function prepareList(list, options) {
  if (list.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', list);
  const copy = [...list];
  const { sensitiveHeaders } = require('http2/header_fields');
  if (list[sensitiveHeaders] !== undefined) copy[sensitiveHeaders] = list[sensitiveHeaders];
  let status;
  let hasDate = false;
  for (let i = 0; i < copy.length; i += 2) {
    if (copy[i] === ':status') status = checkStatus(copy[i + 1]);
    else if (typeof copy[i] === 'string' && copy[i].toLowerCase() === 'date') hasDate = true;
  }
  if (status === undefined) {
    status = 200;
    copy.unshift(':status', status);
  }
  if (!hasDate && options?.sendDate !== false) copy.push('date', utcDate());
  return { headers: copy, status };
}

function checkStatus(value) {
  const status = value | 0;
  if (status < 200 || status > 599) throw new ERR_HTTP2_STATUS_INVALID(value);
  return status;
}

/** Sends the headers. @param {number} bits END_STREAM, WAIT_FOR_TRAILERS */
function startResponse(stream, state, headers, bits) {
  const { text, count } = toBlock(headers, 'response');
  state.sentHeaders = Array.isArray(headers) ? objectOf(headers) : headers;
  state.waitsForTrailers = (bits & WAIT_FOR_TRAILERS) !== 0;
  if (bits & END_STREAM) state.hasEnded = true;
  const { finalCallback } = state;
  if (finalCallback !== null) { // of a push for HEAD, which was ended from the start
    state.finalCallback = null;
    nextTick(finalCallback);
  }
  const result = stream[kSession][kHandle].respond(stream[kId], text, count, bits);
  if (result < 0 && result !== ERR_STREAM_CLOSED) {
    stream.destroy(nghttpError(result));
    return;
  }
  const { finish } = channelsOf(stream[kSession]);
  if (finish.hasSubscribers) finish.publish({ stream, headers: stream.sentHeaders, flags: bits });
}

module.exports = { ServerHttp2Stream, checkObject, hasNoBody, prepareHeaders, startResponse };
