'use strict';
// http2.connect(): a client's session over a socket of its own, or one that a program makes.
const { ERR_HTTP2_UNSUPPORTED_PROTOCOL, ERR_INVALID_ARG_TYPE } = require('errors');
const { validateSessionOptions } = require('http2/options');
const { validateSettings } = require('http2/settings');
const { ClientHttp2Session } = require('http2/client_session');

/**
 * @param {string|URL|object} authority 'http://host:port' or 'https://...'; an object has protocol, hostname or host, port
 * @param {object} [options] of net.connect() or tls.connect(), and of sessions (options.js); settings; createConnection(url, options)
 * @param {Function} [listener] for 'connect': (session, socket)
 * @returns {ClientHttp2Session}
 * @throws ERR_HTTP2_UNSUPPORTED_PROTOCOL, ERR_INVALID_URL, ERR_INVALID_ARG_TYPE
 */
function connect(authority, options, listener) {
  if (typeof options === 'function') {
    listener = options;
    options = undefined;
  }
  if (options !== undefined && (options === null || typeof options !== 'object')) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  options = { ...options };
  validateSessionOptions(options);
  if (options.settings !== undefined) {
    if (options.settings === null || typeof options.settings !== 'object') {
      throw new ERR_INVALID_ARG_TYPE('options.settings', 'Object', options.settings);
    }
    validateSettings(options.settings);
  }
  if (typeof authority === 'string') authority = new URL(authority);
  if (authority === null || typeof authority !== 'object') throw new ERR_INVALID_ARG_TYPE('authority', ['string', 'Object', 'URL'], authority);

  const protocol = authority.protocol || options.protocol || 'https:';
  const isSecure = protocol === 'https:';
  if (!isSecure && protocol !== 'http:') throw new ERR_HTTP2_UNSUPPORTED_PROTOCOL(protocol);
  const port = `${authority.port || (isSecure ? 443 : 80)}`;
  const host = hostOf(authority);

  const socket = newSocket(authority, protocol, options, host, port);
  const name = host.includes(':') ? `[${host}]` : host;
  const session = new ClientHttp2Session(options, socket, `${name}:${port}`, isSecure ? 'https' : 'http');
  if (typeof listener === 'function') session.once('connect', listener);
  whenConnected(session, socket, isSecure);
  return session;
}

function hostOf({ hostname, host }) {
  if (hostname) return hostname[0] === '[' ? hostname.slice(1, -1) : hostname;
  return host || 'localhost';
}

function newSocket(authority, protocol, options, host, port) {
  if (typeof options.createConnection === 'function') return options.createConnection(authority, options);
  if (protocol === 'http:') return require('net').connect({ port, host, ...options });
  const { isIP } = require('ip');
  const { servername = isIP(host) ? '' : host, ALPNProtocols = ['h2'] } = options;
  return require('tls').connect(port, host, { ALPNProtocols, servername, ...options });
}

function whenConnected(session, socket, isSecure) {
  if (socket.connecting || socket.secureConnecting) {
    socket.once(isSecure && socket.encrypted !== undefined ? 'secureConnect' : 'connect', () => { session.connected(socket); });
  } else {
    require('ticks').nextTick(() => { session.connected(socket); });
  }
}

module.exports = { connect };
