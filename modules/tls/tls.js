// node:tls. What only a connection needs is loaded with the first one.
'use strict';
const { getOption } = require('options');
const { checkServerIdentity } = require('tls/identity');
const { convertALPNProtocols } = require('tls/alpn');
const { SecureContext, createSecureContext } = require('tls/secure_context');
const { TLSSocket } = require('tls/tls_socket');
const { Server, createServer } = require('tls/server');
const { connect } = require('tls/connect');

let ciphers;

/** Names of the ciphers that OpenSSL has, in lower case. @returns {string[]} */
function getCiphers() {
  ciphers ??= binding('tls').ciphers();
  return [...ciphers];
}

function lowestVersion() {
  if (getOption('--tls-min-v1.0')) return 'TLSv1';
  if (getOption('--tls-min-v1.1')) return 'TLSv1.1';
  if (getOption('--tls-min-v1.2')) return 'TLSv1.2';
  return getOption('--tls-min-v1.3') ? 'TLSv1.3' : 'TLSv1.2';
}

function highestVersion() {
  if (getOption('--tls-max-v1.3')) return 'TLSv1.3';
  return getOption('--tls-max-v1.2') ? 'TLSv1.2' : 'TLSv1.3';
}

module.exports = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600, // seconds
  DEFAULT_CIPHERS: require('crypto').constants.defaultCipherList,
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: lowestVersion(),
  DEFAULT_MAX_VERSION: highestVersion(),
  getCiphers,
  // Read only; the list is made with the first look.
  get rootCertificates() { return require('tls/authorities').rootCertificates(); },
  getCACertificates(...args) { return require('tls/authorities').getCACertificates(...args); },
  setDefaultCACertificates(certs) { require('tls/authorities').setDefaultCACertificates(certs); },
  convertALPNProtocols,
  checkServerIdentity,
  createSecureContext,
  SecureContext,
  TLSSocket,
  Server,
  createServer,
  connect,
};
Object.defineProperty(module.exports, 'rootCertificates', { __proto__: null, configurable: false });
