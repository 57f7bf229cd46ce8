'use strict';
// http2's servers: net.Server and tls.Server whose connections are sessions.
const net = require('net');
const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateFunction } = require('validators');
const { validateSettings } = require('http2/settings');
const { ServerHttp2Session } = require('http2/server_session');
const { validateSessionOptions } = require('http2/options');
const { kOptions, kServer } = require('http2/symbols');

const kRejection = Symbol.for('nodejs.rejection');
const UNKNOWN_PROTOCOL_MS = 10_000;

// Options ------------------------------------------------------------------------------------------------------------

function checkedOptions(options) {
  if (options === undefined) options = { __proto__: null };
  else if (options === null || typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  options = { ...options };
  const { settings } = options;
  if (settings !== undefined && (settings === null || typeof settings !== 'object')) {
    throw new ERR_INVALID_ARG_TYPE('options.settings', 'Object', settings);
  }
  options.settings = { ...settings };
  validateSettings(options.settings);
  validateSessionOptions(options);
  options.unknownProtocolTimeout ??= UNKNOWN_PROTOCOL_MS;
  const { Http2ServerRequest } = require('http2/compat_request');
  const { Http2ServerResponse } = require('http2/compat_response');
  options.Http2ServerRequest ||= Http2ServerRequest;
  options.Http2ServerResponse ||= Http2ServerResponse;
  const http = require('http');
  options.Http1IncomingMessage ||= options.http1Options?.IncomingMessage ?? http.IncomingMessage;
  options.Http1ServerResponse ||= options.http1Options?.ServerResponse ?? http.ServerResponse;
  options.IncomingMessage ??= options.Http1IncomingMessage;
  options.ServerResponse ??= options.Http1ServerResponse;
  return options;
}

// The compatibility API listens once 'request' has a listener.
function onNewListener(name) {
  if (name !== 'request') return;
  this.removeListener('newListener', onNewListener);
  const { Http2ServerRequest, Http2ServerResponse } = this[kOptions];
  const { serveRequest } = require('http2/compat');
  this.on('stream', (stream, headers, flags, raw) => {
    serveRequest(this, Http2ServerRequest, Http2ServerResponse, stream, headers, flags, raw);
  });
}

function prepare(server, options, listener) {
  server[kOptions] = options;
  server.timeout = 0;
  server.on('newListener', onNewListener);
  if (typeof listener === 'function') server.on('request', listener);
}

// With captureRejections: what an asynchronous listener of 'stream' or 'request' rejects with.
function onRejection(server, error, event, args, otherwise) {
  if (event === 'stream') {
    const [stream] = args;
    if (stream.headersSent) {
      stream.destroy(error);
    } else {
      stream.respond({ ':status': 500 });
      stream.end();
    }
  } else if (event === 'request') {
    const [, response] = args;
    if (!response.headersSent && !response.writableEnded) {
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      response.statusCode = 500;
      response.end('Internal Server Error');
    } else {
      response.destroy();
    }
  } else {
    otherwise.call(server, error, event, ...args);
  }
}

// Connections --------------------------------------------------------------------------------------------------------

function serveSession(server, socket) {
  const session = new ServerHttp2Session(server[kOptions], socket, server);
  session.on('error', onSessionError);
  if (server.timeout) session.setTimeout(server.timeout, onSessionTimeout);
  socket[kServer] = server;
  sessionsOf(server).add(session);
  session.once('close', () => { sessionsOf(server).delete(session); });
  const { origins } = server[kOptions];
  if (Array.isArray(origins) && socket.encrypted) session.origin(...origins);
  server.emit('session', session);
}

const sessions = new WeakMap();
function sessionsOf(server) {
  let set = sessions.get(server);
  if (set === undefined) sessions.set(server, set = new Set());
  return set;
}

function onSessionError(error) {
  this[kServer]?.emit('sessionError', error, this);
}

function onSessionTimeout() {
  const server = this[kServer];
  if (this.destroyed) return;
  if (server === undefined || !server.emit('timeout', this)) this.destroy();
}

// Whoever connects without TLS speaks HTTP/2.
function onConnection(socket) {
  if (!this[kOptions].settings) return;
  socket.on('error', ignore);
  serveSession(this, socket);
}

function ignore() {}

function onSecureConnection(socket) {
  const options = this[kOptions];
  if (socket.alpnProtocol !== false && socket.alpnProtocol !== 'http/1.1') {
    serveSession(this, socket);
    return;
  }
  if (options.allowHTTP1 === true) {
    socket.server[kServer] = this;
    require('http/server').connectionListener.call(this, socket);
    return;
  }
  refuse(this, socket);
}

// The client speaks another protocol.
function refuse(server, socket) {
  const { unknownProtocolTimeout } = server[kOptions];
  const timer = require('timers').setTimeout(() => { if (!socket.destroyed) socket.destroy(); }, unknownProtocolTimeout).unref();
  socket.once('close', () => { require('timers').clearTimeout(timer); });
  if (server.emit('unknownProtocol', socket)) return;
  socket.end('HTTP/1.0 403 Forbidden\r\nContent-Type: text/plain\r\n\r\n' +
    `${socket.alpnProtocol === false ? 'Missing' : 'Unknown'} ALPN Protocol, expected \`h2\` to be available.\n` +
    'If this is a HTTP request: The server was not configured with the `allowHTTP1` option or a listener for the ' +
    '`unknownProtocol` event.\n');
}

// The servers --------------------------------------------------------------------------------------------------------

const shared = {
  /** 'timeout' on the server, with the session, after `msecs` without activity. */
  setTimeout(msecs, callback) {
    this.timeout = msecs;
    if (callback !== undefined) {
      validateFunction(callback, 'callback');
      this.on('timeout', callback);
    }
    return this;
  },
  /** Sends new settings on future sessions. */
  updateSettings(settings) {
    if (settings === null || typeof settings !== 'object') throw new ERR_INVALID_ARG_TYPE('settings', 'object', settings);
    validateSettings(settings);
    this[kOptions].settings = { ...this[kOptions].settings, ...settings };
  },
};

class Http2Server extends net.Server {
  constructor(options, listener) {
    options = checkedOptions(options);
    super(options, onConnection);
    prepare(this, options, listener);
  }

  close(callback) {
    closeSessions(this);
    return super.close(callback);
  }

  [kRejection](error, event, ...args) {
    onRejection(this, error, event, args, super[kRejection]);
  }

  async [Symbol.asyncDispose]() {
    await disposed(this);
  }
}

// Sessions on which nothing goes on are closed with their server.
function closeSessions(server) {
  for (const session of [...sessionsOf(server)]) session.close();
}

function disposed(server) {
  return new Promise((resolve, reject) => {
    server.close((error) => { error ? reject(error) : resolve(); });
  });
}

let SecureServer;

/** The class of secure servers, made when the first is: it loads TLS. */
function secureServerClass() {
  if (SecureServer !== undefined) return SecureServer;
  const tls = require('tls');
  const { storeHTTPOptions, setupConnectionsTracking, httpServerPreClose } = require('http/server');
  SecureServer = class Http2SecureServer extends tls.Server {
    constructor(options, listener) {
      options = checkedOptions(options);
      if (!options.ALPNCallback) {
        options.ALPNProtocols = ['h2'];
        if (options.allowHTTP1 === true) options.ALPNProtocols.push('http/1.1');
      }
      super(options, onSecureConnection);
      prepare(this, options, listener);
      if (options.allowHTTP1 === true) {
        this.headersTimeout = 60_000;
        this.requestTimeout = 300_000;
        storeHTTPOptions.call(this, { ...options, ...options.http1Options });
        this.on('listening', setupConnectionsTracking);
      }
      this.on('tlsClientError', onClientError);
    }

    close(callback) {
      if (this[kOptions].allowHTTP1 === true) httpServerPreClose(this);
      closeSessions(this);
      return super.close(callback);
    }

    [kRejection](error, event, ...args) {
      onRejection(this, error, event, args, super[kRejection]);
    }

    closeIdleConnections() {
      if (this[kOptions].allowHTTP1 === true) require('http').Server.prototype.closeIdleConnections.call(this);
    }
  };
  declareShared(SecureServer.prototype);
  return SecureServer;
}

function onClientError(error, socket) {
  if (!this.emit('clientError', error, socket)) socket.destroy(error);
}

function declareShared(prototype) {
  for (const name of Object.keys(shared)) {
    Object.defineProperty(prototype, name, { __proto__: null, value: shared[name], configurable: true, writable: true });
  }
}
declareShared(Http2Server.prototype);

/**
 * @param {object} [options] of net.Server, and of sessions (options.js); settings; Http2ServerRequest, Http2ServerResponse
 * @param {Function} [onRequestHandler] (request, response)
 * @returns {Http2Server} without TLS
 */
function createServer(options, onRequestHandler) {
  if (typeof options === 'function') {
    onRequestHandler = options;
    options = undefined;
  }
  return new Http2Server(options, onRequestHandler);
}

/** With TLS: options are tls.createServer()'s too, and allowHTTP1. @returns {Http2SecureServer} */
function createSecureServer(options, handler) {
  return new (secureServerClass())(options, handler);
}

/** Speaks HTTP/2 as a server on a socket that a program has. @param {Duplex} socket @returns {ServerHttp2Session} */
function performServerHandshake(socket, options = { __proto__: null }) {
  options = checkedOptions(options);
  return new ServerHttp2Session(options, socket, undefined);
}

module.exports = { createSecureServer, createServer, performServerHandshake };
