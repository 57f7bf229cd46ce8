// The handle of a TLSSocket: a native TlsStream (tls_stream.h) with what net.Socket and packages ask of a handle besides,
// most of which its transport, the handle or stream below, does.
'use strict';
const { UV_EBADF, UV_ECANCELED } = binding('uv');
const { TLSWrap } = binding('tls');
const { declareCommon, newPipe, newTcp, kIsByteStream, kOwner } = require('stream_handles');
const { defineAccessor, defineHidden } = require('define');
const asyncIds = require('async_ids');

const kMakesPipe = Symbol('kMakesPipe');

declareCommon(TLSWrap.prototype);
defineHidden(TLSWrap.prototype, kIsByteStream, true);
defineAccessor(TLSWrap.prototype, '_parentWrap', function() { return this._parent?.wrap; });
// What was written stays in the stream's count until the next tick.
defineHidden(TLSWrap.prototype, 'completesLater', true);

/**
 * @param {object} context the native half of a SecureContext
 * @param {boolean} isServer
 * @param {boolean} [isPipe] whether connect() is to make a pipe in place of a TCP connection
 * @returns {TLSWrap} without a transport yet
 */
function newTlsHandle(context, isServer, isPipe = false) {
  const handle = new TLSWrap(context, isServer);
  handle._parent = null; // the transport
  handle[kMakesPipe] = isPipe;
  handle.reading = false;
  handle[kOwner] = null;
  if (asyncIds.tracking.on) asyncIds.startResource(handle, 'TLSWRAP');
  return handle;
}

/** Carries the records of `tls` over a native stream handle, which is closed with it. */
function useHandle(tls, handle) {
  tls._parent = handle;
  tls.setTransport(handle);
}

/** What is asked of `tls` goes to a socket, which is destroyed with it. */
function belongTo(tls, socket) {
  tls._parent = new SocketTransport(socket);
}

/** Carries the records over the handle of that socket, which is connected. */
function useSocket(tls, socket) {
  const handle = socket._handle;
  belongTo(tls, socket);
  tls.setTransport(handle);
  handle.reading = true; // the socket itself reads no more
}

class SocketTransport {
  constructor(socket) {
    this.socket = socket;
    this.handle = socket._handle;
  }

  get fd() { return this.handle?.fd ?? -1; }

  close(callback) {
    const { socket } = this;
    if (socket.closed || (socket.destroyed && socket._handle === null && socket.closed !== false)) {
      require('timers').setImmediate(callback);
      return;
    }
    socket.once('close', callback);
    socket.destroy();
  }

  reset(callback) {
    this.socket.resetAndClosing = true;
    this.close(callback);
    return 0;
  }
}
for (const name of ['shutdown', 'ref', 'unref', 'hasRef', 'getsockname', 'getpeername', 'setNoDelay', 'setKeepAlive', 'setBlocking']) {
  defineHidden(SocketTransport.prototype, name, { [name](...args) {
    return typeof this.handle?.[name] === 'function' ? this.handle[name](...args) : UV_EBADF;
  } }[name]);
}

// What the transport is asked for, before there is one, makes a TCP handle.
function transportOf(tls) {
  if (tls._parent === null) useHandle(tls, tls[kMakesPipe] ? newPipe() : newTcp());
  return tls._parent;
}

// Requests of the transport tell their end of it: here it is that of the TLS handle.
function redirect(tls, request) {
  const { oncomplete } = request;
  request.oncomplete = function(status, handle, ...others) {
    return Reflect.apply(oncomplete, this, [status, tls, ...others]);
  };
  return request;
}

const methods = {
  /** Why the peer's certificate is not trusted. @returns {Error|null} */
  verifyError() {
    const failure = this.verifyFailure();
    return failure === undefined ? null : require('tls/verification').verifyException(failure);
  },
  /** @returns {{name: string, standardName: string, version: string}|undefined} */
  getCipher() {
    const found = this.cipher();
    return found === undefined ? undefined : { name: found[0], standardName: found[1], version: found[2] };
  },
  /** The key agreement of a client's connection: {type, name, size}; null for a server's. */
  getEphemeralKeyInfo() {
    const found = this.ephemeralKey();
    if (found === null) return null;
    if (found === undefined) return {};
    const [type, name, size] = found;
    return type === 'DH' ? { type, size } : { type, name, size };
  },
  connect(request, ...target) { return transportOf(this).connect(redirect(this, request), ...target); },
  connect6(request, ...target) { return transportOf(this).connect6(redirect(this, request), ...target); },
  /** A connecting socket gives up an attempt: the next has a transport of its own. */
  renewTransport() {
    const old = this._parent;
    const isReferenced = old.hasRef();
    this.setTransport(null);
    old.close();
    useHandle(this, newTcp());
    if (!isReferenced) this._parent.unref();
  },
  ref() { transportOf(this).ref?.(); },
  unref() { transportOf(this).unref?.(); },
  hasRef() { return this._parent?.hasRef?.() ?? false; },
  /** Sends close_notify, then the transport's own end. @returns {number} 0: callback(status) comes; or an errno */
  shutdown(callback) {
    const next = (status) => {
      const transport = this._parent;
      if (transport === null || status < 0) return status < 0 ? status : UV_EBADF;
      return transport.shutdown((result) => { Reflect.apply(callback, this, [result]); });
    };
    const result = this.sendEnd((status) => {
      const error = next(status);
      if (error !== 0) Reflect.apply(callback, this, [error]);
    });
    if (result !== 0) return result < 0 ? result : 0;
    return next(0);
  },
  close(callback) { end(this, 'close', callback); },
  reset(callback) { return end(this, 'reset', callback); },
};

function end(tls, verb, callback) {
  const transport = tls._parent;
  tls.destroySSL();
  const done = () => {
    tls.abortWrites(UV_ECANCELED);
    if (typeof callback === 'function') Reflect.apply(callback, tls, []);
  };
  tls._parent = null;
  if (transport === null) {
    require('timers').setImmediate(done);
    return 0;
  }
  return transport[verb](done) ?? 0;
}

for (const name of Object.keys(methods)) defineHidden(TLSWrap.prototype, name, methods[name]);

// Those whose result is the transport's.
for (const name of ['bind', 'bind6', 'open', 'openFd', 'getsockname', 'getpeername', 'setNoDelay', 'setKeepAlive', 'setBlocking']) {
  defineHidden(TLSWrap.prototype, name, { [name](...args) {
    const transport = transportOf(this);
    return typeof transport[name] === 'function' ? transport[name](...args) : UV_EBADF;
  } }[name]);
}
Object.defineProperty(TLSWrap.prototype, 'fd', {
  __proto__: null, configurable: true, enumerable: true, get() { return this._parent?.fd ?? -1; },
});

module.exports = { TLSWrap, belongTo, newTlsHandle, useHandle, useSocket };
