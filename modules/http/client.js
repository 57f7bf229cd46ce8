// http.ClientRequest: a request on its way out. This file has what users call; client_socket.js has its life with a
// socket, and client_parser.js makes the response of what comes back.
'use strict';
const { OwnSet, isArray, stringIndexOf } = require('intrinsics');
const { nextTick } = require('ticks');
const { Buffer } = require('buffer');
const { URL, urlToHttpOptions } = require('url');
const {
  ERR_HTTP_HEADERS_SENT, ERR_INVALID_ARG_TYPE, ERR_INVALID_HTTP_TOKEN, ERR_INVALID_PROTOCOL, ERR_UNESCAPED_CHARACTERS,
} = require('errors');
const { validateBoolean, validateInteger } = require('validators');
const { OutgoingMessage, kErrored, kOutHeaders, kUniqueHeaders, parseUniqueHeadersOption } = require('http/outgoing');
const { isToken } = require('http/common');
const { absoluteTarget, kProxyConfig } = require('http/proxy');
const agents = require('http/agent');
const client = require('http/client_socket');
const channels = require('http/client_channels');
const { observing } = require('observing');

const INVALID_PATH = /[^\u0021-\u00ff]/;
const METHODS_WITHOUT_BODY = new OwnSet(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

/**
 * ClientRequest(url, options, callback) or (options, callback). `options`: protocol, host or hostname, port,
 * defaultPort, path, method, headers (object or list), auth, agent (false: one of its own), createConnection, setHost,
 * setDefaultHeaders, socketPath, timeout in milliseconds, signal, maxHeaderSize, insecureHTTPParser,
 * joinDuplicateHeaders, uniqueHeaders, and those of net.connect().
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_PROTOCOL, ERR_UNESCAPED_CHARACTERS, ERR_INVALID_HTTP_TOKEN ...
 */
function ClientRequest(input, options, callback) {
  OutgoingMessage.call(this);
  if (observing.opened !== undefined) observing.opened(this);
  ({ options, callback } = normalizeArguments(input, options, callback));
  const defaultAgent = options._defaultAgent || agents.globalAgent;
  const agent = agentFor(options, defaultAgent);
  checkTarget(options, agent, defaultAgent);
  const defaultPort = options.defaultPort || agent?.defaultPort;
  const port = options.port = options.port || defaultPort || 80;
  const host = options.host = checkedName(options.hostname, 'hostname') || checkedName(options.host, 'host') ||
    'localhost';
  const setsDefaults = options.setDefaultHeaders !== false;
  const setsHost = options.setHost === undefined ? setsDefaults : Boolean(options.setHost);

  this.agent = agent;
  this._removedConnection = this._removedContLen = this._removedTE = !setsDefaults;
  this.socketPath = options.socketPath;
  if (options.timeout !== undefined) this.timeout = client.checkedDuration(options.timeout, 'timeout');
  this.method = checkedMethod(options.method);
  checkParserOptions(options);
  this.maxHeaderSize = options.maxHeaderSize;
  this.insecureHTTPParser = options.insecureHTTPParser;
  this.joinDuplicateHeaders = options.joinDuplicateHeaders;
  this.path = options.path || '/';
  this.useChunkedEncodingByDefault = !METHODS_WITHOUT_BODY.has(this.method);
  this._ended = false;
  this.res = null;
  this.aborted = false;
  this.timeoutCb = null;
  this.upgradeOrConnect = false;
  this.parser = null;
  this.maxHeadersCount = null;
  this.reusedSocket = false;
  this.host = host;
  this.protocol = options.protocol || defaultAgent.protocol;
  this.shouldKeepAlive = agent ? Boolean(agent.keepAlive || Number.isFinite(agent.maxSockets)) : false;
  this._last = !this.shouldKeepAlive;
  if (options.signal) require('stream').addAbortSignal(options.signal, this);
  if (callback) this.once('response', callback);

  this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);
  const authority = setsHost || agent?.[kProxyConfig] ? authorityOf(host, port, defaultPort) : undefined;
  if (isArray(options.headers)) takeHeaderList(this, options, authority);
  else takeHeaders(this, options, authority, setsHost);
  connect(this, options);
  channels.created(this);
}
Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ClientRequest, OutgoingMessage);

// What was asked for -------------------------------------------------------------------------------------------------

/** The options are a copy, to be filled in. */
function normalizeArguments(input, options, callback) {
  if (typeof input === 'string') {
    input = urlToHttpOptions(new URL(input));
  } else if (input instanceof URL) {
    input = urlToHttpOptions(input);
  } else {
    callback = options;
    options = input;
    input = undefined;
  }
  if (typeof options === 'function') return { options: { ...input }, callback: options };
  // One spread alone is several times as fast as two.
  return { options: input === undefined ? { ...options } : { ...input, ...options }, callback };
}

function agentFor({ agent, createConnection }, defaultAgent) {
  if (agent === false) return new defaultAgent.constructor();
  if (agent === null || agent === undefined) return typeof createConnection === 'function' ? undefined : defaultAgent;
  if (typeof agent.addRequest !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('options.agent', ['Agent-like Object', 'undefined', 'false'], agent);
  }
  return agent;
}

function checkTarget(options, agent, defaultAgent) {
  if (options.path && INVALID_PATH.test(String(options.path))) throw new ERR_UNESCAPED_CHARACTERS('Request path');
  const protocol = options.protocol || defaultAgent.protocol;
  const expected = agent?.protocol || defaultAgent.protocol;
  if (protocol !== expected) throw new ERR_INVALID_PROTOCOL(protocol, expected);
}

function checkedName(name, option) {
  if (name !== null && name !== undefined && typeof name !== 'string') {
    throw new ERR_INVALID_ARG_TYPE(`options.${option}`, ['string', 'undefined', 'null'], name);
  }
  return name;
}

function checkedMethod(method) {
  if (method === 'GET' || method === undefined || method === null) return 'GET';
  if (typeof method !== 'string') throw new ERR_INVALID_ARG_TYPE('options.method', 'string', method);
  if (method === '') return 'GET';
  if (!isToken(method)) throw new ERR_INVALID_HTTP_TOKEN('Method', method);
  return method.toUpperCase();
}

function checkParserOptions({ maxHeaderSize, insecureHTTPParser, joinDuplicateHeaders }) {
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  if (joinDuplicateHeaders !== undefined) validateBoolean(joinDuplicateHeaders, 'options.joinDuplicateHeaders');
}

// The head -----------------------------------------------------------------------------------------------------------

/** What the Host header says: an IPv6 address in brackets, the port unless it is the protocol's. */
function authorityOf(host, port, defaultPort) {
  const colon = stringIndexOf(host, ':');
  const name = colon >= 0 && host.includes(':', colon + 1) && host[0] !== '[' ? `[${host}]` : host;
  return port && +port !== defaultPort ? `${name}:${port}` : name;
}

function takeHeaders(request, options, authority, setsHost) {
  const { headers, auth } = options;
  if (headers) {
    for (const name of Object.keys(headers)) request.setHeader(name, headers[name]);
  }
  if (setsHost && !request.getHeader('host')) request.setHeader('Host', authority);
  if (auth && !request.getHeader('authorization')) request.setHeader('Authorization', basicAuth(auth));
  const proxy = proxyFor(request, options);
  if (proxy) throughProxy(request, proxy, request.getHeader('host') || authority, request);
  if (request.getHeader('expect')) storeHead(request, request[kOutHeaders]); // the body waits for the server's answer
}

/** A list goes out as it is. */
function takeHeaderList(request, options, authority) {
  const { headers } = options;
  const proxy = proxyFor(request, options);
  if (!proxy) {
    storeHead(request, headers);
    return;
  }
  const list = headers.flat();
  const find = (wanted) => list.findIndex((item, i) => i % 2 === 0 && String(item).toLowerCase() === wanted);
  throughProxy(request, proxy, find('host') < 0 ? authority : list[find('host') + 1], {
    setHeader(name, value) {
      if (find(name) < 0) list.push(name, value);
    },
  });
  storeHead(request, list);
}

function basicAuth(auth) {
  return `Basic ${Buffer.from(auth).toString('base64')}`;
}

function proxyFor(request, { host, port }) {
  const config = request.agent?.[kProxyConfig];
  if (!config || request.protocol !== 'http:' || request.method === 'CONNECT' || request.socketPath) return undefined;
  return config.appliesTo(host, port) ? config : undefined;
}

function throughProxy(request, proxy, authority, headers) {
  request.path = absoluteTarget(authority, request.path);
  if (proxy.auth) headers.setHeader('proxy-authorization', proxy.auth);
  headers.setHeader('proxy-connection', request.shouldKeepAlive ? 'keep-alive' : 'close');
}

function storeHead(request, headers) {
  if (request._header) throw new ERR_HTTP_HEADERS_SENT('render');
  request._storeHeader(`${request.method} ${request.path} HTTP/1.1\r\n`, headers);
}

ClientRequest.prototype._implicitHeader = function _implicitHeader() {
  storeHead(this, this[kOutHeaders]);
};

// The connection -----------------------------------------------------------------------------------------------------

function connect(request, options) {
  const { agent } = request;
  if (options.signal) options = { ...options, signal: undefined }; // it destroys the request, and that the socket
  if (agent) {
    agent.addRequest(request, options);
    return;
  }
  options.path = request.socketPath;
  let called = false;
  const onCreated = (error, socket) => {
    if (called) return;
    called = true;
    request.onSocket(error ? null : socket, error);
  };
  try {
    const socket = options.createConnection(options, onCreated);
    if (socket) onCreated(null, socket);
  } catch (error) {
    onCreated(error);
  }
}

/** For agents: the request gets its socket, or the error why there is none. */
ClientRequest.prototype.onSocket = function onSocket(socket, error) {
  nextTick(client.takeSocket, this, socket, error);
};

/** Calls a method of the socket once it is connected. `method` undefined: only calls back. */
ClientRequest.prototype._deferToConnect = function _deferToConnect(method, args) {
  const call = (socket) => {
    if (method) socket[method](...args);
  };
  const whenConnected = (socket) => {
    if (socket.writable) call(socket);
    else socket.once('connect', () => call(socket));
  };
  if (this.socket) whenConnected(this.socket);
  else this.once('socket', whenConnected);
};

/** Sends small writes at once. */
ClientRequest.prototype.setNoDelay = function setNoDelay(noDelay) {
  this._deferToConnect('setNoDelay', [noDelay]);
};

/** Sends TCP keep-alive probes after `initialDelay` milliseconds. */
ClientRequest.prototype.setSocketKeepAlive = function setSocketKeepAlive(enable, initialDelay) {
  this._deferToConnect('setKeepAlive', [enable, initialDelay]);
};

/** Emits 'timeout' after `msecs` without activity on the socket; the request goes on. @throws ERR_OUT_OF_RANGE */
ClientRequest.prototype.setTimeout = function setTimeout(msecs, callback) {
  if (this._ended) return this;
  client.listenToTimeout(this);
  msecs = client.checkedDuration(msecs, 'msecs');
  if (callback) this.once('timeout', callback);
  if (this.socket) client.setSocketTimeout(this.socket, msecs);
  else this.once('socket', (socket) => client.setSocketTimeout(socket, msecs));
  return this;
};

ClientRequest.prototype.clearTimeout = function clearTimeout(callback) {
  this.setTimeout(0, callback);
};

// The end ------------------------------------------------------------------------------------------------------------

ClientRequest.prototype._finish = function _finish() {
  OutgoingMessage.prototype._finish.call(this);
  channels.started(this);
};

/** Ends the request: emits 'abort', and whatever destroy() brings. */
ClientRequest.prototype.abort = function abort() {
  if (this.aborted) return;
  this.aborted = true;
  nextTick(emitAbort, this);
  this.destroy();
};

function emitAbort(request) {
  request.emit('abort');
}

/** Ends the request, whatever it is at. Without `error`, and before a response, the error is a 'socket hang up'. */
ClientRequest.prototype.destroy = function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  if (this.res) this.res._dump();
  this[kErrored] = error ?? null;
  this.socket?.destroy(error);
  return this;
};

module.exports = { ClientRequest };
