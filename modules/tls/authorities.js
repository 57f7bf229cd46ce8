// Certificate authorities: the bundled ones, the system's, those of NODE_EXTRA_CA_CERTS, and which of them is the default.
'use strict';
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { validateString } = require('validators');
const { getOption } = require('options');
const { isArrayBufferView } = require('types');
const native = binding('root_store');

const SYSTEM_FILE = '/etc/ssl/certs/ca-certificates.crt';
const SYSTEM_FOLDER = '/etc/ssl/certs';

const lists = { __proto__: null }; // type -> PEM of each, once it was asked for
let isPrepared = false;

const makers = {
  __proto__: null,
  bundled: () => native.bundledAuthorities(),
  system: () => [...new Set(systemAuthorities())],
  extra: () => [...new Set(extraAuthorities())],
  default: defaultAuthorities,
};

function listOf(type) {
  return lists[type] ??= Object.freeze(makers[type]());
}

function systemAuthorities() {
  const { SSL_CERT_FILE, SSL_CERT_DIR } = require('process_object').env;
  if (SSL_CERT_FILE || SSL_CERT_DIR) return native.systemAuthorities(SSL_CERT_FILE ?? '', SSL_CERT_DIR ?? '');
  const inFile = native.systemAuthorities(SYSTEM_FILE, '');
  return inFile.length > 0 ? inFile : native.systemAuthorities('', SYSTEM_FOLDER);
}

// As OpenSSL was built to find them.
function opensslAuthorities() {
  const { SSL_CERT_FILE, SSL_CERT_DIR } = require('process_object').env;
  return native.systemAuthorities(SSL_CERT_FILE ?? native.DEFAULT_FILE, SSL_CERT_DIR ?? native.DEFAULT_FOLDER);
}

function usesSystem() {
  return getOption('--use-system-ca') || require('process_object').env.NODE_USE_SYSTEM_CA === '1';
}

function extraFile() {
  return require('process_object').env.NODE_EXTRA_CA_CERTS ?? '';
}

function extraAuthorities() {
  const file = extraFile();
  if (file === '') return [];
  const found = native.systemAuthorities(file, '');
  if (found.length === 0 && binding('permission').has('fs.read', file) && binding('module').stat(file) < 0) {
    require('process_object')._rawDebug(`Warning: Ignoring extra certs from \`${file}\`, ` +
      'load failed: error:80000002:system library::No such file or directory');
  }
  return found;
}

function besidesBundled() {
  const all = getOption('--use-openssl-ca') ? opensslAuthorities() : [];
  if (usesSystem()) all.push(...listOf('system'));
  all.push(...listOf('extra'));
  return all;
}

function defaultAuthorities() {
  const bundled = getOption('--use-openssl-ca') ? [] : listOf('bundled');
  return [...new Set([...bundled, ...besidesBundled()])];
}

/** Gives the native store what is trusted where that is not just what is bundled. Called before a context needs it. */
function prepare() {
  if (isPrepared) return;
  isPrepared = true;
  const withBundled = !getOption('--use-openssl-ca');
  if (withBundled && extraFile() === '' && !usesSystem()) return;
  native.setDefaultAuthorities(withBundled, besidesBundled());
}

/**
 * @param {'default'|'bundled'|'system'|'extra'} [type]
 * @returns {readonly string[]} certificates in PEM
 */
function getCACertificates(type = 'default') {
  validateString(type, 'type');
  if (makers[type] === undefined) throw new ERR_INVALID_ARG_VALUE('type', type);
  return listOf(type);
}

/**
 * From now on, connections of this thread trust these authorities where they name none.
 * @param {(string|ArrayBufferView)[]} certs in PEM
 */
function setDefaultCACertificates(certs) {
  if (!Array.isArray(certs)) throw new ERR_INVALID_ARG_TYPE('certs', 'Array', certs);
  const all = [];
  certs.forEach((cert, index) => {
    if (typeof cert !== 'string' && !isArrayBufferView(cert)) {
      throw new ERR_INVALID_ARG_TYPE(`certs[${index}]`, ['string', 'ArrayBufferView'], cert);
    }
    const text = typeof cert === 'string' ? cert :
      require('buffer').Buffer.from(cert.buffer, cert.byteOffset, cert.byteLength).toString('latin1');
    all.push(...native.certificatesOf(text));
  });
  if (all.length === 0 && certs.length > 0) {
    throw Object.assign(new Error('No valid certificates found in the provided array'), { code: 'ERR_CRYPTO_OPERATION_FAILED' });
  }
  isPrepared = true;
  native.setDefaultAuthorities(false, all);
  lists.default = Object.freeze([...new Set(all)]);
}

module.exports = { prepare, getCACertificates, setDefaultCACertificates, rootCertificates: () => listOf('bundled') };
