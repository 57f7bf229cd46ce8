'use strict';
// session.socket: the socket, without what would get between the session and its bytes.
const { ERR_HTTP2_NO_SOCKET_MANIPULATION, ERR_HTTP2_SOCKET_UNBOUND } = require('errors');
const { kSocket } = require('http2/symbols');

const forbidden = new Set(['destroy', 'emit', 'end', 'pause', 'read', 'resume', 'write', 'setEncoding', 'setKeepAlive', 'setNoDelay']);
const ofSession = new Set(['setTimeout', 'ref', 'unref']);

function socketOf(session) {
  const socket = session[kSocket];
  if (socket === undefined) throw new ERR_HTTP2_SOCKET_UNBOUND();
  return socket;
}

const traps = {
  __proto__: null,
  get(session, name) {
    if (ofSession.has(name)) return session[name].bind(session);
    if (forbidden.has(name)) throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
    const socket = socketOf(session);
    const value = socket[name];
    return typeof value === 'function' ? value.bind(socket) : value;
  },
  set(session, name, value) {
    if (ofSession.has(name)) {
      session[name] = value;
      return true;
    }
    if (forbidden.has(name)) throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
    socketOf(session)[name] = value;
    return true;
  },
  has(session, name) {
    return name in socketOf(session);
  },
  getPrototypeOf(session) {
    return Reflect.getPrototypeOf(socketOf(session));
  },
};

/** @param {Http2Session} session @returns {Proxy} as session.socket */
function proxyOf(session) {
  return new Proxy(session, traps);
}

module.exports = { proxyOf };
