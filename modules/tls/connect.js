// tls.connect: a client's connection, checked once its handshake is done.
'use strict';
const net = require('net');
const { isIP } = require('ip');
const { validateFunction, validateNumber } = require('validators');
const { connResetException } = require('errors');
const { TLSSocket, releaseSessions } = require('tls/tls_socket');

const kOptions = Symbol('connect-options');

// (options, callback), (port, host, options, callback) or (port, options, callback)
function argumentsOf(args) {
  const [options, callback] = net._normalizeArgs(args);
  const more = typeof args[1] === 'object' && args[1] !== null ? args[1] : args[2];
  const merged = { __proto__: null, ...options };
  if (typeof more === 'object' && more !== null) Object.assign(merged, more);
  return [merged, callback];
}

let hasWarned = false;

// NODE_TLS_REJECT_UNAUTHORIZED=0 trusts everybody, and says so once.
function trustsEverybody() {
  const isOff = require('process_object').env.NODE_TLS_REJECT_UNAUTHORIZED === '0';
  if (isOff && !hasWarned) {
    hasWarned = true;
    require('process_object').emitWarning('Setting the NODE_TLS_REJECT_UNAUTHORIZED ' +
      'environment variable to \'0\' makes TLS connections ' +
      'and HTTPS requests insecure by disabling ' +
      'certificate verification.');
  }
  return isOff;
}

/**
 * Connects to options {port, host} or {path}, or over options.socket; further options are those of TLSSocket, and:
 * rejectUnauthorized (default true), servername, checkServerIdentity, minDHSize (bits, 1024), timeout (milliseconds).
 * @returns {TLSSocket} which emits 'secureConnect'
 */
function connect(...args) {
  const [given, callback] = argumentsOf(args);
  const tls = require('tls');
  const options = {
    rejectUnauthorized: !trustsEverybody(),
    ciphers: tls.DEFAULT_CIPHERS,
    checkServerIdentity: tls.checkServerIdentity,
    minDHSize: 1024,
    ...given,
  };
  if (!options.keepAlive) options.singleUse = true;
  validateFunction(options.checkServerIdentity, 'options.checkServerIdentity');
  validateNumber(options.minDHSize, 'options.minDHSize', 1);
  const context = options.secureContext || tls.createSecureContext(options);
  const socket = new TLSSocket(options.socket, {
    allowHalfOpen: options.socket ? options.socket.allowHalfOpen : Boolean(options.allowHalfOpen),
    pipe: Boolean(options.path),
    secureContext: context,
    isServer: false,
    requestCert: true,
    rejectUnauthorized: options.rejectUnauthorized !== false,
    session: options.session,
    ALPNProtocols: options.ALPNProtocols,
    requestOCSP: options.requestOCSP,
    enableTrace: options.enableTrace,
    highWaterMark: options.highWaterMark,
    pskCallback: options.pskCallback,
    onread: options.onread,
    signal: options.signal,
    lookup: options.lookup,
  });
  options.rejectUnauthorized = options.rejectUnauthorized !== false;
  socket[kOptions] = options;
  if (callback) socket.once('secureConnect', callback);
  if (!options.socket) {
    // An address as the name of a file: the host is this machine's.
    if (options.path !== undefined && options.path !== null && options.host === undefined) options.host = undefined;
    if (options.timeout) socket.setTimeout(options.timeout);
    socket.connect(options, socket._start);
  }
  socket._releaseControl();
  if (options.session) socket.setSession(options.session);
  if (options.servername) askFor(options.servername, socket);
  socket.on('secure', onSecure); // with each renegotiation, too
  socket.prependListener('end', onEarlyEnd);
  if (options.socket) socket._start();
  return socket;
}

// (The name of the host is asked for by nobody but https and http2, as on Node.)
function askFor(servername, socket) {
  if (isIP(servername)) {
    require('process_object').emitWarning(
      'Setting the TLS ServerName to an IP address is not permitted by ' +
      'RFC 6066. This will be ignored in a future version.', 'DeprecationWarning', 'DEP0123');
  }
  socket.setServername(servername);
  socket.servername = servername;
}

function onSecure() {
  const options = this[kOptions];
  const { ssl } = this;
  if (!ssl || this.destroyed) return;
  const tooShort = whyKeyTooShort(this, options);
  if (tooShort !== undefined) {
    this._emitTLSError(tooShort);
    this.destroy();
    return;
  }
  let error = ssl.verifyError();
  // With a key that both sides have, or a session of an earlier check, there is no certificate.
  if (!error && !this.isSessionReused()) error = wrongIdentity(this, options);
  if (error) {
    this.authorized = false;
    this.authorizationError = error.code || error.message;
    if (options.rejectUnauthorized) {
      this.destroy(error);
      return;
    }
  } else {
    this.authorized = true;
  }
  this.secureConnecting = false;
  this.emit('secureConnect');
  releaseSessions(this);
  this.removeListener('end', onEarlyEnd);
}

function wrongIdentity(socket, options) {
  const cert = socket.getPeerCertificate(true);
  const hostname = options.servername || options.host || options.socket?._host || 'localhost';
  return Object.keys(cert).length === 0 && isWithoutCertificate(socket) ? null :
    options.checkServerIdentity(hostname, cert) ?? null;
}

const isWithoutCertificate = (socket) => /PSK/.test(socket.getCipher()?.name ?? '') || socket.ssl.peerChain(false).length === 0;

function whyKeyTooShort(socket, { minDHSize }) {
  const key = socket.getEphemeralKeyInfo();
  if (key?.type !== 'DH' || key.size >= minDHSize) return undefined;
  const { ERR_TLS_DH_PARAM_SIZE } = require('errors');
  return new ERR_TLS_DH_PARAM_SIZE(key.size);
}

// The server went before the handshake was done.
function onEarlyEnd() {
  if (!this.secureConnecting || this.destroyed) return;
  this._hadError = true; // those who listen behind us need not tell of it again
  this.destroy(disconnected(this));
}

function disconnected(socket) {
  const { path, host, port, localAddress } = socket[kOptions];
  const error = connResetException('Client network socket disconnected before secure TLS connection was established');
  return Object.assign(error, { path, host, port, localAddress });
}

module.exports = { connect };
