'use strict';
// A connection's socket: what its events mean to HTTP, and what happens to connections by time and by failures.
const { ERR_HTTP_SOCKET_ENCODING } = require('errors');
const { setTimeout } = require('timers');
const { kConnections, kIdleTimer } = require('http/server_symbols');
const { STATUS_CODES } = require('http/common');
const { closeLater } = require('http/response');

const kHttp = Symbol('kHttpConnection'); // socket: its ServerConnection

/** `socket` is the transport of `connection`: its events reach it. */
function attach(connection, socket) {
  socket[kHttp] = connection;
  socket.server = connection.server;
  socket.parser = connection;
  socket._paused = false;
  socket.removeListener('error', onErrorUnseen);
  socket.removeListener('close', onCloseUnseen);
  for (const [name, listener] of listeners) socket.on(name, listener);
  // Other readers of the data get them.
  socket.on = socket.addListener = onWrapper;
  socket.prependListener = prependWrapper;
  socket.setEncoding = refuseEncoding;
}

/** The handle of `socket` carries `connection`, and nobody has accessed the socket: its end reaches the connection. */
function watch(connection, socket) {
  socket[kHttp] = connection;
  socket.on('error', onErrorUnseen);
  socket.on('close', onCloseUnseen);
}

function onErrorUnseen(error) {
  const connection = this[kHttp];
  if (connection.freed || connection.socket !== null) return;
  connection.getSocket();
  failed(this, error);
}

function onCloseUnseen() {
  const connection = this[kHttp];
  if (connection.freed || connection.socket !== null) return;
  const { response } = connection;
  connection.getSocket();
  onClose.call(this);
  if (response !== null) closeLater(response);
}

/** Ends HTTP on this socket, which lives on. */
function release(connection) {
  const { socket } = connection;
  for (const [name, listener] of listeners) socket.removeListener(name, listener);
  startReading(connection); // the socket, which asked for data long ago, does not ask again
  connection.free();
  delete socket.on;
  delete socket.addListener;
  delete socket.prependListener;
  delete socket.setEncoding;
  if (connection.idleTimeoutSet) socket.setTimeout(0);
}

function onWrapper(name, listener) {
  if (name === 'data' || name === 'readable') this[kHttp].giveReadsBack();
  return Object.getPrototypeOf(this).on.call(this, name, listener);
}

function prependWrapper(name, listener) {
  if (name === 'data' || name === 'readable') this[kHttp].giveReadsBack();
  return Object.getPrototypeOf(this).prependListener.call(this, name, listener);
}

function refuseEncoding() {
  throw new ERR_HTTP_SOCKET_ENCODING();
}

// Reading ------------------------------------------------------------------------------------------------------------

function onData(chunk) {
  const connection = this[kHttp];
  connection.executed(connection.execute(chunk), chunk);
}

function onEnd() {
  const connection = this[kHttp];
  const { server } = connection;
  const error = connection.finish();
  if (error !== undefined) {
    failed(this, error);
  } else if (!server.httpAllowHalfOpen) {
    this.end();
  } else {
    // The last answer ends the connection.
    const last = connection.waiting?.at(-1) ?? connection.response;
    if (last !== null) last._last = true;
    else this.end();
  }
}

function onPause() {
  const handle = this._handle;
  if (!this[kHttp].consumed || !handle?.reading) return;
  handle.reading = false;
  handle.readStop();
}

function onResume() {
  if (this._paused) this.pause();
  else startReading(this[kHttp]);
}

function startReading({ consumed, socket }) {
  const handle = socket._handle;
  if (!consumed || !handle || handle.reading) return;
  handle.reading = true;
  handle.readStart();
}

// Writing ------------------------------------------------------------------------------------------------------------

function onDrain() {
  this[kHttp].drained();
}

// Time ---------------------------------------------------------------------------------------------------------------

function onTimeout() {
  const connection = this[kHttp];
  const { server, receiving: incoming, response } = connection;
  if (connection.idleTimeoutSet && connection.headAge() >= 0) return; // the next request is on its way
  const requestHears = incoming !== null && !incoming.complete && incoming.emit('timeout', this);
  const responseHears = response !== null && response.emit('timeout', this);
  const serverHears = server.emit('timeout', this);
  if (!requestHears && !responseHears && !serverHears) this.destroy();
}

/** Nothing is asked for: the connection is kept for a while. */
function becameIdle(connection) {
  const { server, socket } = connection;
  if (socket === null) {
    if (server[kIdleTimer] === null && server.keepAliveTimeout > 0) armIdleTimer(server);
    return;
  }
  if (!(server.keepAliveTimeout > 0) || typeof socket.setTimeout !== 'function' || !socket.writable) return;
  socket.setTimeout(server.keepAliveTimeout + server.keepAliveTimeoutBuffer);
  connection.idleTimeoutSet = true;
}

// Connections without a socket share one timer: it looks for those that were idle for too long, not more often than
// this share of the time-out.
const IDLE_GRANULARITY = 20;

function armIdleTimer(server) {
  const limit = server.keepAliveTimeout + server.keepAliveTimeoutBuffer;
  setIdleTimer(server, limit);
}

function setIdleTimer(server, delay) {
  server[kIdleTimer] = setTimeout(closeIdle, Math.max(delay, 1), server).unref();
}

function closeIdle(server) {
  server[kIdleTimer] = null;
  if (!(server.keepAliveTimeout > 0)) return;
  const limit = server.keepAliveTimeout + server.keepAliveTimeoutBuffer;
  let nearest = Infinity;
  for (const connection of server[kConnections]) {
    if (connection.socket !== null || connection.requestCount === 0 || connection.response !== null) continue;
    const age = connection.idleAge();
    if (age < 0) continue;
    if (age >= limit) closeTimedOut(connection);
    else nearest = Math.min(nearest, limit - age);
  }
  if (nearest !== Infinity) setIdleTimer(server, Math.max(nearest, limit / IDLE_GRANULARITY));
}

function closeTimedOut(connection) {
  // There may be listeners for it.
  if (connection.server.listenerCount('timeout') > 0) onTimeout.call(connection.getSocket());
  else connection.closeHandle();
}

// The end ------------------------------------------------------------------------------------------------------------

function onClose() {
  const connection = this[kHttp];
  if (connection === undefined) return;
  connection.free();
  connection.abortRequests();
}

function onError(error) {
  failed(this, error);
}

function ignore() {}

const statusOfError = {
  __proto__: null,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The socket or the parser failed: 'clientError', or an answer that says so, and the end. */
function failed(socket, error) {
  socket.removeListener('error', onError);
  if (socket.listenerCount('error', ignore) === 0) socket.on('error', ignore);
  if (socket[kHttp].server.emit('clientError', error, socket)) return;
  const response = socket._httpMessage;
  if (socket.writable && !response?._headerSent) {
    const status = statusOfError[error.code] ?? 400;
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`, 'latin1');
  }
  if (typeof socket.destroySoon === 'function' && socket.writableLength > 0) socket.destroySoon();
  else socket.destroy(error);
}

const listeners = [
  ['data', onData], ['end', onEnd], ['close', onClose], ['drain', onDrain], ['error', onError], ['timeout', onTimeout],
  ['resume', onResume], ['pause', onPause],
];

module.exports = { attach, watch, release, failed, becameIdle };
