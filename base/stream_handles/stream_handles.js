// The native streams below sockets, terminals and child processes, made ready: opened, with their owner to be found,
// and with what packages read of them. For net, tty, process and child_process.
// Also shown: listening, requests.
'use strict';
const { TCP, SOCKET: TCP_SOCKET, SERVER: TCP_SERVER, UV_TCP_IPV6ONLY } = binding('tcp');
const { Pipe, SOCKET: PIPE_SOCKET, SERVER: PIPE_SERVER, IPC: PIPE_IPC } = binding('pipe');
const { errnoException } = require('errors');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;

/** handle[kOwner]: the Socket or Server it belongs to, or null. */
const kOwner = Symbol('owner_symbol');

/** owner[kReceive](handle, count, memory): the owner gets what was read; `count` is bytes or a negative errno. */
const kReceive = Symbol('receive');

/** handle[kIsByteStream]: whether native code, such as HTTP's parser, can read and write it (net::ByteStream). */
const kIsByteStream = Symbol('kIsByteStream');

const kKind = Symbol('kind'); // prototype: the handles' name in async_hooks

// Node's numbers of its kinds of handles.
const PROVIDERS = {
  __proto__: null, FSEVENTWRAP: 7, PIPESERVERWRAP: 24, PIPEWRAP: 25, PROCESSWRAP: 26, TCPSERVERWRAP: 40, TCPWRAP: 41,
  TTYWRAP: 42, UDPWRAP: 44,
};

const TEXT_WRITES = [
  ['writeAsciiString', 'ascii'], ['writeLatin1String', 'latin1'], ['writeUcs2String', 'utf16le'], ['writeUtf8String', 'utf8'],
];

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
  return asServer(adopt(opened(new TCP(TCP_SERVER)), 'TCPSERVERWRAP'));
}

/** @returns {Pipe} open, not yet connected */
function newPipe() {
  return adopt(opened(new Pipe(PIPE_SOCKET)), 'PIPEWRAP');
}

/** @returns {Pipe} open, to be bound and listened on */
function newPipeServer() {
  return asServer(adopt(opened(new Pipe(PIPE_SERVER)), 'PIPESERVERWRAP'));
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

// --- What programs call themselves. ---

for (const { prototype } of [TCP, Pipe]) {
  const { open, listen } = prototype;
  define(prototype, 'open', function(fd) {
    return fd === undefined ? open.call(this) : this.openFd(fd);
  });
  define(prototype, 'listen', function(backlog, onConnection) {
    return listen.call(this, backlog, onConnection ?? require('stream_handles/listening').deliverConnection);
  });
}
for (const { prototype } of [TCP, Pipe]) define(prototype, kIsByteStream, true);
define(Pipe.prototype, 'fchmod', function fchmod(mode) { return this.chmod(mode); });

// --- Connecting. ---

/**
 * What connect() is given, as Node's are: `oncomplete(status, handle, request, readable, writable)` is called once there
 * is a connection (status 0) or none (a negative errno). The other fields are the caller's.
 */
class TCPConnectWrap {}
/** What a program makes for `handle.connect(request, name)`: an object to put `oncomplete` on. */
class PipeConnectWrap {}

define(TCP.prototype, 'bind', function bind(address, port, flags) {
  return this.bindTo(`${address}`, port | 0, flags | 0, false);
});
define(TCP.prototype, 'bind6', TCP.prototype.bind);
/** @returns {number} 0: request.oncomplete() comes. Or a negative errno */
define(TCP.prototype, 'connect', function connect(request, address, port) {
  const result = this.connectTo(`${address}`, port | 0, (status) => { onConnected(this, request, status); });
  if (tracking.on && result === 0) asyncIds.startResource(request, 'TCPCONNECTWRAP');
  return result;
});
define(TCP.prototype, 'connect6', TCP.prototype.connect);
/** @returns {number} 0: request.oncomplete() comes. Or a negative errno */
define(Pipe.prototype, 'connect', function connect(request, path) {
  const done = (status) => { onConnected(this, request, status); };
  const result = this.connectTo(`${path}`, done);
  if (tracking.on && result >= 0) asyncIds.startResource(request, 'PIPECONNECTWRAP');
  if (result <= 0) return result;
  require('ticks').nextTick(done, 0); // there is one already
  return 0;
});

function onConnected(handle, request, status) {
  const connected = status === 0;
  if (!tracking.on) return request.oncomplete(status, handle, request, connected, connected);
  asyncIds.enter(request);
  request.oncomplete(status, handle, request, connected, connected);
  asyncIds.leave(request);
  asyncIds.destroyResource(request);
}

// --- What all have in common. ---

/** Gives a class of streams what Node's have besides their methods. `kind`: their name in async_hooks. */
function declareCommon(prototype, kind) {
  declareOwner(prototype, kind);
  define(prototype, 'isStreamBase', true);
  declareWrites(prototype);
  declareReads(prototype);
}

// Writes with a request object, by programs that use the handle themselves.
function declareWrites(prototype) {
  const requests = () => require('stream_handles/requests');
  define(prototype, 'writeBuffer', function writeBuffer(request, bytes) {
    return requests().writeBuffer(this, request, bytes);
  });
  for (const [name, encoding] of TEXT_WRITES) {
    define(prototype, name, { [name](request, text) { return requests().writeText(this, request, text, encoding); } }[name]);
  }
  define(prototype, 'writev', function writev(request, chunks, allBuffers) {
    return requests().writev(this, request, chunks, allBuffers);
  });
  const native = prototype.shutdown;
  define(prototype, 'shutdown', function shutdown(request) {
    return typeof request === 'function' ? native.call(this, request) : requests().shutdown(this, request, native);
  });
}

function declareReads(prototype) {
  Object.defineProperty(prototype, 'onread', {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return require('stream_handles/requests').onReadOf(this); },
    set(listener) { require('stream_handles/requests').setOnRead(this, listener); },
  });
}

/** The handle begins a new life, in the async context that is current: an agent gives a kept socket to a request. */
function asyncReset() {
  this.captureContext?.();
  if (!tracking.on) return;
  asyncIds.destroyResource(this);
  asyncIds.startResource(this, kindOf(this));
}

let servers; // a WeakSet of handles that are to listen: programs see no field of ours on them

function asServer(handle) {
  servers ??= new WeakSet();
  servers.add(handle);
  return handle;
}

function kindOf(handle) {
  return servers?.has(handle) ? handle[kKind].replace('WRAP', 'SERVERWRAP') : handle[kKind];
}

/** @returns {number} the number of the kind that async_hooks names */
function getProviderType() {
  return PROVIDERS[kindOf(this)] ?? 0;
}

/** Gives a class of handles what Node's have besides their methods. `kind`: their name in async_hooks. */
function declareOwner(prototype, kind) {
  define(prototype, kKind, kind, false);
  Object.defineProperty(prototype, 'owner', {
    __proto__: null,
    configurable: true,
    get() { return this[kOwner]; },
    set(owner) { this[kOwner] = owner; },
  });
  define(prototype, 'getAsyncId', getAsyncId);
  define(prototype, 'asyncReset', asyncReset);
  define(prototype, 'getProviderType', getProviderType);
}

function define(prototype, name, value, enumerable = true) {
  Object.defineProperty(prototype, name, { __proto__: null, configurable: true, enumerable, writable: true, value });
}

/** @returns {number} the handle's id in async_hooks */
function getAsyncId() {
  return asyncIds.idOfHandle(this);
}

declareCommon(TCP.prototype, 'TCPWRAP');
declareCommon(Pipe.prototype, 'PIPEWRAP');

// --- Clusters. ---

let fetchFromPrimary;

/** In a worker of a cluster, what servers and datagram sockets listen on is fetched from the primary; see cluster/worker_side.js. */
function setPrimary(fetchHandle) {
  fetchFromPrimary = fetchHandle;
}

/** @returns {((server, query: object, callback: (error: number, handle) => void) => void)|undefined} undefined: no worker */
function handlesOfPrimary() {
  return fetchFromPrimary;
}

module.exports = {
  TCP, Pipe, TCPConnectWrap, PipeConnectWrap, UV_TCP_IPV6ONLY, kIsByteStream, kOwner,
  newTcp, newTcpServer, newPipe, newPipeServer, newIpcPipe, newOutput, adopt, declareCommon, declareOwner,
  setPendingHandle, kReceive, setPrimary, handlesOfPrimary,
};
