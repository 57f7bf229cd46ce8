'use strict';
// Signatures, and encryption with asymmetric keys: Sign, Verify, sign, verify, publicEncrypt and its like,
// diffieHellman.

const { withRequests } = require('crypto/requests');
const {
  ERR_CRYPTO_INCOMPATIBLE_KEY, ERR_CRYPTO_INVALID_DIGEST, ERR_CRYPTO_SIGN_KEY_REQUIRED, ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
} = require('errors');
const { AS_BUFFER, bytesFrom, checkData, inputEncoding } = require('crypto/encoding');
const { digestForKeys, findDigest } = require('crypto/hash');
const { KeyObject, privateHandle, publicHandle } = require('crypto/keys');
const { Writable } = require('stream');
const { validateEncoding, validateFunction, validateObject, validateString } = require('validators');
const native = withRequests('crypto_sign', binding('crypto_sign'));

const { Hash: NativeHash } = binding('crypto_hash');

const kDigest = Symbol('digest');
const kNative = Symbol('native');
const NO_SALT_LENGTH = -(2 ** 31);
const RSA_PKCS1_PADDING = 1;
const RSA_PKCS1_OAEP_PADDING = 4;

function int32Option(options, name, otherwise) {
  const value = options?.[name];
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== 'number' || value !== value >> 0) throw new ERR_INVALID_ARG_VALUE(`options.${name}`, value);
  return value;
}

function isRawEncoding(options) {
  const encoding = typeof options === 'object' && options !== null ? options.dsaEncoding : undefined;
  if (encoding === undefined || encoding === 'der') return false;
  if (encoding === 'ieee-p1363') return true;
  throw new ERR_INVALID_ARG_VALUE('options.dsaEncoding', encoding);
}

/** What the options beside a key say of its signatures. */
class SigningOptions {
  constructor(options) {
    this.padding = int32Option(options, 'padding', 0);
    this.saltLength = int32Option(options, 'saltLength', NO_SALT_LENGTH);
    this.isRaw = isRawEncoding(options);
  }
}

// --- Streams. ---

/** What SHA-1 was called in signatures once. */
const oldNames = { __proto__: null, 'dss1': 'sha1', 'ecdsa-with-sha1': 'sha1' };

function start(object, algorithm, options) {
  validateString(algorithm, 'algorithm');
  const digest = findDigest(oldNames[algorithm.toLowerCase()] ?? algorithm);
  if (digest === undefined) {
    throw Object.assign(new ERR_CRYPTO_INVALID_DIGEST(algorithm), { message: 'Invalid digest' });
  }
  object[kDigest] = digest;
  object[kNative] = new NativeHash(digest.id, digest.size);
  Writable.call(object, options);
}

function digestOf(object) {
  const hash = object[kNative];
  if (hash === undefined) {
    throw Object.assign(new Error('Not initialised'), { code: 'ERR_CRYPTO_INVALID_STATE' });
  }
  object[kNative] = undefined;
  return hash.digest(AS_BUFFER);
}

function write(chunk, encoding, callback) {
  this.update(chunk, encoding);
  callback();
}

/** Adds a string in `encoding` (default UTF-8), or the bytes of a view. */
function update(data, encoding) {
  checkData(data, encoding);
  if (this[kNative] === undefined) {
    throw Object.assign(new Error('Not initialised'), { code: 'ERR_CRYPTO_INVALID_STATE' });
  }
  this[kNative].update(data, inputEncoding(encoding));
  return this;
}

/** What createSign() returns, a Writable: what is written is signed. */
function Sign(algorithm, options) {
  if (!(this instanceof Sign)) return new Sign(algorithm, options);
  start(this, algorithm, options);
}
Object.setPrototypeOf(Sign.prototype, Writable.prototype);
Object.setPrototypeOf(Sign, Writable);
Sign.prototype._write = write;
Sign.prototype.update = update;

/** The signature, as a string in `encoding` or as a Buffer. `options`: the private key, or an object with it. */
Sign.prototype.sign = function sign(options, encoding) {
  if (!options) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const key = privateHandle(options);
  const signing = new SigningOptions(options instanceof KeyObject ? undefined : options);
  const signature =
    native.signDigest(key, this[kDigest].id, digestOf(this), signing.padding, signing.saltLength, signing.isRaw);
  return encoding && encoding !== 'buffer' ? signature.toString(encoding) : signature;
};

/** What createVerify() returns, a Writable: what is written is compared with a signature. */
function Verify(algorithm, options) {
  if (!(this instanceof Verify)) return new Verify(algorithm, options);
  start(this, algorithm, options);
}
Object.setPrototypeOf(Verify.prototype, Writable.prototype);
Object.setPrototypeOf(Verify, Writable);
Verify.prototype._write = write;
Verify.prototype.update = update;

/** Whether the signature fits. `options`: the public key, or an object with it. */
Verify.prototype.verify = function verify(options, signature, sigEncoding) {
  const key = publicHandle(options);
  const signing = new SigningOptions(options instanceof KeyObject ? undefined : options);
  const bytes = bytesFrom(signature, 'signature', sigEncoding);
  return native.verifyDigest(
    key, this[kDigest].id, digestOf(this), bytes, signing.padding, signing.saltLength, signing.isRaw);
};

/**
 * `algorithm`: the name of a digest, 'RSA-SHA256' too; `options`: those of a Writable. Throws
 * ERR_CRYPTO_INVALID_DIGEST.
 * @returns {Sign}
 */
function createSign(algorithm, options) {
  return new Sign(algorithm, options);
}

/** As createSign(). @returns {Verify} */
function createVerify(algorithm, options) {
  return new Verify(algorithm, options);
}

// --- In one go. ---

function optionalDigest(algorithm) {
  if (algorithm === undefined || algorithm === null) return -1;
  validateString(algorithm, 'algorithm');
  return digestForKeys(algorithm).id;
}

/** The signature of data, a Buffer. `algorithm` is null for keys that hash themselves. */
function sign(algorithm, data, key, callback) {
  if (algorithm !== undefined && algorithm !== null) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = bytesFrom(data, 'data');
  if (!key) throw new ERR_CRYPTO_SIGN_KEY_REQUIRED();
  const signing = new SigningOptions(key instanceof KeyObject ? undefined : key);
  const handle = privateHandle(key);
  return native.sign(
    handle, optionalDigest(algorithm), bytes, signing.padding, signing.saltLength, signing.isRaw, callback);
}

/** Whether the signature fits. */
function verify(algorithm, data, key, signature, callback) {
  if (algorithm !== undefined && algorithm !== null) validateString(algorithm, 'algorithm');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const bytes = bytesFrom(data, 'data');
  if (!ArrayBuffer.isView(signature)) {
    throw new ERR_INVALID_ARG_TYPE('signature', ['Buffer', 'TypedArray', 'DataView'], signature);
  }
  const signing = new SigningOptions(key instanceof KeyObject ? undefined : key);
  const handle = publicHandle(key);
  return native.verify(
    handle, optionalDigest(algorithm), bytes, signature, signing.padding, signing.saltLength, signing.isRaw, callback);
}

// --- RSA as a cipher. ---

const PUBLIC_ENCRYPT = 0;
const PRIVATE_DECRYPT = 1;
const PRIVATE_ENCRYPT = 2;
const PUBLIC_DECRYPT = 3;

function rsa(operation, readHandle, options, buffer, defaultPadding) {
  const isOptions = typeof options === 'object' && options !== null && !ArrayBuffer.isView(options);
  const padding = (isOptions && options.padding) || defaultPadding;
  const { oaepHash, oaepLabel, encoding } = isOptions ? options : {};
  let digest = -1;
  if (oaepHash !== undefined) {
    validateString(oaepHash, 'key.oaepHash');
    const found = findDigest(oaepHash);
    if (found === undefined) {
      throw Object.assign(new Error('Invalid digest used'), { code: 'ERR_OSSL_EVP_INVALID_DIGEST' });
    }
    digest = found.id;
  }
  const label = oaepLabel === undefined ? undefined : bytesFrom(oaepLabel, 'key.oaepLabel', encoding);
  if (typeof buffer === 'string' && encoding !== undefined) validateEncoding(buffer, encoding);
  const handle = readHandle(options);
  return native.rsa(operation, handle, padding, digest, label, bytesFrom(buffer, 'buffer', encoding));
}

/** Encrypts with a public key; privateDecrypt() opens it. `padding`: default OAEP; oaepHash ('sha1'), oaepLabel. */
function publicEncrypt(options, buffer) {
  return rsa(PUBLIC_ENCRYPT, publicHandle, options, buffer, RSA_PKCS1_OAEP_PADDING);
}

/** Decrypts what publicEncrypt() made; arguments as there, with a private key. @returns {Buffer} */
function privateDecrypt(options, buffer) {
  return rsa(PRIVATE_DECRYPT, privateHandle, options, buffer, RSA_PKCS1_OAEP_PADDING);
}

/** Encrypts with a private key; publicDecrypt() opens it. */
function privateEncrypt(options, buffer) {
  return rsa(PRIVATE_ENCRYPT, privateHandle, options, buffer, RSA_PKCS1_PADDING);
}

/** Decrypts what privateEncrypt() made; `padding`: default RSA_PKCS1_PADDING. @returns {Buffer} */
function publicDecrypt(options, buffer) {
  return rsa(PUBLIC_DECRYPT, publicHandle, options, buffer, RSA_PKCS1_PADDING);
}

// --- Agreeing on a secret. ---

const agreeable = ['dh', 'ec', 'x448', 'x25519'];

/** The secret shared by a private key and another's public key, as a Buffer; to callback(error, secret) if there is one. */
function diffieHellman(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  const { privateKey, publicKey } = options;
  if (!(privateKey instanceof KeyObject)) throw new ERR_INVALID_ARG_VALUE('options.privateKey', privateKey);
  if (!(publicKey instanceof KeyObject)) throw new ERR_INVALID_ARG_VALUE('options.publicKey', publicKey);
  const own = privateHandle(privateKey);
  const other = publicHandle(publicKey);
  if (own.type !== other.type || !agreeable.includes(own.type)) {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY('key types for Diffie-Hellman', `${own.type} and ${other.type}`);
  }
  return native.derive(own, other, callback);
}

module.exports = {
  createSign, createVerify, diffieHellman, privateDecrypt, privateEncrypt, publicDecrypt, publicEncrypt, Sign, sign,
  Verify, verify,
};
