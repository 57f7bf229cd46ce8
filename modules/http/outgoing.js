'use strict';
// OutgoingMessage: headers and a body on their way out, a response of the server or a request of the client.
//
// It writes to the socket it was given (its socket's _httpMessage is itself); what is written before waits in
// outputData. Subclasses make the first line in _implicitHeader() by calling _storeHeader(firstLine, headers).
const { isArray } = require('intrinsics');
const { Stream } = require('stream');
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const {
  ERR_HTTP_BODY_NOT_ALLOWED, ERR_HTTP_CONTENT_LENGTH_MISMATCH, ERR_HTTP_HEADERS_SENT, ERR_INVALID_ARG_TYPE,
  ERR_INVALID_CHAR, ERR_METHOD_NOT_IMPLEMENTED,
  ERR_STREAM_ALREADY_FINISHED, ERR_STREAM_CANNOT_PIPE, ERR_STREAM_DESTROYED, ERR_STREAM_NULL_VALUES,
  ERR_STREAM_WRITE_AFTER_END,
} = require('errors');
const { validateString } = require('validators');
const { UTF8, encodingId, isEncoding } = require('encodings');
const { checkHeader, lowerName, validateHeaderName, validateHeaderValue } = require('http/common');
const { Framing, kUniqueHeaders } = require('http/framing');
const { NativeTransport } = require('http/native_transport');
const { OutHeaders } = require('http/out_headers');

const kOutHeaders = Symbol('kOutHeaders');
const kSocket = Symbol('kSocket'); // the socket, or the NativeTransport before that is accessed
const kNeedDrain = Symbol('kNeedDrain');
const kCorked = Symbol('corked');
const kChunkedBuffer = Symbol('kChunkedBuffer'); // [chunk, encoding, callback, ...] written while corked
const kChunkedLength = Symbol('kChunkedLength');
const kBytesWritten = Symbol('kBytesWritten');
const kErrored = Symbol('errored');
const kHighWaterMark = Symbol('kHighWaterMark');
const kRejectNonStandardBodyWrites = Symbol('kRejectNonStandardBodyWrites');

const NOT_ASCII = /[^\0-\x7f]/;
const CRLF = '\r\n';

function nop() {}

/** `options`: highWaterMark (bytes), rejectNonStandardBodyWrites. */
function OutgoingMessage(options) {
  if (EventEmitter.captureRejections) EventEmitter.call(this);
  else this._events = undefined;
  this._eventsCount = 0;
  this._maxListeners = undefined;
  /** What waits for a socket: { data, encoding, callback }. */
  this.outputData = [];
  this.outputSize = 0;
  this.writable = true;
  this.destroyed = false;
  /** The connection ends after this message. */
  this._last = false;
  this.chunkedEncoding = false;
  this.shouldKeepAlive = true;
  this.maxRequestsOnConnectionReached = false;
  this._defaultKeepAlive = true;
  this.useChunkedEncodingByDefault = true;
  this.sendDate = false;
  this._removedConnection = false;
  this._removedContLen = false;
  this._removedTE = false;
  this.strictContentLength = false;
  this._contentLength = null;
  this._hasBody = true;
  this._trailer = '';
  this.finished = false;
  this._headerSent = false;
  this._closed = false;
  /** The head as it goes out, once it is fixed. */
  this._header = null;
  this._keepAliveTimeout = 0;
  this._onPendingData = nop;
  this[kBytesWritten] = 0;
  this[kNeedDrain] = false;
  this[kCorked] = 0;
  this[kChunkedBuffer] = EMPTY;
  this[kChunkedLength] = 0;
  this[kSocket] = null;
  this[kOutHeaders] = null;
  this[kErrored] = null;
  this[kHighWaterMark] = options?.highWaterMark ?? defaultHighWaterMark();
  this[kRejectNonStandardBodyWrites] = options?.rejectNonStandardBodyWrites ?? false;
}
Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
Object.setPrototypeOf(OutgoingMessage, Stream);

// Stands for a list nobody has put anything in yet.
const EMPTY = Object.freeze([]);

function defaultHighWaterMark() {
  return require('stream').getDefaultHighWaterMark(false);
}

// What may be asked --------------------------------------------------------------------------------------------------

function getter(name, get, set, enumerable = false) {
  Object.defineProperty(OutgoingMessage.prototype, name, { __proto__: null, configurable: true, enumerable, get, set });
}

getter('errored', function() { return this[kErrored]; });
getter('closed', function() { return this._closed; });
getter('writableFinished', function() {
  return this.finished && this.outputSize === 0 && (!this[kSocket] || this[kSocket].writableLength === 0);
});
getter('writableObjectMode', () => false);
getter('writableLength', function() {
  return this.outputSize + this[kChunkedLength] + (this[kSocket] ? this[kSocket].writableLength : 0);
});
getter('writableHighWaterMark', function() {
  return this[kSocket] ? this[kSocket].writableHighWaterMark : this[kHighWaterMark];
});
getter('writableCorked', function() { return this[kCorked]; });
getter('writableEnded', function() { return this.finished; });
getter('writableNeedDrain', function() { return !this.destroyed && !this.finished && this[kNeedDrain]; });
getter('headersSent', function() { return Boolean(this._header); }, undefined, true);
for (const name of ['connection', 'socket']) {
  getter(name, function() {
    const transport = this[kSocket];
    return transport instanceof NativeTransport ? transport.connection.getSocket() : transport;
  }, function(socket) { this[kSocket] = socket; });
}

// Headers ------------------------------------------------------------------------------------------------------------

/** Sets a header, in place of one of that name. `value`: a string, a list of strings, or what becomes a string. */
OutgoingMessage.prototype.setHeader = function setHeader(name, value) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('set');
  const lower = lowerName(name);
  if (lower === undefined) validateHeaderName(name);
  validateHeaderValue.withoutStackTrace(name, value);
  (this[kOutHeaders] ??= new OutHeaders()).set(lower, name, value);
  return this;
};

/** Sets those of a Headers or a Map. */
OutgoingMessage.prototype.setHeaders = function setHeaders(headers) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('set');
  if (!headers || isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
  }
  // Headers gives each cookie by itself: they may not be joined.
  const cookies = [];
  for (const { 0: name, 1: value } of headers) {
    if (name === 'set-cookie') {
      if (isArray(value)) cookies.push(...value);
      else cookies.push(value);
    } else {
      this.setHeader(name, value);
    }
  }
  if (cookies.length > 0) this.setHeader('set-cookie', cookies);
  return this;
};

/** Adds a value, or a list of them, to a header. */
OutgoingMessage.prototype.appendHeader = function appendHeader(name, value) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('append');
  const lower = lowerName(name);
  if (lower === undefined) validateHeaderName(name);
  validateHeaderValue.withoutStackTrace(name, value);
  (this[kOutHeaders] ??= new OutHeaders()).append(lower, name, value);
  return this;
};

/** @returns the value as it was set; undefined when it was not */
OutgoingMessage.prototype.getHeader = function getHeader(name) {
  validateString(name, 'name');
  return this[kOutHeaders]?.get(name.toLowerCase());
};

/** @returns {string[]} the names in lower case */
OutgoingMessage.prototype.getHeaderNames = function getHeaderNames() {
  return this[kOutHeaders] === null ? [] : [...this[kOutHeaders].lowers];
};

/** @returns {string[]} the names as they were given */
OutgoingMessage.prototype.getRawHeaderNames = function getRawHeaderNames() {
  return this[kOutHeaders] === null ? [] : [...this[kOutHeaders].names];
};

/** @returns {object} without prototype: values by lower-case name */
OutgoingMessage.prototype.getHeaders = function getHeaders() {
  const result = { __proto__: null };
  const headers = this[kOutHeaders];
  if (headers !== null) {
    for (let i = 0; i < headers.size; i++) result[headers.lowers[i]] = headers.values[i];
  }
  return result;
};

OutgoingMessage.prototype.hasHeader = function hasHeader(name) {
  validateString(name, 'name');
  return this[kOutHeaders] !== null && this[kOutHeaders].indexOf(name.toLowerCase()) >= 0;
};

/** Takes a header away; one that would be sent by itself is not. */
OutgoingMessage.prototype.removeHeader = function removeHeader(name) {
  validateString(name, 'name');
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('remove');
  const lower = name.toLowerCase();
  switch (lower) {
    case 'connection': this._removedConnection = true; break;
    case 'content-length': this._removedContLen = true; break;
    case 'transfer-encoding': this._removedTE = true; break;
    case 'date': this.sendDate = false; break;
  }
  this[kOutHeaders]?.delete(lower);
};

/** @returns {object} the headers by the names that were given */
OutgoingMessage.prototype._renderHeaders = function _renderHeaders() {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('render');
  const result = {};
  const headers = this[kOutHeaders];
  if (headers !== null) {
    for (let i = 0; i < headers.size; i++) result[headers.names[i]] = headers.values[i];
  }
  return result;
};

// The head -----------------------------------------------------------------------------------------------------------

/** For subclasses: fixes the head that is sent when nobody did so before. */
OutgoingMessage.prototype._implicitHeader = function _implicitHeader() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('_implicitHeader()');
};

/** Fixes the head: see Framing.headOf(). */
OutgoingMessage.prototype._storeHeader = function _storeHeader(firstLine, headers) {
  const framing = new Framing(this);
  this._header = framing.headOf(firstLine, headers);
  this._headerSent = false;
  // Who waits for '100 Continue' sends the head at once.
  if (framing.hasExpect) this._send('');
};

/** Sends the head now, ahead of the body. */
OutgoingMessage.prototype.flushHeaders = function flushHeaders() {
  if (!this._header) this._implicitHeader();
  this._send('');
};

// Writing ------------------------------------------------------------------------------------------------------------

/** The way of all bytes: the head goes before the first. */
OutgoingMessage.prototype._send = function _send(data, encoding, callback, byteLength) {
  const head = this._header;
  if (!this._headerSent && head !== null) {
    this._headerSent = true;
    if (data.length === 0) return this._writeRaw(head, 'latin1', callback, head.length);
    if (canFollow(head, data, encoding)) {
      const size = this._writeRaw === _writeRaw ? head.length + byteLength : byteLength; // who replaced it gets Node's
      return this._writeRaw(head + data, encoding, callback, size);
    }
    this._writeRaw(head, 'latin1', undefined, head.length);
  }
  return this._writeRaw(data, encoding, callback, byteLength);
};

// Whether head and text are the same bytes in one string.
function canFollow(head, data, encoding) {
  if (typeof data !== 'string') return false;
  if (encoding === 'latin1') return true;
  return (!encoding || encoding === 'utf8' || encoding === 'utf-8') && !NOT_ASCII.test(head);
}

/** To the socket, or to outputData while it is not this message's turn. @returns {boolean} false: wait for 'drain' */
OutgoingMessage.prototype._writeRaw = function _writeRaw(data, encoding, callback, size) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  const socket = this[kSocket];
  if (socket?._httpMessage === this && socket.writable) {
    if (this.outputData.length > 0) this._flushOutput(socket);
    if (socket instanceof NativeTransport) return socket.write(data, encoding, callback, size);
    return socket.write(data, encoding, callback);
  }
  if (socket?.destroyed) return false; // nobody is there any more
  this.outputData.push({ data, encoding, callback });
  this.outputSize += data.length;
  this._onPendingData(data.length);
  return this.outputSize < this[kHighWaterMark];
};

/**
 * Writes a piece of the body: a string in `encoding`, a Buffer or Uint8Array. `callback(error)` runs when it is
 * written. @returns {boolean} false: wait for 'drain'
 */
OutgoingMessage.prototype.write = function write(chunk, encoding, callback) {
  if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  const going = writeChunk(this, chunk, encoding, callback, false);
  if (!going) this[kNeedDrain] = true;
  return going;
};

function writeChunk(message, chunk, encoding, callback, isLast) {
  if (typeof callback !== 'function') callback = nop;
  const size = sizeOf(chunk, encoding);
  const refusal = refusalOf(message);
  if (refusal !== null) {
    fail(message, refusal, callback);
    return false;
  }
  const isFirst = !message._header;
  if (isFirst) {
    if (isLast) message._contentLength ??= size;
    message._implicitHeader();
  }
  if (!message._hasBody) {
    if (message[kRejectNonStandardBodyWrites]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
    nextTick(callback);
    return true;
  }
  checkLength(message, size, isLast, isFirst);
  if (!isLast && message[kSocket] && !message[kSocket].writableCorked) corkUntilTick(message[kSocket]);
  if (!message.chunkedEncoding || size === 0) return message._send(chunk, encoding, callback, size);
  const holds = message[kChunkedBuffer].length > 0;
  if (holds || (message[kCorked] && message._headerSent && !isLast)) return holdChunk(message, chunk, encoding, callback, size);
  message._send(size.toString(16), 'latin1', null);
  message._send(CRLF, 'latin1', null);
  message._send(chunk, encoding, null, size);
  return message._send(CRLF, 'latin1', callback);
}

function sizeOf(chunk, encoding) {
  if (typeof chunk === 'string') return Buffer.byteLength(chunk, encoding ?? undefined);
  if (chunk instanceof Uint8Array) return chunk.length;
  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'Uint8Array'], chunk);
}

function refusalOf(message) {
  if (message.finished) return new ERR_STREAM_WRITE_AFTER_END();
  if (message.destroyed) return new ERR_STREAM_DESTROYED('write');
  return null;
}

/** Too late: `callback` gets the error, and 'error' is emitted unless the message is gone. */
function fail(message, error, callback) {
  if (message.destroyed) nextTick(callback, error);
  else nextTick(emitError, message, error, callback);
}

function emitError(message, error, callback) {
  callback(error);
  if (!message.destroyed) message.emit('error', error);
}

// The piece that the head is made for counts in any case, and may be too long while more may follow: as in Node.
function checkLength(message, size, isLast, isFirst) {
  if (!message.strictContentLength) return;
  const expected = message._contentLength;
  const written = message[kBytesWritten] + size;
  if (isFirst) {
    message[kBytesWritten] = written;
    if (!isLast) return;
  }
  if (expected !== null && !message.chunkedEncoding && (written > expected || (isLast && written !== expected))) {
    throw new ERR_HTTP_CONTENT_LENGTH_MISMATCH(written, expected);
  }
  message[kBytesWritten] = written;
}

// What is written in one go leaves in one go.
function corkUntilTick(socket) {
  socket.cork();
  nextTick(uncorkSocket, socket);
}

function uncorkSocket(socket) {
  socket.uncork();
}

function holdChunk(message, chunk, encoding, callback, size) {
  if (message[kChunkedBuffer] === EMPTY) message[kChunkedBuffer] = [];
  message[kChunkedBuffer].push(chunk, encoding, callback);
  message[kChunkedLength] += size;
  return message[kChunkedLength] < message[kHighWaterMark];
}

/** Holds writes back until uncork(); those of a chunked body become one chunk. */
OutgoingMessage.prototype.cork = function cork() {
  this[kCorked]++;
  this[kSocket]?.cork();
};

OutgoingMessage.prototype.uncork = function uncork() {
  this[kCorked]--;
  if (this[kSocket]) this[kSocket].uncork();
  if (this[kCorked] || this[kChunkedBuffer].length === 0) return;
  sendHeldChunks(this);
};

function sendHeldChunks(message) {
  const held = message[kChunkedBuffer];
  const size = message[kChunkedLength];
  message[kChunkedBuffer] = EMPTY;
  message[kChunkedLength] = 0;
  const callbacks = [];
  message._send(size.toString(16), 'latin1', null);
  message._send(CRLF, 'latin1', null);
  for (let i = 0; i < held.length; i += 3) {
    message._send(held[i], held[i + 1], null);
    if (held[i + 2] !== nop) callbacks.push(held[i + 2]);
  }
  const callback = callbacks.length === 0 ? null : (error) => { for (const each of callbacks) each(error); };
  message._send(CRLF, 'latin1', callback);
}

/** Headers to come after a chunked body: an object or [[name, value], ...]. */
OutgoingMessage.prototype.addTrailers = function addTrailers(headers) {
  this._trailer = '';
  const entries = isArray(headers) ? headers : Object.entries(headers);
  for (const { 0: name, 1: value } of entries) {
    validateHeaderName.withoutStackTrace(name, 'Trailer name');
    const values = isArray(value) && !this[kUniqueHeaders]?.has(name.toLowerCase()) ? value : [value];
    for (const item of values) this._trailer += trailerLine(name, item);
  }
};

function trailerLine(name, value) {
  value = isArray(value) ? value.join('; ') : `${value}`;
  if (!checkHeader(value)) throw new ERR_INVALID_CHAR('trailer content', name);
  return `${name}: ${value}\r\n`;
}

// The end ------------------------------------------------------------------------------------------------------------

/** Ends the message, after a last chunk if there is one. `callback` is for 'finish', or for an error. */
OutgoingMessage.prototype.end = function end(chunk, encoding, callback) {
  if (typeof chunk === 'function') {
    callback = chunk;
    chunk = encoding = null;
  } else if (typeof encoding === 'function') {
    callback = encoding;
    encoding = null;
  }
  if (!mayEndAtOnce(this) || !endAtOnce(this, chunk, encoding, callback)) endByPieces(this, chunk, encoding, callback);
  return this;
};

function endByPieces(message, chunk, encoding, callback) {
  if (chunk) {
    if (message.finished) {
      fail(message, new ERR_STREAM_WRITE_AFTER_END(), typeof callback === 'function' ? callback : nop);
      return;
    }
    message[kSocket]?.cork();
    writeChunk(message, chunk, encoding, null, true);
  } else if (message.finished) {
    endAgain(message, callback);
    return;
  } else if (!message._header) {
    message[kSocket]?.cork();
    message._contentLength = 0;
    message._implicitHeader();
  }
  if (typeof callback === 'function') message.once('finish', callback);
  if (!message._header && message.destroyed) {
    message.finished = true; // Destroyed before its head was made.
    return;
  }
  if (!chunk && message._hasBody) checkLength(message, 0, true, false);
  sendEnd(message, Boolean(chunk));
  uncorkAll(message[kSocket]); // also what the caller corked
  message[kCorked] = 1;
  message.uncork();
  message.finished = true;
  if (message.outputData.length === 0 && message[kSocket]?._httpMessage === message) message._finish();
}

function uncorkAll(transport) {
  if (transport === null || transport === undefined) return;
  if (transport instanceof NativeTransport) {
    transport.uncorkAll();
  } else {
    transport._writableState.corked = 1;
    transport.uncork();
  }
}

function sendEnd(message, hadChunk) {
  if (message[kChunkedBuffer].length > 0) {
    message[kCorked] = 0;
    sendHeldChunks(message);
  }
  const onFinish = () => { finish(message); };
  if (message._hasBody && message.chunkedEncoding) {
    message._send(`0\r\n${message._trailer}\r\n`, 'latin1', onFinish);
  } else if (!message._headerSent || message.writableLength || hadChunk) {
    message._send('', 'latin1', onFinish);
  } else {
    nextTick(onFinish);
  }
}

/** Whether end() may write all that is left in one step: nothing is held back, and nobody replaced what that leaves out. */
function mayEndAtOnce(message) {
  const transport = message[kSocket];
  return transport instanceof NativeTransport && transport._httpMessage === message && transport.writable &&
    !message.finished && !message.destroyed && !message.strictContentLength && message[kCorked] === 0 &&
    message[kChunkedLength] === 0 && message.outputData.length === 0 && message._send === _send &&
    message._writeRaw === _writeRaw && message.uncork === uncork;
}

/** False: the head is made, and after that it may not. */
function endAtOnce(message, chunk, encoding, callback) {
  let size = chunk ? sizeOf(chunk, encoding) : 0;
  if (encoding && !isEncoding(encoding)) return false; // what endByPieces() writes throws, or is bytes
  if (message._header === null) {
    if (chunk) message._contentLength ??= size;
    else message._contentLength = 0;
    message._implicitHeader();
    if (!mayEndAtOnce(message)) return false;
  }
  if (chunk && !message._hasBody) {
    if (message[kRejectNonStandardBodyWrites]) throw new ERR_HTTP_BODY_NOT_ALLOWED();
    size = 0;
  }
  if (typeof callback === 'function') message.once('finish', callback);
  writeLast(message, message[kSocket], chunk, encoding, size);
  message.finished = true;
  message._finish();
  return true;
}

/** The rest of the message in one write. */
function writeLast(message, transport, chunk, encoding, size) {
  let head = '';
  let tail = '';
  if (!message._headerSent) {
    head = message._header;
    message._headerSent = true;
  }
  if (message.chunkedEncoding && message._hasBody) {
    if (size > 0) {
      head += `${size.toString(16)}\r\n`;
      tail = '\r\n';
    }
    tail += `0\r\n${message._trailer}\r\n`;
  }
  if (size > 0) {
    transport.writeLast(message, head, chunk, encoding ? encodingId(encoding) : UTF8, tail, finish);
  } else {
    transport.writeLast(message, head + tail, undefined, UTF8, '', finish);
  }
}

// The last byte is the kernel's.
function finish(message) {
  if (message[kSocket]?._hadError) return;
  message.emit('finish');
}

function endAgain(message, callback) {
  if (typeof callback !== 'function') return;
  if (!message.writableFinished) message.on('finish', callback);
  else callback(new ERR_STREAM_ALREADY_FINISHED('end'));
}

/** Everything is with the socket: the next message may have it. */
OutgoingMessage.prototype._finish = function _finish() {
  this.emit('prefinish');
};

/** It is this message's turn at the socket. */
OutgoingMessage.prototype._flush = function _flush() {
  const socket = this[kSocket];
  if (!socket?.writable) return;
  const going = this._flushOutput(socket);
  if (this.finished) {
    this._finish();
  } else if (going && this[kNeedDrain]) {
    this[kNeedDrain] = false;
    this.emit('drain');
  }
};

OutgoingMessage.prototype._flushOutput = function _flushOutput(socket) {
  const list = this.outputData;
  if (list.length === 0) return undefined;
  socket.cork();
  let going = true;
  for (const { data, encoding, callback } of list) going = socket.write(data, encoding, callback);
  socket.uncork();
  this._onPendingData(-this.outputSize);
  this.outputData = [];
  this.outputSize = 0;
  return going;
};

OutgoingMessage.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  this[kErrored] = error;
  const { socket } = this;
  if (socket) socket.destroy(error);
  else this.once('socket', (late) => { late.destroy(error); });
  return this;
};

/** Emits 'timeout' here after `msecs` without activity on the socket. */
OutgoingMessage.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (callback) this.on('timeout', callback);
  const { socket } = this;
  if (socket) socket.setTimeout(msecs);
  else this.once('socket', (late) => { late.setTimeout(msecs); });
  return this;
};

OutgoingMessage.prototype.pipe = function pipe() {
  this.emit('error', new ERR_STREAM_CANNOT_PIPE());
};

OutgoingMessage.prototype[Symbol.for('nodejs.rejection')] = function(error, _event) {
  this.destroy(error);
};

/** The option uniqueHeaders: names, or lists of them. @returns {Set<string>|null} in lower case */
function parseUniqueHeadersOption(headers) {
  if (!isArray(headers)) return null;
  return new Set(headers.map((name) => name.toLowerCase()));
}

// As they are before programs can replace them.
const { _send, _writeRaw, uncork } = OutgoingMessage.prototype;

module.exports = {
  kHighWaterMark, kUniqueHeaders, parseUniqueHeadersOption, validateHeaderName, validateHeaderValue, OutgoingMessage,
  fail, finish, nop,
  kErrored, kNeedDrain, kCorked, kOutHeaders, kRejectNonStandardBodyWrites, kSocket,
};
