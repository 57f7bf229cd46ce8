'use strict';
// One client's connection: requests come in through the parser, responses go out in the order of their requests.
//
// The connection is the parser (`socket.parser`). Bytes are its transport's affair (native_transport.js says what that
// is). Of the requests that were read, the response to the first has the transport; the others wait in `waiting`, and
// write into their outputData.
const { OwnSet } = require('intrinsics');
const {
  MessageParser, Events, REQUEST, SHOULD_KEEP_ALIVE, UPGRADE, HAS_HOST, HAS_EXPECT, COMPLETE, MORE_FOLLOWS,
  VERSION_SHIFT, DEFAULT_MAX_HEADERS, MAY_HAVE_BODY, NO_LONGER_HTTP, prepareError,
} = require('http/parsers');
const { hasTicks, nextTick, nextTickFirst } = require('ticks');
const { connResetException, errnoException } = require('errors');
const { UV_EOF } = binding('uv');
const asyncContext = require('async_context');
const EventEmitter = require('events');
const { Socket } = require('net');
const { newServerSocket } = require('net/server');
const { methodName, hasWord, isLenient, maxHeaderSize } = require('http/common');
const {
  IncomingMessage, addHead, receive, complete, wasRead, kConnection,
} = require('http/incoming');
const { finish, kNeedDrain } = require('http/outgoing');
const { assignTransport, bindSocket, closeLater, detachTransport, isUnwatched } = require('http/response');
const { NativeTransport } = require('http/native_transport');
const socketTransport = require('http/socket_transport');
const { kIsByteStream } = require('stream_handles');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;
const channels = require('http/server_channels');
const { observing } = require('observing');
const {
  kConnectionListener, kConnections, kIncomingMessage, kServerResponse, kOptimizeEmptyRequests, kUniqueHeaders,
} = require('http/server_symbols');

const HTTP_1_1 = 0x11;

let sharedEvents;
function events() {
  return sharedEvents ??= new Events(onHead, onBody, onComplete, onExecuted, onReadEnd);
}

/** Begins to serve `socket`: a net.Socket, a tls.TLSSocket, or another Duplex. */
function serveSocket(server, socket) {
  if (socket.encrypted === true && isUnseen(server, socket)) {
    serveSecure(server, socket);
    return;
  }
  if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
  const connection = new ServerConnection(server, socket, null);
  socketTransport.attach(connection, socket);
  connection.takeReads();
}

/** As http.Server[kTakesHandles]: serves a new connection without a socket. False: there has to be one. */
function takeHandle(handle) {
  if (this.timeout || this.listeners('connection')[0] !== this[kConnectionListener]) return false;
  if (!isSocketOrdinary()) return false;
  const connection = new ServerConnection(this, null, handle);
  connection.consume(handle);
  connection.transport.resume();
  return true;
}

// What is written and what happens to a socket goes through these; who replaces one wants to see it of all sockets.
const ordinary = ['write', 'end', 'destroy', 'destroySoon', 'emit', 'on', 'cork', 'uncork', 'pause', 'resume', 'push', 'read',
                  'setTimeout', '_write', '_writev', '_writeGeneric', '_read', '_final', '_destroy', '_unrefTimer']
  .map((name) => [name, Socket.prototype[name]]);

/** Serves a TLSSocket that nobody else has: bytes pass it by until it is accessed. */
function serveSecure(server, socket) {
  const { _handle: handle } = socket;
  const connection = new ServerConnection(server, null, handle, socket);
  socketTransport.watch(connection, socket);
  connection.consume(handle);
  connection.transport.resume();
}

function isUnseen(server, socket) {
  if (!socket._handle?.[kIsByteStream] || socket.destroyed || socket.readableLength > 0 || tracking.on) return false;
  if (server.timeout || server.pauseOnConnect || server.emit !== EventEmitter.prototype.emit) return false;
  if (server.listenerCount('secureConnection') !== 1 ||
      server.listeners('secureConnection')[0] !== server[kConnectionListener]) return false;
  return isSocketOrdinary() && ordinary.every(([name, value]) => name === '_destroy' || socket[name] === value);
}

function isSocketOrdinary() {
  for (let i = 0; i < ordinary.length; i++) {
    if (Socket.prototype[ordinary[i][0]] !== ordinary[i][1]) return false;
  }
  return true;
}

class ServerConnection extends MessageParser {
  /**
   * @param {Server} server @param {Duplex|null} socket not yet read from; null: `handle` carries the connection
   * @param {TCP|Pipe|TLSWrap|null} handle @param {TLSSocket|null} handleOwner the socket that `handle` has already
   */
  constructor(server, socket, handle, handleOwner = null) {
    super(events(), REQUEST);
    this.server = server;
    /** What carries it: a NativeTransport until the socket is accessed, then that. */
    this.transport = socket ?? new NativeTransport(this, handle, server.highWaterMark, handleOwner);
    this.socket = socket;
    /** The request whose body is coming, and the one that was read last while it is not done with. */
    this.receiving = null;
    this.incoming = null;
    /** The request whose upgrade is taken. */
    this.upgrading = null;
    /** The response that has the transport, and those that wait for it. */
    this.response = null;
    this.waiting = null;
    this.requestCount = 0;
    /** Of them, those that came while server.maxRequestsPerSocket was set. */
    this.limitedCount = 0;
    /** Bytes that waiting responses hold. */
    this.waitingBytes = 0;
    this.pausedByWaiting = false;
    this.idleTimeoutSet = false;
    /** The parser reads the handle itself. */
    this.consumed = socket === null;
    this.freed = false;
    /** The response whose request is being emitted, when that was all there was to read. */
    this.dispatching = null;
    /** It was ended meanwhile, in `endedIn`, an async context, with no tick before its 'finish'. */
    this.endedEarly = false;
    this.endedIn = undefined;
    const { maxHeadersCount } = server;
    const lenient = server.insecureHTTPParser === undefined ? isLenient() : server.insecureHTTPParser;
    this.initialize(REQUEST, server.maxHeaderSize || maxHeaderSize(),
                    typeof maxHeadersCount === 'number' ? maxHeadersCount : DEFAULT_MAX_HEADERS, Boolean(lenient));
    (server[kConnections] ??= new OwnSet()).add(this); // any emitter may be given to _connectionListener
  }

  /** For messages that have no socket. */
  get highWaterMark() {
    return this.socket === null ? this.server.highWaterMark : this.socket.readableHighWaterMark;
  }

  get writableHighWaterMark() {
    return this.transport.writableHighWaterMark;
  }

  // The socket -------------------------------------------------------------------------------------------------------

  /** @returns {Duplex} made on the first access */
  getSocket() {
    if (this.socket === null) this.becomeSocket();
    return this.socket;
  }

  /** From now on a socket carries the connection, and what waits to be written. */
  becomeSocket() {
    if (this.freed) {
      this.socket = new Socket().end().destroy();
      return;
    }
    const native = this.transport;
    const socket = native.handleOwner ?? newServerSocket(this.server, native.handle);
    this.socket = this.transport = socket;
    socketTransport.attach(this, socket);
    if (this.pausedByWaiting) {
      socket._paused = true;
      socket.pause();
    }
    if (native._httpMessage !== null) bindSocket(native._httpMessage, socket);
    else if (this.response === null) socketTransport.becameIdle(this);
    native.handOver(socket);
  }

  // Reading ----------------------------------------------------------------------------------------------------------

  /** Reads natively, if the socket has a native stream that nobody else reads. */
  takeReads() {
    const handle = this.socket._handle;
    if (!handle?.[kIsByteStream]) return;
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

  pauseReading() {
    this.transport.pause();
  }

  resumeReading() {
    const { socket } = this;
    if (socket !== null) {
      if (socket.readable && !socket._paused) socket.resume();
    } else if (!this.freed && !this.pausedByWaiting) {
      this.transport.resume();
    }
  }

  /** What waited for its turn, or for the kernel, is less: requests may come again. */
  resumeIfDrained() {
    if (!this.pausedByWaiting || this.waitingBytes >= this.writableHighWaterMark) return;
    this.pausedByWaiting = false;
    if (this.socket !== null) this.socket._paused = false;
    this.resumeReading();
  }

  pauseForWaiting() {
    if (this.pausedByWaiting) return;
    this.pausedByWaiting = true;
    if (this.socket !== null) this.socket._paused = true;
    this.pauseReading();
  }

  /** What `packet`, which was parsed, came to: a number of bytes, or an error. */
  executed(result, packet) {
    if (typeof result !== 'number') {
      if (result === undefined) return;
      prepareError(result, this, packet);
      socketTransport.failed(this.getSocket(), result);
    } else if (this.upgrading !== null) {
      upgrade(this, packet.subarray(result));
    }
  }

  // Writing ----------------------------------------------------------------------------------------------------------

  /** The transport takes more again. */
  drained() {
    this.resumeIfDrained();
    const { response } = this;
    if (response !== null && !response.finished && response[kNeedDrain]) {
      response[kNeedDrain] = false;
      response.emit('drain');
    }
  }

  /** All of `response` is with the kernel: it is finished in the next tick. */
  ended(response) {
    if (this.dispatching === response && !hasTicks()) {
      this.endedEarly = true;
      this.endedIn = asyncContext.current();
    } else {
      nextTick(finish, response);
    }
  }

  // The end ----------------------------------------------------------------------------------------------------------

  /** @returns {boolean} whether no request waits for its answer, or is being read */
  get idle() {
    return this.response === null && this.receiving === null && this.headAge() < 0;
  }

  /** No more parsing: the connection ends, or belongs to an upgrade. */
  free() {
    if (this.freed) return;
    this.freed = true;
    this.giveReadsBack();
    this.close();
    this.server[kConnections].delete(this);
    if (this.socket !== null && this.socket.parser === this) this.socket.parser = null;
  }

  destroy() {
    if (this.socket === null && this.response === null && this.receiving === null) {
      if (!this.freed) this.closeHandle();
    } else {
      this.getSocket().destroy();
    }
  }

  /** Ends a connection that has no socket: sends what the kernel has, and the end. */
  closeHandle() {
    const { server, transport } = this;
    const { handle, handleOwner } = transport;
    transport.writable = false;
    this.free();
    if (handleOwner !== null) {
      handleOwner.destroySoon();
      this.abortRequests();
      return;
    }
    if (handle.shutdown(closeShut) !== 0) handle.close();
    this.abortRequests();
    server._connections--;
    server._emitCloseIfDrained();
  }

  /** The connection is gone: those whose answer was not sent hear of it. Who had answered already does not. */
  abortRequests() {
    const responses = this.waiting ?? [];
    if (this.response !== null) responses.unshift(this.response);
    this.receiving = null;
    this.waiting = null;
    for (const { req } of responses) req.destroy(connResetException('aborted'));
  }
}

function closeShut() {
  this.close();
}

// From the parser; `this` is the connection ------------------------------------------------------------------------

function onHead(method, url, head, flags, body) {
  if (this.socket !== null) {
    if (this.idleTimeoutSet) stopIdling(this);
    this.socket._unrefTimer?.();
  }
  const request = newRequest(this, method, url, head, flags);
  this.incoming = this.receiving = request;
  if (flags & UPGRADE && takesUpgrade(this, request)) {
    this.upgrading = request;
    return NO_LONGER_HTTP;
  }
  if (observing.emitsTo !== undefined) observing.emitsTo(this.server?._events?.request);
  const response = newResponse(this, request, flags);
  if ((flags & (COMPLETE | MORE_FOLLOWS)) === COMPLETE) this.dispatching = response;
  // Not caught and thrown again: an uncaught error is shown with the line that threw it.
  let threw = true;
  try {
    if (tracking.on) dispatchTracked(this, request, response, flags);
    else dispatch(this, request, response, flags);
    threw = false;
  } finally {
    afterDispatch(this, request, response, flags, body, threw);
  }
  return MAY_HAVE_BODY;
}

// Each request is a resource of its own in async_hooks.
class HTTPServerAsyncResource {
  constructor(type, socket) {
    this.type = type;
    this.socket = socket;
  }
}

function dispatchTracked(connection, request, response, flags) {
  const resource = new HTTPServerAsyncResource('HTTPINCOMINGMESSAGE', connection.getSocket());
  asyncIds.startResource(resource, 'HTTPINCOMINGMESSAGE');
  asyncIds.enter(resource);
  dispatch(connection, request, response, flags);
  asyncIds.leave(resource);
  request.once('close', () => { asyncIds.destroyResource(resource); });
}

function afterDispatch(connection, request, response, flags, body, threw) {
  connection.dispatching = null;
  if (flags & COMPLETE) {
    connection.receiving = null;
    complete(request, '');
  } else if (body !== undefined) {
    deliverBody(connection, request, body);
  }
  if (connection.endedEarly) finishEarly(connection, response, threw);
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
  request.joinDuplicateHeaders = server.joinDuplicateHeaders;
  addHead(request, head);
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
    highWaterMark: connection.writableHighWaterMark,
    rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
  });
  response._keepAliveTimeout = server.keepAliveTimeout;
  response._maxRequestsPerSocket = server.maxRequestsPerSocket;
  response._onPendingData = countWaiting;
  response.shouldKeepAlive = (flags & SHOULD_KEEP_ALIVE) !== 0;
  if (server[kUniqueHeaders]) response[kUniqueHeaders] = server[kUniqueHeaders];
  response[kConnection] = connection;
  if (channels.responseCreated.hasSubscribers) channels.responseCreated.publish({ request, response });
  if (channels.requestStart.hasSubscribers) {
    channels.requestStart.publish({ request, response, socket: connection.getSocket(), server });
  }
  response.on('finish', onResponseFinished);
  if (connection.response === null) begin(connection, response);
  else (connection.waiting ??= []).push(response);
  // A client that does not read its answers, or whose answers wait for a slow one, is not asked for more requests.
  if (connection.waitingBytes >= connection.writableHighWaterMark || connection.transport.writableNeedDrain) {
    connection.pauseForWaiting();
  }
  return response;
}

/** It is the turn of `response`. */
function begin(connection, response) {
  connection.response = response;
  if (connection.socket === null && assignTransport(response, connection.transport)) return;
  response.assignSocket(connection.getSocket());
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
  if (flags & HAS_EXPECT && flags >> VERSION_SHIFT === HTTP_1_1 && request.headers.expect !== undefined) {
    expectation(server, request, response);
  } else {
    server.emit('request', request, response);
  }
}

function hasNoFraming({ headers }) {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}

function tooManyRequests(connection, request, response) {
  const { server } = connection;
  const count = ++connection.limitedCount;
  response.maxRequestsOnConnectionReached = server.maxRequestsPerSocket <= count;
  if (count <= server.maxRequestsPerSocket) return false;
  server.emit('dropRequest', request, connection.getSocket());
  response.writeHead(503);
  response.end();
  return true;
}

function expectation(server, request, response) {
  if (hasWord(`${request.headers.expect}`, '100-continue')) {
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
  this.socket?._unrefTimer?.();
  if (request !== null) deliverBody(this, request, bytes);
}

function deliverBody(connection, request, bytes) {
  if (!receive(request, bytes)) connection.pauseReading();
}

function onComplete(trailers) {
  const request = this.receiving;
  this.receiving = null;
  if (request !== null) complete(request, trailers);
  this.resumeReading(); // who paused it did so for this request: the next one is not its business
}

function onExecuted(result, packet) {
  this.executed(result, packet);
}

/** A native read ended: UV_EOF or another negative errno. */
function onReadEnd(status) {
  if (this.socket === null && status === UV_EOF && this.response === null && this.receiving === null &&
      this.finish() === undefined) {
    this.closeHandle();
    return;
  }
  const socket = this.getSocket();
  this.giveReadsBack();
  if (status === UV_EOF) {
    socket.push(null);
    socket.read(0);
  } else {
    socket.destroy(errnoException(status, 'read'));
  }
}

function upgrade(connection, rest) {
  const { server } = connection;
  const socket = connection.getSocket();
  const request = connection.upgrading;
  const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
  socketTransport.release(connection);
  if (server.listenerCount(event) > 0) {
    request.socket = socket;
    socket.readableFlowing = null;
    server.emit(event, request, socket, rest);
  } else {
    socket.destroy();
  }
}

// Responses ----------------------------------------------------------------------------------------------------------

// As a response's _onPendingData: what waits for its turn counts.
function countWaiting(bytes) {
  const connection = this[kConnection];
  if (connection === null) return;
  connection.waitingBytes += bytes;
  if (bytes < 0) connection.resumeIfDrained();
}

// The response was ended within its request's event. When nobody can see 'finish' and 'close', all that is left is the
// connection's own.
function finishEarly(connection, response, threw) {
  const { endedIn } = connection;
  connection.endedEarly = false;
  connection.endedIn = undefined;
  if (threw || hasTicks() || connection.socket !== null || channels.responseFinish.hasSubscribers ||
      !isUnwatched(response, onResponseFinished)) {
    nextTickFirst(finish, response, endedIn);
    return;
  }
  response.destroyed = true;
  response._closed = true;
  dumpRequest(connection, response.req);
  goOn(connection, response);
}

// The first listener of 'finish': the connection goes on to the next response, or the end.
function onResponseFinished() {
  const connection = this[kConnection];
  if (connection === null || connection.response !== this) return;
  if (channels.responseFinish.hasSubscribers) {
    const { server } = connection;
    channels.responseFinish.publish({ request: this.req, response: this, socket: connection.getSocket(), server });
  }
  dumpRequest(connection, this.req);
  closeLater(this);
  goOn(connection, this);
}

/** What is left of `request`, which was answered, is thrown away. */
function dumpRequest(connection, request) {
  if (!wasRead(request)) request._dump();
  if (connection.incoming === request) forget(connection, request);
}

function goOn(connection, response) {
  connection.response = null;
  detachTransport(response, connection.transport);
  if (response._last) {
    endTransport(connection.transport);
    return;
  }
  const next = connection.waiting === null ? undefined : connection.waiting.shift();
  if (next === undefined) socketTransport.becameIdle(connection);
  else begin(connection, next);
}

function endTransport(transport) {
  if (typeof transport.destroySoon === 'function') transport.destroySoon();
  else transport.end();
}

function forget(connection, request) {
  if ((request._dumped && request._eventsCount === 0) || request.readableEnded) {
    connection.incoming = null;
    return;
  }
  request.once('end', () => {
    if (connection.incoming === request) connection.incoming = null;
  });
}

module.exports = { serveSocket, takeHandle };
