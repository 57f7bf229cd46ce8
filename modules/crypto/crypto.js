'use strict';
// node:crypto, on OpenSSL, which is not touched before something here needs it.
// Also shown: key_checks, webcrypto, x509.

const {
  ERR_CRYPTO_ENGINE_UNKNOWN, ERR_CRYPTO_FIPS_FORCED, ERR_CRYPTO_FIPS_UNAVAILABLE, ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH,
  ERR_INVALID_ARG_TYPE, ERR_WORKER_UNSUPPORTED_OPERATION,
} = require('errors');
const { defineLazy } = require('lazy_property');
const { getOption } = require('options');
const { isAnyArrayBuffer } = require('types');
const { validateString } = require('validators');
const { deprecate } = require('warnings/deprecate');
const { randomBytes } = require('crypto/random');

let native;

function isBytes(value) {
  return ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

/**
 * Whether two views or ArrayBuffers have the same bytes, in a time that does not depend on them. Throws
 * ERR_INVALID_ARG_TYPE, ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH where their lengths differ.
 */
function timingSafeEqual(buf1, buf2) {
  if (!isBytes(buf1)) throw wrongBytes('buf1', buf1);
  if (!isBytes(buf2)) throw wrongBytes('buf2', buf2);
  if (buf1.byteLength !== buf2.byteLength) throw new ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  native ??= binding('crypto_hash');
  return native.viewsEqual(viewOf(buf1), viewOf(buf2));
}
Object.defineProperty(timingSafeEqual, 'length', { __proto__: null, configurable: true, value: 0 }); // as Node's

function viewOf(bytes) {
  return ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes);
}

function wrongBytes(name, value) {
  const error = new ERR_INVALID_ARG_TYPE(name, ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'], value);
  // Node.js does not say here what it received instead.
  error.message = error.message.slice(0, error.message.indexOf(' Received'));
  return error;
}

let curves;

/** The names of the elliptic curves. */
function getCurves() {
  curves ??= binding('crypto_info').curveNames();
  return curves.slice();
}

/** 1 in FIPS mode, else 0. */
function getFips() {
  return binding('crypto_fips').isFips() ? 1 : 0;
}

/**
 * Turns FIPS mode on or off. In it, only algorithms of a FIPS provider are found, which --openssl-config or --enable-fips must have
 * loaded: ERR_CRYPTO_FIPS_UNAVAILABLE without one (Node lets every algorithm fail from then on). ERR_CRYPTO_FIPS_FORCED with --force-fips.
 * @param {*} value counts as a boolean
 */
function setFips(value) {
  if (!binding('process').isMainThread()) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Calling crypto.setFips()');
  const native = binding('crypto_fips');
  if (getOption('--force-fips')) {
    if (!value) throw new ERR_CRYPTO_FIPS_FORCED();
    return;
  }
  if (value && !native.hasFipsProvider()) throw new ERR_CRYPTO_FIPS_UNAVAILABLE();
  native.setFips(Boolean(value));
}

/** OpenSSL 3 has providers in the place of engines; none can be loaded. */
function setEngine(id, flags) {
  validateString(id, 'id');
  throw new ERR_CRYPTO_ENGINE_UNKNOWN(id);
}

/** Bytes of the memory that --secure-heap gives OpenSSL for secrets: {total, used, utilization (0 to 1), min}. */
function secureHeapUsed() {
  const [total, used, min] = binding('crypto_secure_heap').secureHeap();
  return { total, used, utilization: used / total, min };
}

const crypto = { getCurves, getFips, secureHeapUsed, setEngine, setFips, timingSafeEqual };

// File -> what it gives. Most programs want hashes and nothing else: each file is loaded when something of it is.
const parts = {
  'crypto/argon2': ['argon2', 'argon2Sync'],
  'crypto/certificate': ['Certificate'],
  'crypto/cipher': ['Cipheriv', 'createCipheriv', 'createDecipheriv', 'Decipheriv', 'getCipherInfo', 'getCiphers'],
  'crypto/exchange': [
    'checkPrime', 'checkPrimeSync', 'createDiffieHellman', 'createDiffieHellmanGroup', 'createECDH', 'DiffieHellman',
    'DiffieHellmanGroup', 'ECDH', 'generatePrime', 'generatePrimeSync', 'getDiffieHellman',
  ],
  'crypto/hash': ['createHash', 'createHmac', 'getHashes', 'Hash', 'hash', 'Hmac'],
  'crypto/kem': ['decapsulate', 'encapsulate'],
  'crypto/kdf': ['hkdf', 'hkdfSync', 'pbkdf2', 'pbkdf2Sync', 'scrypt', 'scryptSync'],
  'crypto/keygen': ['generateKeyPair', 'generateKeyPairSync'],
  'crypto/keys': [
    'createPrivateKey', 'createPublicKey', 'createSecretKey', 'generateKey', 'generateKeySync', 'KeyObject',
  ],
  'crypto/random': ['randomBytes', 'randomFill', 'randomFillSync', 'randomInt', 'randomUUID'],
  'crypto/sign': [
    'createSign', 'createVerify', 'diffieHellman', 'privateDecrypt', 'privateEncrypt', 'publicDecrypt',
    'publicEncrypt', 'Sign', 'sign', 'Verify', 'verify',
  ],
  'crypto/x509': ['X509Certificate'],
};
for (const file of Object.keys(parts)) {
  for (const name of parts[file]) defineLazy(crypto, name, () => require(file)[name]);
}
Object.defineProperty(crypto.timingSafeEqual, 'length', { __proto__: null, configurable: true, value: 0 });

defineLazy(crypto, 'constants', () => require('crypto/constants').makeConstants(), { writable: false });

Object.defineProperties(crypto, {
  __proto__: null,
  fips: {
    __proto__: null,
    get: deprecate(getFips, 'The crypto.fips is deprecated. Please use crypto.setFips()', 'DEP0093'),
    set: deprecate(setFips, 'The crypto.fips is deprecated. Please use crypto.setFips()', 'DEP0093'),
  },
  webcrypto: { __proto__: null, enumerable: true, get() { return require('crypto/webcrypto').crypto; }, set: undefined },
  subtle: { __proto__: null, enumerable: true, get() { return require('crypto/webcrypto').crypto.subtle; }, set: undefined },
  getRandomValues: { __proto__: null, enumerable: true, get: () => getRandomValues, set: undefined },
});

/** As that of webcrypto, for any receiver. */
function getRandomValues(array) {
  return require('crypto/webcrypto').crypto.getRandomValues(array);
}

// Old names of randomBytes.
for (const name of ['prng', 'pseudoRandomBytes', 'rng']) {
  let value;
  Object.defineProperty(crypto, name, {
    __proto__: null,
    configurable: true,
    get() { return value ??= oldRandomBytes(name); },
    set(replaced) { value = replaced; },
  });
}

function oldRandomBytes(name) {
  const { getOption } = require('options');
  if (!getOption('--pending-deprecation')) return randomBytes;
  return deprecate(randomBytes, `crypto.${name} is deprecated.`, 'DEP0115');
}

module.exports = crypto;
