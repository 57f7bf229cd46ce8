'use strict';
// node:http2. Sessions, streams and servers are loaded by the first call that needs them.
const constants = require('http2/constants');
const { getDefaultSettings, getPackedSettings, getUnpackedSettings } = require('http2/settings');
const { sensitiveHeaders } = require('http2/header_fields');
const { defineLazy } = require('lazy_property');

/** See http2/connect. @returns {ClientHttp2Session} */
function connect(authority, options, listener) {
  return require('http2/connect').connect(authority, options, listener);
}

/** See http2/server. @returns {Http2Server} without TLS */
function createServer(options, handler) {
  return require('http2/server').createServer(options, handler);
}

/** See http2/server. @returns {Http2SecureServer} */
function createSecureServer(options, handler) {
  return require('http2/server').createSecureServer(options, handler);
}

/** See http2/server. @returns {ServerHttp2Session} */
function performServerHandshake(socket, options = { __proto__: null }) {
  return require('http2/server').performServerHandshake(socket, options);
}

// What util.promisify(http2.connect) gives.
function connectAsync(authority, options) {
  return new Promise((resolve, reject) => {
    const session = connect(authority, options, () => {
      session.removeListener('error', reject);
      resolve(session);
    });
    session.once('error', reject);
  });
}

Object.defineProperty(connectAsync, 'name', { __proto__: null, value: 'connect' });
Object.defineProperty(connect, Symbol.for('nodejs.util.promisify.custom'), { __proto__: null, value: connectAsync });

module.exports = {
  connect,
  constants,
  createServer,
  createSecureServer,
  getDefaultSettings,
  getPackedSettings,
  getUnpackedSettings,
  performServerHandshake,
  sensitiveHeaders,
};

defineLazy(module.exports, 'Http2ServerRequest', () => require('http2/compat_request').Http2ServerRequest);
defineLazy(module.exports, 'Http2ServerResponse', () => require('http2/compat_response').Http2ServerResponse);
