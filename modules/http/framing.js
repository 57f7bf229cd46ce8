'use strict';
// The text of a head that goes out: the first line, the headers that were given, and those that follow from them.
const { ERR_HTTP_TRAILER_INVALID, ERR_INVALID_ARG_VALUE } = require('errors');
const { hasWord, lowerName, validateHeaderName, validateHeaderValue } = require('http/common');
const { OutHeaders } = require('http/out_headers');
const { utcDate } = require('http/date');

const kUniqueHeaders = Symbol('kUniqueHeaders');
const CRLF = '\r\n';

/** How one message and its connection are framed, by what its headers say. */
class Framing {
  constructor(message) {
    this.message = message;
    this.hasConnection = false;
    this.hasContentLength = false;
    this.hasTransferEncoding = false;
    this.hasDate = false;
    this.hasExpect = false;
    this.hasTrailer = false;
  }

  /**
   * @param {string} firstLine with its CRLF
   * @param {OutHeaders|Array|object|null} [headers] also [name, value, ...] and [[name, value], ...]
   * @returns {string} the whole head
   * @throws ERR_INVALID_HTTP_TOKEN, ERR_HTTP_INVALID_HEADER_VALUE, ERR_INVALID_CHAR, ERR_HTTP_TRAILER_INVALID
   */
  headOf(firstLine, headers) {
    return firstLine + this.given(headers) + this.following() + CRLF;
  }

  // The headers that were given --------------------------------------------------------------------------------------

  given(headers) {
    let text = '';
    if (headers === null || headers === undefined) return text;
    if (headers instanceof OutHeaders) {
      for (let i = 0; i < headers.size; i++) {
        text += this.lines(headers.lowers[i], headers.names[i], headers.values[i], false);
      }
    } else if (Array.isArray(headers)) {
      text = this.linesOfArray(headers);
    } else {
      for (const name in headers) {
        if (Object.hasOwn(headers, name)) text += this.checkedLines(name, headers[name]);
      }
    }
    return text;
  }

  linesOfArray(headers) {
    let text = '';
    if (headers.length > 0 && Array.isArray(headers[0])) {
      for (const { 0: name, 1: value } of headers) text += this.checkedLines(name, value);
      return text;
    }
    if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
    for (let i = 0; i < headers.length; i += 2) text += this.checkedLines(headers[i], headers[i + 1]);
    return text;
  }

  checkedLines(name, value) {
    const lower = lowerName(name);
    if (lower === undefined) validateHeaderName(name);
    return this.lines(lower, name, value, true);
  }

  /** The lines of one header. `checks`: whether the value was not looked at before. */
  lines(lower, name, value, checks) {
    if (Array.isArray(value)) {
      if (!this.mayRepeat(lower, value)) return this.lines(lower, name, value.join('; '), true);
      let text = '';
      // The list may have become another one since it was looked at.
      for (let i = 0; i < value.length; i++) text += this.lines(lower, name, value[i], true);
      return text;
    }
    if (typeof value !== 'string' && typeof value !== 'number') {
      // Converted once, since what an object becomes may change between the look and the line.
      if (value !== undefined) value = `${value}`;
      checks = true;
    }
    if (checks) validateHeaderValue.withoutStackTrace(name, value);
    this.note(lower, value);
    return `${name}: ${value}\r\n`;
  }

  // Cookies of a request, and what uniqueHeaders names, go on one line.
  mayRepeat(lower, values) {
    if (this.message[kUniqueHeaders]?.has(lower)) return false;
    return values.length < 2 || lower !== 'cookie';
  }

  /** Remembers what a header says. */
  note(lower, value) {
    const { message } = this;
    switch (lower.length) {
      case 4: if (lower === 'date') this.hasDate = true; break;
      case 6: if (lower === 'expect') this.hasExpect = true; break;
      case 7: if (lower === 'trailer') this.hasTrailer = true; break;
      case 10:
        if (lower === 'connection') {
          this.hasConnection = true;
          message._removedConnection = false;
          if (hasWord(`${value}`, 'close')) message._last = true;
          else message.shouldKeepAlive = true;
        } else if (lower === 'keep-alive') {
          message._defaultKeepAlive = false;
        }
        break;
      case 14:
        if (lower === 'content-length') {
          this.hasContentLength = true;
          message._contentLength = +value;
          message._removedContLen = false;
        }
        break;
      case 17:
        if (lower === 'transfer-encoding') {
          this.hasTransferEncoding = true;
          message._removedTE = false;
          if (hasWord(`${value}`, 'chunked')) message.chunkedEncoding = true;
        }
        break;
    }
  }

  // The headers nobody gave: Date, Connection, Keep-Alive, and how the body's end is known ---------------------------

  following() {
    const { message } = this;
    let text = message.sendDate && !this.hasDate ? `Date: ${utcDate()}\r\n` : '';
    // RFC 9110, section 8.6 and RFC 9112, section 6.1: these have no body, and so no framing of one.
    if (message.chunkedEncoding && (message.statusCode === 204 || message.statusCode === 304)) {
      message.chunkedEncoding = false;
      message.shouldKeepAlive = false;
    }
    if (!message._removedConnection && !this.hasConnection) text += this.connectionLines();
    else if (message._removedConnection) message._last = !message.shouldKeepAlive;
    if (!this.hasContentLength && !this.hasTransferEncoding) text += this.bodyLine();
    if (this.hasTrailer && !message.chunkedEncoding) throw new ERR_HTTP_TRAILER_INVALID();
    return text;
  }

  connectionLines() {
    const { message } = this;
    const knowsEnd = this.hasContentLength || message.useChunkedEncodingByDefault || message.agent;
    if (!message.shouldKeepAlive || !knowsEnd) {
      message._last = true;
      return 'Connection: close\r\n';
    }
    if (message.maxRequestsOnConnectionReached) return 'Connection: close\r\n';
    if (!message._defaultKeepAlive || !message._keepAliveTimeout) return 'Connection: keep-alive\r\n';
    const seconds = Math.floor(message._keepAliveTimeout / 1000);
    const max = message._maxRequestsPerSocket > 0 ? `, max=${message._maxRequestsPerSocket}` : '';
    return `Connection: keep-alive\r\nKeep-Alive: timeout=${seconds}${max}\r\n`;
  }

  bodyLine() {
    const { message } = this;
    if (!message._hasBody) {
      message.chunkedEncoding = false;
    } else if (!message.useChunkedEncodingByDefault) {
      message._last = true;
    } else if (!this.hasTrailer && !message._removedContLen && typeof message._contentLength === 'number') {
      return `Content-Length: ${message._contentLength}\r\n`;
    } else if (!message._removedTE) {
      message.chunkedEncoding = true;
      return 'Transfer-Encoding: chunked\r\n';
    } else {
      message._last = true; // the body ends with the connection
    }
    return '';
  }
}

module.exports = { Framing, kUniqueHeaders };
