// https.Server: a tls.Server whose secure connections speak HTTP as those of http.Server do.
'use strict';
const tls = require('tls');
const { validateObject } = require('validators');
const { parseUniqueHeadersOption } = require('http/outgoing');
const {
  Server: HttpServer, connectionListener, httpServerPreClose, setupConnectionsTracking, storeHTTPOptions,
} = require('http/server');
const {
  kConnectionListener, kConnections, kIdleTimer, kUniqueHeaders,
} = require('http/server_symbols');

/** `options`: those of http.Server, tls.Server and tls.createSecureContext. ALPN offers http/1.1 by default. */
function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);
  let settings;
  if (typeof options === 'function') {
    requestListener = options;
    settings = { __proto__: null };
  } else {
    if (options !== undefined && options !== null) validateObject(options, 'options');
    settings = { __proto__: null, ...options };
  }
  if (!settings.ALPNProtocols && !settings.ALPNCallback) settings.ALPNProtocols = ['http/1.1'];
  storeHTTPOptions.call(this, settings);
  settings.noDelay ??= true;
  settings.allowHalfOpen = true;
  tls.Server.call(this, settings, connectionListener);
  this.httpAllowHalfOpen = false;
  if (requestListener) this.on('request', requestListener);
  this.on('tlsClientError', onTlsClientError);
  this.on('listening', setupConnectionsTracking);
  this.timeout = 0;
  this.maxHeadersCount = null;
  this.maxRequestsPerSocket = 0;
  this[kConnections] = new Set();
  this[kIdleTimer] = null;
  this[kConnectionListener] = connectionListener;
  this[kUniqueHeaders] = parseUniqueHeadersOption(settings.uniqueHeaders);
}
Object.setPrototypeOf(Server.prototype, tls.Server.prototype);
Object.setPrototypeOf(Server, tls.Server);

function onTlsClientError(error, socket) {
  if (!this.emit('clientError', error, socket)) socket.destroy(error);
}

Server.prototype.setTimeout = HttpServer.prototype.setTimeout;
Server.prototype.closeAllConnections = HttpServer.prototype.closeAllConnections;
Server.prototype.closeIdleConnections = HttpServer.prototype.closeIdleConnections;
Server.prototype[Symbol.asyncDispose] = HttpServer.prototype[Symbol.asyncDispose];

/** Takes no further connections and closes those that are idle; 'close' when all have ended. */
Server.prototype.close = function close() {
  httpServerPreClose(this);
  Reflect.apply(tls.Server.prototype.close, this, arguments);
  return this;
};

Server.prototype[Symbol.for('nodejs.rejection')] = HttpServer.prototype[Symbol.for('nodejs.rejection')];

module.exports = { Server };
