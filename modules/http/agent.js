// http.Agent: keeps connections and decides which request gets which. One array of sockets in use and one of free ones
// for each name (host, port, local address, family), and a queue of requests that wait for a socket.
'use strict';
const { noOptions } = require('define');
const { assign, stringIndexOf, stringSlice, stringStartsWith } = require('intrinsics');
const EventEmitter = require('events');
const net = require('net');
const asyncContext = require('async_context');
const { validateNumber, validateOneOf, validateString } = require('validators');
const { debug } = require('http/debug');
const { kHead } = require('http/incoming');
const { kProxyConfig, proxyConfigFrom, proxyEnvironment } = require('http/proxy');

const kAgent = Symbol('agent'); // socket: whose it is
const kOptions = Symbol('options'); // socket: what it was made with
const kRequestOptions = Symbol('requestOptions'); // request in the queue: what its socket will be made with
const kFrame = Symbol('frame'); // request in the queue: its async context

/**
 * `options`: keepAlive (false), keepAliveMsecs (1000), agentKeepAliveTimeoutBuffer (1000), maxSockets (Infinity),
 * maxTotalSockets (Infinity), maxFreeSockets (256), scheduling ('lifo'), timeout in milliseconds, proxyEnv (an object
 * with HTTP_PROXY, HTTPS_PROXY, NO_PROXY), defaultPort, protocol, and those of net.connect().
 * @throws ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE, ERR_PROXY_INVALID_CONFIG
 */
function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  EventEmitter.call(this);
  options = { __proto__: null, ...options };
  options.noDelay ??= true;
  options.path = null; // a request's path names no pipe
  const { agentKeepAliveTimeoutBuffer: buffer, maxTotalSockets } = options;

  this.options = options;
  this.defaultPort = options.defaultPort || 80;
  this.protocol = options.protocol || 'http:';
  this.requests = { __proto__: null };
  this.sockets = { __proto__: null };
  this.freeSockets = { __proto__: null };
  this.keepAliveMsecs = options.keepAliveMsecs || 1000;
  this.keepAlive = options.keepAlive || false;
  this.maxSockets = options.maxSockets || Agent.defaultMaxSockets;
  this.maxFreeSockets = options.maxFreeSockets || 256;
  this.scheduling = options.scheduling || 'lifo';
  this.maxTotalSockets = maxTotalSockets === undefined ? Infinity : maxTotalSockets;
  this.totalSocketCount = 0;
  this.agentKeepAliveTimeoutBuffer =
    typeof buffer === 'number' && buffer >= 0 && Number.isFinite(buffer) ? buffer : 1000;
  validateOneOf(this.scheduling, 'scheduling', ['fifo', 'lifo']);
  if (maxTotalSockets !== undefined) validateNumber(maxTotalSockets, 'maxTotalSockets', 1);
  if (typeof options.proxyEnv === 'object' && options.proxyEnv !== null) {
    this[kProxyConfig] = proxyConfigFrom(options.proxyEnv, this.protocol);
  }
  this.on('free', onFreed);
}
Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Agent, EventEmitter);

Agent.defaultMaxSockets = Infinity;

// Names --------------------------------------------------------------------------------------------------------------

// The last name that was made: most programs ask for the same over and over.
const last = { host: '', port: '', localAddress: '', family: 0, socketPath: '', name: '::' };

function nameOf(host, port, localAddress, family, socketPath) {
  if (last.host === host && last.port === port && last.localAddress === localAddress && last.family === family &&
      last.socketPath === socketPath) {
    return last.name;
  }
  let name = `${host || 'localhost'}:${port || ''}:${localAddress || ''}`;
  if (family === 4 || family === 6) name += `:${family}`;
  if (socketPath) name += `:${socketPath}`;
  assign(last, { host, port, localAddress, family, socketPath, name });
  return name;
}

/**
 * @returns {string} 'host:port:localAddress[:family][:socketPath]': connections of one name serve each other's requests
 */
Agent.prototype.getName = function getName(options = noOptions) {
  return nameOf(options.host, options.port, options.localAddress, options.family, options.socketPath);
};

/** The name under which a request's connection goes. */
function nameFor(agent, options) {
  const own = agent.options;
  return nameOf(own.host ?? options.host, own.port ?? options.port, own.localAddress ?? options.localAddress,
                own.family ?? options.family, own.socketPath ?? options.socketPath);
}

function mergeOptions(agent, request, options) {
  const merged = { __proto__: null, ...options, ...agent.options };
  if (merged.socketPath) merged.path = merged.socketPath;
  normalizeServerName(merged, request);
  return merged;
}

function checkHostHeader(header) {
  validateString(header, 'options.headers.host');
}

// What TLS asks the server to prove: the Host header's name, if there is one.
function normalizeServerName(options, request) {
  if (options.servername || options.servername === '') return;
  const header = request.getHeader('host');
  let name = options.host;
  if (header) {
    checkHostHeader(header);
    const isBracketed = stringStartsWith(header, '[');
    const end = stringIndexOf(header, isBracketed ? ']' : ':');
    name = end < 0 ? header : stringSlice(header, isBracketed ? 1 : 0, end);
  }
  options.servername = net.isIP(name) ? '' : name;
}

// Sockets for requests -----------------------------------------------------------------------------------------------

/** A socket for a request and its options: a free one, a new one, or when the limits say so a later one. */
Agent.prototype.addRequest = function addRequest(request, options, port, localAddress) {
  if (typeof options === 'string') options = { __proto__: null, host: options, port, localAddress };
  // Merging is slow: only for new connections, and for subclasses whose names may tell of any option.
  const merges = this.getName !== Agent.prototype.getName;
  if (merges) options = mergeOptions(this, request, options);
  const name = merges ? this.getName(options) : nameFor(this, options);

  const free = this.freeSockets[name];
  const socket = free === undefined ? undefined : takeFree(this, free, name);
  if (socket !== undefined) {
    enterContext(socket);
    this.reuseSocket(socket, request);
    addToList(this.sockets, name, socket);
    assignSocket(this, request, socket);
    return;
  }
  const inUse = this.sockets[name]?.length ?? 0;
  if (inUse + (this.freeSockets[name]?.length ?? 0) < this.maxSockets && hasRoom(this)) {
    if (!merges) options = mergeOptions(this, request, options);
    this.createSocket(request, options, (error, made) => {
      if (error) request.onSocket(null, error);
      else assignSocket(this, request, made);
    });
  } else {
    if (request.getHeader('host') && !merges) checkHostHeader(request.getHeader('host'));
    request[kRequestOptions] = options;
    request[kFrame] = asyncContext.current();
    addToList(this.requests, name, request);
  }
};

/** Under maxTotalSockets, free connections of other names give way. */
function hasRoom(agent) {
  if (agent.totalSocketCount < agent.maxTotalSockets) return true;
  const { freeSockets } = agent;
  for (const name in freeSockets) {
    const socket = freeSockets[name][0];
    if (socket.destroyed) continue;
    socket.destroy();
    return agent.totalSocketCount <= agent.maxTotalSockets;
  }
  return false;
}

/** A free socket that can be written to at once. Those that were destroyed leave the list when they have closed. */
function takeFree(agent, free, name) {
  const lifo = agent.scheduling === 'lifo';
  const length = free.length;
  for (let i = 0; i < length; i++) {
    const index = lifo ? length - 1 - i : i;
    const socket = free[index];
    if (socket.destroyed || socket.writable === false) continue;
    if (index === length - 1) free.pop();
    else free.splice(index, 1);
    if (length === 1) delete agent.freeSockets[name];
    return socket;
  }
  return undefined;
}

/** What the socket emits from now on, it emits in the request's async context. */
function enterContext(socket) {
  const handle = socket._handle;
  if (handle && typeof handle.asyncReset === 'function') handle.asyncReset();
}

function assignSocket(agent, request, socket) {
  request.onSocket(socket);
  const { timeout } = request;
  if (timeout !== undefined && timeout !== (agent.options.timeout || 0)) socket.setTimeout(timeout);
}

/**
 * Makes a connection and calls back (error, socket), maybe at once. `options`: those of the request and the agent.
 */
Agent.prototype.createSocket = function createSocket(request, options, callback) {
  options = { __proto__: null, ...options, ...this.options };
  if (options.socketPath) options.path = options.socketPath;
  normalizeServerName(options, request);
  options._agentKey = this.getName(options);
  options.encoding = null;
  if (request.timeout !== undefined) options.timeout = request.timeout;
  if (this.keepAlive) {
    options.keepAlive = this.keepAlive;
    options.keepAliveInitialDelay = this.keepAliveMsecs;
  }

  debug('new connection for %s', options._agentKey);
  let called = false;
  const onCreated = (error, socket) => {
    if (called) return;
    called = true;
    if (error) {
      callback(error);
      return;
    }
    addToList(this.sockets, options._agentKey, socket);
    this.totalSocketCount++;
    adopt(this, socket, options);
    callback(null, socket);
  };
  const socket = this.createConnection(options, onCreated);
  if (socket) onCreated(null, socket);
};

/** The same as net.createConnection(); to be overridden: returns a Duplex, or hands it to the callback. */
Agent.prototype.createConnection = function createConnection(...args) {
  const config = this?.[kProxyConfig];
  if (config && typeof args[0] === 'object' && config.appliesTo(args[0].host, args[0].port)) {
    args[0] = { ...args[0], ...config.proxyConnectionOptions };
  }
  return net.createConnection(...args);
};

function adopt(agent, socket, options) {
  socket[kAgent] = agent;
  socket[kOptions] = options;
  socket.on('free', onFree);
  socket.on('close', onClose);
  socket.on('timeout', onTimeout);
  socket.on('agentRemove', onRemove);
}

// What sockets tell --------------------------------------------------------------------------------------------------

function onFree() {
  this[kAgent].emit('free', this, this[kOptions]);
}

function onClose() {
  const agent = this[kAgent];
  debug('connection closed for %s', this[kOptions]._agentKey);
  agent.totalSocketCount--;
  agent.removeSocket(this, this[kOptions]);
}

/** A free socket has been idle for long enough. */
function onTimeout() {
  const { freeSockets } = this[kAgent];
  for (const name in freeSockets) {
    if (freeSockets[name].includes(this)) {
      this.destroy();
      return;
    }
  }
}

/** The socket leaves the pool: the program keeps it. */
function onRemove() {
  const agent = this[kAgent];
  agent.totalSocketCount--;
  agent.removeSocket(this, this[kOptions]);
  this.removeListener('close', onClose);
  this.removeListener('free', onFree);
  this.removeListener('timeout', onTimeout);
  this.removeListener('agentRemove', onRemove);
  this[kAgent] = undefined;
}

// A free socket failed: it must not serve a request, and nobody is there to get the error.
function onFreeSocketError() {
  this.destroy();
  this.emit('agentRemove');
}

// A socket has no request any more: it serves the next that waits, is kept, or ends.
function onFreed(socket, options) {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const name = this.getName(options);
  const request = nextWaiting(this, name);
  if (request !== undefined) {
    serve(this, request, socket);
    return;
  }
  const wantsToKeep = this.keepAlive && socket._httpMessage?.shouldKeepAlive;
  if (!wantsToKeep || !keepFree(this, name, socket, options)) socket.destroy();
}

function serve(agent, request, socket) {
  const frame = request[kFrame];
  request[kFrame] = request[kRequestOptions] = undefined;
  const before = asyncContext.swap(frame);
  try {
    enterContext(socket);
    assignSocket(agent, request, socket);
  } finally {
    asyncContext.swap(before);
  }
}

function keepFree(agent, name, socket, options) {
  const free = agent.freeSockets[name];
  const freeCount = free === undefined ? 0 : free.length;
  const inUse = agent.sockets[name]?.length ?? 0;
  if (agent.totalSocketCount > agent.maxTotalSockets || freeCount + inUse > agent.maxSockets ||
      freeCount >= agent.maxFreeSockets || isWaitedForElsewhere(agent) || !agent.keepSocketAlive(socket)) {
    return false;
  }
  socket._httpMessage = null;
  addToList(agent.freeSockets, name, socket);
  agent.removeSocket(socket, options);
  socket.once('error', onFreeSocketError);
  return true;
}

/** Whether requests of other names wait because of maxTotalSockets: this socket is in their way. */
function isWaitedForElsewhere(agent) {
  if (agent.totalSocketCount < agent.maxTotalSockets) return false;
  for (const name in agent.requests) {
    if (agent.requests[name].length > 0) return true;
  }
  return false;
}

// Limits -------------------------------------------------------------------------------------------------------------

/** Takes a socket out of the lists, and starts a request that waited for the room it leaves. */
Agent.prototype.removeSocket = function removeSocket(socket, options) {
  const name = this.getName(options);
  removeFromList(this.sockets, name, socket);
  if (!socket.writable) removeFromList(this.freeSockets, name, socket);
  startWaiting(this, name);
};

function startWaiting(agent, preferred) {
  const name = waitingName(agent, preferred);
  if (name === undefined || agent.totalSocketCount >= agent.maxTotalSockets) return;
  const request = agent.requests[name][0];
  const before = asyncContext.swap(request[kFrame]);
  try {
    agent.createSocket(request, mergeOptions(agent, request, request[kRequestOptions]), (error, socket) => {
      if (!error) {
        socket.emit('free'); // to whoever is first in the queue now
        return;
      }
      removeFromList(agent.requests, name, request);
      request.onSocket(null, error);
      startWaiting(agent, name);
    });
  } finally {
    asyncContext.swap(before);
  }
}

/** The name of a request that waits and that the limit for its name lets go. */
function waitingName(agent, preferred) {
  if (mayStart(agent, preferred)) return preferred;
  if (agent.maxTotalSockets === Infinity) return undefined;
  for (const name in agent.requests) {
    if (mayStart(agent, name)) return name;
  }
  return undefined;
}

function mayStart(agent, name) {
  dropDestroyed(agent, name);
  if (agent.requests[name] === undefined) return false;
  return (agent.sockets[name]?.length ?? 0) + (agent.freeSockets[name]?.length ?? 0) < agent.maxSockets;
}

/** Takes the first request out of the queue of that name. */
function nextWaiting(agent, name) {
  dropDestroyed(agent, name);
  const queue = agent.requests[name];
  if (queue === undefined) return undefined;
  const request = queue.shift();
  if (queue.length === 0) delete agent.requests[name];
  return request;
}

/** Requests that were destroyed in the queue need no socket: they get an error that says so. */
function dropDestroyed(agent, name) {
  const queue = agent.requests[name];
  if (queue === undefined) return;
  while (queue.length > 0 && queue[0].destroyed) queue.shift().onSocket(null);
  if (queue.length === 0) delete agent.requests[name];
}

function addToList(lists, name, item) {
  const list = lists[name];
  if (list === undefined) lists[name] = [item];
  else list.push(item);
}

function removeFromList(lists, name, item) {
  const list = lists[name];
  if (list === undefined) return;
  const index = list.lastIndexOf(item);
  if (index < 0) return;
  if (list.length === 1) delete lists[name];
  else list.splice(index, 1);
}

// Keeping sockets ----------------------------------------------------------------------------------------------------

const TIMEOUT_HINT = /^timeout=(\d+)/;
// The same in a head's text: the first field of that name, behind fields of other names.
const TIMEOUT_HINT_IN_HEAD =
  /^(?:(?![Kk][Ee][Ee][Pp]-[Aa][Ll][Ii][Vv][Ee]\n)[^\n]*\n[^\n]*\n)*[^\n]*\ntimeout=(\d+)/;

/** How many seconds the server says it waits, after the header Keep-Alive; undefined: it does not say. */
function hintedSeconds(response) {
  // Nobody may have looked at the headers: the text they are made of will do.
  const head = response[kHead];
  const match = head ? TIMEOUT_HINT_IN_HEAD.exec(head) : TIMEOUT_HINT.exec(response.headers['keep-alive']);
  return match === null ? undefined : Number(match[1]);
}

/** A request is done with its socket: whether to keep it open. May be overridden. */
Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
  socket.setKeepAlive(true, this.keepAliveMsecs);
  socket.unref();

  let timeout = this.options.timeout || 0;
  let worthKeeping = true;
  const response = socket._httpMessage?.res;
  const seconds = response ? hintedSeconds(response) : undefined;
  if (seconds !== undefined) {
    // To be gone before the server closes it under a request.
    const servers = seconds * 1000 - this.agentKeepAliveTimeoutBuffer;
    if (servers <= 0) worthKeeping = false;
    else if (servers < timeout) timeout = servers; // an agent without time-out keeps sockets until the server ends them
  }
  if (socket.timeout !== timeout) socket.setTimeout(timeout);
  return worthKeeping;
};

/** A kept socket is given to a request. May be overridden. */
Agent.prototype.reuseSocket = function reuseSocket(socket, request) {
  request.reusedSocket = true;
  socket.removeListener('error', onFreeSocketError);
  socket.ref();
};

/** Destroys the sockets that are in use or kept. */
Agent.prototype.destroy = function destroy() {
  for (const lists of [this.freeSockets, this.sockets]) {
    for (const name in lists) {
      for (const socket of lists[name].slice()) socket.destroy();
    }
  }
};

let globalAgent; // made at first use: the environment's proxies are read then

module.exports = {
  Agent,
  /** The agent of requests that name none. */
  get globalAgent() {
    globalAgent ??= new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000, proxyEnv: proxyEnvironment() });
    return globalAgent;
  },
  set globalAgent(agent) {
    globalAgent = agent;
  },
};
