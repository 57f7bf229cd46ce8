// tls.createSecureContext: what is given as options becomes certificates, keys and settings of a native context.
'use strict';
const {
  ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_TLS_INVALID_PROTOCOL_METHOD,
  ERR_TLS_INVALID_PROTOCOL_VERSION, ERR_TLS_PROTOCOL_VERSION_CONFLICT,
} = require('errors');
const { validateBuffer, validateInt32, validateInteger, validateObject, validateString } = require('validators');
const { isArrayBufferView } = require('types');
const { Buffer } = require('buffer');
const { defineHidden } = require('define');
const native = binding('tls');

const VERSIONS = { '__proto__': null, 'TLSv1': 0x301, 'TLSv1.1': 0x302, 'TLSv1.2': 0x303, 'TLSv1.3': 0x304 };
const CIPHER_SERVER_PREFERENCE = 0x400000; // SSL_OP_CIPHER_SERVER_PREFERENCE

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
  const parts = /^(SSLv2|SSLv3|SSLv23|TLS|TLSv1|TLSv1_1|TLSv1_2)(_client|_server)?_method$/.exec(name);
  if (parts === null) throw new ERR_TLS_INVALID_PROTOCOL_METHOD(`Unknown method: ${name}`);
  const [, protocol, side] = parts;
  if (protocol === 'SSLv2' || protocol === 'SSLv3') {
    throw new ERR_TLS_INVALID_PROTOCOL_METHOD(`${protocol} methods disabled`);
  }
  const role = side === '_client' ? CLIENT : side === '_server' ? SERVER : ANY;
  if (protocol === 'TLS') return { role, min: 0, max: VERSIONS['TLSv1.3'] };
  // It once meant: whatever both sides have. TLS 1.3 came later and has to be asked for.
  if (protocol === 'SSLv23') {
    return { role, min: versionNumber(require('tls').DEFAULT_MIN_VERSION, 'minimum'), max: VERSIONS['TLSv1.2'] };
  }
  const version = VERSIONS[protocol.replace('_', '.')];
  return { role, min: version, max: version };
}

function versionsOf({ minVersion, maxVersion, secureProtocol }) {
  if (typeof secureProtocol === 'string' && secureProtocol !== '') {
    if (minVersion != null) throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(minVersion, secureProtocol);
    if (maxVersion != null) throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(maxVersion, secureProtocol);
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

// In a list, each may have its own passphrase: {[name], passphrase}.
function eachWithPassphrase(value, name, passphrase, visit) {
  if (!Array.isArray(value)) {
    visit(value, passphrase);
    return;
  }
  for (const item of value) {
    const isPair = item?.[name] !== undefined && !isArrayBufferView(item);
    visit(isPair ? item[name] : item, (isPair ? item.passphrase : undefined) ?? passphrase);
  }
}

function useKeys(context, key, passphrase) {
  eachWithPassphrase(key, 'pem', passphrase, (pem, phrase) => {
    context.useKey(bytesOf(pem, 'options.key'), passphraseText(phrase, 'options.passphrase'));
  });
}

function usePfx(context, pfx, passphrase) {
  eachWithPassphrase(pfx, 'buf', passphrase, (pkcs12, phrase) => {
    context.loadPKCS12(pkcs12, passphraseText(phrase, 'options.passphrase'));
  });
}

function useAuthorities(context, ca) {
  if (ca) eachOf(ca, (item) => { context.addCACert(bytesOf(item, 'options.ca')); });
  else context.addRootCerts();
}

// --- Ciphers. ---

// Those of TLS 1.3 are named TLS_... and set apart from the others.
function setCiphers(context, ciphers) {
  const isNewest = (name) => /^!?TLS_/.test(name);
  const names = ciphers.split(':');
  const suites = names.filter((name) => /^TLS_/.test(name)).join(':');
  const others = names.filter((name) => !isNewest(name)).join(':');
  if (names.every((name) => name === '')) throw new ERR_INVALID_ARG_VALUE('options.ciphers', names);
  if (suites !== '') context.setCipherSuites(suites);
  context.setCiphers(others);
  // With suites of TLS 1.3 alone, there is no other version.
  if (others === '' && context.getMinProto() < VERSIONS['TLSv1.3']) context.setMinProto(VERSIONS['TLSv1.3']);
}

function checkCiphers(ciphers) {
  if (ciphers !== undefined && ciphers !== null) validateString(ciphers, 'options.ciphers');
}

function setDhParameters(context, dhparam) {
  if (dhparam === undefined || dhparam === null) return;
  const warning = context.setDHParam(dhparam === 'auto' ? true : bytesOf(dhparam, 'options.dhparam'));
  if (warning) require('process_object').emitWarning(warning, 'SecurityWarning');
}

function refuseEngines({ clientCertEngine, privateKeyEngine, privateKeyIdentifier }) {
  const isNone = (value) => value === undefined || value === null;
  for (const [name, value] of Object.entries({ privateKeyIdentifier, privateKeyEngine, clientCertEngine })) {
    if (!isNone(value) && typeof value !== 'string') {
      throw new ERR_INVALID_ARG_TYPE(`options.${name}`, ['string', 'null', 'undefined'], value);
    }
  }
  if (!isNone(privateKeyIdentifier) && isNone(privateKeyEngine)) {
    throw new ERR_INVALID_ARG_VALUE('options.privateKeyEngine', privateKeyEngine);
  }
  if (!isNone(clientCertEngine) || !isNone(privateKeyIdentifier)) throw new ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
}

/** Applies `options` to a native context. */
function configure(context, options) {
  const { ca, cert, ciphers, crl, key, passphrase, pfx, sessionIdContext, sessionTimeout, sigalgs, ticketKeys } = options;
  checkCiphers(ciphers);
  refuseEngines(options);
  useAuthorities(context, ca);
  if (options.allowPartialTrustChain) context.setAllowPartialTrustChain();
  // They set the level of security that certificates and keys have to meet.
  setCiphers(context, ciphers || require('tls').DEFAULT_CIPHERS);
  if (cert) eachOf(cert, (item) => { context.useCertificate(bytesOf(item, 'options.cert')); });
  if (key) useKeys(context, key, passphrase);
  if (sigalgs !== undefined && sigalgs !== null) {
    validateString(sigalgs, 'options.sigalgs');
    if (sigalgs === '') throw new ERR_INVALID_ARG_VALUE('options.sigalgs', sigalgs);
    context.setSigalgs(sigalgs);
  }
  const curve = options.ecdhCurve ?? require('tls').DEFAULT_ECDH_CURVE;
  validateString(curve, 'options.ecdhCurve');
  context.setECDHCurve(curve);
  setDhParameters(context, options.dhparam);
  if (crl !== undefined && crl !== null) eachOf(crl, (item) => { context.addCRL(bytesOf(item, 'options.crl')); });
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

// What packages call on `secureContext.context`, by Node's names: text or bytes for each.
const methods = {
  setCert(pem) { this.useCertificate(bytesOf(pem, 'cert')); },
  setKey(pem, passphrase) { this.useKey(bytesOf(pem, 'key'), passphraseText(passphrase, 'passphrase')); },
  addCACert(pem) { this.addAuthorities(bytesOf(pem, 'ca')); },
  addCRL(pem) { this.addRevocationList(bytesOf(pem, 'crl')); },
  /** Trusts the default authorities. */
  addRootCerts() {
    require('tls/authorities').prepare();
    this.useDefaultAuthorities();
  },
  /** @param {string|ArrayBufferView|true} parameters in PEM; true: OpenSSL chooses @returns {string|undefined} a warning */
  setDHParam(parameters) {
    return this.setDhParameters(parameters === true ? undefined : bytesOf(parameters, 'dhparam'));
  },
  loadPKCS12(bytes, passphrase) {
    if (typeof bytes !== 'string' && !isArrayBufferView(bytes)) {
      throw Object.assign(new Error('Unable to load PFX certificate'), { code: 'ERR_CRYPTO_OPERATION_FAILED' });
    }
    this.usePfx(bytesOf(bytes, 'pfx'), passphraseText(passphrase, 'passphrase'));
  },
};
for (const name of Object.keys(methods)) defineHidden(native.SecureContext.prototype, name, methods[name]);

function SecureContext(secureProtocol, secureOptions, minVersion, maxVersion) {
  if (!(this instanceof SecureContext)) return new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
  const { role, min, max } = versionsOf({ secureProtocol, minVersion, maxVersion });
  this.context = new native.SecureContext(role, min, max);
  if (secureOptions) {
    validateInteger(secureOptions, 'secureOptions');
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

/** Whether `value` is what createSecureContext() makes: a program may give anything. */
function isContext(value) {
  return value?.context instanceof native.SecureContext;
}

module.exports = { SecureContext, createSecureContext, isContext };
