// A connection through a proxy: asked for with CONNECT (RFC 9110, section 9.3.6), and then what TLS stands on.
'use strict';
const net = require('net');
const { ERR_INVALID_CHAR, ERR_PROXY_INVALID_CONFIG, ERR_PROXY_TUNNEL } = require('errors');
const { Buffer } = require('buffer');

const LONGEST_HEAD = 64 * 1024; // bytes
const END_OF_HEAD = '\r\n\r\n';

/**
 * Connects to the proxy of `config` and has it connect to options.host and options.port, which `options.timeout`
 * (milliseconds) limits. callback(error), or callback(null, socket: net.Socket or tls.TLSSocket).
 * An error that time made has `proxyTunnelTimeout`, one that the proxy made `statusCode`.
 */
function openTunnel(config, options, callback) {
  const authority = authorityOf(options);
  const { protocol, proxyConnectionOptions } = config;
  const target = { __proto__: null, ...proxyConnectionOptions };
  if (options.lookup) target.lookup = options.lookup;
  if (protocol === 'https:' && !net.isIP(target.host)) target.servername = target.host;
  const socket = protocol === 'https:' ? require('tls').connect(target) : net.connect(target);
  let head = '';

  const settle = (error) => {
    socket.removeListener('error', settle);
    socket.removeListener('end', onEnd);
    socket.removeListener('data', onData);
    socket.removeListener('timeout', onTimeout);
    socket.setTimeout(0);
    if (!error) {
      callback(null, socket);
      return;
    }
    socket.on('error', () => {});
    socket.destroy();
    callback(error);
  };
  const onEnd = () => {
    settle(new ERR_PROXY_TUNNEL('Connection to establish proxy tunnel ended unexpectedly'));
  };
  const onTimeout = () => {
    const error = new ERR_PROXY_TUNNEL(`Connection to establish proxy tunnel timed out after ${options.timeout}ms`);
    error.proxyTunnelTimeout = options.timeout;
    settle(error);
  };
  const onData = (bytes) => {
    head += bytes.latin1Slice();
    const end = head.indexOf(END_OF_HEAD);
    if (end < 0) {
      if (head.length > LONGEST_HEAD) settle(new ERR_PROXY_TUNNEL('The proxy answered with a head that is too long'));
      return;
    }
    const error = refusal(head.slice(0, head.indexOf('\r\n')), authority, config);
    const rest = head.slice(end + END_OF_HEAD.length);
    socket.pause();
    if (!error && rest.length > 0) socket.unshift(Buffer.from(rest, 'latin1'));
    settle(error);
  };

  socket.on('error', settle);
  socket.on('end', onEnd);
  socket.on('data', onData);
  if (options.timeout > 0) socket.setTimeout(options.timeout, onTimeout);
  socket.write(requestHead(authority, config, options));
}

// What of options names the target goes into a head as it is.
function authorityOf({ host = 'localhost', port = 443 }) {
  const authority = `${net.isIPv6(host) ? `[${host}]` : host}:${port}`;
  if (/[^\x21-\x7e\x80-\xff]/.test(authority)) throw new ERR_INVALID_CHAR('host', authority);
  return authority;
}

function requestHead(authority, { auth }, { keepAlive }) {
  if (auth !== undefined && /[\r\n]/.test(auth)) throw new ERR_PROXY_INVALID_CONFIG('Invalid credentials');
  return `CONNECT ${authority} HTTP/1.1\r\n` +
    (auth ? `proxy-authorization: ${auth}\r\n` : '') +
    (keepAlive ? 'proxy-connection: keep-alive\r\n' : '') +
    `host: ${authority}\r\n\r\n`;
}

// Why a proxy with this status line gives no tunnel; undefined when it does.
function refusal(line, authority, { href }) {
  const statusCode = Number.parseInt(line.split(' ')[1], 10);
  if (statusCode === 200) return undefined;
  const error = new ERR_PROXY_TUNNEL(`Failed to establish tunnel to ${authority} via ${href}: ${line}`);
  error.statusCode = statusCode;
  return error;
}

module.exports = { openTunnel };
