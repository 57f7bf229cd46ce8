'use strict';
// One client's connection: requests come in through the parser, responses go out in the order of their requests.
//
// The connection is the parser (`socket.parser`). Of the requests that are read, the response to the first has the
// socket; the others wait in `waiting`, and write into their outputData.
const { MessageParser, Events, REQUEST, SHOULD_KEEP_ALIVE, UPGRADE, HAS_HOST, HAS_EXPECT, COMPLETE, VERSION_SHIFT,
        prepareError } = require('http/parsers');
const { connResetException } = require('errors');
const { methodName, continueExpression, isLenient, maxHeaderSize } = require('http/common');
const { IncomingMessage, receive, complete, kHead, kConnection } = require('http/incoming');
const { kOnFinished } = require('http/outgoing');
const { ServerResponse, closeLater } = require('http/response');
const { TCP, Pipe } = require('stream_handles');
const channels = require('http/server_channels');
const {
  kConnections, kIncomingMessage, kServerResponse, kOptimizeEmptyRequests, kUniqueHeaders,
} = require('http/server_symbols');

const HTTP_1_1 = 0x11;
const DEFAULT_MAX_HEADERS = 1000;

let sharedEvents;
function events() {
  return sharedEvents ??= new Events(onHead, onBody, onComplete, onExecuted, onReadEnd);
}

class ServerConnection extends MessageParser {
  /** @param {Server} server @param {Duplex} socket not yet read from */
  constructor(server, socket) {
    super(events(), REQUEST);
    this.server = server;
    this.socket = socket;
    /** The request whose body is coming, and the one that was read last while it is not done with. */
    this.receiving = null;
    this.incoming = null;
    /** The request whose upgrade is taken. */
    this.upgrading = null;
    /** The response that has the socket, and those that wait for it. */
    this.response = null;
    this.waiting = null;
    this.requestCount = 0;
    /** Bytes that waiting responses hold. */
    this.waitingBytes = 0;
    this.idleTimeoutSet = false;
    this.consumed = false;
    this.pausedByWaiting = false;
    this.highWaterMark = socket.readableHighWaterMark;
    const { maxHeadersCount } = server;
    const lenient = server.insecureHTTPParser === undefined ? isLenient() : server.insecureHTTPParser;
    this.initialize(REQUEST, server.maxHeaderSize || maxHeaderSize(),
                    typeof maxHeadersCount === 'number' ? maxHeadersCount : DEFAULT_MAX_HEADERS, Boolean(lenient));
    server[kConnections].add(this);
  }

  getSocket() {
    return this.socket;
  }

  /** Reads natively, if the socket has a native stream that nobody else reads. */
  takeReads() {
    const handle = this.socket._handle;
    if (!(handle instanceof TCP || handle instanceof Pipe)) return;
    if (this.socket.readableLength > 0) return;
    this.consume(handle);
    this.consumed = true;
  }

  /** The socket's data come through the socket again. */
  giveReadsBack() {
    if (!this.consumed) return;
    this.unconsume();
    this.consumed = false;
  }

  /** What waited for its turn, or for the kernel, is less: requests may come again. */
  resumeIfDrained() {
    if (!this.pausedByWaiting || this.waitingBytes >= this.socket.writableHighWaterMark) return;
    this.pausedByWaiting = false;
    this.socket._paused = false;
    this.socket.resume();
  }

  pauseForWaiting() {
    if (this.pausedByWaiting) return;
    this.pausedByWaiting = true;
    this.socket._paused = true;
    this.socket.pause();
  }

  /** @returns {boolean} whether no request waits for its answer, or is being read */
  get idle() {
    return this.response === null && this.receiving === null && this.headAge() < 0;
  }

  /** No more parsing: the connection ends, or is somebody else's. */
  free() {
    this.giveReadsBack();
    this.close();
    this.server[kConnections].delete(this);
    if (this.socket.parser === this) this.socket.parser = null;
  }
}

// From the parser; `this` is the connection ------------------------------------------------------------------------

function onHead(method, url, head, flags, body) {
  if (this.idleTimeoutSet) stopIdling(this);
  this.socket._unrefTimer?.();
  const request = newRequest(this, method, url, head, flags);
  this.incoming = this.receiving = request;
  if (flags & UPGRADE && takesUpgrade(this, request)) {
    this.upgrading = request;
    return 2;
  }
  const response = newResponse(this, request, flags);
  dispatch(this, request, response, flags);
  if (flags & COMPLETE) {
    this.receiving = null;
    complete(request, body, '');
  } else if (body !== undefined) {
    deliverBody(this, request, body);
  }
  return 0;
}

function stopIdling(connection) {
  connection.idleTimeoutSet = false;
  connection.socket.setTimeout(connection.server.timeout || 0);
}

function newRequest(connection, method, url, head, flags) {
  const { server } = connection;
  const Message = server[kIncomingMessage];
  const request = Message === IncomingMessage ? new IncomingMessage(undefined, connection) : customRequest(connection);
  const version = flags >> VERSION_SHIFT;
  if (version === HTTP_1_1) {
    request.httpVersionMajor = 1;
    request.httpVersionMinor = 1;
    request.httpVersion = '1.1';
  } else {
    request.httpVersionMajor = version >> 4;
    request.httpVersionMinor = version & 15;
    request.httpVersion = `${version >> 4}.${version & 15}`;
  }
  request.method = methodName(method);
  request.url = url;
  request[kHead] = head;
  request.joinDuplicateHeaders = server.joinDuplicateHeaders;
  request.upgrade = (flags & UPGRADE) !== 0;
  return request;
}

function customRequest(connection) {
  const request = new connection.server[kIncomingMessage](connection.getSocket());
  request[kConnection] = connection;
  return request;
}

function takesUpgrade(connection, request) {
  request.upgrade = request.method === 'CONNECT' || Boolean(connection.server.shouldUpgradeCallback(request));
  return request.upgrade;
}

function newResponse(connection, request, flags) {
  const { server } = connection;
  const Response = server[kServerResponse];
  const response = new Response(request, {
    highWaterMark: connection.socket.writableHighWaterMark,
    rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
  });
  response._keepAliveTimeout = server.keepAliveTimeout;
  response._maxRequestsPerSocket = server.maxRequestsPerSocket;
  response._onPendingData = countWaiting;
  response.shouldKeepAlive = (flags & SHOULD_KEEP_ALIVE) !== 0;
  if (server[kUniqueHeaders]) response[kUniqueHeaders] = server[kUniqueHeaders];
  response[kConnection] = connection;
  response[kOnFinished] = onResponseFinished;
  if (channels.requestStart.hasSubscribers) {
    channels.requestStart.publish({ request, response, socket: connection.socket, server });
  }
  if (channels.responseCreated.hasSubscribers) channels.responseCreated.publish({ request, response });
  if (connection.response === null) {
    connection.response = response;
    response.assignSocket(connection.socket);
  } else {
    (connection.waiting ??= []).push(response);
  }
  // A client that does not read its answers gets no more of them.
  if (connection.socket.writableNeedDrain) connection.pauseForWaiting();
  return response;
}

function dispatch(connection, request, response, flags) {
  const { server } = connection;
  if (flags >> VERSION_SHIFT === HTTP_1_1 && server.requireHostHeader && !(flags & HAS_HOST)) {
    response.writeHead(400, ['Connection', 'close']);
    response.end();
    return;
  }
  connection.requestCount++;
  if (server.maxRequestsPerSocket > 0 && tooManyRequests(connection, request, response)) return;
  if (server[kOptimizeEmptyRequests] && flags & COMPLETE && hasNoFraming(request)) request._dumpAndCloseReadable();
  if (flags & HAS_EXPECT && flags >> VERSION_SHIFT >= HTTP_1_1 && request.headers.expect !== undefined) {
    expectation(server, request, response);
  } else {
    server.emit('request', request, response);
  }
}

function hasNoFraming({ headers }) {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}

function tooManyRequests(connection, request, response) {
  const { server, requestCount } = connection;
  response.maxRequestsOnConnectionReached = server.maxRequestsPerSocket <= requestCount;
  if (requestCount <= server.maxRequestsPerSocket) return false;
  server.emit('dropRequest', request, connection.getSocket());
  response.writeHead(503);
  response.end();
  return true;
}

function expectation(server, request, response) {
  if (continueExpression.test(request.headers.expect)) {
    response._expect_continue = true;
    if (server.listenerCount('checkContinue') > 0) {
      server.emit('checkContinue', request, response);
    } else {
      response.writeContinue();
      server.emit('request', request, response);
    }
  } else if (server.listenerCount('checkExpectation') > 0) {
    server.emit('checkExpectation', request, response);
  } else {
    response.writeHead(417);
    response.end();
  }
}

function onBody(bytes) {
  const request = this.receiving;
  this.socket._unrefTimer?.();
  if (request !== null) deliverBody(this, request, bytes);
}

function deliverBody(connection, request, bytes) {
  if (!receive(request, bytes)) connection.getSocket().pause();
}

function onComplete(trailers) {
  const request = this.receiving;
  this.receiving = null;
  if (request !== null) complete(request, undefined, trailers);
}

function onExecuted(result, packet) {
  executed(this, result, packet);
}

function onReadEnd(status) {
  require('http/server_socket').readEnded(this, status);
}

/** What executing `packet` came to: bytes parsed, or an error. */
function executed(connection, result, packet) {
  if (typeof result !== 'number') {
    if (result === undefined) return;
    prepareError(result, connection, packet);
    require('http/server_socket').failed(connection.socket, result);
  } else if (connection.upgrading !== null) {
    upgrade(connection, packet.subarray(result));
  }
}

function upgrade(connection, rest) {
  const { server, socket } = connection;
  const request = connection.upgrading;
  const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
  require('http/server_socket').release(connection);
  if (server.listenerCount(event) > 0) {
    request.socket = socket;
    socket.readableFlowing = null;
    server.emit(event, request, socket, rest);
  } else {
    socket.destroy();
  }
}

// Responses ----------------------------------------------------------------------------------------------------------

// As a response's _onPendingData: what waits for its turn counts, and above the mark no more requests are read.
function countWaiting(bytes) {
  const connection = this[kConnection];
  if (connection === null) return;
  connection.waitingBytes += bytes;
  if (connection.waitingBytes >= connection.socket.writableHighWaterMark) connection.pauseForWaiting();
  else connection.resumeIfDrained();
}

// Before 'finish': the connection goes on to the next response, or the end.
function onResponseFinished() {
  const connection = this[kConnection];
  if (connection === null || connection.response !== this) return;
  const { server, socket } = connection;
  const request = this.req;
  if (channels.responseFinish.hasSubscribers) {
    channels.responseFinish.publish({ request, response: this, socket, server });
  }
  if (!request._consuming && !request.readableDidRead) request._dump();
  if (connection.incoming === request) forget(connection, request);
  this.detachSocket(socket);
  closeLater(this);
  connection.response = null;
  if (this._last) {
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
    return;
  }
  const next = connection.waiting?.shift();
  if (next !== undefined) {
    connection.response = next;
    next.assignSocket(socket);
  } else {
    require('http/server_socket').becameIdle(connection);
  }
}

function forget(connection, request) {
  if (request.readableEnded || request._dumped) {
    connection.incoming = null;
    return;
  }
  request.once('end', () => {
    if (connection.incoming === request) connection.incoming = null;
  });
}

/** The connection is gone: those whose answer was not sent hear of it. */
function abortRequests(connection) {
  const responses = connection.waiting ?? [];
  if (connection.response !== null) responses.unshift(connection.response);
  const incoming = connection.receiving;
  connection.receiving = null;
  connection.waiting = null;
  for (const { req } of responses) req.destroy(connResetException('aborted'));
  if (incoming !== null && !incoming.destroyed) incoming.destroy(connResetException('aborted'));
}

module.exports = { ServerConnection, abortRequests, executed };
