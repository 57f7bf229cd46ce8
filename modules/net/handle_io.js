// Between a socket and its native handle: bytes in, bytes out, the end of either, and the close.
// The functions that handles call get the handle as `this`, so one of each serves all sockets.
'use strict';
const { Buffer } = require('buffer');
const { UV_EOF, UV_ENOTCONN } = binding('uv');
const { errnoException } = require('errors');
const { encodingId } = require('encodings');
const { kOwner } = require('stream_handles');
const asyncIds = require('async_ids');
const { nextTick } = require('ticks');
const { tracking } = asyncIds;
const { entering } = require('async_ids/requests');
const {
  kLastWriteQueueSize, kBuffer, kBufferCallback, kBufferGenerator, kWriteCallback, kFinalCallback, kHadError,
} = require('net/symbols');

const FastBuffer = Buffer[Symbol.species];

// Reading ------------------------------------------------------------------------------------------------------------

/** Makes `socket` the owner of the handle in it, and itself ready to be used (again). */
function attach(socket) {
  socket._undestroy();
  socket._sockname = null;
  const handle = socket._handle;
  if (!handle) return;
  handle[kOwner] = socket;
  if (isForeign(handle)) {
    require('net/foreign_handle').attach(handle, onRead);
    return;
  }
  handle.onRead?.(socket[kBuffer] === null ? onRead : onReadIntoBuffer);
  if (socket[kBuffer] !== null) useBuffer(socket, handle);
}

// A handle of a program's own (net/foreign_handle.js), without the methods that ours have among ourselves.
function isForeign(handle) {
  return handle.writeBytes === undefined;
}

function startReading(socket) {
  const handle = socket._handle;
  handle.reading = true;
  const error = handle.readStart();
  if (error) socket.destroy(errnoException(error, 'read'));
}

function stopReading(socket) {
  const handle = socket._handle;
  handle.reading = false;
  const error = handle.readStop();
  if (error) socket.destroy(errnoException(error, 'read'));
}

function onRead(count, memory) {
  const socket = this[kOwner];
  if (socket === null || socket._handle !== this) return;
  if (!tracking.on) {
    deliver(socket, this, count, memory);
  } else {
    asyncIds.enter(this);
    deliver(socket, this, count, memory);
    asyncIds.leave(this);
  }
}

/** What a read of `handle` gave, for the socket that owns it. @param {number} count bytes, or a negative errno */
function receive(handle, count, memory) {
  const socket = handle[kOwner];
  return (socket[kBuffer] === null ? onRead : onReadIntoBuffer).call(handle, count, memory);
}

function deliver(socket, handle, count, memory) {
  if (count < 0) return endReading(socket, count);
  socket._unrefTimer();
  if (!socket.push(new FastBuffer(memory)) && socket._handle === handle) stopReading(socket);
}

function endReading(socket, count) {
  socket._unrefTimer();
  if (count !== UV_EOF) {
    socket.destroy(errnoException(count, 'read'));
    return;
  }
  socket.push(null);
  socket.read(0);
}

// The onread option: no stream in between, the user's callback gets the user's buffer.
function onReadIntoBuffer(count) {
  const socket = this[kOwner];
  if (socket === null || socket._handle !== this) return;
  if (count < 0) return endReading(socket, count);
  socket._unrefTimer();
  const goOn = socket[kBufferCallback](count, socket[kBuffer]);
  if (socket._handle !== this) return;
  if (goOn === false) stopReading(socket);
  if (socket[kBufferGenerator] !== null && socket._handle === this) useBuffer(socket, this);
}

function useBuffer(socket, handle) {
  if (socket[kBufferGenerator] !== null) {
    const buffer = socket[kBufferGenerator]();
    if (!(buffer instanceof Uint8Array)) return;
    socket[kBuffer] = buffer;
  }
  handle.useUserBuffer(socket[kBuffer]);
}

// Writing ------------------------------------------------------------------------------------------------------------

function write(socket, data, encoding, callback) {
  const handle = socket._handle;
  if (typeof data === 'string' && encoding === 'buffer') {
    throw Object.assign(new TypeError('Second argument must be a buffer'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  if (isForeign(handle)) {
    require('net/foreign_handle').write(handle, data, encoding, callback);
    return;
  }
  const result = typeof data === 'string'
    ? handle.writeString(data, encodingId(encoding), onWritten)
    : handle.writeBytes(data, onWritten);
  afterWrite(socket, handle, result, callback);
}

/** `chunks` as Writable gives them to _writev. */
function writeMany(socket, chunks, callback) {
  const handle = socket._handle;
  if (isForeign(handle)) {
    require('net/foreign_handle').writeMany(handle, chunks, callback);
    return;
  }
  const flat = [];
  for (let i = 0; i < chunks.length; i++) {
    const { chunk, encoding } = chunks[i];
    flat.push(chunk);
    if (typeof chunk === 'string') flat.push(encodingId(encoding));
  }
  afterWrite(socket, handle, handle.writeMany(flat, onWritten), callback);
}

function afterWrite(socket, handle, result, callback) {
  if (result === 0) {
    if (handle.completesLater) nextTick(callback);
    else callback();
  } else if (result > 0) {
    socket[kWriteCallback] = callback;
    socket[kLastWriteQueueSize] = handle.writeQueueSize;
  } else {
    callback(errnoException(result, 'write'));
  }
}

function onWritten(status) {
  const socket = this[kOwner];
  const callback = socket[kWriteCallback];
  socket[kWriteCallback] = null;
  if (callback === null) return;
  const isOver = socket._handle === null && !socket.destroyed; // and a listener of 'error' has reset the socket
  if (socket.destroyed || (socket._handle !== this && !(isOver && status < 0))) {
    callback(null);
  } else if (status < 0) {
    callback(errnoException(status, 'write'));
  } else {
    socket._unrefTimer();
    socket[kLastWriteQueueSize] = 0;
    callback(null);
  }
}

// What async_hooks see of a shutdown.
class ShutdownWrap {}

/** Sends the end after all that was written. */
function shutdown(socket, callback) {
  if (isForeign(socket._handle)) {
    require('net/foreign_handle').shutdown(socket._handle, callback);
    return;
  }
  socket[kFinalCallback] = callback;
  const error = socket._handle.shutdown(tracking.on ? trackedShutdown() : onShutdown);
  if (error === 0) return;
  socket[kFinalCallback] = null;
  callback(error === UV_ENOTCONN ? undefined : errnoException(error, 'shutdown'));
}

function trackedShutdown() {
  const request = new ShutdownWrap();
  asyncIds.startResource(request, 'SHUTDOWNWRAP');
  return entering(request, onShutdown);
}

function onShutdown() {
  const socket = this[kOwner];
  const callback = socket[kFinalCallback];
  socket[kFinalCallback] = null;
  if (callback !== null) callback();
}

// Closing ------------------------------------------------------------------------------------------------------------

/** Closes the handle; its socket emits 'close' in the loop's close phase. */
function close(handle, hadError) {
  if (isForeign(handle)) {
    require('net/foreign_handle').close(handle, hadError, onClosed);
    return;
  }
  handle[kHadError] = hadError;
  // A close() that a program put in its place may call back without a `this`.
  if (Object.hasOwn(handle, 'close')) handle.close(() => onClosed.call(handle));
  else handle.close(onClosed);
}

/** The same with a RST. @returns {number} 0 or a negative errno */
function reset(handle, hadError) {
  handle[kHadError] = hadError;
  return handle.reset(onClosed);
}

function onClosed() {
  const socket = this[kOwner];
  if (tracking.on) asyncIds.destroyResource(this);
  socket.emit('close', this[kHadError]);
}

module.exports = { attach, receive, startReading, stopReading, write, writeMany, shutdown, close, reset };
