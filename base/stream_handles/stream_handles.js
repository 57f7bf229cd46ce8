// The native streams below sockets, terminals and child processes, made ready: opened, with their owner to be found,
// and with what packages read of them. For net, tty, process and child_process.
'use strict';
const { TCP, SOCKET: TCP_SOCKET, SERVER: TCP_SERVER, UV_TCP_IPV6ONLY } = binding('tcp');
const { Pipe, SOCKET: PIPE_SOCKET, SERVER: PIPE_SERVER, IPC: PIPE_IPC } = binding('pipe');
const { errnoException } = require('errors');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;

/** handle[kOwner]: the Socket or Server it belongs to, or null. */
const kOwner = Symbol('owner_symbol');

/** Fills in what every handle has that JavaScript sees. `kind`: its name in async_hooks. */
function adopt(handle, kind) {
  handle.reading = false;
  handle.onconnection = null;
  handle[kOwner] = null;
  if (tracking.on) asyncIds.startResource(handle, kind);
  return handle;
}

function opened(handle) {
  const error = handle.open();
  if (error !== 0) throw errnoException(error, 'open');
  return handle;
}

/** @returns {TCP} open, not yet connected */
function newTcp() {
  return adopt(opened(new TCP(TCP_SOCKET)), 'TCPWRAP');
}

/** @returns {TCP} open, to be bound and listened on */
function newTcpServer() {
  return adopt(opened(new TCP(TCP_SERVER)), 'TCPSERVERWRAP');
}

/** @returns {Pipe} open, not yet connected */
function newPipe() {
  return adopt(opened(new Pipe(PIPE_SOCKET)), 'PIPEWRAP');
}

/** @returns {Pipe} open, to be bound and listened on */
function newPipeServer() {
  return adopt(opened(new Pipe(PIPE_SERVER)), 'PIPESERVERWRAP');
}

/** @returns {Pipe} open, one end of a channel that passes handles too */
function newIpcPipe() {
  return adopt(opened(new Pipe(PIPE_IPC)), 'PIPEWRAP');
}

/**
 * Standard output or error, a pipe or socket, to be written to without a wait and without a change to what others share.
 * @param {1|2} fd @param {string} type 'PIPE' or 'TCP'
 * @returns {TCP|Pipe}
 */
function newOutput(fd, type) {
  const handle = type === 'PIPE' ? newPipe() : newTcp();
  handle.openOutput(fd);
  return handle;
}

const pendingHandles = { __proto__: null, TCP: newTcp, Pipe: newPipe };

/** Lets a further room receive its handles over IPC: `make` returns one that is open. @param {string} kind 'UDP' */
function setPendingHandle(kind, make) {
  pendingHandles[kind] = make;
}

// Called natively when a handle comes with the bytes of an IPC pipe.
Pipe.prototype.newPendingHandle = function newPendingHandle(kind) {
  const handle = (pendingHandles[kind] ?? loadPendingHandle(kind))();
  const error = this.accept(handle);
  if (error === 0) return handle;
  handle.close();
  return undefined;
};

function loadPendingHandle(kind) {
  if (kind === 'UDP') require('udp_handles');
  return pendingHandles[kind] ?? newPipe;
}

// Connecting ---------------------------------------------------------------------------------------------------------

/**
 * What connect() is given, as Node's are: `oncomplete(status, handle, request, readable, writable)` is called once there
 * is a connection (status 0) or none (a negative errno). The other fields are the caller's.
 */
class TCPConnectWrap {}
class PipeConnectWrap {}

const kConnecting = Symbol('connecting'); // handle: the request under way

define(TCP.prototype, 'bind', function bind(address, port, flags) {
  return this.bindTo(address, port | 0, flags | 0, false);
});
define(TCP.prototype, 'bind6', TCP.prototype.bind);
/** @returns {number} 0: request.oncomplete() comes. Or a negative errno */
define(TCP.prototype, 'connect', function connect(request, address, port) {
  return begun(this, request, this.connectTo(address, port, onConnected));
});
define(TCP.prototype, 'connect6', TCP.prototype.connect);
/** @returns {number} 0: request.oncomplete() comes. Or a negative errno */
define(Pipe.prototype, 'connect', function connect(request, path) {
  const result = begun(this, request, this.connectTo(path, onConnected));
  if (result <= 0) return result;
  require('ticks').nextTick(() => { onConnected.call(this, 0); }); // there is one already
  return 0;
});

function begun(handle, request, result) {
  if (result >= 0) handle[kConnecting] = request;
  return result;
}

function onConnected(status) {
  const request = this[kConnecting];
  this[kConnecting] = undefined;
  const connected = status === 0;
  request.oncomplete(status, this, request, connected, connected);
}

// What all have in common --------------------------------------------------------------------------------------------

/** Gives a class of streams what Node's have besides their methods. */
function declareCommon(prototype) {
  declareOwner(prototype);
  define(prototype, 'isStreamBase', true);
  define(prototype, 'asyncReset', asyncReset);
}

/** The stream begins a new life, in the async context that is current: an agent gives a kept socket to a request. */
function asyncReset() {
  this.captureContext();
  if (!tracking.on) return;
  asyncIds.destroyResource(this);
  asyncIds.startResource(this, this instanceof TCP ? 'TCPWRAP' : 'PIPEWRAP');
}

/** Gives a class of handles what Node's have besides their methods. */
function declareOwner(prototype) {
  Object.defineProperty(prototype, 'owner', {
    __proto__: null,
    configurable: true,
    get() { return this[kOwner]; },
    set(owner) { this[kOwner] = owner; },
  });
  define(prototype, 'getAsyncId', getAsyncId);
}

function define(prototype, name, value) {
  Object.defineProperty(prototype, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
}

/** @returns {number} the handle's id in async_hooks */
function getAsyncId() {
  return this[asyncIds.kAsyncId] ??= asyncIds.newAsyncId();
}

for (const { prototype } of [TCP, Pipe]) declareCommon(prototype);

module.exports = {
  TCP, Pipe, TCPConnectWrap, PipeConnectWrap, UV_TCP_IPV6ONLY, kOwner,
  newTcp, newTcpServer, newPipe, newPipeServer, newIpcPipe, newOutput, adopt, declareCommon, declareOwner,
  setPendingHandle,
};
