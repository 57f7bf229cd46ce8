// socket.send: what its arguments mean, and the way of a datagram to the kernel.
'use strict';
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const {
  ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_IP_BLOCKED, ERR_SOCKET_DGRAM_IS_CONNECTED,
  ERR_SOCKET_DGRAM_NOT_RUNNING, exceptionWithHostPort,
} = require('errors');
const { validatePort, validateString } = require('validators');
const { UV_EAGAIN, UV_ENOSYS } = binding('uv');
const { kState } = require('udp_handles');
const { whenBound } = require('dgram/bind');
const { resolvePeer } = require('dgram/resolve');
const { BOUND, CONNECTED, UNBOUND } = require('dgram/states');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;

const MESSAGE_TYPES = ['string', 'Buffer', 'TypedArray', 'DataView'];

let alwaysQueues; // --test-udp-no-try-send

// --- Arguments. ---

/** The arguments of socket.send() in all their orders. */
function send(socket, message, offset, length, port, address, callback) {
  if (socket[kState].connectState === CONNECTED) {
    sendToPeer(socket, message, offset, length, port, address);
  } else if (address || (port && typeof port !== 'function')) {
    sendTo(socket, slice(message, offset, length), port, address, callback);
  } else {
    sendTo(socket, message, offset, length, port);
  }
}

/** (message, offset, length, callback) or (message, callback). */
function sendToPeer(socket, message, offset, length, port, address) {
  let callback = offset;
  if (typeof length === 'number') {
    message = slice(message, offset, length);
    callback = port;
    if (typeof port === 'function') port = undefined;
  }
  if (port || address) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  start(socket, checkedMessage(message), undefined, 0, functionOrUndefined(callback));
}

function sendTo(socket, message, port, address, callback) {
  message = checkedMessage(message);
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = undefined;
  } else if (address !== undefined && address !== null) {
    validateString(address, 'address');
  }
  start(socket, message, address ?? '', port, functionOrUndefined(callback));
}

function functionOrUndefined(value) {
  return typeof value === 'function' ? value : undefined;
}

function slice(message, offset, length) {
  if (typeof message === 'string') message = Buffer.from(message);
  else if (!ArrayBuffer.isView(message)) throw new ERR_INVALID_ARG_TYPE('buffer', MESSAGE_TYPES, message);
  offset >>>= 0;
  length >>>= 0;
  if (offset > message.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > message.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  return Buffer.from(message.buffer, message.byteOffset + offset, length);
}

/** A view or string, or a list of them of its own. */
function checkedMessage(message) {
  if (typeof message === 'string' || ArrayBuffer.isView(message)) return message;
  if (!Array.isArray(message)) throw new ERR_INVALID_ARG_TYPE('buffer', MESSAGE_TYPES, message);
  const chunks = [];
  for (let i = 0; i < message.length; i++) {
    const chunk = message[i];
    if (typeof chunk !== 'string' && !ArrayBuffer.isView(chunk)) {
      throw new ERR_INVALID_ARG_TYPE('buffer list arguments', MESSAGE_TYPES, message);
    }
    chunks.push(chunk);
  }
  return chunks.length === 0 ? '' : chunks;
}

// --- The way. ---

/** `host`: undefined when connected. */
function start(socket, message, host, port, callback) {
  const state = socket[kState];
  if (state.handle === null) throw new ERR_SOCKET_DGRAM_NOT_RUNNING();
  if (state.bindState === UNBOUND) socket.bind({ port: 0, exclusive: true }, null);
  if (state.bindState !== BOUND) whenBound(socket, () => { sendWhenBound(socket, message, host, port, callback); });
  else if (host === undefined) transmit(socket, null, undefined, message, 0, callback);
  else resolvePeer(socket, host, transmit, message, port, callback);
}

// Meanwhile the socket may have been connected, which is then where it goes.
function sendWhenBound(socket, message, host, port, callback) {
  if (host !== undefined && socket[kState].connectState === CONNECTED) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  start(socket, message, host, port, callback);
}

function transmit(socket, error, ip, message, port, callback) {
  const { handle, sendBlockList } = socket[kState];
  if (error) {
    if (callback) nextTick(callback, error);
    else nextTick(emitError, socket, error);
    return;
  }
  if (handle === null) return; // closed meanwhile
  if (sendBlockList !== undefined && ip !== undefined && sendBlockList.check(ip, familyOf(socket))) {
    if (callback) nextTick(callback, new ERR_IP_BLOCKED(ip));
    return;
  }
  alwaysQueues ??= require('options').getOption('--test-udp-no-try-send');
  let result = alwaysQueues ? UV_EAGAIN : handle.trySend(message, ip, port);
  if (result === UV_EAGAIN || result === UV_ENOSYS) {
    result = queue(handle, message, ip, port, callback);
    if (result === 0) return;
  }
  if (callback === undefined) return;
  if (result < 0) nextTick(callback, exceptionWithHostPort(result, 'send', ip, port));
  else nextTick(callback, null, result);
}

function familyOf(socket) {
  return socket.type === 'udp6' ? 'ipv6' : 'ipv4';
}

function emitError(socket, error) {
  socket.emit('error', error);
}

/** Lets the loop send it when it can. @returns {number} 0 or a negative errno */
function queue(handle, message, ip, port, callback) {
  const request = {};
  const error = handle.queueSend(message, ip, port, (status) => {
    if (tracking.on) asyncIds.enter(request);
    if (callback !== undefined) {
      if (status < 0) callback(exceptionWithHostPort(status, 'send', ip, port));
      else callback(null, sizeOf(message));
    }
    if (tracking.on) {
      asyncIds.leave(request);
      asyncIds.destroyResource(request);
    }
  });
  if (error === 0 && tracking.on) asyncIds.startResource(request, 'UDPSENDWRAP');
  return error;
}

function sizeOf(message) {
  if (typeof message === 'string') return Buffer.byteLength(message);
  if (!Array.isArray(message)) return message.byteLength;
  let size = 0;
  for (const chunk of message) size += sizeOf(chunk);
  return size;
}

module.exports = { send };
