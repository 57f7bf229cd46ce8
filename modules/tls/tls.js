// node:tls. What only a connection needs is loaded with the first one.
'use strict';
const { defineLazy } = require('lazy_property');
const { getOption } = require('options');
const { checkServerIdentity } = require('tls/identity');
const { convertALPNProtocols } = require('tls/alpn');
const { SecureContext, createSecureContext } = require('tls/secure_context');
const { TLSSocket } = require('tls/tls_socket');
const { Server, createServer } = require('tls/server');
const { connect } = require('tls/connect');

const DEFAULT_CIPHERS = [
  'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256', 'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-ECDSA-AES256-GCM-SHA384',
  'DHE-RSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA256', 'DHE-RSA-AES128-SHA256', 'ECDHE-RSA-AES256-SHA384',
  'DHE-RSA-AES256-SHA384', 'ECDHE-RSA-AES256-SHA256', 'DHE-RSA-AES256-SHA256', 'HIGH', '!aNULL', '!eNULL', '!EXPORT',
  '!DES', '!RC4', '!MD5', '!PSK', '!SRP', '!CAMELLIA',
].join(':');

let ciphers;

/** Names of the ciphers that OpenSSL has, in lower case. @returns {string[]} */
function getCiphers() {
  ciphers ??= binding('tls').ciphers();
  return [...ciphers];
}

function optionOr(name, otherwise) {
  return getOption(name) || otherwise;
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

const tls = module.exports = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600, // seconds
  DEFAULT_CIPHERS: optionOr('--tls-cipher-list', DEFAULT_CIPHERS),
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: lowestVersion(),
  DEFAULT_MAX_VERSION: highestVersion(),
  getCiphers,
  getCACertificates(type) { return require('tls/authorities').getCACertificates(type); },
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
defineLazy(tls, 'rootCertificates', () => require('tls/authorities').rootCertificates());
