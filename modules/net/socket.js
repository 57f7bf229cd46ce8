// net.Socket: a Duplex over a TCP connection, a Unix domain socket or a pipe.
'use strict';
const { Duplex } = require('stream');
const { Buffer } = require('buffer');
const { defineHidden } = require('define');
const { nextTick } = require('ticks');
const { setTimeout, clearTimeout } = require('timers');
const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_FD_TYPE, ERR_INVALID_HANDLE_TYPE, ERR_OUT_OF_RANGE,
  ERR_SOCKET_CLOSED, ERR_SOCKET_CLOSED_BEFORE_CONNECTION, errnoException,
} = require('errors');
const { validateAbortSignal, validateFunction, validateInt32, validateNumber } = require('validators');
const { TCP, kReceive, newPipe, newTcp } = require('stream_handles');
const io = require('net/handle_io');
const {
  kAsyncId, kHandle, kLastWriteQueueSize, kTimeout, kBuffer, kBufferCallback, kBufferGenerator, kSetNoDelay,
  kSetKeepAlive, kSetKeepAliveInitialDelay, kBytesRead, kBytesWritten, kWriteCallback, kFinalCallback, kAccepted,
} = require('net/symbols');

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * `options`: allowHalfOpen (default false), fd (of a socket or pipe that is there), readable and writable (with fd),
 * signal, onread ({buffer, callback}: reads go into that buffer instead of the stream), noDelay, keepAlive,
 * keepAliveInitialDelay (milliseconds), highWaterMark, blockList.
 */
function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  options = socketOptions(options);

  this.connecting = false;
  this._hadError = false;
  this._parent = null;
  this._host = null;
  this._closeAfterHandlingError = false;
  this[kAsyncId] = -1;
  this[kHandle] = null;
  this[kLastWriteQueueSize] = 0;
  this[kTimeout] = null;
  this[kBuffer] = null;
  this[kBufferCallback] = null;
  this[kBufferGenerator] = null;
  this[kWriteCallback] = null;
  this[kFinalCallback] = null;
  Duplex.call(this, options[kAccepted] === true ? options : streamOptions(options));

  if (options.handle) {
    this._handle = options.handle;
    this[kAsyncId] = options.handle.getAsyncId?.() ?? -1;
  } else if (options.fd !== undefined) {
    this._handle = openHandle(options.fd);
    this[kAsyncId] = this._handle.getAsyncId();
  }
  if (options.onread) takeOnRead(this, options.onread);

  this.on('end', onReadableEnd);
  io.attach(this);
  this._sockname = null;
  this._pendingData = null;
  this._pendingEncoding = '';
  this.server = null;
  this._server = null;
  this[kSetNoDelay] = Boolean(options.noDelay);
  this[kSetKeepAlive] = Boolean(options.keepAlive);
  this[kSetKeepAliveInitialDelay] = ~~(options.keepAliveInitialDelay / 1000);
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;
  if (options.blockList) this.blockList = options.blockList;

  if (this._handle && options.readable !== false && !options.manualStart) {
    if (options.pauseOnCreate) {
      this._handle.reading = false;
      this._handle.readStop();
      this.readableFlowing = false;
    } else {
      this.read(0);
    }
  }
  if (options.signal) require('stream').addAbortSignal(options.signal, this);
}
Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
Object.setPrototypeOf(Socket, Duplex);

function socketOptions(options) {
  if (typeof options === 'number') return { fd: options };
  if (options === undefined || options === null) return {};
  if (options[kAccepted] === true) return options;
  for (const name of ['objectMode', 'readableObjectMode', 'writableObjectMode']) {
    if (options[name]) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, options[name], 'is not supported');
  }
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  }
  if (options.signal) validateAbortSignal(options.signal, 'signal');
  if (options.blockList && !require('net/block_list').BlockList.isBlockList(options.blockList)) {
    throw new ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', options.blockList);
  }
  return options;
}

function streamOptions(options) {
  return {
    ...options,
    allowHalfOpen: Boolean(options.allowHalfOpen),
    emitClose: false, // The handle's close emits it.
    autoDestroy: true,
    decodeStrings: false,
    signal: undefined,
  };
}

function openHandle(fd) {
  validateInt32(fd, 'fd', 0);
  const type = binding('stdio').typeOf(fd);
  if (type !== 'PIPE' && type !== 'TCP') throw new ERR_INVALID_FD_TYPE(type);
  const handle = type === 'PIPE' ? newPipe() : newTcp();
  const error = handle.openFd(fd);
  if (error !== 0) {
    handle.close();
    throw errnoException(error, 'open');
  }
  return handle;
}

function takeOnRead(socket, { buffer, callback }) {
  if (typeof callback !== 'function') return;
  if (typeof buffer === 'function') {
    socket[kBuffer] = true;
    socket[kBufferGenerator] = buffer;
  } else if (buffer instanceof Uint8Array) {
    socket[kBuffer] = buffer;
  } else {
    return;
  }
  socket[kBufferCallback] = callback;
}

// Both sides have ended the connection: a write gets an error, unless half-open connections are allowed.
function onReadableEnd() {
  if (!this.allowHalfOpen) this.write = writeAfterEnd;
}

function writeAfterEnd(chunk, encoding, callback) {
  if (!this.writableEnded) return Duplex.prototype.write.call(this, chunk, encoding, callback);
  const error = new Error('This socket has been ended by the other party');
  error.code = 'EPIPE';
  if (typeof encoding === 'function') callback = encoding;
  if (typeof callback === 'function') nextTick(callback, error);
  this.destroy(error);
  return false;
}

// Time ---------------------------------------------------------------------------------------------------------------

/** There was activity: the time-outs of this socket and those it carries start again. */
Socket.prototype._unrefTimer = function _unrefTimer() {
  for (let socket = this; socket !== null; socket = socket._parent ?? null) {
    const timer = socket[kTimeout];
    if (timer) timer.refresh();
  }
};

/**
 * Emits 'timeout' after `msecs` milliseconds without activity, again and again; 0: never.
 * @throws ERR_OUT_OF_RANGE
 */
Socket.prototype.setTimeout = function setStreamTimeout(msecs, callback) {
  if (this.destroyed) return this;
  this.timeout = msecs;
  msecs = checkedDuration(msecs);
  clearTimeout(this[kTimeout]);
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (msecs === 0) {
    this[kTimeout] = null;
    if (callback !== undefined) this.removeListener('timeout', callback);
  } else {
    this[kTimeout] = setTimeout(onTimeout, msecs, this).unref();
    if (callback !== undefined) this.once('timeout', callback);
  }
  return this;
};

function checkedDuration(msecs) {
  validateNumber(msecs, 'msecs');
  if (msecs < 0 || !Number.isFinite(msecs)) throw new ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  if (msecs <= LONGEST_TIMEOUT_MS) return msecs;
  const message = `${msecs} does not fit into a 32-bit signed integer.` +
    `\nTimer duration was truncated to ${LONGEST_TIMEOUT_MS}.`;
  require('process_object').emitWarning(message, 'TimeoutOverflowWarning');
  return LONGEST_TIMEOUT_MS;
}

function onTimeout(socket) {
  socket._onTimeout();
}

Socket.prototype._onTimeout = function() {
  const handle = this._handle;
  const last = this[kLastWriteQueueSize];
  if (last > 0 && handle) {
    // A long write goes on: that is activity.
    const size = handle.writeQueueSize;
    if (size !== last) {
      this[kLastWriteQueueSize] = size;
      this._unrefTimer();
      return;
    }
  }
  this.emit('timeout');
};

// Settings -----------------------------------------------------------------------------------------------------------

/** Sends small writes at once instead of gathering them (Nagle's algorithm). */
Socket.prototype.setNoDelay = function(enable) {
  const wanted = enable === undefined ? true : Boolean(enable);
  if (!this._handle) {
    this[kSetNoDelay] = wanted;
  } else if (this._handle.setNoDelay && wanted !== this[kSetNoDelay]) {
    this[kSetNoDelay] = wanted;
    this._handle.setNoDelay(wanted);
  }
  return this;
};

/** Sends keep-alive probes after `initialDelay` milliseconds (to the second) without data. */
Socket.prototype.setKeepAlive = function(enable, initialDelay) {
  const wanted = Boolean(enable);
  const delay = ~~(initialDelay / 1000);
  const handle = this._handle;
  if (!handle) {
    this[kSetKeepAlive] = wanted;
    this[kSetKeepAliveInitialDelay] = delay;
  } else if (handle.setKeepAlive &&
             (wanted !== this[kSetKeepAlive] || (wanted && this[kSetKeepAliveInitialDelay] !== delay))) {
    this[kSetKeepAlive] = wanted;
    this[kSetKeepAliveInitialDelay] = delay;
    handle.setKeepAlive(wanted, delay);
  }
  return this;
};

/** Lets the process end while this socket is open. */
Socket.prototype.unref = function() {
  if (!this._handle) this.once('connect', this.unref);
  else if (typeof this._handle.unref === 'function') this._handle.unref();
  return this;
};

Socket.prototype.ref = function() {
  if (!this._handle) this.once('connect', this.ref);
  else if (typeof this._handle.ref === 'function') this._handle.ref();
  return this;
};

// Reading ------------------------------------------------------------------------------------------------------------

Socket.prototype._read = function(size) {
  if (this.connecting || !this._handle) this.once('connect', () => this._read(size));
  else if (!this._handle.reading) io.startReading(this);
};

// With the onread option there is no buffer in between: pausing stops the handle itself.
Socket.prototype.pause = function() {
  if (this[kBuffer] && !this.connecting && this._handle?.reading) {
    io.stopReading(this);
  }
  return Duplex.prototype.pause.call(this);
};

Socket.prototype.resume = function() {
  startBuffered(this);
  return Duplex.prototype.resume.call(this);
};

Socket.prototype.read = function(size) {
  if (this[kBuffer] !== null) startBuffered(this);
  return Duplex.prototype.read.call(this, size);
};

function startBuffered(socket) {
  if (socket[kBuffer] && !socket.connecting && socket._handle && !socket._handle.reading) io.startReading(socket);
}

// Writing ------------------------------------------------------------------------------------------------------------

Socket.prototype._write = function(data, encoding, callback) {
  if (this.connecting || !this._handle) {
    this._writeGeneric(false, data, encoding, callback);
    return;
  }
  this._unrefTimer();
  io.write(this, data, encoding, callback);
};

Socket.prototype._writev = function(chunks, callback) {
  this._writeGeneric(true, chunks, '', callback);
};

/** Writes one chunk, or with `many` a list of them, as soon as there is a connection. */
Socket.prototype._writeGeneric = function(many, data, encoding, callback) {
  if (this.connecting) {
    writeWhenConnected(this, many, data, encoding, callback);
    return;
  }
  this._pendingData = null;
  this._pendingEncoding = '';
  if (!this._handle) {
    callback(new ERR_SOCKET_CLOSED());
    return false;
  }
  this._unrefTimer();
  if (many) io.writeMany(this, data, callback);
  else io.write(this, data, encoding, callback);
};

function writeWhenConnected(socket, many, data, encoding, callback) {
  socket._pendingData = data;
  socket._pendingEncoding = encoding;
  function onConnect() {
    socket.off('close', onClose);
    socket._writeGeneric(many, data, encoding, callback);
  }
  function onClose() {
    callback(new ERR_SOCKET_CLOSED_BEFORE_CONNECTION());
  }
  socket.once('connect', onConnect);
  socket.once('close', onClose);
}

defineHidden(Socket.prototype, kReceive, io.receive);

Socket.prototype._final = function(callback) {
  if (this.connecting) this.once('connect', () => this._final(callback));
  else if (!this._handle) callback();
  else io.shutdown(this, callback);
};

/** Sends the end of the stream, after a last chunk if there is one. */
Socket.prototype.end = function(data, encoding, callback) {
  Duplex.prototype.end.call(this, data, encoding, callback);
  return this;
};

// The end ------------------------------------------------------------------------------------------------------------

/** Destroys the socket once everything is written. */
Socket.prototype.destroySoon = function() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

/** Closes a TCP connection with a RST and destroys the socket. @throws ERR_INVALID_HANDLE_TYPE */
Socket.prototype.resetAndDestroy = function() {
  if (!this._handle) {
    this.destroy(new ERR_SOCKET_CLOSED());
    return this;
  }
  if (!(this._handle instanceof TCP)) throw new ERR_INVALID_HANDLE_TYPE();
  if (this.connecting) this.once('connect', () => this._reset());
  else this._reset();
  return this;
};

Socket.prototype._reset = function() {
  this.resetAndClosing = true;
  return this.destroy();
};

Socket.prototype._destroy = function(error, callback) {
  this.connecting = false;
  for (let socket = this; socket; socket = socket._parent) clearTimeout(socket[kTimeout]);
  const handle = this._handle;
  if (handle) {
    this[kBytesRead] = handle.bytesRead;
    this[kBytesWritten] = handle.bytesWritten;
    closeHandle(this, handle, Boolean(error));
    this._handle = null;
    this._sockname = null;
    callback(error);
  } else {
    callback(error);
    nextTick(emitClose, this);
  }
  const server = this._server;
  if (server) {
    server._connections--;
    server._emitCloseIfDrained?.();
  }
};

function closeHandle(socket, handle, hadError) {
  if (socket.resetAndClosing) {
    socket.resetAndClosing = false;
    const failed = io.reset(handle, hadError);
    if (failed !== 0) socket.emit('error', errnoException(failed, 'reset'));
  } else if (socket._closeAfterHandlingError) {
    require('ticks').queueMicrotask(() => io.close(handle, hadError));
  } else {
    io.close(handle, hadError);
  }
}

function emitClose(socket) {
  socket.emit('close');
}

// What may be seen from outside --------------------------------------------------------------------------------------

/** Connects to options {port, host, ...} or {path}, or to (port, host), (path). @returns {Socket} */
Socket.prototype.connect = function(...args) {
  return require('net/connect').connect(this, args);
};

Socket.prototype._getpeername = function() {
  return nameFrom(this, 'getpeername', '_peername');
};

Socket.prototype._getsockname = function() {
  return nameFrom(this, 'getsockname', '_sockname');
};

function nameFrom(socket, method, cache) {
  const handle = socket._handle;
  if (!handle || !handle[method] || (socket.connecting && method === 'getpeername')) return socket[cache] || {};
  if (!socket[cache]) {
    const name = {};
    if (handle[method](name) !== 0) return name;
    socket[cache] = name;
  }
  return socket[cache];
}

/** @returns {{address?: string, family?: string, port?: number}} of this side */
Socket.prototype.address = function() {
  return this._getsockname();
};

function define(name, get, enumerable = true, configurable = true) {
  Object.defineProperty(Socket.prototype, name, { __proto__: null, get, enumerable, configurable });
}

define('_connecting', function() { return this.connecting; }, true, false);
define('pending', function() { return !this._handle || this.connecting; }, true, false);
define('readyState', function() {
  if (this.connecting) return 'opening';
  if (this.readable) return this.writable ? 'open' : 'readOnly';
  return this.writable ? 'writeOnly' : 'closed';
}, false, false);
define('bufferSize', function() {
  return this._handle ? this.writableLength : undefined;
}, false, false);
define('bytesRead', function() { return this._handle ? this._handle.bytesRead : this[kBytesRead]; }, true, false);
define('remoteAddress', function() { return this._getpeername().address; }, true, false);
define('remoteFamily', function() { return this._getpeername().family; }, true, false);
define('remotePort', function() { return this._getpeername().port; }, true, false);
define('localAddress', function() { return this._getsockname().address; }, true, false);
define('localPort', function() { return this._getsockname().port; }, true, false);
define('localFamily', function() { return this._getsockname().family; }, true, false);
define('_bytesDispatched', function() {
  return this._handle ? this._handle.bytesWritten : this[kBytesWritten];
}, true, false);
define('bytesWritten', function() {
  const { writableBuffer } = this;
  if (!writableBuffer) return undefined;
  let bytes = this._bytesDispatched;
  for (const { chunk, encoding } of writableBuffer) bytes += byteLength(chunk, encoding);
  const pending = this._pendingData;
  if (Array.isArray(pending)) {
    for (const item of pending) bytes += byteLength(item.chunk, item.encoding);
  } else if (pending) {
    bytes += byteLength(pending, this._pendingEncoding);
  }
  return bytes;
}, true, false);

function byteLength(chunk, encoding) {
  return typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length;
}

Object.defineProperty(Socket.prototype, '_handle', {
  __proto__: null,
  get() { return this[kHandle]; },
  set(handle) { this[kHandle] = handle; },
});

module.exports = { Socket };
