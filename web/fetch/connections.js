'use strict';
// The connections that fetch() keeps: for each origin those that are idle, on the native parser and write path of node:http.
// A connection carries one exchange at a time (exchange.js): it writes the request and gives the exchange what comes back.
//
//   exchange.receiveHead(status, reason, head)   the answer has begun; true: no body will follow
//   exchange.receiveBody(bytes)                  more of its body
//   exchange.finish()                            it is complete
//   exchange.fail(error)                         it will not be
const { errnoException } = require('errors');
const { UTF8 } = require('encodings');
const { setTimeout } = require('timers');
const { kIsByteStream } = require('stream_handles');
const { Events, MessageParser, MAY_HAVE_BODY, NO_BODY, NO_LONGER_HTTP, RESPONSE, SHOULD_KEEP_ALIVE, WRITTEN } =
  require('http/parsers');
const { maxHeaderSize } = require('http/common');

const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 300_000;
const BODY_TIMEOUT_MS = 300_000;
// How long an idle connection is kept: what the server says, less some time for bytes on their way; else this.
const KEEP_ALIVE_MS = 4_000;
const KEEP_ALIVE_MARGIN_MS = 2_000;
const LONGEST_KEEP_ALIVE_MS = 600_000;
const SWEEP_MS = 1_000;
const UV_EOF = -4095;

/** undici's classes of errors: causes of what fetch() rejects with. */
function undiciErrors() {
  return require('undici/lib/core/errors');
}

// --- Time: one timer for all connections, which looks at each of them every second. ---

const connections = new Set();
let sweepTimer = null;

function startSweeping() {
  sweepTimer ??= setTimeout(sweep, SWEEP_MS).unref();
}

function sweep() {
  sweepTimer = null;
  for (const connection of connections) connection.grewOlder();
  if (connections.size > 0) startSweeping();
}

// --- A connection. ---

let events; // shared by all; no native object is made before it is needed

class Connection extends MessageParser {
  constructor(origin, socket) {
    events ??= new Events(onHead, onBody, onComplete, onExecuted, onReadEnd);
    super(events, RESPONSE);
    this.origin = origin;
    this.socket = socket;
    this.exchange = null;
    this.isOpen = true;
    this.isKept = true; // after the exchange at hand
    this.hasHead = false;
    this.hasLength = false; // the answer at hand has a Content-Length
    this.endsWithAnswer = false; // the answer at hand says so, or has no other end
    this.keepAliveMs = KEEP_ALIVE_MS;
    this.quietMs = 0; // as far as the sweeps know
    this.initialize(RESPONSE, maxHeaderSize(), 0, false);
    this.keepTrailingBlanks(); // as undici does
    this.consume(socket._handle);
    socket.on('error', (error) => { this.end(error); });
    socket.on('close', () => { this.end(otherSideClosed(socket)); });
    connections.add(this);
    startSweeping();
    this.resumeReading();
  }

  /** Writes the request of `exchange`. The connection has to be idle. */
  send(exchange) {
    const { socket } = this;
    const { head, body } = exchange;
    this.exchange = exchange;
    exchange.connection = this;
    this.hasHead = this.hasLength = this.endsWithAnswer = false;
    this.isKept = true;
    this.quietMs = 0;
    socket.ref();
    if (this.writeNow(head, body, UTF8, '', undefined) === WRITTEN) return;
    // What the kernel has of it, the handle knows.
    socket.cork();
    socket.write(head, 'latin1');
    if (body !== undefined) socket.write(body, 'utf8');
    socket.uncork();
  }

  pauseReading() {
    const handle = this.socket._handle;
    if (!handle?.reading) return;
    handle.reading = false;
    handle.readStop();
  }

  resumeReading() {
    const handle = this.socket._handle;
    this.quietMs = 0;
    if (!handle || handle.reading) return;
    handle.reading = true;
    handle.readStart();
  }

  /** The answer is complete: the next request may have the connection, unless one of the two sides ends it. */
  release() {
    const { exchange, socket } = this;
    this.exchange = null;
    const isWritten = socket.writableLength === 0;
    if (this.isKept && isWritten && socket.writable) this.becomeIdle();
    else this.end(null);
    exchange.finish();
  }

  /** Waits for a request. It does not keep the process. */
  becomeIdle() {
    this.resumeReading();
    this.socket.unref();
    this.origin.idle.push(this);
  }

  /** Closes the connection; what it carries fails with `error`. */
  end(error) {
    if (!this.isOpen) return;
    this.isOpen = false;
    const { exchange, origin } = this;
    this.exchange = null;
    connections.delete(this);
    const index = origin.idle.indexOf(this);
    if (index >= 0) origin.idle.splice(index, 1);
    origin.leave();
    this.close();
    this.socket.destroy();
    if (exchange !== null) exchange.fail(error);
  }

  /** Whether it has been idle for as long as it may. */
  isStale() {
    return this.quietMs >= this.keepAliveMs || this.idleAge() >= this.keepAliveMs;
  }

  /** Whether a request may be sent: the server may have ended the connection, and the loop not have seen that yet. */
  isUsable() {
    const { _handle: handle } = this.socket;
    return !this.isStale() && !(handle._parent ?? handle).hasInput();
  }

  /** Another second has passed. */
  grewOlder() {
    this.quietMs += SWEEP_MS;
    if (this.exchange === null) {
      if (this.isStale()) this.end(null);
    } else if (!this.hasHead) {
      if (this.quietMs > HEADERS_TIMEOUT_MS) this.end(new (undiciErrors().HeadersTimeoutError)());
    } else if (this.quietMs > BODY_TIMEOUT_MS && this.socket._handle?.reading) {
      this.end(new (undiciErrors().BodyTimeoutError)());
    }
  }

  /** Takes the server's word for how long it keeps the connection. @param {number|undefined} seconds */
  noteKeepAlive(seconds) {
    if (seconds === undefined) {
      this.keepAliveMs = KEEP_ALIVE_MS;
      return;
    }
    this.keepAliveMs = Math.min(seconds * 1000 - KEEP_ALIVE_MARGIN_MS, LONGEST_KEEP_ALIVE_MS);
    if (this.keepAliveMs <= 0) this.isKept = false;
  }
}

// --- What the parser calls, with the connection as `this`. ---

function onHead(status, reason, head, flags) {
  const { exchange } = this;
  this.quietMs = 0;
  if (exchange === null || this.hasHead) { // nobody asked for this
    this.end(null);
    return NO_BODY;
  }
  if (status === 101 || status === 100) {
    this.end(socketError(status === 101 ? 'bad upgrade' : 'bad response', this.socket));
    return NO_LONGER_HTTP;
  }
  if (status < 200) return NO_BODY; // more answers follow
  this.hasHead = true;
  if ((flags & SHOULD_KEEP_ALIVE) === 0) {
    this.endsWithAnswer = true;
    this.isKept = false;
  }
  const hasNoBody = exchange.receiveHead(status, reason, head);
  return hasNoBody ? NO_BODY : MAY_HAVE_BODY;
}

function onBody(bytes) {
  this.quietMs = 0;
  if (this.exchange !== null) this.exchange.receiveBody(bytes);
}

function onComplete() {
  if (this.exchange !== null && this.hasHead) this.release();
}

/** Parsing stopped: `result` is an error, or the protocol is no longer HTTP, which was seen to. */
function onExecuted(result, bytes) {
  if (typeof result === 'number') return;
  this.end(parserError(result, bytes));
}

// Where the answer ends with the connection, also by a reset, what came of it is taken for all there is, as undici does: by
// then it is a body without length, or chunks whose last one is missing.
function onReadEnd(status) {
  const isEnd = status === UV_EOF;
  const endsAnswer = this.hasHead && this.endsWithAnswer;
  const error = isEnd || endsAnswer ? this.finish() : undefined; // a body without length ends here
  if (error !== undefined && endsAnswer && this.exchange !== null) {
    if (!this.hasLength) this.release();
    else this.end(isEnd ? new (undiciErrors().ResponseContentLengthMismatchError)() : socketError('closed', this.socket));
    return;
  }
  this.end(isEnd ? otherSideClosed(this.socket) : errnoException(status, 'read'));
}

function parserError({ code, reason, bytesParsed }, bytes) {
  const { HTTPParserError, HeadersOverflowError } = undiciErrors();
  if (code === 'HPE_HEADER_OVERFLOW') return new HeadersOverflowError();
  const message = `Response does not match the HTTP/1.1 protocol (${reason})`;
  return new HTTPParserError(message, undefined, bytes.subarray(bytesParsed));
}

function otherSideClosed(socket) {
  return socketError('other side closed', socket);
}

function socketError(message, socket) {
  const { SocketError } = undiciErrors();
  const { localAddress, localPort, remoteAddress, remotePort, remoteFamily, timeout, bytesWritten, bytesRead } = socket;
  return new SocketError(message, {
    localAddress, localPort, remoteAddress, remotePort, remoteFamily, timeout, bytesWritten, bytesRead,
  });
}

// --- Origins. ---

let connect;
const origins = new Map(); // those that have connections, by the text of the origin

class Origin {
  constructor(url) {
    this.key = url.origin;
    this.host = url.host;
    this.hostname = url.hostname;
    this.port = url.port;
    this.protocol = url.protocol;
    const { requestBadPort } = require('undici/lib/web/fetch/util');
    /** False: the standard forbids the port, or its connections can't be read natively. */
    this.isUsable = requestBadPort({ urlList: [url], url }) === 'allowed';
    this.idle = [];
    this.connectionCount = 0; // also those that are being opened
  }

  /** Sends `exchange` on an idle connection, the one that was used last, or opens one for it. */
  start(exchange) {
    const known = origins.get(this.key);
    if (known !== undefined && known !== this) { // made meanwhile
      known.start(exchange);
      return;
    }
    let connection;
    while ((connection = this.idle.pop()) !== undefined) {
      if (connection.isUsable()) {
        connection.send(exchange);
        return;
      }
      connection.end(null);
    }
    this.open(exchange);
  }

  open(exchange) {
    connect ??= require('undici/lib/core/connect')({ allowH2: false, timeout: CONNECT_TIMEOUT_MS });
    const { host, hostname, port, protocol } = this;
    this.connectionCount++;
    origins.set(this.key, this);
    const fail = (error) => {
      this.leave();
      exchange.fail(error);
    };
    const use = (error, socket) => {
      if (error) return void fail(error);
      if (!socket._handle?.[kIsByteStream]) {
        this.isUsable = false;
        socket.destroy();
        this.leave();
        exchange.startOver();
        return;
      }
      const connection = new Connection(this, socket);
      if (exchange.isOver) connection.becomeIdle();
      else connection.send(exchange);
    };
    try {
      connect({ host, hostname, port, protocol, servername: null, localAddress: null }, use);
    } catch (error) { // of TLS: there are no secure contexts
      fail(error);
    }
  }

  /** One connection less. An origin without any is forgotten: programs may ask millions of them. */
  leave() {
    if (--this.connectionCount === 0 && origins.get(this.key) === this) origins.delete(this.key);
  }
}

/** The origin of a URL of http: or https:. */
function originOf(url) {
  return origins.get(url.origin) ?? new Origin(url);
}

/** Closes what is idle, and with `error` also what is not. */
function closeAll(error) {
  for (const connection of [...connections]) {
    if (connection.exchange === null) connection.end(null);
    else if (error !== undefined) connection.end(error);
    else connection.isKept = false;
  }
}

module.exports = { closeAll, originOf };
