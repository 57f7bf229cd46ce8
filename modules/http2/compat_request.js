'use strict';
// Http2ServerRequest: a stream's request as node:http shows requests. Its body is read from the stream as it is asked for.
const { Readable } = require('stream');
const { ERR_INVALID_ARG_VALUE } = require('errors');
const { nextTick } = require('ticks');
const { validateString } = require('validators');
const { kRequest } = require('http2/symbols');
const { socketOf } = require('http2/compat_socket');

const kStream = Symbol('stream');
const kHeaders = Symbol('headers');
const kRawHeaders = Symbol('rawHeaders');
const kTrailers = Symbol('trailers');
const kRawTrailers = Symbol('rawTrailers');
const kAborted = Symbol('aborted');
const kIsClosed = Symbol('is the stream closed');
const kIsRead = Symbol('was the body asked for');

// --- Listeners of the stream. ---

function receiveData(chunk) {
  const request = this[kRequest];
  if (request !== undefined && !request.push(chunk)) this.pause();
}

function receiveTrailers(trailers, flags, rawTrailers) {
  const request = this[kRequest];
  if (request === undefined) return;
  Object.assign(request[kTrailers], trailers);
  request[kRawTrailers].push(...rawTrailers);
}

function receiveEnd() {
  // A listener may have read what was kept meanwhile, and with it the end.
  const request = this[kRequest];
  if (request !== undefined && !request.readableEnded) request.push(null);
}

/** Errors of a stream are its own: neither the request nor the response reports them. */
function ignoreError() {}

function reportAborted() {
  const request = this[kRequest];
  if (request === undefined || request[kIsClosed]) return;
  request[kAborted] = true;
  request.emit('aborted');
}

function reportTimeout() {
  this[kRequest]?.emit('timeout');
}

function reportClose() {
  const request = this[kRequest];
  if (request === undefined || request[kIsClosed]) return;
  request[kIsClosed] = true;
  request.push(null);
  if (!request[kIsRead]) request.resume(); // so that 'end' comes, though nobody asked for the body
  request.emit('close');
}

// --- Listeners of the request. ---

function pauseStream() {
  if (!this[kIsClosed]) this[kStream].pause();
}

function resumeStream() {
  if (!this[kIsClosed]) this[kStream].resume();
}

function resumeLater(stream) {
  if (!stream[kRequest][kIsClosed]) stream.resume();
}

// --- The class. ---

/** A request that came as a stream of HTTP/2: a Readable of its body with http.IncomingMessage's properties. */
class Http2ServerRequest extends Readable {
  /**
   * @param {ServerHttp2Stream} stream @param {object} headers as its 'stream' event has them @param {object} [options] Readable's
   * @param {string[]} rawHeaders [name, value, name, value ...]
   */
  constructor(stream, headers, options, rawHeaders) {
    super({ __proto__: null, autoDestroy: false, ...options });
    this[kIsClosed] = false;
    this[kIsRead] = false;
    this[kHeaders] = headers;
    this[kRawHeaders] = rawHeaders;
    this[kTrailers] = {};
    this[kRawTrailers] = [];
    this[kStream] = stream;
    this[kAborted] = false;
    stream[kRequest] = this;
    stream.on('trailers', receiveTrailers).on('end', receiveEnd).on('error', ignoreError).on('aborted', reportAborted)
      .on('close', reportClose).on('timeout', reportTimeout);
    this.on('pause', pauseStream).on('resume', resumeStream);
  }

  /** Whether the stream was aborted, by either side, before the request's end. */
  get aborted() {
    return this[kAborted];
  }

  /** Whether the whole request is there, or no more of it can come. */
  get complete() {
    return this[kAborted] || this.readableEnded || this[kIsClosed] || this[kStream].destroyed;
  }

  get stream() {
    return this[kStream];
  }

  get headers() {
    return this[kHeaders];
  }

  get rawHeaders() {
    return this[kRawHeaders];
  }

  get trailers() {
    return this[kTrailers];
  }

  get rawTrailers() {
    return this[kRawTrailers];
  }

  get httpVersionMajor() {
    return 2;
  }

  get httpVersionMinor() {
    return 0;
  }

  get httpVersion() {
    return '2.0';
  }

  /** The session's socket; see compat_socket.js for what is the stream's. */
  get socket() {
    return socketOf(this[kStream]);
  }

  get connection() {
    return this.socket;
  }

  _read() {
    if (this[kIsRead]) {
      nextTick(resumeLater, this[kStream]);
      return;
    }
    this[kIsRead] = true;
    this[kStream].on('data', receiveData);
  }

  get method() {
    return this[kHeaders][':method'];
  }

  /** @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE unless it is a string with more than white space in it */
  set method(method) {
    validateString(method, 'method');
    if (method.trim() === '') throw new ERR_INVALID_ARG_VALUE('method', method);
    this[kHeaders][':method'] = method;
  }

  /** ':authority', or else the field 'host'. */
  get authority() {
    return this[kHeaders][':authority'] ?? this[kHeaders].host;
  }

  get scheme() {
    return this[kHeaders][':scheme'];
  }

  get url() {
    return this[kHeaders][':path'];
  }

  set url(url) {
    this[kHeaders][':path'] = url;
  }

  /** Emits 'timeout' after `msecs` ms without activity on the stream; `callback` becomes a listener of it. Returns this. */
  setTimeout(msecs, callback) {
    if (!this[kIsClosed]) this[kStream].setTimeout(msecs, callback);
    return this;
  }
}

module.exports = { Http2ServerRequest, ignoreError };
