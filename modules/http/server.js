'use strict';
// http.Server: a net.Server whose connections speak HTTP.
const { OwnSet } = require('intrinsics');
const net = require('net');
const { setInterval, clearInterval } = require('timers');
const { ERR_HTTP_REQUEST_TIMEOUT, ERR_OUT_OF_RANGE } = require('errors');
const { validateBoolean, validateFunction, validateInteger, validateObject } = require('validators');
const { IncomingMessage } = require('http/incoming');
const { parseUniqueHeadersOption } = require('http/outgoing');
const { ServerResponse } = require('http/response');
const { kTakesHandles } = require('net/symbols');
const { failed } = require('http/socket_transport');
const { serveSocket, takeHandle } = require('http/server_connection');
const {
  kConnections, kConnectionListener, kConnectionsCheckingInterval, kIdleTimer, kIncomingMessage, kServerResponse, kOptimizeEmptyRequests, kUniqueHeaders,
} = require('http/server_symbols');

const REQUEST_TIMEOUT_MS = 300_000;
const HEADERS_TIMEOUT_MS = 60_000;
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_BUFFER_MS = 1_000;
const CHECKING_INTERVAL_MS = 30_000;

/**
 * `options`: those of net.Server, and IncomingMessage, ServerResponse (classes), maxHeaderSize (bytes),
 * insecureHTTPParser, requestTimeout, headersTimeout, keepAliveTimeout, keepAliveTimeoutBuffer,
 * connectionsCheckingInterval (all milliseconds), requireHostHeader, joinDuplicateHeaders, uniqueHeaders,
 * rejectNonStandardBodyWrites, optimizeEmptyRequests, shouldUpgradeCallback(request).
 */
function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);
  if (typeof options === 'function') {
    requestListener = options;
    options = { __proto__: null };
  } else if (options === undefined || options === null) {
    options = { __proto__: null };
  } else {
    validateObject(options, 'options');
  }
  storeHTTPOptions.call(this, options);
  net.Server.call(this, {
    __proto__: null,
    allowHalfOpen: true,
    noDelay: options.noDelay ?? true,
    keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay,
    highWaterMark: options.highWaterMark,
  });
  if (requestListener) this.on('request', requestListener);
  // The end of a client's side is the end of its connection, unless this is set.
  this.httpAllowHalfOpen = false;
  this.on('connection', connectionListener);
  this.on('listening', setupConnectionsTracking);
  this.timeout = 0;
  this.maxHeadersCount = null;
  this.maxRequestsPerSocket = 0;
  this[kConnections] = new OwnSet();
  this[kIdleTimer] = null;
  this[kConnectionListener] = connectionListener;
  this[kTakesHandles] = takeHandle;
  this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

/** Checks and keeps the options of HTTP; `this` is the server. */
function storeHTTPOptions(options) {
  this[kIncomingMessage] = options.IncomingMessage || IncomingMessage;
  this[kServerResponse] = options.ServerResponse || ServerResponse;
  this.maxHeaderSize = checked(options, 'maxHeaderSize', (value) => validateInteger(value, 'maxHeaderSize', 0));
  this.insecureHTTPParser = checked(options, 'insecureHTTPParser', validateBoolean);
  this.requestTimeout = duration(options, 'requestTimeout', REQUEST_TIMEOUT_MS);
  const { requestTimeout } = this;
  this.headersTimeout = duration(options, 'headersTimeout',
                                 requestTimeout > 0 ? Math.min(HEADERS_TIMEOUT_MS, requestTimeout) : HEADERS_TIMEOUT_MS);
  if (requestTimeout > 0 && this.headersTimeout > 0 && this.headersTimeout > requestTimeout) {
    throw new ERR_OUT_OF_RANGE('headersTimeout', '<= requestTimeout', options.headersTimeout);
  }
  this.keepAliveTimeout = duration(options, 'keepAliveTimeout', KEEP_ALIVE_TIMEOUT_MS);
  this.keepAliveTimeoutBuffer = duration(options, 'keepAliveTimeoutBuffer', KEEP_ALIVE_BUFFER_MS);
  this.connectionsCheckingInterval = duration(options, 'connectionsCheckingInterval', CHECKING_INTERVAL_MS);
  this.requireHostHeader = checked(options, 'requireHostHeader', validateBoolean) ?? true;
  this.joinDuplicateHeaders = checked(options, 'joinDuplicateHeaders', validateBoolean);
  this.rejectNonStandardBodyWrites = checked(options, 'rejectNonStandardBodyWrites', validateBoolean) ?? false;
  this[kOptimizeEmptyRequests] = checked(options, 'optimizeEmptyRequests', validateBoolean) ?? false;
  const { shouldUpgradeCallback } = options;
  if (shouldUpgradeCallback !== undefined) {
    validateFunction(shouldUpgradeCallback, 'options.shouldUpgradeCallback');
    this.shouldUpgradeCallback = shouldUpgradeCallback;
  } else {
    this.shouldUpgradeCallback = hasUpgradeListener;
  }
}

function hasUpgradeListener() {
  return this.listenerCount('upgrade') > 0;
}

function checked(options, name, validate) {
  const value = options[name];
  if (value !== undefined) validate(value, `options.${name}`);
  return value;
}

function duration(options, name, byDefault) {
  const value = options[name];
  if (value === undefined) return byDefault;
  validateInteger(value, name, 0);
  return value;
}

function connectionListener(socket) {
  serveSocket(this, socket);
}

// Time ---------------------------------------------------------------------------------------------------------------

/** Emits 'timeout' on the server, with the socket, after `msecs` without activity. */
Server.prototype.setTimeout = function setTimeout(msecs, callback) {
  this.timeout = msecs;
  if (callback) this.on('timeout', callback);
  return this;
};

/** Begins to look for requests that take too long to arrive; `this` is the server. */
function setupConnectionsTracking() {
  this[kConnections] ??= new OwnSet();
  if (this[kConnectionsCheckingInterval]) clearInterval(this[kConnectionsCheckingInterval]);
  this[kConnectionsCheckingInterval] =
    setInterval(checkConnections, this.connectionsCheckingInterval, this).unref();
}

function checkConnections(server) {
  const { headersTimeout, requestTimeout } = server;
  if (headersTimeout === 0 && requestTimeout === 0) return;
  for (const connection of server[kConnections]) {
    const late = (headersTimeout > 0 && connection.headAge() >= headersTimeout) ||
                 (requestTimeout > 0 && connection.messageAge() >= requestTimeout);
    if (late) failed(connection.getSocket(), new ERR_HTTP_REQUEST_TIMEOUT());
  }
}

// The end ------------------------------------------------------------------------------------------------------------

/** Takes no further connections and closes those that are idle; 'close' when all have ended. */
Server.prototype.close = function close() {
  httpServerPreClose(this);
  return net.Server.prototype.close.apply(this, arguments);
};

function httpServerPreClose(server) {
  server.closeIdleConnections();
  clearInterval(server[kConnectionsCheckingInterval]);
}

/** Ends every connection. */
Server.prototype.closeAllConnections = function closeAllConnections() {
  for (const connection of [...this[kConnections]]) connection.destroy();
};

/** Ends the connections on which no request is being answered. */
Server.prototype.closeIdleConnections = function closeIdleConnections() {
  for (const connection of [...this[kConnections]]) {
    if (connection.idle) connection.destroy();
  }
};

/** Closes it; rejected, unlike net.Server's, when it does not listen. */
Server.prototype[Symbol.asyncDispose] = async function() {
  await new Promise((resolve, reject) => {
    this.close((error) => { error ? reject(error) : resolve(); });
  });
};

Server.prototype[Symbol.for('nodejs.rejection')] = function(error, event, ...args) {
  if (event !== 'request') {
    net.Server.prototype[Symbol.for('nodejs.rejection')].call(this, error, event, ...args);
    return;
  }
  const response = args[1];
  if (!response.headersSent && !response.writableEnded) {
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    response.statusCode = 500;
    response.end('Internal Server Error');
  } else {
    response.destroy();
  }
};

module.exports = {
  Server, ServerResponse, connectionListener, storeHTTPOptions, setupConnectionsTracking, httpServerPreClose,
  kConnectionsCheckingInterval, kIncomingMessage, kServerResponse,
};
