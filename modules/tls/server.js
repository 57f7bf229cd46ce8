// tls.Server: a net.Server whose connections are TLSSockets, announced by 'secureConnection' after their handshake.
'use strict';
const net = require('net');
const {
  ERR_INTERNAL_ASSERTION, ERR_INVALID_ARG_TYPE, ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS, ERR_TLS_REQUIRED_SERVER_NAME, connResetException,
} = require('errors');
const { validateBuffer, validateFunction, validateNumber, validateString } = require('validators');
const { createSecureContext, SecureContext } = require('tls/secure_context');
const { TLSSocket, alpnWire, kEndedByServer } = require('tls/tls_socket');

const HANDSHAKE_MS = 120_000;

/**
 * `options`: those of net.Server and of createSecureContext, and: requestCert (default false), rejectUnauthorized (true),
 * ALPNProtocols or ALPNCallback, SNICallback, handshakeTimeout (milliseconds, 120000), ticketKeys, sessionIdContext,
 * pskCallback, pskIdentityHint, enableTrace.
 */
function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  if (typeof options === 'function') {
    listener = options;
    options = { __proto__: null };
  } else if (options === undefined || options === null || typeof options === 'object') {
    options = { __proto__: null, ...options };
  } else {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  this._contexts = [];
  this.requestCert = options.requestCert === true;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
  if (options.sessionTimeout) this.sessionTimeout = options.sessionTimeout;
  if (options.ticketKeys) this.ticketKeys = options.ticketKeys;
  if (options.ALPNProtocols) this.ALPNProtocols = alpnWire(options.ALPNProtocols);
  if (options.ALPNCallback) {
    this.ALPNCallback = options.ALPNCallback;
    if (options.ALPNProtocols) throw new ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  }
  this.setSecureContext(options);
  this._handshakeTimeout = options.handshakeTimeout || HANDSHAKE_MS;
  this._SNICallback = options.SNICallback || chooseContext;
  this._ALPNCallback = options.ALPNCallback;
  this._pskCallback = options.pskCallback;
  this._pskIdentityHint = options.pskIdentityHint;
  validateNumber(this._handshakeTimeout, 'options.handshakeTimeout');
  validateFunction(this._SNICallback, 'options.SNICallback');
  if (this._pskCallback) validateFunction(this._pskCallback, 'options.pskCallback');
  if (this._pskIdentityHint) validateString(this._pskIdentityHint, 'options.pskIdentityHint');

  net.Server.call(this, options, onConnection);
  this._ownsSNI = options.SNICallback !== undefined && options.SNICallback !== null;
  this._tlsOptions = options;
  if (listener) this.on('secureConnection', listener);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

/** @returns {Server} listens once listen() is called */
function createServer(options, secureConnectionListener) {
  return new Server(options, secureConnectionListener);
}

// Connections ---------------------------------------------------------------------------------------------------------

function onConnection(raw) {
  const socket = new TLSSocket(raw, {
    secureContext: this._sharedCreds,
    isServer: true,
    server: this,
    requestCert: this.requestCert,
    rejectUnauthorized: this.rejectUnauthorized,
    handshakeTimeout: this._handshakeTimeout,
    ALPNProtocols: this.ALPNProtocols,
    ALPNCallback: this._ALPNCallback,
    SNICallback: this._ownsSNI || this._contexts.length > 0 ? this._SNICallback : undefined,
    enableTrace: this._tlsOptions.enableTrace,
    pauseOnConnect: this.pauseOnConnect,
    pskCallback: this._pskCallback,
    pskIdentityHint: this._pskIdentityHint,
    highWaterMark: this.highWaterMark,
  });
  socket[kEndedByServer] = true;
  socket.on('secure', onSecure);
  socket.on('close', onClosedEarly);
  socket.on('_tlsError', onTlsError);
  if (this._handshakeTimeout > 0) socket.setTimeout(this._handshakeTimeout, socket._handleTimeout);
}

function onSecure() {
  const { server } = this;
  if (server.requestCert) {
    const failure = this.ssl?.verifyError() ?? null;
    if (failure !== null) {
      this.authorizationError = failure.code;
      if (server.rejectUnauthorized) {
        this.destroy();
        return;
      }
    } else {
      this.authorized = true;
    }
  }
  if (this.destroyed || !this._releaseControl()) return;
  this.secureConnecting = false;
  server.emit('secureConnection', this);
}

// The connection went before it was secure.
function onClosedEarly(hadError) {
  if (this._controlReleased || hadError || this._hadTlsError) return;
  const error = connResetException('socket hang up');
  this._hadTlsError = true;
  this.server.emit('tlsClientError', error, this);
}

function onTlsError(error) {
  if (this._controlReleased || this._hadTlsError) return;
  this._hadTlsError = true;
  this.destroy();
  this.server.emit('tlsClientError', error, this);
}

// Contexts ------------------------------------------------------------------------------------------------------------

const contextOptions = [
  'pfx', 'key', 'passphrase', 'cert', 'clientCertEngine', 'ca', 'minVersion', 'maxVersion', 'secureProtocol', 'crl', 'ciphers',
  'ecdhCurve', 'dhparam', 'sigalgs', 'privateKeyEngine', 'privateKeyIdentifier', 'honorCipherOrder', 'secureOptions',
  'sessionIdContext', 'sessionTimeout', 'ticketKeys', 'allowPartialTrustChain',
];

/** Connections that come from now on use these certificates and settings. */
Server.prototype.setSecureContext = function(options) {
  const { validateObject } = require('validators');
  validateObject(options, 'options');
  const settings = { __proto__: null };
  for (const name of contextOptions) {
    if (options[name] !== undefined && options[name] !== null) settings[name] = options[name];
    if (name in options) this[name] = options[name];
  }
  // The server's preference counts unless it says otherwise.
  settings.honorCipherOrder = this.honorCipherOrder = options.honorCipherOrder !== undefined ? Boolean(options.honorCipherOrder) : true;
  settings.sessionIdContext = this.sessionIdContext = options.sessionIdContext || ownSessionIdContext();
  if (options.ticketKeys !== undefined) this.ticketKeys = options.ticketKeys;
  else if (this.ticketKeys) settings.ticketKeys = this.ticketKeys;
  this._sharedCreds = createSecureContext(settings);
};

// Sessions are the same for all processes that run the same program.
function ownSessionIdContext() {
  return require('crypto').createHash('sha1').update(require('process_object').argv.join(' ')).digest('hex').slice(0, 32);
}

/** The keys of session tickets. @returns {Buffer} 48 bytes */
Server.prototype.getTicketKeys = function() {
  return this._sharedCreds.context.getTicketKeys();
};

/** @param {ArrayBufferView} keys 48 bytes */
Server.prototype.setTicketKeys = function(keys) {
  validateBuffer(keys);
  if (keys.byteLength !== 48) throw new ERR_INTERNAL_ASSERTION('Session ticket keys must be a 48-byte buffer');
  this.ticketKeys = keys;
  this._sharedCreds.context.setTicketKeys(keys);
};

Server.prototype._getServerData = function() {
  return { ticketKeys: this.getTicketKeys().toString('hex') };
};

Server.prototype._setServerData = function(data) {
  this.setTicketKeys(require('buffer').Buffer.from(data.ticketKeys, 'hex'));
};

/**
 * The context for clients that ask for `servername`, where * stands for one label.
 * @param {SecureContext|object} context or options of createSecureContext @throws ERR_TLS_REQUIRED_SERVER_NAME
 */
Server.prototype.addContext = function(servername, context) {
  if (!servername) throw new ERR_TLS_REQUIRED_SERVER_NAME();
  const pattern = new RegExp(`^${servername.replace(/([.^$+?\-\\[\]{}])/g, '\\$1').replaceAll('*', '[^.]*')}$`);
  const secure = context instanceof SecureContext ? context : createSecureContext(context);
  this._contexts.push([pattern, secure.context]);
};

// The SNICallback of servers without one. The last context that was added for a name counts.
function chooseContext(servername, callback) {
  const contexts = this.server._contexts;
  for (let i = contexts.length - 1; i >= 0; i--) {
    if (contexts[i][0].test(servername)) {
      callback(null, { context: contexts[i][1] });
      return;
    }
  }
  callback(null, undefined);
}

Server.prototype[Symbol.for('nodejs.rejection')] = function(error, event, socket) {
  if (event === 'secureConnection') {
    socket.destroy(error);
    return;
  }
  Reflect.apply(net.Server.prototype[Symbol.for('nodejs.rejection')], this, [error, event, socket]);
};

module.exports = { Server, createServer };
