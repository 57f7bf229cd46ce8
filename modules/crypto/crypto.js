'use strict';
// node:crypto, on OpenSSL, which is not touched before something here needs it.

const {
  ERR_CRYPTO_ENGINE_UNKNOWN, ERR_CRYPTO_FIPS_UNAVAILABLE, ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH, ERR_INVALID_ARG_TYPE,
} = require('errors');
const { isAnyArrayBuffer } = require('util/types');
const { validateString } = require('validators');
const { deprecate } = require('warnings');
const { Certificate } = require('crypto/certificate');
const cipher = require('crypto/cipher');
const { makeConstants } = require('crypto/constants');
const exchange = require('crypto/exchange');
const hash = require('crypto/hash');
const kdf = require('crypto/kdf');
const keygen = require('crypto/keygen');
const keys = require('crypto/keys');
const { addMissing } = require('crypto/missing');
const random = require('crypto/random');
const sign = require('crypto/sign');
const native = binding('crypto_hash');

function isBytes(value) {
  return ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

function timingSafeEqual(...values) {
  for (let i = 0; i < 2; i++) {
    if (isBytes(values[i])) continue;
    const kinds = ['ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];
    const error = new ERR_INVALID_ARG_TYPE(`buf${i + 1}`, kinds, values[i]);
    // Node.js does not say here what it received instead.
    error.message = error.message.slice(0, error.message.indexOf(' Received'));
    throw error;
  }
  if (values[0].byteLength !== values[1].byteLength) throw new ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH();
  return native.timingSafeEqual(values[0], values[1]);
}

let curves;

/** The names of the elliptic curves. */
function getCurves() {
  curves ??= binding('crypto_info').curveNames();
  return curves.slice();
}

/** 1 in FIPS mode, which this build does not have. */
function getFips() {
  return 0;
}

function setFips(value) {
  if (value) throw new ERR_CRYPTO_FIPS_UNAVAILABLE();
}

/** OpenSSL 3 has providers in the place of engines; none can be loaded. */
function setEngine(id, flags) {
  validateString(id, 'id');
  throw new ERR_CRYPTO_ENGINE_UNKNOWN(id);
}

/** There is no secure heap: --secure-heap is not supported. */
function secureHeapUsed() {
  return { total: 0, used: 0, utilization: NaN, min: 2 };
}

const crypto = {
  ...exchange,
  createCipheriv: cipher.createCipheriv,
  createDecipheriv: cipher.createDecipheriv,
  createHash: hash.createHash,
  createHmac: hash.createHmac,
  createPrivateKey: keys.createPrivateKey,
  createPublicKey: keys.createPublicKey,
  createSecretKey: keys.createSecretKey,
  createSign: sign.createSign,
  createVerify: sign.createVerify,
  diffieHellman: sign.diffieHellman,
  generateKey: keys.generateKey,
  generateKeyPair: keygen.generateKeyPair,
  generateKeyPairSync: keygen.generateKeyPairSync,
  generateKeySync: keys.generateKeySync,
  getCiphers: cipher.getCiphers,
  getCipherInfo: cipher.getCipherInfo,
  getCurves,
  getHashes: hash.getHashes,
  hash: hash.hash,
  hkdf: kdf.hkdf,
  hkdfSync: kdf.hkdfSync,
  pbkdf2: kdf.pbkdf2,
  pbkdf2Sync: kdf.pbkdf2Sync,
  privateDecrypt: sign.privateDecrypt,
  privateEncrypt: sign.privateEncrypt,
  publicDecrypt: sign.publicDecrypt,
  publicEncrypt: sign.publicEncrypt,
  randomBytes: random.randomBytes,
  randomFill: random.randomFill,
  randomFillSync: random.randomFillSync,
  randomInt: random.randomInt,
  randomUUID: random.randomUUID,
  scrypt: kdf.scrypt,
  scryptSync: kdf.scryptSync,
  sign: sign.sign,
  setEngine,
  timingSafeEqual,
  getFips,
  setFips,
  verify: sign.verify,
  Certificate,
  Cipheriv: cipher.Cipheriv,
  Decipheriv: cipher.Decipheriv,
  Hash: hash.Hash,
  Hmac: hash.Hmac,
  KeyObject: keys.KeyObject,
  Sign: sign.Sign,
  Verify: sign.Verify,
  secureHeapUsed,
};
Object.defineProperty(crypto.timingSafeEqual, 'length', { configurable: true, value: 0 });
addMissing(crypto);

Object.defineProperties(crypto, {
  fips: {
    get: deprecate(getFips, 'The crypto.fips is deprecated. Please use crypto.setFips()', 'DEP0093'),
    set: deprecate(setFips, 'The crypto.fips is deprecated. Please use crypto.setFips()', 'DEP0093'),
  },
  constants: { enumerable: true, value: makeConstants() },
  webcrypto: { enumerable: true, get() { return require('crypto/webcrypto').crypto; }, set: undefined },
  subtle: { enumerable: true, get() { return require('crypto/webcrypto').crypto.subtle; }, set: undefined },
  getRandomValues: { enumerable: true, get: () => getRandomValues, set: undefined },
});

/** As that of webcrypto, for any receiver. */
function getRandomValues(array) {
  return require('crypto/webcrypto').crypto.getRandomValues(array);
}

// Old names of randomBytes.
for (const name of ['prng', 'pseudoRandomBytes', 'rng']) {
  let value;
  Object.defineProperty(crypto, name, {
    configurable: true,
    get() { return value ??= oldRandomBytes(name); },
    set(replaced) { value = replaced; },
  });
}

function oldRandomBytes(name) {
  const { getOption } = require('options');
  if (!getOption('--pending-deprecation')) return random.randomBytes;
  return deprecate(random.randomBytes, `crypto.${name} is deprecated.`, 'DEP0115');
}

module.exports = crypto;
