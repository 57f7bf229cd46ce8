// How a socket gets its port: bind(port, address), bind({port, address, fd, exclusive}), bind(handle).
'use strict';
const { ERR_INVALID_FD_TYPE, ERR_SOCKET_ALREADY_BOUND, errnoException, exceptionWithHostPort } = require('errors');
const { handlesOfPrimary, kOwner } = require('stream_handles');
const { ANY, UDP, UV_UDP_IPV6ONLY, UV_UDP_REUSEADDR, kState, otherType } = require('udp_handles');
const { resolve } = require('dgram/resolve');
const { startReceiving } = require('dgram/receive');
const { BINDING, BOUND, UNBOUND } = require('dgram/states');

/** `target`: a port, options, or a handle that is bound. */
function bind(socket, target, address, callback) {
  const state = socket[kState];
  if (state.bindState !== UNBOUND) throw new ERR_SOCKET_ALREADY_BOUND();
  state.bindState = BINDING;
  if (typeof callback === 'function') callWhenListening(socket, callback);
  if (target instanceof UDP) {
    replaceHandle(socket, target);
    listening(socket);
    return;
  }
  let port = target;
  let exclusive = false;
  if (typeof target === 'object' && target !== null) {
    ({ port, address } = target);
    exclusive = Boolean(target.exclusive);
    if (typeof target.fd === 'number' && target.fd > 0) {
      bindDescriptor(socket, target.fd, exclusive);
      return;
    }
  }
  resolve(socket, typeof address === 'function' || !address ? ANY[socket.type] : address, onResolved, port, exclusive);
}

function callWhenListening(socket, callback) {
  function onError() {
    socket.off('error', onError);
    socket.off('listening', onListening);
  }
  function onListening() {
    onError();
    Reflect.apply(callback, socket, []);
  }
  socket.on('error', onError);
  socket.on('listening', onListening);
}

// --- Descriptors. ---

function bindDescriptor(socket, fd, exclusive) {
  if (isShared(exclusive)) {
    useHandleOfPrimary(socket, { address: null, port: null, addressType: socket.type, fd, flags: null });
    return;
  }
  const type = otherType(fd);
  if (type !== undefined) throw new ERR_INVALID_FD_TYPE(type);
  const error = socket[kState].handle.open(fd);
  if (error !== 0) throw errnoException(error, 'open');
  listening(socket);
}

// --- Addresses. ---

function onResolved(socket, error, ip, port, exclusive) {
  const state = socket[kState];
  if (state.handle === null) return; // closed meanwhile
  if (error) {
    fail(socket, error);
    return;
  }
  let flags = 0;
  if (state.reuseAddr) flags |= UV_UDP_REUSEADDR;
  if (state.ipv6Only) flags |= UV_UDP_IPV6ONLY;
  if (isShared(exclusive || Boolean(state.reusePort))) {
    useHandleOfPrimary(socket, { address: ip, port, addressType: socket.type, fd: -1, flags });
    return;
  }
  const failure = state.handle.bind(ip, port | 0, flags, Boolean(state.reusePort));
  if (failure !== 0) fail(socket, exceptionWithHostPort(failure, 'bind', ip, port));
  else listening(socket);
}

function fail(socket, error) {
  socket[kState].bindState = UNBOUND;
  socket.emit('error', error);
}

// --- Workers of a cluster. ---

function isShared(exclusive) {
  return !exclusive && handlesOfPrimary() !== undefined;
}

/** The primary process has one handle for all of its workers. */
function useHandleOfPrimary(socket, query) {
  handlesOfPrimary()(socket, query, (error, handle) => {
    if (error) {
      if (socket[kState].handle !== null) fail(socket, exceptionWithHostPort(error, 'bind', query.address, query.port));
    } else if (socket[kState].handle === null) {
      handle.close();
    } else {
      replaceHandle(socket, handle);
      listening(socket);
    }
  });
}

// ---------------------------------------------------------------------------------------------------------------------

function replaceHandle(socket, handle) {
  const state = socket[kState];
  const old = state.handle;
  handle.setV6?.(socket.type === 'udp6');
  handle[kOwner] = socket;
  if (!old.hasRef()) handle.unref();
  old.close();
  state.handle = handle;
}

function listening(socket) {
  const state = socket[kState];
  startReceiving(socket);
  state.bindState = BOUND;
  if (state.recvBufferSize) socket.setRecvBufferSize(state.recvBufferSize);
  if (state.sendBufferSize) socket.setSendBufferSize(state.sendBufferSize);
  socket.emit('listening');
}

/** Runs `operation` when the socket is bound, which has been begun. */
function whenBound(socket, operation) {
  const state = socket[kState];
  if (state.queue !== undefined) {
    state.queue.push(operation);
    return;
  }
  state.queue = [operation];
  const { errorMonitor } = require('events');
  const onListening = () => {
    socket.off(errorMonitor, onError);
    const { queue } = state;
    state.queue = undefined;
    for (const each of queue) each();
  };
  const onError = () => {
    socket.off('listening', onListening);
    state.queue = undefined;
  };
  socket.once('listening', onListening);
  socket.once(errorMonitor, onError);
}

module.exports = { bind, whenBound };
