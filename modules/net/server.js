// net.Server: listens on a port, a path, a descriptor or a handle, and makes a Socket of each connection.
'use strict';
const EventEmitter = require('events');
const { nextTick } = require('ticks');
const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_SERVER_ALREADY_LISTEN, ERR_SERVER_NOT_RUNNING,
  errnoException, exceptionWithHostPort, uvExceptionWithHostPort,
} = require('errors');
const {
  validateAbortSignal, validateFunction, validateNumber, validatePort,
} = require('validators');
const { UV_EADDRINUSE } = binding('uv');
const { Pipe, TCP, UV_TCP_IPV6ONLY, handlesOfPrimary, kOwner } = require('stream_handles');
const listening = require('stream_handles/listening');
const { isPipeName, normalized } = require('net/connect');
const { Socket } = require('net/socket');
const { kAccepted, kAsyncId, kTakesHandles } = require('net/symbols');
const { tracking } = require('async_ids');
const { observing } = require('observing');
const channels = require('net/channels');

const kAcceptOptions = Symbol('kAcceptOptions');
const DEFAULT_BACKLOG = 511;
// For uv_pipe_chmod.
const EVERYONE_MAY_READ = 1;
const EVERYONE_MAY_WRITE = 2;

/**
 * `options`: allowHalfOpen, pauseOnConnect (both default false), noDelay, keepAlive, keepAliveInitialDelay
 * (milliseconds), highWaterMark (bytes, of its sockets), blockList.
 */
function Server(options, connectionListener) {
  if (!(this instanceof Server)) return new Server(options, connectionListener);
  EventEmitter.call(this);
  if (typeof options === 'function') {
    connectionListener = options;
    options = { __proto__: null };
  } else if (options === undefined || options === null) {
    options = { __proto__: null };
  } else if (typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  if (connectionListener !== undefined && connectionListener !== null) this.on('connection', connectionListener);
  checkOptions(options);

  this._connections = 0;
  this[kAsyncId] = -1;
  this._handle = null;
  this._usingWorkers = false;
  this._workers = [];
  this._unref = false;
  this._listeningId = 1;
  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = Boolean(options.pauseOnConnect);
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = ~~(Math.max(options.keepAliveInitialDelay ?? 0, 0) / 1000);
  this.highWaterMark = options.highWaterMark >= 0 ? options.highWaterMark : require('stream').getDefaultHighWaterMark(false);
  if (options.blockList) this.blockList = options.blockList;
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

function checkOptions(options) {
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
  }
  if (options.highWaterMark !== undefined) validateNumber(options.highWaterMark, 'options.highWaterMark');
  if (options.blockList && !require('net/block_list').BlockList.isBlockList(options.blockList)) {
    throw new ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', options.blockList);
  }
}

// Listening: the arguments -------------------------------------------------------------------------------------------

/**
 * listen(options), listen(port, host, backlog, callback), listen(path, backlog, callback), listen(handle, backlog,
 * callback); options: port, host, path, fd, backlog (default 511), exclusive, ipv6Only, reusePort, readableAll,
 * writableAll, signal. 'listening' comes on a later tick; so does 'error'.
 */
Server.prototype.listen = function(...args) {
  const [options, callback] = normalized(args);
  if (this._handle) throw new ERR_SERVER_ALREADY_LISTEN();
  if (observing.opened !== undefined) observing.opened(this);
  channels.startedListening(this, options);
  if (callback !== null) this.once('listening', callback);
  const backlog = numberOrZero(args.length > 1 && args[1]) || numberOrZero(args.length > 2 && args[2]);

  const handle = options._handle || options.handle || options;
  if (handle instanceof TCP || handle instanceof Pipe) {
    this._handle = handle;
    this[kAsyncId] = handle.getAsyncId();
    listenHere(this, { exclusive: true, address: null, port: -1, family: -1, backlog });
    return this;
  }
  if (options.signal !== undefined) closeOnAbort(this, options.signal);
  if (typeof options.fd === 'number' && options.fd >= 0) {
    const exclusive = Boolean(options.exclusive);
    listenHere(this, { exclusive, address: null, port: null, family: null, backlog, fd: options.fd });
    return this;
  }
  if (args.length === 0 || typeof args[0] === 'function' ||
      ('port' in options && (options.port === undefined || options.port === null))) {
    options.port = 0;
  }
  if (typeof options.port === 'number' || typeof options.port === 'string') {
    listenOnPort(this, options, options.backlog || backlog);
  } else if (options.path && isPipeName(options.path)) {
    listenOnPath(this, options, options.backlog || backlog);
  } else if (!('port' in options || 'path' in options)) {
    throw new ERR_INVALID_ARG_VALUE('options', options, 'must have the property "port" or "path"');
  } else {
    throw new ERR_INVALID_ARG_VALUE('options', options);
  }
  return this;
};

function numberOrZero(value) {
  const number = value !== false && value !== '' && value !== null && typeof value !== 'object' ? Number(value) : 0;
  return number >= 0 ? number : 0;
}

function closeOnAbort(server, signal) {
  validateAbortSignal(signal, 'options.signal');
  const onAborted = () => { server.close(); };
  if (signal.aborted) {
    nextTick(onAborted);
  } else {
    const listener = require('events').addAbortListener(signal, onAborted);
    server.once('close', () => { listener[Symbol.dispose](); });
  }
}

function listenOnPort(server, options, backlog) {
  validatePort(options.port, 'options.port');
  const port = options.port | 0;
  const flags = options.ipv6Only ? UV_TCP_IPV6ONLY : 0;
  const exclusive = Boolean(options.exclusive);
  const reusePort = Boolean(options.reusePort);
  if (!options.host) {
    listenHere(server, { exclusive: exclusive || reusePort, address: null, port, family: 4, backlog, flags, reusePort });
    return;
  }
  const listeningId = server._listeningId;
  require('dns').lookup(options.host, (error, address, family) => {
    if (listeningId !== server._listeningId) return; // closed meanwhile
    if (error) {
      server.emit('error', error);
      return;
    }
    const v6Flags = family === 6 ? flags : 0;
    listenHere(server, { exclusive: exclusive || reusePort, address, port, family, backlog, flags: v6Flags, reusePort });
  });
}

function listenOnPath(server, options, backlog) {
  const path = server._pipeName = options.path;
  if (path[0] === '\0' && (options.readableAll || options.writableAll)) {
    throw new ERR_INVALID_ARG_VALUE('options', options,
      'can not set readableAll or writableAllt to true when path is abstract unix socket');
  }
  const mode = (options.readableAll ? EVERYONE_MAY_READ : 0) | (options.writableAll ? EVERYONE_MAY_WRITE : 0);
  listenHere(server, { exclusive: Boolean(options.exclusive), address: path, port: -1, family: -1, backlog, mode });
  // Without a handle, 'error' comes, or the cluster's primary makes it.
  if (!server._handle || mode === 0) return;
  const error = server._handle.chmod(mode);
  if (error === 0) return;
  server._handle.close();
  server._handle = null;
  throw errnoException(error, 'uv_pipe_chmod');
}

// Listening: doing it ------------------------------------------------------------------------------------------------

function listenHere(server, { exclusive, address, port, family, backlog, fd, flags, reusePort, mode }) {
  const fetchHandle = exclusive ? undefined : handlesOfPrimary();
  if (fetchHandle === undefined) {
    server._listen2(address, port, family, backlog, fd, flags, reusePort);
    return;
  }
  const listeningId = ++server._listeningId; // of several requests the last one counts
  const query = { address, port, addressType: family, fd, flags, backlog, mode };
  // The primary gives a listening handle, shared or of its own making.
  fetchHandle(server, query, (error, handle) => {
    if (listeningId !== server._listeningId) {
      handle?.close();
      return;
    }
    error = whyNotBound(error, port, handle);
    if (error) {
      handle?.close();
      server.emit('error', exceptionWithHostPort(error, 'bind', address, port));
      return;
    }
    server._handle = handle;
    server._listen2(address, port, family, backlog, fd, flags);
  });
}

function whyNotBound(error, port, handle) {
  // The primary binds lazily: whether the port was free shows now.
  if (error !== 0 || !(port > 0) || !handle.getsockname) return error;
  const name = {};
  error = handle.getsockname(name);
  return error === 0 && port !== name.port ? UV_EADDRINUSE : error;
}

Server.prototype._listen2 = function setupListenHandle(address, port, family, backlog, fd, flags, reusePort) {
  if (!this._handle) {
    let handle;
    const place = { address, port, family, fd, flags, reusePort };
    if (!address && typeof fd !== 'number') [handle, address, family] = listening.createAnyAddressHandle(place);
    else handle = listening.createServerHandle(place);
    if (typeof handle === 'number') {
      failListening(this, uvExceptionWithHostPort(handle, 'listen', address, port));
      return;
    }
    this._handle = handle;
  }
  this[kAsyncId] = this._handle.getAsyncId();
  this._connectionKey = `${family}:${address}:${port}`;
  this._handle.onconnection = onConnection;
  this._handle[kOwner] = this;
  const error = this._handle.listen(+(backlog || DEFAULT_BACKLOG) | 0, listening.deliverConnection);
  if (error !== 0) {
    const exception = uvExceptionWithHostPort(error, 'listen', address, port);
    this._handle.close();
    this._handle = null;
    failListening(this, exception);
    return;
  }
  channels.listening(this);
  if (this._unref) this.unref();
  nextTick(emitListening, this);
};

function failListening(server, error) {
  channels.failedListening(server, error);
  nextTick(emitError, server, error);
}

function emitError(server, error) {
  server.emit('error', error);
}

function emitListening(server) {
  if (server._handle) server.emit('listening');
}

// Connections --------------------------------------------------------------------------------------------------------

function onConnection(status, client) {
  const server = this[kOwner];
  if (status !== 0) {
    server.emit('error', errnoException(status, 'accept'));
    return;
  }
  if (isRefused(server, client)) return;
  if (server.noDelay && client.setNoDelay) client.setNoDelay(true);
  if (server.keepAlive && client.setKeepAlive) client.setKeepAlive(true, server.keepAliveInitialDelay);
  server._connections++;
  if (server[kTakesHandles] !== undefined && isOrdinary(server) && server[kTakesHandles](client)) return;
  const socket = newServerSocket(server, client);
  server.emit('connection', socket);
  channels.serverSocket(socket);
}

/** The Socket of a connection that counts already. */
function newServerSocket(server, handle) {
  const socket = new Socket(acceptOptions(server, handle));
  socket.server = server;
  socket._server = server;
  return socket;
}

// Nobody would see the Socket of a new connection but the one who listens first.
function isOrdinary(server) {
  return server.emit === EventEmitter.prototype.emit && server.listenerCount('connection') === 1 &&
    !server.pauseOnConnect && !tracking.on && !channels.toldOfSockets();
}

function isRefused(server, client) {
  const overFull = server.maxConnections != null && server._connections >= server.maxConnections;
  if (!overFull && !server.blockList) return false;
  const data = namesOf(client);
  if (!overFull && !isBlocked(server.blockList, data)) return false;
  client.close();
  server.emit('drop', data);
  return true;
}

function namesOf(client) {
  if (!client.getsockname) return undefined;
  const local = {};
  const remote = {};
  client.getsockname(local);
  client.getpeername(remote);
  return {
    localAddress: local.address,
    localPort: local.port,
    localFamily: local.family,
    remoteAddress: remote.address,
    remotePort: remote.port,
    remoteFamily: remote.family,
  };
}

function isBlocked(blockList, data) {
  return data?.remoteAddress !== undefined && blockList.check(data.remoteAddress, data.remoteFamily.toLowerCase());
}

// One object for all connections of a server: Socket and Duplex read it and keep nothing of it.
function acceptOptions(server, handle) {
  let options = server[kAcceptOptions];
  if (options === undefined || options.highWaterMark !== server.highWaterMark) {
    options = server[kAcceptOptions] = {
      [kAccepted]: true,
      handle: null,
      allowHalfOpen: false,
      pauseOnCreate: false,
      readable: true,
      writable: true,
      highWaterMark: server.highWaterMark,
      noDelay: false,
      keepAlive: false,
      keepAliveInitialDelay: 0,
      emitClose: false,
      autoDestroy: true,
      decodeStrings: false,
    };
  }
  options.handle = handle;
  options.allowHalfOpen = Boolean(server.allowHalfOpen);
  options.pauseOnCreate = server.pauseOnConnect;
  options.noDelay = server.noDelay;
  options.keepAlive = server.keepAlive;
  options.keepAliveInitialDelay = server.keepAliveInitialDelay * 1000;
  return options;
}

// What may be asked, and the end -------------------------------------------------------------------------------------

Object.defineProperty(Server.prototype, 'listening', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return Boolean(this._handle); },
});

/** @returns {{address, family, port}|string|null} where it listens; null when it does not */
Server.prototype.address = function() {
  if (this._handle?.getsockname) {
    const name = {};
    const error = this._handle.getsockname(name);
    if (error !== 0) throw errnoException(error, 'address');
    return name;
  }
  return this._pipeName ? this._pipeName : null;
};

/** callback(error, count): the open connections, those of worker processes too. */
Server.prototype.getConnections = function(callback) {
  validateFunction(callback, 'callback');
  if (!this._usingWorkers) {
    nextTick(callback, null, this._connections);
    return this;
  }
  let left = this._workers.length;
  let total = this._connections;
  const onCount = (error, count) => {
    if (left < 0) return;
    if (error) {
      left = -1;
      nextTick(callback, error, undefined);
      return;
    }
    total += count;
    if (--left === 0) nextTick(callback, null, total);
  };
  if (left === 0) nextTick(callback, null, total);
  for (const worker of this._workers) worker.getConnections(onCount);
  return this;
};

/** Takes no further connections. 'close', and callback(error), come when those that are there have ended. */
Server.prototype.close = function(callback) {
  this._listeningId++;
  if (observing.askedToEnd !== undefined) observing.askedToEnd('server.close()');
  if (typeof callback === 'function') {
    if (this._handle) this.once('close', callback);
    else this.once('close', () => { callback(new ERR_SERVER_NOT_RUNNING()); });
  }
  if (this._handle) {
    this._handle.close();
    this._handle = null;
  }
  if (this._usingWorkers) closeWorkers(this);
  else this._emitCloseIfDrained();
  return this;
};

function closeWorkers(server) {
  let left = server._workers.length;
  server._connections++; // 'close' waits for the workers
  const onClosed = () => {
    if (--left > 0) return;
    server._connections = 0;
    server._emitCloseIfDrained();
  };
  if (left === 0) onClosed();
  for (const worker of server._workers) worker.close(onClosed);
}

Server.prototype[Symbol.asyncDispose] = async function() {
  if (!this._handle) return;
  await new Promise((resolve, reject) => {
    this.close((error) => { error ? reject(error) : resolve(); });
  });
};

Server.prototype._emitCloseIfDrained = function() {
  if (this._handle || this._connections > 0) return;
  nextTick(emitClose, this);
};

function emitClose(server) {
  server.emit('close');
}

Server.prototype[Symbol.for('nodejs.rejection')] = function(error, event, socket) {
  if (event === 'connection') socket.destroy(error);
  else this.emit('error', error);
};

/** For child_process: `worker` shares the listening handle. */
Server.prototype._setupWorker = function(worker) {
  this._usingWorkers = true;
  this._workers.push(worker);
  worker.once('exit', (left) => {
    const index = this._workers.indexOf(left);
    this._workers.splice(index, 1);
  });
};

Server.prototype.ref = function() {
  this._unref = false;
  if (this._handle) this._handle.ref();
  return this;
};

Server.prototype.unref = function() {
  this._unref = true;
  if (this._handle) this._handle.unref();
  return this;
};

/** net._createServerHandle, its arguments in Node's order. @returns {TCP|Pipe|number} bound, or a negative errno */
function createServerHandle(address, port, family, fd, flags) {
  return listening.createServerHandle({ address, port, family, fd, flags });
}

module.exports = { Server, createServerHandle, newServerSocket };
