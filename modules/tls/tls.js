// node:tls, as far as a program sees it that only asks for names: TLS itself is not there yet, and whatever needs it
// throws ERR_METHOD_NOT_IMPLEMENTED.
'use strict';
const net = require('net');
const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');

function missing(name, length) {
  const fn = { [name]() { throw new ERR_METHOD_NOT_IMPLEMENTED(`tls.${name}()`); } }[name];
  return Object.defineProperty(fn, 'length', { __proto__: null, value: length, configurable: true });
}

/** A class that nothing is an instance of yet. */
function missingClass(name, length, Parent) {
  const constructor = { [name]: function() { throw new ERR_METHOD_NOT_IMPLEMENTED(`new tls.${name}()`); } }[name];
  if (Parent) {
    Object.setPrototypeOf(constructor, Parent);
    Object.setPrototypeOf(constructor.prototype, Parent.prototype);
  }
  return Object.defineProperty(constructor, 'length', { __proto__: null, value: length, configurable: true });
}

const tls = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600, // seconds
  DEFAULT_CIPHERS: [
    'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384',
    'DHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA256', 'DHE-RSA-AES128-SHA256', 'ECDHE-RSA-AES256-SHA384',
    'DHE-RSA-AES256-SHA384', 'ECDHE-RSA-AES256-SHA256', 'DHE-RSA-AES256-SHA256', 'HIGH', '!aNULL', '!eNULL', '!EXPORT',
    '!DES', '!RC4', '!MD5', '!PSK', '!SRP', '!CAMELLIA',
  ].join(':'),
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: 'TLSv1.2',
  DEFAULT_MAX_VERSION: 'TLSv1.3',
  getCiphers: missing('getCiphers', 0),
  getCACertificates: missing('getCACertificates', 0),
  setDefaultCACertificates: missing('setDefaultCACertificates', 1),
  convertALPNProtocols: missing('convertALPNProtocols', 2),
  checkServerIdentity: missing('checkServerIdentity', 2),
  createSecureContext: missing('createSecureContext', 1),
  SecureContext: missingClass('SecureContext', 4),
  TLSSocket: missingClass('TLSSocket', 2, net.Socket),
  Server: missingClass('Server', 2, net.Server),
  createServer: missing('createServer', 2),
  connect: missing('connect', 0),
};

// Not enumerable, unlike Node's: who prints or copies the module must not meet the error.
Object.defineProperty(tls, 'rootCertificates', {
  __proto__: null,
  configurable: true,
  get() { throw new ERR_METHOD_NOT_IMPLEMENTED('tls.rootCertificates'); },
});

module.exports = tls;
