'use strict';
// ServerResponse: what the server answers to one request.
const { nextTick } = require('ticks');
const {
  ERR_HTTP_HEADERS_SENT, ERR_HTTP_INVALID_STATUS_CODE, ERR_HTTP_SOCKET_ASSIGNED, ERR_INVALID_ARG_VALUE,
  ERR_INVALID_CHAR,
} = require('errors');
const { validateLinkHeaderValue, validateObject } = require('validators');
const {
  STATUS_CODES, checkHeader, hasWord, phraseOf, validateHeaderName, validateHeaderValue,
} = require('http/common');
const { OutgoingMessage, kCorked, kOutHeaders, kSocket } = require('http/outgoing');
const { NativeTransport } = require('http/native_transport');
const { kConnection } = require('http/incoming');
const { kLend } = require('stream/lending');
const perf = require('perf_observe');

const kStart = Symbol('kStart'); // when the request came, for performance entries

/** `options`: those of OutgoingMessage. */
function ServerResponse(request, options) {
  OutgoingMessage.call(this, options);
  /** The connection whose turn this response has, or waits for. */
  this[kConnection] = null;
  this.req = request;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  this._maxRequestsPerSocket = 0;
  if (request.method === 'HEAD') this._hasBody = false;
  if (request.httpVersionMajor < 1 || request.httpVersionMinor < 1) {
    const te = request.headers?.te;
    this.useChunkedEncodingByDefault = typeof te === 'string' && hasWord(te, 'chunked');
    this.shouldKeepAlive = false;
  }
  if (perf.observed.http > 0) this[kStart] = perf.now();
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

ServerResponse.prototype.statusCode = 200;
ServerResponse.prototype.statusMessage = undefined;

ServerResponse.prototype._finish = function _finish() {
  if (this[kStart] !== undefined && perf.observed.http > 0) report(this);
  OutgoingMessage.prototype._finish.call(this);
};

function report(response) {
  const { req } = response;
  perf.report('HttpRequest', 'http', response[kStart], perf.now() - response[kStart], {
    req: { method: req.method, url: req.url, headers: req.headers },
    res: { statusCode: response.statusCode, statusMessage: response.statusMessage, headers: response.getHeaders() },
  });
}

// The socket ---------------------------------------------------------------------------------------------------------

function onSocketClose() {
  // The response may have been detached since.
  const response = this._httpMessage;
  if (response) closed(response);
}

/** Gives it a socket to write to, which no other message has. */
ServerResponse.prototype.assignSocket = function assignSocket(socket) {
  if (socket._httpMessage) throw new ERR_HTTP_SOCKET_ASSIGNED();
  bindSocket(this, socket);
  this.emit('socket', socket);
  for (let i = this[kCorked]; i > 0; i--) socket.cork();
  this._flush();
};

function bindSocket(response, socket) {
  socket._httpMessage = response;
  socket.on('close', onSocketClose);
  response[kSocket] = socket;
}

ServerResponse.prototype.detachSocket = function detachSocket(socket) {
  socket.removeListener('close', onSocketClose);
  socket._httpMessage = null;
  this[kSocket] = null;
};

// The transport of a connection whose socket has not been accessed ---------------------------------------------------

/** Gives `response` the transport; false: there has to be a socket, since assignSocket() can be seen. */
function assignTransport(response, transport) {
  const isSeen = response.assignSocket !== assignSocket || response._flush !== _flush || response.emit !== emit ||
    (response._eventsCount > 1 && response.listenerCount('socket') > 0);
  if (isSeen) return false;
  transport._httpMessage = response;
  response[kSocket] = transport;
  if (response[kCorked] > 0 || response.outputData.length > 0 || response.finished) {
    for (let i = response[kCorked]; i > 0; i--) transport.cork();
    response._flush();
  }
  return true;
}

/** Takes the transport, or the socket, from `response`, whose turn is over. */
function detachTransport(response, transport) {
  if (response.detachSocket !== detachSocket || !(transport instanceof NativeTransport)) {
    const { socket } = response;
    if (socket !== null) response.detachSocket(socket);
    return;
  }
  transport._httpMessage = null;
  response[kSocket] = null;
}

/** Whether 'finish' and 'close' of `response` reach nobody but `onFinish`, the connection. */
function isUnwatched(response, onFinish) {
  return response._eventsCount === 1 && response._events.finish === onFinish && response.emit === emit &&
    response.detachSocket === detachSocket;
}

// As they are before programs can replace them.
const { assignSocket, detachSocket, emit, write, _flush, _send, _writeRaw } = ServerResponse.prototype;

/** See stream/lending. */
Object.defineProperty(ServerResponse.prototype, kLend, {
  __proto__: null,
  value: function(chunk, giveBack) {
    const transport = this[kSocket];
    if (!(transport instanceof NativeTransport) || transport.body !== chunk) return;
    if (this.write === write && this._send === _send && this._writeRaw === _writeRaw) transport.bodyLender = giveBack;
  },
});

// Heads before the head ----------------------------------------------------------------------------------------------

/** Sends '100 Continue': the client may send the body. */
ServerResponse.prototype.writeContinue = function writeContinue(callback) {
  this._writeRaw('HTTP/1.1 100 Continue\r\n\r\n', 'ascii', callback);
  this._sent100 = true;
};

/** Sends '102 Processing': the answer takes long. */
ServerResponse.prototype.writeProcessing = function writeProcessing(callback) {
  this._writeRaw('HTTP/1.1 102 Processing\r\n\r\n', 'ascii', callback);
};

/** Sends '103 Early Hints'. `hints`: {link: string | string[], ...other headers}. */
ServerResponse.prototype.writeEarlyHints = function writeEarlyHints(hints, callback) {
  validateObject(hints, 'hints');
  if (hints.link === null || hints.link === undefined) return;
  const link = validateLinkHeaderValue(hints.link);
  if (link.length === 0) return;
  if (!checkHeader(link)) throw new ERR_INVALID_CHAR('header content', 'link');
  let head = `HTTP/1.1 103 Early Hints\r\nLink: ${link}\r\n`;
  for (const name of Object.keys(hints)) {
    if (name === 'link') continue;
    validateHeaderName.withoutStackTrace(name);
    const value = hints[name] === undefined ? undefined : `${hints[name]}`;
    validateHeaderValue.withoutStackTrace(name, value);
    head += `${name}: ${value}\r\n`;
  }
  this._writeRaw(`${head}\r\n`, 'ascii', callback);
};

// The head -----------------------------------------------------------------------------------------------------------

ServerResponse.prototype._implicitHeader = function _implicitHeader() {
  this.writeHead(this.statusCode);
};

/**
 * Fixes the head: writeHead(statusCode, headers) or writeHead(statusCode, statusMessage, headers); headers: an object,
 * [name, value, ...] or [[name, value], ...], which go before those that were set.
 */
ServerResponse.prototype.writeHead = function writeHead(statusCode, reason, headers) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
  const code = statusCode | 0;
  if (code < 100 || code > 999) throw new ERR_HTTP_INVALID_STATUS_CODE(statusCode);
  if (typeof reason === 'string') {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[code] || 'unknown';
    headers ??= reason;
  }
  this.statusCode = code;
  if (this[kOutHeaders] !== null) {
    if (headers) mergeHeaders(this, headers);
    headers = this[kOutHeaders];
  }
  const phrase = `${this.statusMessage}`; // once: what an object becomes may change
  if (phrase !== phraseOf(code) && !checkHeader(phrase)) throw new ERR_INVALID_CHAR('statusMessage');
  if (code === 204 || code === 304 || code < 200) this._hasBody = false; // RFC 9110, sections 15.3.5, 15.4.5, 15.2
  // Who did not let the body come does not want to read it.
  if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
  this._storeHeader(`HTTP/1.1 ${code} ${phrase}\r\n`, headers);
  return this;
};
ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;

function mergeHeaders(response, headers) {
  if (!Array.isArray(headers)) {
    for (const name of Object.keys(headers)) {
      if (name) response.setHeader(name, headers[name]);
    }
    return;
  }
  const pairs = Array.isArray(headers[0]) ? headers : pairsOf(headers);
  // They take the place of what was set, but may come more than once themselves.
  for (const { 0: name } of pairs) response.removeHeader(name);
  for (const { 0: name, 1: value } of pairs) {
    if (name) response.appendHeader(name, value);
  }
}

function pairsOf(list) {
  if (list.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', list);
  const pairs = [];
  for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
  return pairs;
}

/** The response is out and its connection goes on without it: 'close', when the callers are done. */
function closeLater(response) {
  nextTick(closed, response);
}

function closed(response) {
  if (response._closed) return;
  response.destroyed = true;
  response._closed = true;
  response.emit('close');
}

module.exports = { ServerResponse, assignTransport, bindSocket, closeLater, detachTransport, isUnwatched };
