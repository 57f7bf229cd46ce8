'use strict';
// Http2ServerResponse: a stream's response as node:http shows responses. The head is sent, by stream.respond(), with the first
// piece of the body; what is written goes to the stream at once.
const { Stream } = require('stream');
const {
  ERR_HTTP2_HEADERS_SENT, ERR_HTTP2_INFO_STATUS_NOT_ALLOWED, ERR_HTTP2_INVALID_HEADER_VALUE, ERR_HTTP2_INVALID_PSEUDOHEADER,
  ERR_HTTP2_INVALID_STREAM, ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED, ERR_HTTP2_STATUS_INVALID, ERR_INVALID_ARG_VALUE,
  ERR_INVALID_HTTP_TOKEN, ERR_STREAM_WRITE_AFTER_END,
} = require('errors');
const { nextTick } = require('ticks');
const { validateFunction, validateLinkHeaderValue, validateObject, validateString } = require('validators');
const { isToken } = require('http/common');
const { socketOf } = require('http2/compat_socket');
const { ignoreError } = require('http2/compat_request');
const { kExpectTrailers, kForgoTrailers, kRequest, kResponse } = require('http2/symbols');

const kStream = Symbol('stream');
const kHeaders = Symbol('headers');
const kTrailers = Symbol('trailers');
const kHasForgoneTrailers = Symbol('hasForgoneTrailers');
const kStatusCode = Symbol('statusCode');
const kSendDate = Symbol('sendDate');
const kIsEnding = Symbol('was end() called');
const kIsClosed = Symbol('is the stream closed');
const kIsDestroyed = Symbol('was destroy() called');

const STATUS = ':status';
/** Pseudo fields that are the response's own, or a request's. */
const notToBeSet = new Set([STATUS, ':method', ':path', ':authority', ':scheme']);

// --- Warnings, once in a process's life. ---

const warned = { __proto__: null, statusMessage: false, connection: false };

function warnOnce(kind, message) {
  if (warned[kind]) return;
  warned[kind] = true;
  require('process').emitWarning(message, 'UnsupportedWarning');
}

function warnOfStatusMessage() {
  warnOnce('statusMessage', 'Status message is not supported by HTTP/2 (RFC7540 8.1.2.4)');
}

/** Whether a field is left out, with a warning: HTTP/2 has no 'connection'. */
function isLeftOut(name) {
  if (name !== 'connection') return false;
  warnOnce('connection', 'The provided connection header is not valid, the value will be dropped from the header and ' +
    'will never be in use.');
  return true;
}

// --- Names and values. ---

/** A name as headers are kept by. */
function keyOf(name) {
  validateString(name, 'name');
  return name.trim().toLowerCase();
}

function checkField(name, value) {
  if (name === '' || name.includes(' ')) throw new ERR_INVALID_HTTP_TOKEN('Header name', name);
  if (notToBeSet.has(name)) throw new ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED();
  if (value === undefined || value === null) throw new ERR_HTTP2_INVALID_HEADER_VALUE(value, name);
}

// --- Listeners of the stream. ---

function reportDrain() {
  this[kResponse]?.emit('drain');
}

function reportTimeout() {
  this[kResponse]?.emit('timeout');
}

function sendTrailers() {
  const response = this[kResponse];
  this.sendTrailers(response === undefined ? {} : response[kTrailers]);
}

function reportClose() {
  this[kResponse]?.[kClose]();
}

const kClose = Symbol('close');
const kBegin = Symbol('begin-send');
const kSetHeader = Symbol('setHeader');
const kAppendHeader = Symbol('appendHeader');

// --- What methods share. ---

function checkUnsent(response) {
  if (response[kStream].headersSent) throw new ERR_HTTP2_HEADERS_SENT();
}

/** The key of a header that may be set; undefined if it is left out. */
function checkedKey(response, name, value) {
  const key = name.trim().toLowerCase();
  checkField(key, value);
  if (isLeftOut(key)) return undefined;
  if (key[0] === ':') {
    if (key !== ':protocol') throw new ERR_HTTP2_INVALID_PSEUDOHEADER(key);
  } else if (!isToken(key)) {
    response.destroy(new ERR_INVALID_HTTP_TOKEN('Header name', key));
  }
  return key;
}

function setAll(response, headers) {
  for (const name of Object.keys(headers)) response[kSetHeader](name, headers[name]);
}

/** Of several fields with the same name in a list, the first replaces and the others are added. */
function setList(response, list) {
  const isNested = Array.isArray(list[0]);
  if (!isNested && list.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', list);
  const seen = new Set();
  for (let i = 0; i < list.length; i += isNested ? 1 : 2) {
    const name = isNested ? list[i][0] : list[i];
    const value = isNested ? list[i][1] : list[i + 1];
    const key = keyOf(name);
    if (seen.has(key)) response[kAppendHeader](name, value);
    else response[kSetHeader](name, value);
    seen.add(key);
  }
}

/** Sends an informational head, unless it is too late for one. */
function writeInformation(response, headers) {
  const stream = response[kStream];
  if (response[kIsClosed] || stream.headersSent) return false;
  stream.additionalHeaders(headers);
  return true;
}

/** Without trailers, the stream's end goes with the last piece of the body. */
function forgoTrailers(response, stream) {
  for (const name in response[kTrailers]) return; // there is one
  if (stream.listenerCount('wantTrailers') !== 1) return;
  stream[kForgoTrailers]?.();
  response[kHasForgoneTrailers] = true;
}

// --- The class. ---

/** The response to a request that came as a stream of HTTP/2, with http.ServerResponse's properties. */
class Http2ServerResponse extends Stream {
  /** @param {ServerHttp2Stream} stream @param {object} [options] Stream's */
  constructor(stream, options) {
    super(options);
    this[kIsClosed] = false;
    this[kIsEnding] = false;
    this[kIsDestroyed] = false;
    this[kSendDate] = true;
    this[kStatusCode] = 200;
    this[kHeaders] = { __proto__: null };
    this[kTrailers] = { __proto__: null };
    this[kHasForgoneTrailers] = false; // by end(), until one is added behind it
    this[kStream] = stream;
    stream[kResponse] = this;
    this.writable = true;
    /** The Http2ServerRequest; null for a push response. */
    this.req = stream[kRequest] ?? null;
    if (this.req === null) stream.on('error', ignoreError);
    stream.on('drain', reportDrain).on('close', reportClose).on('wantTrailers', sendTrailers).on('timeout', reportTimeout);
  }

  /** As headersSent; node:http's head is a text. */
  get _header() {
    return this.headersSent;
  }

  get writableEnded() {
    return this[kIsEnding];
  }

  get finished() {
    return this[kIsEnding];
  }

  /** The session's socket (see compat_socket.js); undefined once the stream is closed. */
  get socket() {
    return this[kIsClosed] ? undefined : socketOf(this[kStream]);
  }

  get connection() {
    return this.socket;
  }

  get stream() {
    return this[kStream];
  }

  get headersSent() {
    return this[kStream].headersSent;
  }

  /** Whether a 'date' is sent if there is none among the headers. */
  get sendDate() {
    return this[kSendDate];
  }

  set sendDate(value) {
    this[kSendDate] = Boolean(value);
  }

  get statusCode() {
    return this[kStatusCode];
  }

  /** @throws ERR_HTTP2_INFO_STATUS_NOT_ALLOWED, ERR_HTTP2_STATUS_INVALID */
  set statusCode(code) {
    code |= 0;
    if (code >= 100 && code < 200) throw new ERR_HTTP2_INFO_STATUS_NOT_ALLOWED();
    if (code < 100 || code > 599) throw new ERR_HTTP2_STATUS_INVALID(code);
    this[kStatusCode] = code;
  }

  get writableCorked() {
    return this[kStream].writableCorked;
  }

  get writableHighWaterMark() {
    return this[kStream].writableHighWaterMark;
  }

  get writableFinished() {
    return this[kStream].writableFinished;
  }

  get writableLength() {
    return this[kStream].writableLength;
  }

  // Trailers ---

  /** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_HTTP_TOKEN, ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED, ERR_HTTP2_INVALID_HEADER_VALUE */
  setTrailer(name, value) {
    const key = keyOf(name);
    checkField(key, value);
    if (isLeftOut(key)) return;
    this[kTrailers][key] = value;
    if (!this[kHasForgoneTrailers]) return;
    this[kHasForgoneTrailers] = false;
    this[kStream][kExpectTrailers]?.();
  }

  /** @param {object} headers values by names */
  addTrailers(headers) {
    for (const name of Object.keys(headers)) this.setTrailer(name, headers[name]);
  }

  // Headers ---

  getHeader(name) {
    return this[kHeaders][keyOf(name)];
  }

  getHeaderNames() {
    return Object.keys(this[kHeaders]);
  }

  getHeaders() {
    return { __proto__: null, ...this[kHeaders] };
  }

  hasHeader(name) {
    return keyOf(name) in this[kHeaders];
  }

  /** 'date' is kept: it is no longer added, as with sendDate. @throws ERR_HTTP2_HEADERS_SENT */
  removeHeader(name) {
    const key = keyOf(name);
    checkUnsent(this);
    if (key === 'date') this[kSendDate] = false;
    else delete this[kHeaders][key];
  }

  /**
   * `value`: a string, anything that becomes one, or an array of them. Destroys the stream if `name` cannot be a field's.
   * @throws ERR_HTTP2_HEADERS_SENT and what setTrailer() throws
   */
  setHeader(name, value) {
    validateString(name, 'name');
    checkUnsent(this);
    this[kSetHeader](name, value);
  }

  [kSetHeader](name, value) {
    const key = checkedKey(this, name, value);
    if (key !== undefined) this[kHeaders][key] = value;
  }

  /** Adds a value, or an array of them, to those that the header has. Throws as setHeader() does. */
  appendHeader(name, value) {
    validateString(name, 'name');
    checkUnsent(this);
    this[kAppendHeader](name, value);
  }

  [kAppendHeader](name, value) {
    const key = checkedKey(this, name, value);
    if (key === undefined) return;
    const existing = this[kHeaders][key];
    if (existing === undefined || existing === null) this[kHeaders][key] = value;
    else this[kHeaders][key] = [].concat(existing, value);
  }

  /** HTTP/2 has no status message: '', and setting it warns. */
  get statusMessage() {
    warnOfStatusMessage();
    return '';
  }

  set statusMessage(message) {
    warnOfStatusMessage();
  }

  // The head ---

  /** Sends the head, unless it is sent. */
  flushHeaders() {
    if (!this[kIsClosed] && !this[kStream].headersSent) this.writeHead(this[kStatusCode]);
  }

  /**
   * Sends the head: writeHead(statusCode[, headers]), or with a status message, which warns, in between. `headers`: an object,
   * [name, value, ...] or [[name, value], ...], each of which replaces what was set before. Returns this.
   * @throws ERR_HTTP2_HEADERS_SENT, ERR_INVALID_ARG_VALUE, and what setHeader() and stream.respond() throw
   */
  writeHead(statusCode, statusMessage, headers) {
    const stream = this[kStream];
    if (this[kIsClosed] || stream.closed || stream.destroyed) return this;
    checkUnsent(this);
    if (typeof statusMessage === 'string') warnOfStatusMessage();
    if (headers === undefined && typeof statusMessage === 'object') headers = statusMessage;
    if (Array.isArray(headers)) setList(this, headers);
    else if (headers !== undefined) setAll(this, headers);
    this[kStatusCode] = statusCode;
    this[kBegin]();
    return this;
  }

  [kBegin]() {
    const headers = this[kHeaders];
    headers[STATUS] = this[kStatusCode];
    this[kStream].respond(headers, {
      __proto__: null,
      endStream: this[kIsEnding],
      waitForTrailers: true,
      sendDate: this[kSendDate],
    });
  }

  // The body ---

  cork() {
    this[kStream].cork();
  }

  uncork() {
    this[kStream].uncork();
  }

  /**
   * Writes a piece of the body, and the head in front of the first: write(chunk[, encoding][, callback]). Returns whether more
   * may be written before 'drain'. After end(), the stream is destroyed with ERR_STREAM_WRITE_AFTER_END.
   */
  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') {
      callback = encoding;
      encoding = 'utf8';
    }
    const stream = this[kStream];
    const error = this[kIsEnding] ? new ERR_STREAM_WRITE_AFTER_END() :
      this[kIsClosed] ? new ERR_HTTP2_INVALID_STREAM() : undefined;
    if (error !== undefined) {
      if (typeof callback === 'function') nextTick(callback, error);
      this.destroy(error);
      return false;
    }
    if (this[kIsDestroyed] || stream.destroyed) return false;
    if (!stream.headersSent) this.writeHead(this[kStatusCode]);
    return stream.write(chunk, encoding, callback);
  }

  /** Ends the response: end([chunk[, encoding]][, callback]); `callback` is called once it is finished. Returns this. */
  end(chunk, encoding, callback) {
    const stream = this[kStream];
    if (typeof chunk === 'function') {
      callback = chunk;
      chunk = null;
    } else if (typeof encoding === 'function') {
      callback = encoding;
      encoding = 'utf8';
    }
    if (this[kIsClosed] || this[kIsEnding]) {
      if (typeof callback === 'function') nextTick(callback);
      return this;
    }
    if (chunk !== null && chunk !== undefined) this.write(chunk, encoding);
    this[kIsEnding] = true;
    if (typeof callback === 'function') (stream.writableEnded ? this : stream).once('finish', callback);
    if (!stream.headersSent) this.writeHead(this[kStatusCode]);
    if (this[kIsClosed] || stream.destroyed) {
      this[kClose]();
    } else {
      forgoTrailers(this, stream);
      stream.end();
    }
    return this;
  }

  /** Destroys the stream. */
  destroy(error) {
    if (this[kIsDestroyed]) return;
    this[kIsDestroyed] = true;
    this[kStream].destroy(error);
  }

  /** The stream is closed: nothing more can be sent. */
  [kClose]() {
    if (this[kIsClosed]) return;
    this[kIsClosed] = true;
    this.emit('finish');
    this.emit('close');
  }

  /** Emits 'timeout' after `msecs` ms without activity on the stream; `callback` becomes a listener of it. */
  setTimeout(msecs, callback) {
    if (!this[kIsClosed]) this[kStream].setTimeout(msecs, callback);
  }

  // More than one response ---

  /**
   * Pushes: calls back (null, an Http2ServerResponse to what was not asked for), or (error). `headers`: of the request that
   * the client did not make, as stream.pushStream() takes them.
   */
  createPushResponse(headers, callback) {
    validateFunction(callback, 'callback');
    if (this[kIsClosed]) {
      nextTick(callback, new ERR_HTTP2_INVALID_STREAM());
      return;
    }
    this[kStream].pushStream(headers, { __proto__: null }, (error, stream) => {
      if (error) callback(error);
      else callback(null, new Http2ServerResponse(stream));
    });
  }

  /** Sends '100 Continue'. Returns whether it was not too late for it. */
  writeContinue() {
    return writeInformation(this, { [STATUS]: 100 });
  }

  /**
   * Sends '103 Early Hints'. `hints`: { link: string | string[], ...other headers }. Returns whether it was sent.
   * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE
   */
  writeEarlyHints(hints) {
    validateObject(hints, 'hints');
    const { link, ...headers } = hints;
    const value = validateLinkHeaderValue(link);
    if (value.length === 0) return false;
    return writeInformation(this, { __proto__: null, ...headers, [STATUS]: 103, link: value });
  }
}

module.exports = { Http2ServerResponse };
