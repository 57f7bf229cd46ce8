// tls.TLSSocket: a net.Socket whose handle encrypts. It stands over a socket that is there, over any other Duplex, or
// makes its own connection.
'use strict';
const net = require('net');
const { nextTick } = require('ticks');
const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_TLS_ALPN_CALLBACK_INVALID_RESULT,
  ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS, ERR_TLS_HANDSHAKE_TIMEOUT, ERR_TLS_INVALID_CONTEXT, ERR_TLS_INVALID_STATE,
  ERR_TLS_RENEGOTIATION_DISABLED, ERR_TLS_SESSION_ATTACK, ERR_TLS_SNI_FROM_SERVER,
} = require('errors');
const {
  validateBuffer, validateFunction, validateInt32, validateObject, validateString, validateUint32,
} = require('validators');
const native = binding('tls');
const { kOwner } = require('stream_handles');
const { defineHidden, setOwn } = require('define');
const { kWriteCallback } = require('net/symbols');
const { belongTo, newTlsHandle, useSocket } = require('tls/handle');
const { askForCertificate, askForSession } = require('tls/handshake_questions');
const { createSecureContext, isContext } = require('tls/secure_context');
const { isArrayBufferView } = require('types');

const kRenegotiations = Symbol('kRenegotiations');
const kDisabled = Symbol('kDisabled');
const kAlpnCallback = Symbol('kAlpnCallback');
const kCallbackError = Symbol('kCallbackError'); // what a callback of the program threw within the handshake
const kPendingSessions = Symbol('kPendingSessions');
const kEndedByServer = Symbol('kEndedByServer'); // a tls.Server made it, and ends it until it is released

/**
 * `socket`: a net.Socket, any Duplex, or undefined. `options`: isServer, server, secureContext (or the options of
 * createSecureContext), requestCert, rejectUnauthorized, ALPNProtocols, ALPNCallback, SNICallback, session, requestOCSP,
 * enableTrace, pskCallback, pskIdentityHint, allowHalfOpen, pauseOnConnect, highWaterMark, onread, signal.
 */
function TLSSocket(socket, options) {
  if (!(this instanceof TLSSocket)) return new TLSSocket(socket, options);
  const settings = options ? { __proto__: null, ...options } : { __proto__: null };
  if (settings.ALPNProtocols) {
    settings.ALPNProtocols = alpnWire(settings.ALPNProtocols);
    if (settings.ALPNCallback) throw new ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  }
  if (settings.SNICallback !== undefined && settings.SNICallback !== null) {
    validateFunction(settings.SNICallback, 'options.SNICallback');
  }
  const isServer = Boolean(settings.isServer);
  const context = settings.secureContext ?? createSecureContext(settings);
  if (!isContext(context)) throw new ERR_TLS_INVALID_CONTEXT('context');

  this._tlsOptions = settings;
  this._secureEstablished = false;
  this._securePending = false;
  this._newSessionPending = false;
  this._controlReleased = false;
  this.secureConnecting = true;
  this._SNICallback = null;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  this[kRenegotiations] = [];
  this[kDisabled] = false;
  this[kPendingSessions] = [];
  this[kCallbackError] = undefined;
  this[kEndedByServer] = false;

  const handle = newTlsHandle(context.context, isServer, Boolean(settings.pipe));
  const allowHalfOpen = socket ? socket.allowHalfOpen : settings.allowHalfOpen;
  net.Socket.call(this, {
    handle,
    allowHalfOpen,
    pauseOnCreate: settings.pauseOnConnect,
    manualStart: true,
    highWaterMark: settings.highWaterMark,
    onread: settings.onread,
    signal: settings.signal,
    lookup: settings.lookup,
  });
  this.encrypted = true;
  this.on('error', onErrorBefore);
  this.ssl = handle;
  this.server = settings.server ?? null;
  prepare(this, handle, settings, isServer);
  if (settings.pauseOnConnect) this.readableFlowing = false;
  if (socket) standOn(this, socket, handle, isServer);
}
Object.setPrototypeOf(TLSSocket.prototype, net.Socket.prototype);
Object.setPrototypeOf(TLSSocket, net.Socket);

// Before the handshake ------------------------------------------------------------------------------------------------

/** Names in the form in which a hello has them: each behind a byte of its length. */
function alpnWire(protocols) {
  const { convertProtocols } = require('tls/alpn');
  return Array.isArray(protocols) || isArrayBufferView(protocols) ? convertProtocols(protocols) : undefined;
}

function prepare(socket, ssl, options, isServer) {
  ssl.onEvent(onEvent);
  const { server } = options;
  if (isServer) {
    ssl.setVerifyMode(Boolean(options.requestCert), options.requestCert ? Boolean(options.rejectUnauthorized) : false);
    prepareServer(socket, ssl, options, server);
  } else {
    ssl.setVerifyMode(true, false);
    ssl.setWishes(keyLogFile() !== '' || socket.listenerCount('keylog') > 0 ? native.REPORT_KEYS : 0);
    watchForKeyLog(socket, ssl);
    if (options.session) ssl.setSession(sessionBytes(options.session));
    if (options.requestOCSP) ssl.requestOCSP();
    if (options.pskCallback) usePsk(socket, ssl, options, false);
  }
  if (options.ALPNProtocols) ssl.setALPNProtocols(options.ALPNProtocols);
  if (options.enableTrace || tracesAll()) ssl.enableTrace();
}

let hasWarnedOfTrace = false;

/** Whether --trace-tls is given, of which the first socket warns. */
function tracesAll() {
  if (!require('options').getOption('--trace-tls')) return false;
  if (!hasWarnedOfTrace) {
    hasWarnedOfTrace = true;
    require('process_object').emitWarning('Enabling --trace-tls can expose sensitive data in the resulting log.');
  }
  return true;
}

let hasWarnedOfKeyLog = false;

/** @returns {string} where --tls-keylog wants key material written to; '' for nowhere */
function keyLogFile() {
  const file = require('options').getOption('--tls-keylog');
  if (file && !hasWarnedOfKeyLog) {
    hasWarnedOfKeyLog = true;
    require('process_object').emitWarning('Using --tls-keylog makes TLS connections insecure ' +
      `by writing secret key material to file ${file}`);
  }
  return file ?? '';
}

function appendKeys(file, line) {
  try {
    require('fs').appendFileSync(file, line, { mode: 0o600 });
  } catch {
    // A connection does not end for a log that cannot be written.
  }
}

// Key material is emitted only while there are listeners.
function watchForKeyLog(socket, ssl) {
  socket.on('newListener', function onNewListener(event) {
    if (event !== 'keylog') return;
    ssl.setWishes(native.REPORT_KEYS);
    socket.removeListener('newListener', onNewListener);
  });
}

function prepareServer(socket, ssl, options, server) {
  let wishes = keyLogFile() === '' ? 0 : native.REPORT_KEYS;
  const hasSni = Boolean(options.SNICallback);
  if (hasSni) socket._SNICallback = options.SNICallback;
  if (hasSni || server?.listenerCount('OCSPRequest') > 0) wishes |= native.ASK_FOR_CERTIFICATE;
  if (server?.listenerCount('resumeSession') > 0) wishes |= native.ASK_FOR_SESSION;
  if (server?.listenerCount('newSession') > 0) wishes |= native.REPORT_SESSIONS;
  if (server?.listenerCount('keylog') > 0) wishes |= native.REPORT_KEYS;
  ssl.setWishes(wishes);
  if (options.ALPNCallback) {
    validateFunction(options.ALPNCallback, 'options.ALPNCallback');
    socket[kAlpnCallback] = options.ALPNCallback;
    ssl.onAlpn(chooseProtocol);
  }
  if (options.pskCallback) usePsk(socket, ssl, options, true);
}

// Called with the handle as `this`, in the middle of the handshake.
function chooseProtocol(servername, protocols) {
  const chosen = this[kOwner][kAlpnCallback]({ servername, protocols });
  if (chosen !== undefined && !protocols.includes(chosen)) {
    throw new ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(chosen, protocols);
  }
  return chosen;
}

function usePsk(socket, ssl, options, isServer) {
  const { pskCallback, pskIdentityHint } = options;
  validateFunction(pskCallback, 'pskCallback');
  if (isServer && pskIdentityHint) {
    validateString(pskIdentityHint, 'options.pskIdentityHint');
    if (!ssl.setPskIdentityHint(pskIdentityHint)) {
      const { ERR_TLS_PSK_SET_IDENTITY_HINT_FAILED } = require('errors');
      nextTick(() => { socket.destroy(new ERR_TLS_PSK_SET_IDENTITY_HINT_FAILED('Failed to set PSK identity hint')); });
    }
  }
  ssl.onPsk(isServer ? serverPsk : clientPsk);
}

function serverPsk(identity, longest) {
  const socket = this[kOwner];
  return checked(socket, () => {
    const answer = socket._tlsOptions.pskCallback(socket, identity);
    if (answer === null || answer === undefined) return undefined;
    const psk = isArrayBufferView(answer) ? answer : answer.psk;
    checkPsk(psk, longest);
    return psk;
  });
}

function clientPsk(hint, longest) {
  const socket = this[kOwner];
  return checked(socket, () => {
    const answer = socket._tlsOptions.pskCallback(hint);
    if (answer === null || answer === undefined) return undefined;
    validateObject(answer, 'options.pskCallback');
    const { psk, identity } = answer;
    checkPsk(psk, longest);
    validateString(identity, 'identity');
    return [identity, psk];
  });
}

function checked(socket, ask) {
  try {
    return ask();
  } catch (error) {
    socket[kCallbackError] = error;
    return undefined;
  }
}

function checkPsk(psk, longest) {
  if (!isArrayBufferView(psk)) throw new ERR_INVALID_ARG_TYPE('psk', ['Buffer', 'TypedArray', 'DataView'], psk);
  if (psk.byteLength > longest) {
    throw new ERR_INVALID_ARG_VALUE('psk', psk, `Pre-shared key exceeds ${longest} bytes`);
  }
}

function sessionBytes(session) {
  if (typeof session === 'string') return require('buffer').Buffer.from(session, 'latin1');
  if (isArrayBufferView(session)) return session;
  throw Object.assign(new TypeError('Session must be a buffer'), { code: 'ERR_INVALID_ARG_TYPE' });
}

// The transport -------------------------------------------------------------------------------------------------------

/** Takes over `under`: its handle where it has a native one, what it reads and writes where not. */
function standOn(socket, under, handle, isServer) {
  socket._parent = under;
  const isSocket = under instanceof net.Socket;
  under.on('error', (error) => { if (!socket.destroyed) socket.destroy(error); });
  under.once('close', () => { socket.destroy(); });
  if (under.destroyed) {
    nextTick(() => { socket.destroy(); });
    return;
  }
  if (isSocket && (under.connecting || !under._handle)) {
    belongTo(handle, under);
    socket.connecting = true;
    under.once('connect', () => {
      socket.connecting = false;
      attach(socket, under, handle);
      socket.emit('connect');
      if (isServer) begin(socket, handle);
    });
    return;
  }
  attach(socket, under, handle);
  // On the next tick, so that listeners come first. A client begins with _start(), or what it writes.
  if (isServer) nextTick(begin, socket, handle);
}

function attach(socket, under, handle) {
  const below = under._handle;
  // Bytes that came before.
  const early = [];
  for (let chunk; typeof under.read === 'function' && (chunk = under.read()) !== null;) early.push(chunk);
  if (under instanceof net.Socket && isNative(below)) {
    under._tlsSocket = socket;
    useSocket(handle, under);
  } else {
    const { DuplexTransport } = require('tls/duplex_transport');
    new DuplexTransport(under, handle);
  }
  // What comes of them is emitted once there are listeners.
  if (early.length > 0) nextTick(receiveEarly, handle, early);
}

function receiveEarly(handle, chunks) {
  for (const chunk of chunks) handle.receive(typeof chunk === 'string' ? require('buffer').Buffer.from(chunk) : chunk);
}

function isNative(handle) {
  const { Pipe, TCP } = require('stream_handles');
  return handle instanceof TCP || handle instanceof Pipe;
}

function begin(socket, handle) {
  if (socket.destroyed || socket._parent?.destroyed) return;
  handle.start();
  // Also while it is paused: the end is noticed.
  if (!socket.destroyed) socket.read(0);
}

/** A client's connection is there: the handshake begins. */
setOwn(TLSSocket.prototype, '_start', function _start() {
  if (this.connecting) {
    this.once('connect', this._start);
    return;
  }
  if (this.ssl && !this.destroyed) begin(this, this.ssl);
});

// Events of the handle ------------------------------------------------------------------------------------------------

function onEvent(event, a, b) {
  const socket = this[kOwner];
  if (socket === null || socket.ssl !== this) return;
  const name = callbackNames[event];
  if (name !== undefined) this[name](a, b);
  else handlers[event](socket, this, a, b);
}

// What a handle calls, by Node's names and with Node's arguments: packages that put a connection of their own in the
// place of one (@mswjs/interceptors) call these.
const callbackNames = {
  __proto__: null,
  [native.HANDSHAKE_START]: 'onhandshakestart',
  [native.HANDSHAKE_DONE]: 'onhandshakedone',
  [native.ERROR]: 'onerror',
  [native.SESSION]: 'onnewsession',
  [native.KEY_LOG]: 'onkeylog',
  [native.OCSP_RESPONSE]: 'onocspresponse',
};

const callbacks = {
  onhandshakestart(socket) { countRenegotiation(socket); },
  onhandshakedone(socket) { socket._finishInit(); },
  onerror(socket, error) { onTlsFailure(socket, socket[kCallbackError] ?? error); },
  onnewsession(socket, id, session) { onSession(socket, this, id, session); },
  onkeylog(socket, line) {
    const { server } = socket;
    const file = keyLogFile();
    if (file !== '') appendKeys(file, line);
    if (server) server.emit('keylog', line, socket);
    else socket.emit('keylog', line);
  },
  onocspresponse(socket, response) { socket.emit('OCSPResponse', response); },
};
for (const name of Object.keys(callbacks)) {
  defineHidden(native.TLSWrap.prototype, name, { [name](...args) {
    const socket = this[kOwner];
    if (socket) Reflect.apply(callbacks[name], this, [socket, ...args]);
  } }[name]);
}

const handlers = {
  __proto__: null,
  [native.END](socket, ssl, status) { onEarlyEnd(socket, status); },
  [native.CLIENT_HELLO](socket, ssl, id) { askForSession(socket, ssl, id); },
  [native.CERTIFICATE](socket, ssl, servername, wantsOcsp) { askForCertificate(socket, ssl, servername, wantsOcsp); },
};

// A write that waits fails in its own words.
function onTlsFailure(socket, error) {
  const callback = socket[kWriteCallback];
  if (callback === null || !socket._controlReleased) {
    socket._emitTLSError(error);
    return;
  }
  socket[kWriteCallback] = null;
  const { UV_EPROTO } = binding('uv');
  callback(Object.assign(new Error(`write EPROTO ${error.message}`), { errno: UV_EPROTO, code: 'EPROTO', syscall: 'write' }));
}

// A peer that wants one handshake after the other.
function countRenegotiation(socket) {
  if (!socket._secureEstablished) return;
  if (socket.server && socket[kDisabled]) {
    nextTick(() => { socket._emitTLSError(new ERR_TLS_RENEGOTIATION_DISABLED()); });
    return;
  }
  const { CLIENT_RENEG_LIMIT, CLIENT_RENEG_WINDOW } = require('tls');
  const now = require('perf_observe').now();
  const recent = socket[kRenegotiations];
  while (recent.length > 0 && now - recent[0] > CLIENT_RENEG_WINDOW * 1000) recent.shift();
  recent.push(now);
  socket.ssl.handshakes = recent.length;
  if (socket._tlsOptions.isServer && recent.length > CLIENT_RENEG_LIMIT) {
    nextTick(() => { socket._emitTLSError(new ERR_TLS_SESSION_ATTACK()); });
  }
}

setOwn(TLSSocket.prototype, '_finishInit', function _finishInit() {
  const { ssl } = this;
  if (!ssl) return;
  this.alpnProtocol = ssl.getALPNNegotiatedProtocol();
  // A client knows the name that it asked for.
  if (this.servername === null) this.servername = ssl.getServername();
  this._secureEstablished = true;
  if (this._tlsOptions.handshakeTimeout > 0) this.setTimeout(0, this._handleTimeout);
  this.emit('secure');
});

// The connection ended before it was secure: a client's 'end' reports that (connect.js), a server's 'close'.
function onEarlyEnd(socket, status) {
  const { UV_EOF } = binding('uv');
  if (status !== UV_EOF) {
    socket.destroy(require('errors').errnoException(status, 'read'));
  } else if (socket._tlsOptions.isServer) {
    socket.destroy();
  } else {
    socket.push(null);
    socket.read(0);
  }
}

function onSession(socket, ssl, id, session) {
  if (!socket._tlsOptions.isServer) {
    if (socket.secureConnecting) socket[kPendingSessions].push(session);
    else socket.emit('session', session);
    return;
  }
  const { server } = socket;
  if (!server || server.listenerCount('newSession') === 0) {
    ssl.sessionStored();
    return;
  }
  let isDone = false;
  server.emit('newSession', id, session, () => {
    if (isDone) return;
    isDone = true;
    if (socket.ssl === ssl && !socket.destroyed) ssl.sessionStored();
  });
}

/** Emits the sessions that came before 'secureConnect'. */
function releaseSessions(socket) {
  for (const session of socket[kPendingSessions].splice(0)) socket.emit('session', session);
}

// Errors --------------------------------------------------------------------------------------------------------------

// TLS has failed. Who ends the socket is decided here: before it is released, the tls.Server that made it ('_tlsError', see
// server.js). A program's own, such as one over a socket that it has accepted, ends itself.
setOwn(TLSSocket.prototype, '_emitTLSError', function _emitTLSError(error) {
  if (!this._controlReleased && !this[kEndedByServer]) {
    this.destroy(error); // 'error' brings '_tlsError' with it
    return;
  }
  const failure = this._tlsError(error);
  if (failure) this.destroy(failure);
});

/** Returns an error that was not reported yet. */
setOwn(TLSSocket.prototype, '_tlsError', function _tlsError(error) {
  this.emit('_tlsError', error);
  return this._controlReleased ? error : null;
});

/** From now on errors are the program's. */
setOwn(TLSSocket.prototype, '_releaseControl', function _releaseControl() {
  if (this._controlReleased) return false;
  this._controlReleased = true;
  this.removeListener('error', onErrorBefore);
  return true;
});

function onErrorBefore(error) {
  this._tlsError(error);
}

setOwn(TLSSocket.prototype, '_handleTimeout', function _handleTimeout() {
  this._emitTLSError(new ERR_TLS_HANDSHAKE_TIMEOUT());
});

defineHidden(TLSSocket.prototype, '_destroy', function _destroy(error, callback) {
  Reflect.apply(net.Socket.prototype._destroy, this, [error, callback]);
  this._destroySSL();
});

setOwn(TLSSocket.prototype, '_destroySSL', function _destroySSL() {
  this.ssl = null;
});

// What a program may ask for -------------------------------------------------------------------------------------------

function method(name, length, call) {
  setOwn(TLSSocket.prototype, name, Object.defineProperty({ [name](...args) { return Reflect.apply(call, this, args); } }[name],
    'length', { __proto__: null, configurable: true, value: length }));
}

/** The peer, a client, may renegotiate no more. */
method('disableRenegotiation', 0, function() { this[kDisabled] = true; });

/**
 * Another handshake, up to TLS 1.2. @param {{rejectUnauthorized?: boolean, requestCert?: boolean}} options
 * @param {(error: Error|null) => void} [callback] @returns {boolean|undefined} whether it began
 */
method('renegotiate', 2, function(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (this.destroyed) return undefined;
  let { requestCert = true, rejectUnauthorized = true } = this._tlsOptions;
  if (options.requestCert !== undefined) requestCert = Boolean(options.requestCert);
  if (options.rejectUnauthorized !== undefined) rejectUnauthorized = Boolean(options.rejectUnauthorized);
  this.ssl.setVerifyMode(requestCert, rejectUnauthorized);
  try {
    this.ssl.renegotiate();
  } catch (error) {
    if (callback) nextTick(callback, error);
    return false;
  }
  if (callback) this.once('secure', () => { callback(null); });
  return true;
});

/** @param {number} length bytes @param {string} label @param {Buffer} [context] @returns {Buffer} (RFC 5705) */
method('exportKeyingMaterial', 3, function(length, label, context) {
  validateUint32(length, 'length', true);
  validateString(label, 'label');
  if (context !== undefined) validateBuffer(context, 'context');
  if (!this._secureEstablished) throw new ERR_TLS_INVALID_STATE();
  return this.ssl.exportKeyingMaterial(length, label, context);
});

/** @param {number} size 512 to 16384 bytes @returns {boolean} whether it is in force */
method('setMaxSendFragment', 1, function(size) {
  validateInt32(size, 'size');
  return this.ssl ? this.ssl.setMaxSendFragment(size) : false;
});

/** The name that SNI sends to the server. @throws ERR_TLS_SNI_FROM_SERVER */
method('setServername', 1, function(name) {
  validateString(name, 'name');
  if (this._tlsOptions.isServer) throw new ERR_TLS_SNI_FROM_SERVER();
  this.ssl.setServername(name);
});

method('setSession', 1, function(session) { this.ssl.setSession(sessionBytes(session)); });

/** Uses the certificate and key of another context, or of its options. */
method('setKeyCert', 1, function(context) {
  const secure = isContext(context) ? context : createSecureContext(context);
  this.ssl.useContext(secure.context);
});

/** @param {boolean} [detailed] with issuerCertificate @returns {object|null|undefined} the peer's certificate; {} for none */
method('getPeerCertificate', 1, function(detailed) {
  if (!this.ssl) return null;
  return require('tls/certificates').describeChain(this.ssl.peerChain(true), Boolean(detailed));
});

method('getCertificate', 0, function() {
  if (!this.ssl) return null;
  const own = this.ssl.ownCertificate();
  return require('tls/certificates').describe(own);
});

method('getPeerX509Certificate', 1, function() {
  const chain = this.ssl?.peerChain(false) ?? [];
  return require('tls/certificates').x509Of(chain);
});

method('getX509Certificate', 0, function() {
  const own = this.ssl?.ownCertificate() ?? null;
  return require('tls/certificates').x509Of(own === null ? [] : [own]);
});

method('getFinished', 0, function() { return this.ssl?.finished(false); });
method('getPeerFinished', 0, function() { return this.ssl?.finished(true); });
for (const name of ['getCipher', 'getEphemeralKeyInfo', 'getSharedSigalgs', 'getProtocol', 'getSession', 'getTLSTicket', 'isSessionReused', 'enableTrace']) {
  method(name, 0, function() { return this.ssl ? this.ssl[name]() : null; });
}

module.exports = { TLSSocket, alpnWire, kEndedByServer, releaseSessions };
