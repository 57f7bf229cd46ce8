// dgram.Socket: binding, sending and receiving are in files of their own; here are the connection, the settings and the
// end.
'use strict';
const EventEmitter = require('events');
const { nextTick } = require('ticks');
const {
  ERR_INVALID_ARG_TYPE, ERR_IP_BLOCKED, ERR_MISSING_ARGS, ERR_SOCKET_BAD_BUFFER_SIZE, ERR_SOCKET_BAD_TYPE,
  ERR_SOCKET_BUFFER_SIZE, ERR_SOCKET_DGRAM_IS_CONNECTED, ERR_SOCKET_DGRAM_NOT_CONNECTED, ERR_SOCKET_DGRAM_NOT_RUNNING,
  errnoException, exceptionWithHostPort, uvErrorOf,
} = require('errors');
const {
  validateAbortSignal, validateFunction, validateNumber, validatePort, validateString, validateUint32,
} = require('validators');
const { channel } = require('diagnostics_channel');
const { kOwner } = require('stream_handles');
const { kState, newUdp } = require('udp_handles');
const { bind, whenBound } = require('dgram/bind');
const { resolvePeer } = require('dgram/resolve');
const { stopReceiving } = require('dgram/receive');
const { send } = require('dgram/send');
const { BOUND, CONNECTED, CONNECTING, DISCONNECTED, UNBOUND } = require('dgram/states');

const kAsyncId = Symbol('async_id_symbol');
const created = channel('udp.socket');

/** Made by dgram.createSocket(), which says what the arguments are. */
function Socket(type, listener) {
  EventEmitter.call(this);
  const options = type !== null && typeof type === 'object' ? type : { type };
  checkOptions(options);
  const handle = newUdp(options.type);
  handle[kOwner] = this;

  this.type = options.type;
  if (typeof listener === 'function') this.on('message', listener);
  this[kAsyncId] = handle.getAsyncId();
  this[kState] = {
    handle,
    receiving: false,
    bindState: UNBOUND,
    connectState: DISCONNECTED,
    queue: undefined, // what waits for the socket to be bound
    reuseAddr: options.reuseAddr,
    reusePort: options.reusePort,
    ipv6Only: options.ipv6Only,
    recvBufferSize: options.recvBufferSize,
    sendBufferSize: options.sendBufferSize,
    receiveBlockList: options.receiveBlockList,
    sendBlockList: options.sendBlockList,
    lookup: options.lookup ?? require('dns').lookup,
  };
  if (options.signal !== undefined) closeOnAbort(this, options.signal);
  if (created.hasSubscribers) created.publish({ socket: this });
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

function checkOptions({ type, lookup, recvBufferSize, sendBufferSize, receiveBlockList, sendBlockList, signal }) {
  if (lookup !== undefined) validateFunction(lookup, 'lookup');
  if (recvBufferSize) validateUint32(recvBufferSize, 'options.recvBufferSize');
  if (sendBufferSize) validateUint32(sendBufferSize, 'options.sendBufferSize');
  if (receiveBlockList) checkBlockList(receiveBlockList, 'options.receiveBlockList');
  if (sendBlockList) checkBlockList(sendBlockList, 'options.sendBlockList');
  if (type !== 'udp4' && type !== 'udp6') throw new ERR_SOCKET_BAD_TYPE();
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
}

function checkBlockList(value, name) {
  if (!require('net').BlockList.isBlockList(value)) throw new ERR_INVALID_ARG_TYPE(name, 'net.BlockList', value);
}

function closeOnAbort(socket, signal) {
  const onAborted = () => {
    if (socket[kState].handle !== null) socket.close();
  };
  if (signal.aborted) {
    onAborted();
  } else {
    const listener = require('events').addAbortListener(signal, onAborted);
    socket.once('close', () => { listener[Symbol.dispose](); });
  }
}

function checkRunning(socket) {
  if (socket[kState].handle === null) throw new ERR_SOCKET_DGRAM_NOT_RUNNING();
}

// --- Binding and connecting. ---

/**
 * Receives on a port: (port, address, callback), ({port, address, exclusive, fd}, callback). Without a port the system
 * chooses one; without an address it is all of this machine's. 'listening' or 'error' comes on a later tick.
 * @throws ERR_SOCKET_ALREADY_BOUND, ERR_SOCKET_DGRAM_NOT_RUNNING
 */
Socket.prototype.bind = function(port, address) {
  checkRunning(this);
  bind(this, port, address, arguments.length > 0 ? arguments[arguments.length - 1] : undefined);
  return this;
};

/**
 * From now on sends to, and receives from, one peer only. 'connect' comes on a later tick; a failure goes to the callback
 * or, when there is none, to 'error'.
 * @throws ERR_SOCKET_BAD_PORT, ERR_SOCKET_DGRAM_IS_CONNECTED
 */
Socket.prototype.connect = function(port, address, callback) {
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');
  const state = this[kState];
  if (state.connectState !== DISCONNECTED) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  checkRunning(this);
  state.connectState = CONNECTING;
  if (state.bindState === UNBOUND) this.bind({ port: 0, exclusive: true }, null);
  if (state.bindState === BOUND) startConnecting(this, port, address, callback);
  else whenBound(this, () => { startConnecting(this, port, address, callback); });
};

function startConnecting(socket, port, address, callback) {
  if (callback) socket.once('connect', callback);
  resolvePeer(socket, address, connectTo, port, callback);
}

function connectTo(socket, error, ip, port, callback) {
  const state = socket[kState];
  if (state.handle === null) return; // closed meanwhile
  error = error || whyNotConnected(socket, ip, port);
  if (!error) {
    state.connectState = CONNECTED;
    nextTick(emitConnect, socket);
    return;
  }
  state.connectState = DISCONNECTED;
  nextTick(() => {
    if (!callback) {
      socket.emit('error', error);
      return;
    }
    socket.removeListener('connect', callback);
    callback(error);
  });
}

function whyNotConnected(socket, ip, port) {
  const { handle, sendBlockList } = socket[kState];
  if (sendBlockList?.check(ip, socket.type === 'udp6' ? 'ipv6' : 'ipv4')) return new ERR_IP_BLOCKED(ip);
  const error = handle.connect(ip, port);
  return error === 0 ? undefined : exceptionWithHostPort(error, 'connect', ip, port);
}

function emitConnect(socket) {
  socket.emit('connect');
}

/** @throws ERR_SOCKET_DGRAM_NOT_CONNECTED */
Socket.prototype.disconnect = function() {
  const state = this[kState];
  if (state.connectState !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const error = state.handle.disconnect();
  if (error !== 0) throw errnoException(error, 'connect');
  state.connectState = DISCONNECTED;
};

// --- Sending. ---

/** send() with all its arguments: (message, offset, length, port, address, callback). */
Socket.prototype.sendto = function(message, offset, length, port, address, callback) {
  validateNumber(offset, 'offset');
  validateNumber(length, 'length');
  validateNumber(port, 'port');
  validateString(address, 'address');
  this.send(message, offset, length, port, address, callback);
};

/**
 * Sends a datagram: (message, port, address, callback), (message, offset, length, port, address, callback); when
 * connected without port and address. `message`: a string, a view, or a list of them. An unbound socket is bound to a
 * free port first. callback(error, bytes) when the system has taken it; without a callback only a failed look-up is reported
 * of, by 'error'.
 * @throws ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_SOCKET_BAD_PORT, ERR_SOCKET_DGRAM_IS_CONNECTED,
 *   ERR_SOCKET_DGRAM_NOT_RUNNING
 */
Socket.prototype.send = function(message, offset, length, port, address, callback) {
  send(this, message, offset, length, port, address, callback);
};

// --- The end. ---

/** Stops receiving; what waits for the socket to be bound is sent first. 'close' comes on a later tick. */
Socket.prototype.close = function(callback) {
  const state = this[kState];
  if (typeof callback === 'function') this.on('close', callback);
  if (state.queue !== undefined) {
    whenBound(this, () => { this.close(); });
    return this;
  }
  checkRunning(this);
  stopReceiving(this);
  state.handle.close();
  state.handle = null;
  nextTick(emitClose, this);
  return this;
};

function emitClose(socket) {
  socket.emit('close');
}

Socket.prototype[Symbol.asyncDispose] = async function() {
  if (this[kState].handle === null) return;
  await new Promise((resolve) => { this.close(resolve); });
};

// --- Addresses. ---

/** @returns {{address, family, port}} of this side */
Socket.prototype.address = function() {
  checkRunning(this);
  const name = {};
  const error = this[kState].handle.getsockname(name);
  if (error !== 0) throw errnoException(error, 'getsockname');
  return name;
};

/** @returns {{address, family, port}} of the peer it is connected to @throws ERR_SOCKET_DGRAM_NOT_CONNECTED */
Socket.prototype.remoteAddress = function() {
  checkRunning(this);
  const { connectState, handle } = this[kState];
  if (connectState !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const name = {};
  const error = handle.getpeername(name);
  if (error !== 0) throw errnoException(error, 'getpeername');
  return name;
};

// --- Settings. ---

function check(error, what) {
  if (error < 0) throw errnoException(error, what);
}

/**
 * Whether datagrams may be sent to a broadcast address. Throws the system's error, EBADF where the socket is not bound.
 */
Socket.prototype.setBroadcast = function(flag) {
  check(this[kState].handle.setBroadcast(Boolean(flag)), 'setBroadcast');
};

/** @param {number} ttl hops, 1 to 255 */
Socket.prototype.setTTL = function(ttl) {
  validateNumber(ttl, 'ttl');
  check(this[kState].handle.setTTL(ttl | 0), 'setTTL');
  return ttl;
};

/** @param {number} ttl hops, 0 to 255 */
Socket.prototype.setMulticastTTL = function(ttl) {
  validateNumber(ttl, 'ttl');
  check(this[kState].handle.setMulticastTTL(ttl | 0), 'setMulticastTTL');
  return ttl;
};

/** Whether this machine, too, receives what is sent to groups (IPv4). Returns `flag`. */
Socket.prototype.setMulticastLoopback = function(flag) {
  check(this[kState].handle.setMulticastLoopback(Boolean(flag)), 'setMulticastLoopback');
  return flag;
};

/** Sends to groups by this interface: an address of it, for IPv6 '::%eth0'. */
Socket.prototype.setMulticastInterface = function(multicastInterface) {
  checkRunning(this);
  validateString(multicastInterface, 'multicastInterface');
  check(this[kState].handle.setMulticastInterface(multicastInterface), 'setMulticastInterface');
};

/** Receives what is sent to a multicast group, on an interface of this address. */
Socket.prototype.addMembership = function(multicastAddress, multicastInterface) {
  setMembership(this, true, multicastAddress, multicastInterface, 'addMembership');
};

/** Leaves a group that addMembership() joined; arguments are the same. */
Socket.prototype.dropMembership = function(multicastAddress, multicastInterface) {
  setMembership(this, false, multicastAddress, multicastInterface, 'dropMembership');
};

function setMembership(socket, join, group, multicastInterface, name) {
  checkRunning(socket);
  if (!group) throw new ERR_MISSING_ARGS('multicastAddress');
  check(socket[kState].handle.setMembership(join, `${group}`, textOrUndefined(multicastInterface), undefined), name);
}

function textOrUndefined(value) {
  return value === undefined || value === null ? undefined : `${value}`;
}

/** Receives what one host sends to a group. */
Socket.prototype.addSourceSpecificMembership = function(sourceAddress, groupAddress, multicastInterface) {
  setSourceMembership(this, true, sourceAddress, groupAddress, multicastInterface, 'addSourceSpecificMembership');
};

/** Leaves a group that addSourceSpecificMembership() joined; arguments are the same. */
Socket.prototype.dropSourceSpecificMembership = function(sourceAddress, groupAddress, multicastInterface) {
  setSourceMembership(this, false, sourceAddress, groupAddress, multicastInterface, 'dropSourceSpecificMembership');
};

function setSourceMembership(socket, join, source, group, multicastInterface, name) {
  checkRunning(socket);
  validateString(source, 'sourceAddress');
  validateString(group, 'groupAddress');
  check(socket[kState].handle.setMembership(join, group, textOrUndefined(multicastInterface), source), name);
}

/** Lets the socket keep the process alive again. Returns the socket. */
Socket.prototype.ref = function() {
  this[kState].handle?.ref();
  return this;
};

/** Lets the process end while this socket is open. */
Socket.prototype.unref = function() {
  this[kState].handle?.unref();
  return this;
};

// --- The kernel's buffers. ---

/** Gets the size, or sets it when one is given. */
function bufferSize(socket, receive, size) {
  if (size !== undefined && size >>> 0 !== size) throw new ERR_SOCKET_BAD_BUFFER_SIZE();
  const result = socket[kState].handle.bufferSize(receive, size ?? 0);
  if (result >= 0) return result;
  const [code, message] = uvErrorOf(result);
  const syscall = receive ? 'uv_recv_buffer_size' : 'uv_send_buffer_size';
  throw new ERR_SOCKET_BUFFER_SIZE({ errno: result, code, message, syscall });
}

/** @param {number} size bytes */
Socket.prototype.setRecvBufferSize = function(size) {
  bufferSize(this, true, size ?? NaN);
};

/** @param {number} size bytes */
Socket.prototype.setSendBufferSize = function(size) {
  bufferSize(this, false, size ?? NaN);
};

/** @returns {number} bytes */
Socket.prototype.getRecvBufferSize = function() {
  return bufferSize(this, true);
};

/** @returns {number} bytes */
Socket.prototype.getSendBufferSize = function() {
  return bufferSize(this, false);
};

/** @returns {number} bytes that wait to be sent */
Socket.prototype.getSendQueueSize = function() {
  return this[kState].handle.getSendQueueSize();
};

/** @returns {number} datagrams that wait to be sent */
Socket.prototype.getSendQueueCount = function() {
  return this[kState].handle.getSendQueueCount();
};

// --- Deprecated: DEP0112. ---

function deprecated(fn, name) {
  return require('warnings/deprecate').deprecate(fn, `Socket.prototype.${name} is deprecated`, 'DEP0112');
}

for (const name of ['handle', 'receiving', 'bindState', 'queue', 'reuseAddr']) {
  Object.defineProperty(Socket.prototype, `_${name}`, {
    __proto__: null,
    get: deprecated(function() { return this[kState][name]; }, `_${name}`),
    set: deprecated(function(value) { this[kState][name] = value; }, `_${name}`),
  });
}

Socket.prototype._healthCheck = deprecated(function() { checkRunning(this); }, '_healthCheck()');
Socket.prototype._stopReceiving = deprecated(function() { stopReceiving(this); }, '_stopReceiving()');

module.exports = { Socket };
