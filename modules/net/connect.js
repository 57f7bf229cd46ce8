// How a socket gets its connection: what the arguments mean, looking up the host, and one attempt or several in turn.
'use strict';
const { isArray } = require('intrinsics');
const { nextTick } = require('ticks');
const { setTimeout, clearTimeout } = require('timers');
const {
  ERR_INTERNAL_ASSERTION, ERR_INVALID_ADDRESS_FAMILY, ERR_INVALID_ARG_TYPE, ERR_INVALID_IP_ADDRESS, ERR_IP_BLOCKED,
  ERR_MISSING_ARGS, NodeAggregateError, exceptionWithHostPort,
} = require('errors');
const {
  validateBoolean, validateFunction, validateInt32, validateNumber, validatePort, validateString,
} = require('validators');
const { UV_EADDRINUSE, UV_ECANCELED, UV_ETIMEDOUT } = binding('uv');
const { isIP } = require('ip');
const { PipeConnectWrap, TCPConnectWrap, kOwner, newPipe, newTcp } = require('stream_handles');
const io = require('net/handle_io');
const defaults = require('net/defaults');
const channels = require('net/channels');
const perf = require('perf_observe');
const { tracking, enter, leave } = require('async_ids');
const { observing } = require('observing');
const {
  kAsyncId, kConnectStart, kSetKeepAlive, kSetKeepAliveInitialDelay, kSetNoDelay,
} = require('net/symbols');

const kNormalizedArgs = Symbol('normalizedArgs');

// Arguments ----------------------------------------------------------------------------------------------------------

/** (options, cb), (port, host, cb), (path, cb) -> [options, cb or null], marked so that it is not done twice. */
function normalizeArgs(args) {
  const result = [optionsFrom(args), null];
  const last = args[args.length - 1];
  if (args.length > 0 && typeof last === 'function') result[1] = last;
  result[kNormalizedArgs] = true;
  return result;
}

function optionsFrom(args) {
  if (args.length === 0) return {};
  const first = args[0];
  if (typeof first === 'object' && first !== null) return first;
  if (isPipeName(first)) return { path: first };
  return args.length > 1 && typeof args[1] === 'string' ? { port: first, host: args[1] } : { port: first };
}

function isPipeName(value) {
  return typeof value === 'string' && !(Number(value) >= 0);
}

function normalized(args) {
  return isArray(args[0]) && args[0][kNormalizedArgs] ? args[0] : normalizeArgs(args);
}

/** Socket.prototype.connect. */
function connect(socket, args) {
  const [options, callback] = normalized(args);
  channels.clientSocket(socket);
  if (observing.opened !== undefined) observing.opened(socket);
  checkTarget(options);
  if (socket.destroyed && options.signal?.aborted) return socket; // by it: there shall be no connection
  delete socket.write;
  if (socket.destroyed) {
    socket._handle = null;
    socket._peername = undefined;
    socket._undestroy();
  }
  const isPipe = Boolean(options.path);
  if (!socket._handle) {
    socket._handle = isPipe ? newPipe() : newTcp();
    io.attach(socket);
  }
  if (callback !== null) socket.once('connect', callback);
  socket._unrefTimer();
  socket.connecting = true;
  if (isPipe) {
    validateString(options.path, 'options.path');
    connectPipe(socket, options.path);
  } else {
    connectTcp(socket, options);
  }
  return socket;
}

function checkTarget(options) {
  if (options.port === undefined && options.path == null) {
    throw new ERR_MISSING_ARGS(['options', 'port', 'path']);
  }
}

// Pipes --------------------------------------------------------------------------------------------------------------

function connectPipe(socket, path) {
  const request = new PipeConnectWrap();
  request.address = path;
  request.oncomplete = afterConnect;
  const error = socket._handle.connect(request, path);
  if (error) failToStart(socket, exceptionWithHostPort(error, 'connect', path));
}

// A refusal comes as other failures to connect do: once whoever asked for the socket can listen to it.
function failToStart(socket, failure) {
  if (failure.code === 'ERR_ACCESS_DENIED') nextTick(() => { socket.destroy(failure); });
  else socket.destroy(failure);
}

// TCP ----------------------------------------------------------------------------------------------------------------

function connectTcp(socket, options) {
  const { localAddress, localPort } = options;
  const host = options.host || 'localhost';
  validateString(host, 'options.host');
  if (localAddress && !isIP(localAddress)) throw new ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  const port = checkedPort(options.port);
  const several = checkedFamilySelection(options);

  const family = isIP(host);
  if (family !== 0) {
    socket._host = host;
    nextTick(connectUnlessDestroyed, socket, { address: host, family, port, localAddress, localPort });
    return;
  }
  if (options.lookup != null) validateFunction(options.lookup, 'options.lookup');
  lookUp(socket, host, port, options, several);
}

function checkedPort(port) {
  if (port !== undefined) {
    if (typeof port !== 'number' && typeof port !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
    }
    validatePort(port);
  }
  return port | 0;
}

/** @returns {number} milliseconds for each of several attempts; 0: one attempt only */
function checkedFamilySelection({ autoSelectFamily, autoSelectFamilyAttemptTimeout, family, localAddress }) {
  if (autoSelectFamily != null) validateBoolean(autoSelectFamily, 'options.autoSelectFamily');
  let timeout = autoSelectFamilyAttemptTimeout;
  if (timeout != null) {
    validateInt32(timeout, 'options.autoSelectFamilyAttemptTimeout', 1);
    timeout = Math.max(timeout, defaults.SHORTEST_ATTEMPT_MS);
  } else {
    timeout = defaults.getDefaultAutoSelectFamilyAttemptTimeout();
  }
  const wanted = autoSelectFamily ?? defaults.getDefaultAutoSelectFamily();
  return wanted && !familyNumber(family) && !localAddress ? timeout : 0;
}

function familyNumber(family) {
  if (family === 4 || family === 'IPv4') return 4;
  if (family === 6 || family === 'IPv6') return 6;
  return family;
}

function connectUnlessDestroyed(socket, target) {
  if (socket.connecting) connectToOne(socket, target);
}

// Looking up ---------------------------------------------------------------------------------------------------------

function lookUp(socket, host, port, options, several) {
  const dns = require('dns');
  const lookup = options.lookup || dns.lookup;
  const lookupOptions = { family: familyNumber(options.family), hints: options.hints || 0 };
  if (lookupOptions.family !== 4 && lookupOptions.family !== 6 && lookupOptions.hints === 0) {
    lookupOptions.hints = dns.ADDRCONFIG;
  }
  socket._host = host;
  if (several > 0) {
    lookupOptions.all = true;
    lookup(host, lookupOptions, (error, addresses) => {
      onAllAddresses(socket, error, addresses, { host, port, options, timeout: several });
    });
  } else {
    lookup(host, lookupOptions, (error, address, family) => {
      socket.emit('lookup', error, address, family, host);
      if (!socket.connecting) return;
      if (error) {
        nextTick(failConnecting, socket, error);
        return;
      }
      const refused = whyUnusable(address, family, options.host, port);
      if (refused !== undefined) {
        nextTick(failConnecting, socket, refused);
      } else {
        socket._unrefTimer();
        const { localAddress, localPort } = options;
        connectToOne(socket, { address, family, port, localAddress, localPort });
      }
    });
  }
}

function whyUnusable(address, family, host, port) {
  if (typeof address !== 'string' || isIP(address) === 0) return new ERR_INVALID_IP_ADDRESS(address);
  if (family !== 4 && family !== 6) return new ERR_INVALID_ADDRESS_FAMILY(family, host, port);
  return undefined;
}

function failConnecting(socket, error) {
  socket.destroy(error);
}

// Alternately of one family and the other, beginning with the first that was found.
function onAllAddresses(socket, error, addresses, { host, port, options, timeout }) {
  if (!socket.connecting) return;
  if (error) {
    socket.emit('lookup', error, undefined, undefined, host);
    nextTick(failConnecting, socket, error);
    return;
  }
  const byFamily = { 4: [], 6: [] };
  let first = 0;
  let refused;
  for (const { address, family } of addresses) {
    socket.emit('lookup', error, address, family, host);
    if (!socket.connecting) return;
    const reason = whyUnusable(address, family, options.host, port);
    if (reason !== undefined) {
      refused ??= reason;
      continue;
    }
    first ||= family;
    byFamily[family].push({ address, family, port, localAddress: options.localAddress, localPort: options.localPort });
  }
  if (first === 0) {
    nextTick(failConnecting, socket, refused ?? new ERR_INVALID_IP_ADDRESS(undefined));
    return;
  }
  const targets = interleave(byFamily[first], byFamily[first === 4 ? 6 : 4]);
  socket._unrefTimer();
  if (targets.length === 1) {
    connectToOne(socket, targets[0]);
  } else {
    new FamilySelection(socket, targets, timeout).next();
  }
}

function interleave(a, b) {
  const result = [];
  for (let i = 0; i < a.length || i < b.length; i++) {
    if (i < a.length) result.push(a[i]);
    if (i < b.length) result.push(b[i]);
  }
  return result;
}

// One attempt --------------------------------------------------------------------------------------------------------

/** @typedef {{address: string, family: 4|6, port: number, localAddress?: string, localPort?: number}} Target */

function connectToOne(socket, target) {
  const failure = start(socket, target, afterConnect);
  if (failure !== undefined) failToStart(socket, failure);
}

/**
 * Starts an attempt on the socket's handle, whose methods a program may have replaced: they are called as Node calls its
 * own. `oncomplete` is called as the request's.
 * @returns {Error|undefined} why it could not be started
 */
function start(socket, target, oncomplete) {
  const handle = socket._handle;
  const { address, family, port, localPort } = target;
  let { localAddress } = target;
  if (localAddress || localPort) {
    localAddress ||= family === 4 ? '0.0.0.0' : '::';
    const error = bind(handle, localAddress, localPort, family);
    if (error) return exceptionWithHostPort(error, 'bind', localAddress, localPort);
  }
  if (socket.blockList?.check(address, `ipv${family}`)) return new ERR_IP_BLOCKED(address);
  socket.emit('connectionAttempt', address, port, family);
  if (socket._handle !== handle) return undefined; // a listener destroyed the socket
  const request = new TCPConnectWrap();
  request.oncomplete = oncomplete;
  request.address = address;
  request.port = port;
  request.localAddress = localAddress;
  request.localPort = localPort;
  request.addressType = family;
  if (perf.observed.net > 0) socket[kConnectStart] = perf.now();
  const error = family === 4 ? handle.connect(request, address, port) : handle.connect6(request, address, port);
  if (!error) return undefined; // a replaced method may give nothing
  const name = socket._getsockname();
  return exceptionWithHostPort(error, 'connect', address, port, name.address && `${name.address}:${name.port}`);
}

// libuv keeps EADDRINUSE for later: the handle then has no such port.
function bind(handle, address, port, family) {
  const error = family === 4 ? handle.bind(address, port) : handle.bind6(address, port, undefined);
  if (error || !port) return error;
  const name = {};
  return handle.getsockname(name) || (name.port === port ? 0 : UV_EADDRINUSE);
}

/** Why the connection of `request` did not come about. */
function failureOf({ address, port, localAddress, localPort }, status) {
  return exceptionWithHostPort(status, 'connect', address, port,
                               localAddress && localPort ? `${localAddress}:${localPort}` : undefined);
}

/** `oncomplete` of a request: there is a connection, which can be read from and written to, or there is none. */
function afterConnect(status, handle, request, readable, writable) {
  const socket = handle[kOwner];
  if (!socket || socket.destroyed) return;
  if (status === UV_ECANCELED && socket._handle !== handle) return; // destroyed meanwhile, and connecting anew
  if (!socket.connecting) throw new ERR_INTERNAL_ASSERTION();
  socket.connecting = false;
  socket._sockname = null;
  if (status !== 0) {
    const error = failureOf(request, status);
    socket.emit('connectionAttemptFailed', request.address, request.port, request.addressType, error);
    socket.destroy(error);
    return;
  }
  if (!readable) {
    socket.push(null);
    socket.read();
  }
  if (!writable) socket.end();
  if (!tracking.on) {
    announce(socket, handle, request);
  } else {
    enter(handle);
    announce(socket, handle, request);
    leave(handle);
  }
}

function announce(socket, handle, request) {
  if (socket[kSetNoDelay] && handle.setNoDelay) handle.setNoDelay(true);
  if (socket[kSetKeepAlive] && handle.setKeepAlive) handle.setKeepAlive(true, socket[kSetKeepAliveInitialDelay]);
  socket._unrefTimer();
  socket.emit('connect');
  socket.emit('ready');
  const startedAt = socket[kConnectStart];
  if (startedAt !== undefined) {
    socket[kConnectStart] = undefined;
    perf.report('connect', 'net', startedAt, perf.now() - startedAt, { host: request.address, port: request.port });
  }
  // Starts reading, or finds that the end has come already.
  if (socket.readable && !socket.isPaused()) socket.read(0);
}

// Several attempts in turn -------------------------------------------------------------------------------------------

/** Tries addresses one after the other; each but the last has `timeout` milliseconds. After RFC 8305, section 5. */
class FamilySelection {
  /** @param {Target[]} targets @param {number} timeout in milliseconds */
  constructor(socket, targets, timeout) {
    this.socket = socket;
    this.targets = targets;
    this.timeout = timeout;
    this.errors = [];
    this.index = 0;
    this.timer = null;
    socket.autoSelectFamilyAttemptedAddresses = [];
  }

  next() {
    const { socket } = this;
    if (!socket.connecting) return;
    if (this.index === this.targets.length) {
      this.#fail();
      return;
    }
    const target = this.targets[this.index++];
    if (this.index > 1) replaceHandle(socket);
    socket.autoSelectFamilyAttemptedAddresses.push(`${target.address}:${target.port}`);
    const handle = socket._handle;
    const selection = this;
    const failure = start(socket, target, function oncomplete(...results) { selection.#onDone(target, ...results); });
    if (failure !== undefined) {
      this.#recordFailure(target, failure);
      this.next();
      return;
    }
    if (socket.connecting && socket._handle === handle && this.index < this.targets.length) {
      this.timer = setTimeout(() => { this.#onTimeout(handle, target); }, this.timeout);
    }
  }

  #onDone(target, status, handle, request, readable, writable) {
    const { socket } = this;
    clearTimeout(this.timer);
    if (status === UV_ECANCELED || socket._handle !== handle || socket.destroyed) return;
    if (status === 0) {
      afterConnect(0, handle, request, readable, writable);
      return;
    }
    this.#recordFailure(target, failureOf(request, status));
    this.next();
  }

  #onTimeout(handle, { address, port, family }) {
    const { socket } = this;
    if (!socket.connecting || socket._handle !== handle) return;
    socket.emit('connectionAttemptTimeout', address, port, family);
    this.errors.push(exceptionWithHostPort(UV_ETIMEDOUT, 'connect', address, port));
    this.next();
  }

  #recordFailure({ address, port, family }, error) {
    this.errors.push(error);
    this.socket.emit('connectionAttemptFailed', address, port, family, error);
  }

  #fail() {
    const { errors, socket } = this;
    socket.destroy(errors.length === 1 ? errors[0] : new NodeAggregateError(errors));
  }
}

/** Gives up what the socket's handle is at, and lets it go on with a new one. */
function replaceHandle(socket) {
  const old = socket._handle;
  if (typeof old.renewTransport === 'function') { // a handle above another one
    old.renewTransport();
    return;
  }
  const referenced = old.hasRef();
  old[kOwner] = null;
  old.close();
  const handle = newTcp();
  if (!referenced) handle.unref();
  socket._handle = handle;
  socket[kAsyncId] = handle.getAsyncId();
  io.attach(socket);
}

module.exports = { connect, normalizeArgs, normalized, isPipeName };
