// tls.createSecureContext: what is given as options becomes certificates, keys and settings of a native context.
'use strict';
const {
  ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_TLS_INVALID_PROTOCOL_METHOD,
  ERR_TLS_INVALID_PROTOCOL_VERSION, ERR_TLS_PROTOCOL_VERSION_CONFLICT,
} = require('errors');
const { validateBuffer, validateInt32, validateInteger, validateObject, validateString } = require('validators');
const { isArrayBufferView } = require('types');
const { Buffer } = require('buffer');
const native = binding('tls');

const VERSIONS = { '__proto__': null, 'TLSv1': 0x301, 'TLSv1.1': 0x302, 'TLSv1.2': 0x303, 'TLSv1.3': 0x304 };
const CIPHER_SERVER_PREFERENCE = 0x400000; // SSL_OP_CIPHER_SERVER_PREFERENCE
const LONGEST_SESSION_SECONDS = 0xffffffff;

// --- Versions. ---

/** @returns {number} OpenSSL's number of a version's name. @throws ERR_TLS_INVALID_PROTOCOL_VERSION */
function versionNumber(name, which) {
  const number = VERSIONS[name];
  if (number === undefined) throw new ERR_TLS_INVALID_PROTOCOL_VERSION(name, which);
  return number;
}

// secureProtocol, the older way to ask for versions, by the names of OpenSSL's functions.
function methodVersions(name) {
  const { CLIENT, SERVER, ANY } = native;
  const parts = /^(SSLv2|SSLv3|SSLv23|TLS|TLSv1|TLSv1_1|TLSv1_2|TLSv1_3)(_client|_server)?_method$/.exec(name);
  if (parts === null) throw new ERR_TLS_INVALID_PROTOCOL_METHOD(`Unknown method: ${name}`);
  const [, protocol, side] = parts;
  if (protocol === 'SSLv2' || protocol === 'SSLv3') {
    throw new ERR_TLS_INVALID_PROTOCOL_METHOD(`${protocol} methods disabled`);
  }
  const role = side === '_client' ? CLIENT : side === '_server' ? SERVER : ANY;
  if (protocol === 'SSLv23' || protocol === 'TLS') {
    // SSLv23 once meant: whatever both sides have. TLS 1.3 came later and has to be asked for.
    return { role, min: 0, max: protocol === 'SSLv23' ? VERSIONS['TLSv1.2'] : 0 };
  }
  const version = VERSIONS[protocol.replace('_', '.')];
  return { role, min: version, max: version };
}

function versionsOf({ minVersion, maxVersion, secureProtocol }) {
  if (secureProtocol) {
    if (minVersion != null) throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(minVersion, secureProtocol);
    if (maxVersion != null) throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(maxVersion, secureProtocol);
    validateString(secureProtocol, 'options.secureProtocol');
    return methodVersions(secureProtocol);
  }
  const tls = require('tls');
  return {
    role: native.ANY,
    min: versionNumber(minVersion ?? tls.DEFAULT_MIN_VERSION, 'minimum'),
    max: versionNumber(maxVersion ?? tls.DEFAULT_MAX_VERSION, 'maximum'),
  };
}

// --- Certificates and keys: each a text or bytes, or a list of them. ---

function bytesOf(value, name, expected = ['string', 'Buffer', 'TypedArray', 'DataView']) {
  if (typeof value === 'string') return Buffer.from(value);
  if (isArrayBufferView(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(name, expected, value);
}

function eachOf(value, visit) {
  if (Array.isArray(value)) {
    for (const item of value) visit(item);
  } else {
    visit(value);
  }
}

function passphraseText(passphrase, name) {
  if (passphrase === undefined || passphrase === null) return undefined;
  validateString(passphrase, name);
  return passphrase;
}

function useKeys(context, key, passphrase) {
  eachOf(key, (item) => {
    const isPair = typeof item === 'object' && item !== null && item.pem !== undefined && !isArrayBufferView(item);
    const pem = isPair ? item.pem : item;
    const phrase = isPair && item.passphrase !== undefined ? item.passphrase : passphrase;
    context.useKey(bytesOf(pem, 'options.key'), passphraseText(phrase, 'options.passphrase'));
  });
}

function usePfx(context, pfx, passphrase) {
  eachOf(pfx, (item) => {
    const isPair = typeof item === 'object' && item !== null && item.buf !== undefined;
    const bytes = bytesOf(isPair ? item.buf : item, 'options.pfx');
    const phrase = isPair && item.passphrase !== undefined ? item.passphrase : passphrase;
    context.usePfx(bytes, passphraseText(phrase, 'options.passphrase'));
  });
}

function useAuthorities(context, ca) {
  if (ca === undefined || ca === null) {
    require('tls/authorities').prepare();
    context.useDefaultAuthorities();
  } else {
    eachOf(ca, (item) => { context.addAuthorities(bytesOf(item, 'options.ca')); });
  }
}

// --- Ciphers. ---

// Those of TLS 1.3 are named TLS_… and set apart from the others.
function setCiphers(context, ciphers) {
  const isNewest = (name) => /^!?TLS_/.test(name);
  const names = ciphers.split(':');
  const suites = names.filter((name) => /^TLS_/.test(name)).join(':');
  const others = names.filter((name) => !isNewest(name)).join(':');
  if (suites === '' && others === '') throw new ERR_INVALID_ARG_VALUE('options.ciphers', ciphers);
  context.setCipherSuites(suites);
  context.setCiphers(others);
  // Where one kind is missing, so are its versions.
  if (suites === '' && context.maxVersion() > VERSIONS['TLSv1.2'] && context.minVersion() < VERSIONS['TLSv1.3']) {
    context.setMaxVersion(VERSIONS['TLSv1.2']);
  }
  if (others === '' && context.minVersion() < VERSIONS['TLSv1.3'] && context.maxVersion() > VERSIONS['TLSv1.2']) {
    context.setMinVersion(VERSIONS['TLSv1.3']);
  }
}

function checkCiphers(ciphers) {
  if (ciphers !== undefined && ciphers !== null) validateString(ciphers, 'options.ciphers');
}

function setDhParameters(context, dhparam) {
  if (dhparam === undefined || dhparam === null) return;
  const warning = context.setDhParameters(dhparam === 'auto' ? undefined : bytesOf(dhparam, 'options.dhparam'));
  if (warning) require('process').emitWarning(warning, 'SecurityWarning');
}

function refuseEngines({ clientCertEngine, privateKeyEngine, privateKeyIdentifier }) {
  for (const [name, value] of Object.entries({ clientCertEngine, privateKeyEngine, privateKeyIdentifier })) {
    if (value === undefined || value === null) continue;
    validateString(value, `options.${name}`);
    throw new ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
  }
}

/** Applies `options` to a native context. */
function configure(context, options) {
  const { ca, cert, ciphers, crl, key, passphrase, pfx, sessionIdContext, sessionTimeout, sigalgs, ticketKeys } = options;
  checkCiphers(ciphers);
  refuseEngines(options);
  useAuthorities(context, ca);
  if (options.allowPartialTrustChain) context.allowPartialChains();
  if (cert) eachOf(cert, (item) => { context.useCertificate(bytesOf(item, 'options.cert')); });
  if (passphrase !== undefined && passphrase !== null) validateString(passphrase, 'options.passphrase');
  if (key) useKeys(context, key, passphrase);
  if (sigalgs !== undefined && sigalgs !== null) {
    validateString(sigalgs, 'options.sigalgs');
    if (sigalgs === '') throw new ERR_INVALID_ARG_VALUE('options.sigalgs', sigalgs);
    context.setSigalgs(sigalgs);
  }
  setCiphers(context, ciphers || require('tls').DEFAULT_CIPHERS);
  const curve = options.ecdhCurve ?? require('tls').DEFAULT_ECDH_CURVE;
  validateString(curve, 'options.ecdhCurve');
  context.setGroups(curve);
  setDhParameters(context, options.dhparam);
  if (crl !== undefined && crl !== null) eachOf(crl, (item) => { context.addRevocationList(bytesOf(item, 'options.crl')); });
  if (sessionIdContext !== undefined && sessionIdContext !== null) {
    validateString(sessionIdContext, 'options.sessionIdContext');
    context.setSessionIdContext(sessionIdContext);
  }
  if (pfx !== undefined && pfx !== null) usePfx(context, pfx, passphrase);
  if (ticketKeys !== undefined && ticketKeys !== null) {
    validateBuffer(ticketKeys, 'options.ticketKeys');
    if (ticketKeys.byteLength !== 48) {
      throw new ERR_INVALID_ARG_VALUE('options.ticketKeys', ticketKeys.byteLength, 'must be exactly 48 bytes');
    }
    context.setTicketKeys(ticketKeys);
  }
  if (sessionTimeout !== undefined && sessionTimeout !== null) {
    validateInt32(sessionTimeout, 'options.sessionTimeout', 0);
    context.setSessionTimeout(sessionTimeout);
  }
}

function SecureContext(secureProtocol, secureOptions, minVersion, maxVersion) {
  if (!(this instanceof SecureContext)) return new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
  const { role, min, max } = versionsOf({ secureProtocol, minVersion, maxVersion });
  this.context = new native.SecureContext(role, min, max);
  if (secureOptions) {
    validateInteger(secureOptions, 'secureOptions', 0, LONGEST_SESSION_SECONDS);
    this.context.setOptions(secureOptions);
  }
}

/**
 * A context that connections share. `options`: ca, cert, key, pfx, passphrase, crl, ciphers, sigalgs, ecdhCurve, dhparam,
 * honorCipherOrder, minVersion, maxVersion, secureProtocol, secureOptions, sessionIdContext, sessionTimeout (seconds),
 * ticketKeys (48 bytes), allowPartialTrustChain.
 * @throws ERR_INVALID_ARG_TYPE, ERR_TLS_INVALID_PROTOCOL_VERSION, OpenSSL's errors
 */
function createSecureContext(options) {
  options ??= { __proto__: null };
  validateObject(options, 'options');
  let { secureOptions = 0 } = options;
  if (options.honorCipherOrder) secureOptions |= CIPHER_SERVER_PREFERENCE;
  const { secureProtocol, minVersion, maxVersion } = options;
  const made = new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
  configure(made.context, options);
  return made;
}

module.exports = { SecureContext, createSecureContext };
