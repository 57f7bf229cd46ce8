// A ClientRequest and its socket: from getting it to giving it back to the agent, or losing it.
// The listeners get the socket as `this`, so one of each serves all; socket._httpMessage is the request it serves.
'use strict';
const { nextTick } = require('ticks');
const { ERR_OUT_OF_RANGE, connResetException } = require('errors');
const { validateNumber } = require('validators');
const { kErrored, kNeedDrain } = require('http/outgoing');
const { prepareError } = require('http/parsers');
const { beginParsing, endParsing } = require('http/client_parser');
const channels = require('http/client_channels');
const { debug } = require('http/debug');
const asyncIds = require('async_ids');
const { within } = require('async_ids/requests');
const { observing } = require('observing');

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

// Getting a socket ---------------------------------------------------------------------------------------------------

/** The agent's answer, on a tick of its own. */
function takeSocket(request, socket, error) {
  if (error || request.destroyed) {
    declineSocket(request, socket, error);
    return;
  }
  attach(request, socket);
  request._flush();
}

/** The request was destroyed while it waited, or there is no connection to be had. */
function declineSocket(request, socket, error) {
  error ??= request[kErrored];
  if (!socket || (request.agent && !socket.destroyed)) {
    if (socket) socket.emit('free');
    failWithoutSocket(request, error);
    return;
  }
  socket.destroy(error);
  require('stream').finished(socket, (reason) => {
    if (reason?.code === 'ERR_STREAM_PREMATURE_CLOSE') reason = undefined;
    failWithoutSocket(request, reason ?? error);
  });
}

function failWithoutSocket(request, error) {
  if (error?.proxyTunnelTimeout !== undefined) request.emit('timeout');
  request.destroyed = true;
  if (!error && !request.aborted) error = hangUp();
  if (error) fail(request, error);
  request._closed = true;
  request.emit('close');
}

function attach(request, socket) {
  const parser = beginParsing(socket, request, onResponse);
  if (asyncIds.tracking.on) asyncIds.startResource(parser, 'HTTPCLIENTREQUEST');
  request.socket = socket;
  request.parser = parser;
  socket.parser = parser;
  socket._httpMessage = request;
  socket.on('error', onError);
  socket.on('data', onData);
  socket.on('end', onEnd);
  socket.on('close', onClose);
  socket.on('drain', onDrain);
  if (request.timeout !== undefined || request.agent?.options?.timeout) listenToTimeout(request);
  request.emit('socket', socket);
}

/** The parser has done its work: what more comes is not for this request. */
function detachParser(socket, request) {
  const { parser } = socket;
  if (!parser) return;
  endParsing(parser);
  if (asyncIds.tracking.on) asyncIds.destroyResource(parser);
  socket.parser = null;
  if (request) request.parser = null;
}

function stopListening(socket) {
  socket.removeListener('data', onData);
  socket.removeListener('end', onEnd);
}

// What comes ---------------------------------------------------------------------------------------------------------

function onData(bytes) {
  const { parser } = this;
  if (parser.executing) {
    // A listener for what was parsed pushed more bytes: their turn comes.
    (parser.pending ??= []).push(bytes);
    return;
  }
  let result;
  parser.executing = true;
  try {
    result = asyncIds.tracking.on ? within(parser, () => parser.execute(bytes))() : parser.execute(bytes);
  } finally {
    parser.executing = false;
  }
  afterExecution(this, parser, this._httpMessage, result, bytes);
  while (parser.pending !== null && this.parser === parser) {
    const next = parser.pending.shift();
    if (parser.pending.length === 0) parser.pending = null;
    onData.call(this, next);
  }
}

function afterExecution(socket, parser, request, result, bytes) {
  if (typeof result !== 'number') {
    if (result !== undefined) onParseError(socket, parser, request, result, bytes);
    return;
  }
  const response = parser.incoming;
  if (response === null) return;
  if (response.upgrade) {
    switchProtocols(socket, parser, request, response, bytes.subarray(result));
  } else if (response.complete) {
    stopListening(socket);
    detachParser(socket, request);
  }
}

function onParseError(socket, parser, request, error, bytes) {
  debug('client parse error: %s', error.message);
  prepareError(error, parser, bytes);
  stopListening(socket);
  detachParser(socket, request);
  socket._hadError = true;
  socket.destroy();
  fail(request, error);
}

/** The server speaks another protocol from here on: the socket is the user's. */
function switchProtocols(socket, parser, request, response, head) {
  request.res = response;
  stopListening(socket);
  socket.removeListener('drain', onDrain);
  stopTimeout(socket, request);
  parser.finish();
  detachParser(socket, request);
  const event = request.method === 'CONNECT' ? 'connect' : 'upgrade';
  if (request.listenerCount(event) === 0) {
    socket.destroy();
    return;
  }
  request.upgradeOrConnect = true;
  socket.emit('agentRemove');
  socket.removeListener('close', onClose);
  socket.removeListener('error', onError);
  socket._httpMessage = null;
  socket.readableFlowing = null;
  channels.answered(request, response);
  request.emit(event, response, socket, head);
  request.destroyed = true;
  request._closed = true;
  request.emit('close');
}

/** For the parser: a response has begun. */
function onResponse(request, response) {
  channels.answered(request, response);
  response.on('end', onResponseEnd);
  request.socket.on('timeout', onResponseTimeout);
  if (observing.emitsTo !== undefined) observing.emitsTo(request._events?.response);
  if (request.aborted || !request.emit('response', response)) response._dump();
}

function onResponseTimeout() {
  const response = this._httpMessage?.res;
  if (response) response.emit('timeout');
}

// What the socket emits ----------------------------------------------------------------------------------------------

function onDrain() {
  const request = this._httpMessage;
  if (request && !request.finished && request[kNeedDrain]) {
    request[kNeedDrain] = false;
    request.emit('drain');
  }
}

function onError(error) {
  const request = this._httpMessage;
  debug('client socket error: %s', error?.message);
  const { parser } = this;
  if (request) {
    this._hadError = true;
    fail(request, error);
  }
  if (parser) {
    parser.finish();
    detachParser(this, request);
  }
  stopListening(this);
  this.destroy();
}

/** The server sends no more. */
function onEnd() {
  const request = this._httpMessage;
  const { parser } = this;
  if (request.res === null && !this._hadError) {
    this._hadError = true;
    fail(request, hangUp());
  }
  if (parser) {
    parser.finish(); // a body without length ends here
    detachParser(this, request);
  }
  this.end();
}

function onClose() {
  const request = this._httpMessage;
  const { parser } = this;
  if (!request) return;
  const response = request.res;
  request.destroyed = true;
  if (response !== null) {
    // A body without length ends with the connection; any other was cut short.
    if (!response.complete && parser) parser.finish();
    if (!response.complete) response.destroy(connResetException('aborted'));
    closeRequest(request);
    if (!response.aborted && response.readable) response.push(null);
  } else {
    if (!this._hadError) {
      this._hadError = true;
      fail(request, hangUp());
    }
    closeRequest(request);
  }
  dropOutput(request);
  detachParser(this, request);
}

// What was never sent still counts in outputSize: the request has not finished.
function dropOutput(request) {
  if (request.outputData.length > 0) request.outputData = [];
}

function closeRequest(request) {
  request._closed = true;
  request.emit('close');
}

function fail(request, error) {
  channels.failed(request, error);
  request.emit('error', error);
}

function hangUp() {
  return connResetException('socket hang up');
}

// Giving it back -----------------------------------------------------------------------------------------------------

function onResponseEnd() {
  const { req: request } = this;
  const { socket } = request;
  if (socket) stopTimeout(socket, request);
  request._ended = true;
  if (!request.shouldKeepAlive) {
    if (socket?.writable) endSoon(socket);
  } else if (request.writableFinished && !this.aborted) {
    giveBack(request);
  } else {
    request.on('finish', onRequestFinish);
  }
}

function endSoon(socket) {
  if (typeof socket.destroySoon === 'function') socket.destroySoon();
  else socket.end(); // an agent's own kind of stream
}

// The server answered before it had everything.
function onRequestFinish() {
  if (this.shouldKeepAlive && this._ended && !this.res.aborted) giveBack(this);
}

function giveBack(request) {
  const { socket, res: response } = request;
  if (request.timeoutCb) {
    socket.setTimeout(0, request.timeoutCb);
    request.timeoutCb = null;
  }
  stopListening(socket);
  detachParser(socket, request);
  socket.removeListener('close', onClose);
  socket.removeListener('error', onError);
  socket.removeListener('drain', onDrain);
  request.destroyed = true;
  if (response) response.socket = null; // it may be destroyed without harm to the next request
  nextTick(emitFree, request, socket);
}

function emitFree(request, socket) {
  closeRequest(request);
  socket.emit('free');
}

// Time ---------------------------------------------------------------------------------------------------------------

/** From now on the socket's 'timeout' is the request's. */
function listenToTimeout(request) {
  if (request.timeoutCb) return;
  request.timeoutCb = emitRequestTimeout;
  if (request.socket) request.socket.once('timeout', emitRequestTimeout);
  else request.on('socket', (socket) => socket.once('timeout', emitRequestTimeout));
}

function emitRequestTimeout() {
  const request = this._httpMessage;
  if (request) request.emit('timeout');
}

function stopTimeout(socket, request) {
  if (request.timeoutCb) socket.removeListener('timeout', emitRequestTimeout);
  socket.removeListener('timeout', onResponseTimeout);
}

/** The clock starts when there is a connection. */
function setSocketTimeout(socket, msecs) {
  if (socket.connecting) socket.once('connect', () => socket.setTimeout(msecs));
  else socket.setTimeout(msecs);
}

/** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
function checkedDuration(msecs, name) {
  validateNumber(msecs, name);
  if (msecs < 0 || !Number.isFinite(msecs)) throw new ERR_OUT_OF_RANGE(name, 'a non-negative finite number', msecs);
  if (msecs <= LONGEST_TIMEOUT_MS) return msecs;
  const message = `${msecs} does not fit into a 32-bit signed integer.` +
    `\nTimer duration was truncated to ${LONGEST_TIMEOUT_MS}.`;
  require('process_object').emitWarning(message, 'TimeoutOverflowWarning');
  return LONGEST_TIMEOUT_MS;
}

module.exports = { takeSocket, listenToTimeout, setSocketTimeout, checkedDuration };
