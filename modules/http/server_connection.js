'use strict';
// One client's connection: requests come in through the parser, responses go out in the order of their requests.
//
// The connection is the parser (`socket.parser`). Of the requests that are read, the response to the first has the
// socket; the others wait in `waiting`, and write into their outputData.
const { MessageParser, Events, REQUEST, SHOULD_KEEP_ALIVE, UPGRADE, HAS_HOST, HAS_EXPECT, COMPLETE, VERSION_SHIFT,
        prepareError } = require('http/parsers');
const { Buffer } = require('buffer');
const { UTF8, LATIN1, ASCII, encodingId } = require('encodings');
const { nextTick } = require('ticks');
const { connResetException } = require('errors');
const { methodName, continueExpression, isLenient, maxHeaderSize } = require('http/common');
const { IncomingMessage, receive, complete, wasRead, kHead, kConnection } = require('http/incoming');
const { kOnFinished, finish, nop } = require('http/outgoing');
const { ServerResponse, closeLater } = require('http/response');
const { TCP, Pipe } = require('stream_handles');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;
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
  /** @param {Server} server @param {Duplex|null} socket not yet read from; null: `handle` alone, read and written here */
  constructor(server, socket, handle) {
    super(events(), REQUEST);
    this.server = server;
    this.socket = socket;
    this.handle = handle;
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
    this.pausedByWaiting = false;
    this.idleTimeoutSet = false;
    this.consumed = socket === null;
    this.freed = false;
    // Without a socket: what is to be written when this callback is over.
    this.heldHead = '';
    this.heldBody = undefined;
    this.heldLender = null; // whose heldBody is again when the kernel has it
    this.heldEncoding = UTF8;
    this.heldTail = '';
    this.heldCallbacks = null;
    this.flushQueued = false;
    /** The response was ended while its request was told. */
    this.dispatching = null;
    this.endedEarly = false;
    const { maxHeadersCount } = server;
    const lenient = server.insecureHTTPParser === undefined ? isLenient() : server.insecureHTTPParser;
    this.initialize(REQUEST, server.maxHeaderSize || maxHeaderSize(),
                    typeof maxHeadersCount === 'number' ? maxHeadersCount : DEFAULT_MAX_HEADERS, Boolean(lenient));
    server[kConnections].add(this);
  }

  /** For messages that have no socket. */
  get highWaterMark() {
    return this.socket === null ? this.server.highWaterMark : this.socket.readableHighWaterMark;
  }

  get writableHighWaterMark() {
    return this.socket === null ? this.server.highWaterMark : this.socket.writableHighWaterMark;
  }

  /** @returns {Duplex} made when somebody looks */
  getSocket() {
    if (this.socket === null) require('http/server_socket').makeSocket(this);
    return this.socket;
  }

  // Reading ----------------------------------------------------------------------------------------------------------

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

  pauseReading() {
    if (this.socket !== null) {
      this.socket.pause();
    } else if (this.handle.reading) {
      this.handle.reading = false;
      this.handle.readStop();
    }
  }

  resumeReading() {
    if (this.socket !== null) {
      if (this.socket.readable && !this.socket._paused) this.socket.resume();
    } else if (!this.handle.reading && !this.freed && !this.pausedByWaiting) {
      this.handle.reading = true;
      this.handle.readStart();
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

  // Writing without a socket -----------------------------------------------------------------------------------------

  get holds() {
    return this.heldHead !== '' || this.heldBody !== undefined;
  }

  /** Takes a piece, to be written with its neighbours. @returns {boolean} false: wait for 'drain' */
  hold(response, data, encoding, callback, size) {
    const id = encoding ? encodingId(encoding) : UTF8;
    if (typeof data === 'string' && (id === LATIN1 || id === ASCII || (id === UTF8 && size === data.length))) {
      if (this.heldBody === undefined) this.heldHead += data;
      else this.heldTail += data;
    } else if (data.length > 0) {
      // Only one piece that is no plain text goes with a write.
      if (this.heldBody !== undefined && !this.flushHeld()) return this.socket.write(data, encoding, callback);
      this.heldBody = data;
      this.heldEncoding = id;
    }
    if (callback && callback !== nop) (this.heldCallbacks ??= []).push(callback);
    response.outputSize += size;
    if (!this.flushQueued) {
      this.flushQueued = true;
      nextTick(flushHeld, this);
    }
    return response.outputSize < this.writableHighWaterMark;
  }

  /** Writes what is held. False: a socket has taken over. */
  flushHeld() {
    if (!this.holds) return this.socket === null;
    return this.write('', undefined, UTF8, '', null, null);
  }

  /**
   * Writes what is held, then head, body and tail, at once. `done(argument)` is called later, when a socket had to
   * take over (the result is false then): otherwise everything is with the kernel.
   */
  write(head, body, encoding, tail, done, argument) {
    const { heldBody, heldCallbacks, heldLender } = this;
    let rest;
    if (!this.holds) {
      rest = this.writeNow(head, body, encoding, tail);
    } else if (this.heldBody === undefined) {
      rest = this.writeNow(this.heldHead + head, body, encoding, tail);
    } else if (body === undefined) {
      rest = this.writeNow(this.heldHead, this.heldBody, this.heldEncoding, this.heldTail + head + tail);
    } else {
      rest = this.writeNow(this.heldHead, this.heldBody, this.heldEncoding, this.heldTail);
      rest = rest === undefined ? this.writeNow(head, body, encoding, tail) : after(rest, head, body, encoding, tail);
    }
    this.forgetHeld();
    if (rest === undefined) {
      if (heldLender !== null) heldLender(heldBody);
      if (heldCallbacks !== null) nextTick(callEach, heldCallbacks);
      return true;
    }
    require('http/server_socket').writeRest(this, rest, () => {
      if (heldCallbacks !== null) callEach(heldCallbacks);
      if (done !== null) done(argument);
    });
    return false;
  }

  forgetHeld() {
    this.heldHead = this.heldTail = '';
    this.heldBody = undefined;
    this.heldLender = null;
    this.heldCallbacks = null;
    if (this.response !== null) this.response.outputSize = 0;
  }

  /** All of `response` is with the kernel: it is finished when the callers are done. */
  ended(response, hasCallbacks) {
    if (this.dispatching === response && !hasCallbacks) this.endedEarly = true;
    else nextTick(finish, response);
  }

  // The end ----------------------------------------------------------------------------------------------------------

  /** @returns {boolean} whether no request waits for its answer, or is being read */
  get idle() {
    return this.response === null && this.receiving === null && this.headAge() < 0;
  }

  /** No more parsing: the connection ends, or is somebody else's. */
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
      if (!this.freed) closeHandle(this);
    } else {
      this.getSocket().destroy();
    }
  }
}

function flushHeld(connection) {
  connection.flushQueued = false;
  if (connection.socket !== null || connection.freed || !connection.holds) return;
  const { response } = connection;
  connection.flushHeld();
  if (response !== null) response.drained();
}

function callEach(callbacks) {
  for (const callback of callbacks) callback();
}

// What the kernel did not take, and what comes after it.
function after(rest, head, body, encoding, tail) {
  if (typeof rest === 'number') return rest;
  const middle = typeof body === 'string' ? Buffer.from(body, encodingNames[encoding]) : body;
  return Buffer.concat([rest, Buffer.from(head, 'latin1'), middle, Buffer.from(tail, 'latin1')]);
}

const encodingNames = ['utf8', 'utf16le', 'latin1', 'latin1', 'base64', 'base64url', 'hex'];

/** Ends a connection that has no socket: sends what the kernel has, and the end. */
function closeHandle(connection) {
  const { handle, server } = connection;
  connection.free();
  if (handle.shutdown(closeShut) !== 0) handle.close();
  abortRequests(connection);
  server._connections--;
  server._emitCloseIfDrained();
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
    return 2;
  }
  const response = newResponse(this, request, flags);
  this.dispatching = response;
  try {
    if (tracking.on) dispatchTracked(this, request, response, flags);
    else dispatch(this, request, response, flags);
  } catch (error) {
    afterDispatch(this, request, response, flags, body);
    throw error;
  }
  afterDispatch(this, request, response, flags, body);
  return 0;
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

function afterDispatch(connection, request, response, flags, body) {
  connection.dispatching = null;
  if (flags & COMPLETE) {
    connection.receiving = null;
    complete(request, body, '');
  } else if (body !== undefined) {
    deliverBody(connection, request, body);
  }
  if (connection.endedEarly) finishEarly(connection, response);
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
    highWaterMark: connection.writableHighWaterMark,
    rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
  });
  response._keepAliveTimeout = server.keepAliveTimeout;
  response._maxRequestsPerSocket = server.maxRequestsPerSocket;
  response._onPendingData = countWaiting;
  response.shouldKeepAlive = (flags & SHOULD_KEEP_ALIVE) !== 0;
  if (server[kUniqueHeaders]) response[kUniqueHeaders] = server[kUniqueHeaders];
  response[kConnection] = connection;
  response[kOnFinished] = onResponseFinished;
  if (channels.responseCreated.hasSubscribers) channels.responseCreated.publish({ request, response });
  if (channels.requestStart.hasSubscribers) {
    channels.requestStart.publish({ request, response, socket: connection.getSocket(), server });
  }
  if (connection.response === null) {
    connection.response = response;
    if (connection.socket !== null) response.assignSocket(connection.socket);
  } else {
    (connection.waiting ??= []).push(response);
  }
  // A client that does not read its answers, or whose answers wait for a slow one, is not asked for more requests.
  if (connection.waitingBytes >= connection.writableHighWaterMark || connection.socket?.writableNeedDrain) {
    connection.pauseForWaiting();
  }
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
  this.socket?._unrefTimer?.();
  if (request !== null) deliverBody(this, request, bytes);
}

function deliverBody(connection, request, bytes) {
  if (!receive(request, bytes)) connection.pauseReading();
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
    require('http/server_socket').failed(connection.getSocket(), result);
  } else if (connection.upgrading !== null) {
    upgrade(connection, packet.subarray(result));
  }
}

function upgrade(connection, rest) {
  const { server } = connection;
  const socket = connection.getSocket();
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

// As a response's _onPendingData: what waits for its turn counts.
function countWaiting(bytes) {
  const connection = this[kConnection];
  if (connection === null) return;
  connection.waitingBytes += bytes;
  if (bytes < 0) connection.resumeIfDrained();
}

// The response was ended within its request's event. When nobody listens, all that is left is the connection's own.
function finishEarly(connection, response) {
  connection.endedEarly = false;
  if (response._eventsCount === 0 && connection.socket === null && !channels.responseFinish.hasSubscribers) {
    response.destroyed = true;
    response._closed = true;
    goOn(connection, response);
  } else {
    nextTick(finish, response);
  }
}

// Before 'finish': the connection goes on to the next response, or the end.
function onResponseFinished() {
  const connection = this[kConnection];
  if (connection === null || connection.response !== this) return;
  if (channels.responseFinish.hasSubscribers) {
    const { server } = connection;
    channels.responseFinish.publish({ request: this.req, response: this, socket: connection.getSocket(), server });
  }
  closeLater(this);
  goOn(connection, this);
}

function goOn(connection, response) {
  const request = response.req;
  if (!wasRead(request)) request._dump();
  if (connection.incoming === request) forget(connection, request);
  const { socket } = connection;
  connection.response = null;
  if (socket !== null) response.detachSocket(socket);
  if (response._last) {
    endConnection(connection);
    return;
  }
  const next = connection.waiting === null ? undefined : connection.waiting.shift();
  if (next === undefined) {
    require('http/server_socket').becameIdle(connection);
    return;
  }
  connection.response = next;
  if (socket !== null) next.assignSocket(socket);
  else next.takeTurn(connection);
}

function endConnection(connection) {
  const { socket } = connection;
  if (socket === null) closeHandle(connection);
  else if (typeof socket.destroySoon === 'function') socket.destroySoon();
  else socket.end();
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

/** The connection is gone: those whose answer was not sent hear of it. Who had answered already does not. */
function abortRequests(connection) {
  const responses = connection.waiting ?? [];
  if (connection.response !== null) responses.unshift(connection.response);
  connection.receiving = null;
  connection.waiting = null;
  for (const { req } of responses) req.destroy(connResetException('aborted'));
}

module.exports = { ServerConnection, abortRequests, closeHandle, encodingNames, executed };
