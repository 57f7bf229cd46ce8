'use strict';
// Keys from passwords and from other keys: pbkdf2, scrypt, hkdf. The forms with a callback work on the thread pool.

const { withRequests } = require('crypto/requests');
const {
  ERR_CRYPTO_INVALID_KEYLEN, ERR_INCOMPATIBLE_OPTION_PAIR, ERR_OUT_OF_RANGE,
} = require('errors');
const { bytesFrom } = require('crypto/encoding');
const { digestForKeys } = require('crypto/hash');
const { secretBytes } = require('crypto/keys');
const {
  validateFunction, validateInt32, validateInteger, validateString, validateUint32,
} = require('validators');
const native = withRequests('crypto_kdf', binding('crypto_kdf'));

// PBKDF2 -------------------------------------------------------------------------------------------------------------

class Pbkdf2 {
  constructor(password, salt, iterations, keylen, digest) {
    validateString(digest, 'digest');
    this.password = bytesFrom(password, 'password');
    this.salt = bytesFrom(salt, 'salt');
    validateInt32(iterations, 'iterations', 1);
    validateInt32(keylen, 'keylen', 0);
    this.iterations = iterations;
    this.keylen = keylen;
    this.digest = digestForKeys(digest).id;
  }

  run(callback) {
    return native.pbkdf2(this.password, this.salt, this.iterations, this.keylen, this.digest, callback);
  }
}

/**
 * Derives `keylen` bytes from a password: callback(error, key: Buffer). `password` and `salt`: strings (UTF-8) or
 * bytes; `digest`: one of getHashes(). Throws ERR_CRYPTO_INVALID_DIGEST, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE.
 */
function pbkdf2(password, salt, iterations, keylen, digest, callback) {
  if (typeof digest === 'function') {
    callback = digest;
    digest = undefined;
  }
  const job = new Pbkdf2(password, salt, iterations, keylen, digest);
  validateFunction(callback, 'callback');
  job.run(callback);
}

/** As pbkdf2(). @returns {Buffer} */
function pbkdf2Sync(password, salt, iterations, keylen, digest) {
  return new Pbkdf2(password, salt, iterations, keylen, digest).run(undefined);
}

// --- scrypt. ---

const scryptDefaults = { N: 16384, r: 8, p: 1, maxmem: 32 * 1024 * 1024 };

/** An option that has two names. Zero means the default. */
function eitherOf(options, short, long) {
  const { [short]: first, [long]: second } = options;
  if (first !== undefined) validateUint32(first, short);
  if (second !== undefined) {
    if (first !== undefined) throw new ERR_INCOMPATIBLE_OPTION_PAIR(short, long);
    validateUint32(second, long);
  }
  return (first ?? second) || scryptDefaults[short];
}

class Scrypt {
  constructor(password, salt, keylen, options) {
    this.password = bytesFrom(password, 'password');
    this.salt = bytesFrom(salt, 'salt');
    validateInt32(keylen, 'keylen', 0);
    this.keylen = keylen;
    options ??= { __proto__: null };
    this.N = eitherOf(options, 'N', 'cost');
    this.r = eitherOf(options, 'r', 'blockSize');
    this.p = eitherOf(options, 'p', 'parallelization');
    if (options.maxmem !== undefined) validateInteger(options.maxmem, 'maxmem', 0);
    this.maxmem = options.maxmem || scryptDefaults.maxmem;
    native.checkScrypt(this.N, this.r, this.p, this.maxmem);
  }

  run(callback) {
    return native.scrypt(this.password, this.salt, this.N, this.r, this.p, this.maxmem, this.keylen, callback);
  }
}

/** `options`: cost N, blockSize r, parallelization p, maxmem in bytes. */
function scrypt(password, salt, keylen, options, callback = undefined) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const job = new Scrypt(password, salt, keylen, options);
  validateFunction(callback, 'callback');
  job.run(callback);
}

/** As scrypt(). @returns {Buffer} */
function scryptSync(password, salt, keylen, options = undefined) {
  return new Scrypt(password, salt, keylen, options).run(undefined);
}

// --- HKDF. ---

const byteKinds = ['string', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'];
const keyKinds = ['string', 'SecretKeyObject', 'ArrayBuffer', 'TypedArray', 'DataView', 'Buffer'];
const mostInfo = 1024;

class Hkdf {
  constructor(digest, ikm, salt, info, length) {
    validateString(digest, 'digest');
    this.key = secretBytes(ikm, 'ikm', undefined, keyKinds);
    this.salt = bytesFrom(salt, 'salt', undefined, byteKinds);
    this.info = bytesFrom(info, 'info', undefined, byteKinds);
    validateInteger(length, 'length', 0);
    if (this.info.byteLength > mostInfo) {
      throw new ERR_OUT_OF_RANGE('info', `must not contain more than ${mostInfo} bytes`, this.info.byteLength);
    }
    const { id, size } = digestForKeys(digest);
    if (length > size * 255) throw new ERR_CRYPTO_INVALID_KEYLEN();
    this.digest = id;
    this.length = length;
  }

  run(callback) {
    return native.hkdf(this.digest, this.key, this.salt, this.info, this.length, callback);
  }
}

/** The key, as an ArrayBuffer, goes to callback(error, key). */
function hkdf(digest, ikm, salt, info, length, callback) {
  const job = new Hkdf(digest, ikm, salt, info, length);
  validateFunction(callback, 'callback');
  job.run((error, key) => {
    if (error) callback(error);
    else callback(null, key.buffer);
  });
}

/** As hkdf(). @returns {ArrayBuffer} */
function hkdfSync(digest, ikm, salt, info, length) {
  return new Hkdf(digest, ikm, salt, info, length).run(undefined).buffer;
}

module.exports = { hkdf, hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync };
