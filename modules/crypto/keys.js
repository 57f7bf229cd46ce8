'use strict';
// Keys: KeyObject, and secret keys, which are bytes.

const { Buffer } = require('buffer');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { bytesFrom, byteKinds } = require('crypto/encoding');
const { validateFunction, validateInteger, validateObject, validateOneOf, validateString } = require('validators');
const native = binding('crypto_hash');

const types = ['secret', 'public', 'private'];
const secretKinds = [...byteKinds, 'KeyObject', 'CryptoKey'];

/** The bytes of a secret key; who has one may make a KeyObject. */
class SecretHandle {
  constructor(bytes) {
    this.bytes = bytes;
  }
}

let handleOf;

class KeyObject {
  #type;
  #handle;

  constructor(type, handle) {
    if (!types.includes(type)) throw new ERR_INVALID_ARG_VALUE('type', type);
    if (!(handle instanceof SecretHandle)) throw new ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    this.#type = type;
    this.#handle = handle;
  }

  static {
    handleOf = (key) => key.#handle;
  }

  /** 'secret', 'public' or 'private'. */
  get type() { return this.#type; }

  /** The KeyObject that stands behind a CryptoKey. */
  static from(key) {
    const { CryptoKey, keyObjectOf } = require('crypto/webcrypto');
    if (!(key instanceof CryptoKey)) throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
    return keyObjectOf(key);
  }

  /** Whether the other is a key of the same type, value and parameters. */
  equals(otherKeyObject) {
    if (!(otherKeyObject instanceof KeyObject)) {
      throw new ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', otherKeyObject);
    }
    return this.#type === otherKeyObject.#type &&
      native.timingSafeEqual(this.#handle.bytes, otherKeyObject.#handle.bytes);
  }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { configurable: true, value: 'KeyObject' });
for (const name of ['type', 'equals']) Object.defineProperty(KeyObject.prototype, name, { enumerable: true });

class SecretKeyObject extends KeyObject {
  constructor(handle) {
    super('secret', handle);
  }

  /** In bytes. */
  get symmetricKeySize() { return handleOf(this).bytes.length; }

  /** A Buffer; with `{ format: 'jwk' }` a JSON Web Key. */
  export(options) {
    if (options !== undefined) {
      validateObject(options, 'options');
      validateOneOf(options.format, 'options.format', [undefined, 'buffer', 'jwk']);
      if (options.format === 'jwk') return { kty: 'oct', k: handleOf(this).bytes.toString('base64url') };
    }
    return Buffer.from(handleOf(this).bytes);
  }

  /** A CryptoKey of the same value. */
  toCryptoKey(algorithm, extractable, keyUsages) {
    return require('crypto/webcrypto').cryptoKeyFrom(this, algorithm, extractable, keyUsages);
  }
}

/** A Buffer of its own with those bytes. */
function copyOf(bytes) {
  const source = ArrayBuffer.isView(bytes) ?
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) :
    Buffer.from(bytes);
  const copy = Buffer.allocUnsafeSlow(source.length);
  source.copy(copy);
  return copy;
}

/** A secret KeyObject of bytes, or of a string in `encoding`. */
function createSecretKey(key, encoding) {
  // A string without an encoding is UTF-8; the error, for what is neither, names only bytes.
  return new SecretKeyObject(new SecretHandle(copyOf(bytesFrom(key, 'key', encoding, byteKinds))));
}

/** The bytes of a secret that a user gave: a string, bytes, a KeyObject or a CryptoKey. */
function secretBytes(key, name = 'key', encoding = undefined, kinds = ['string', ...secretKinds]) {
  if (key instanceof KeyObject) {
    if (key.type !== 'secret') {
      const { ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE } = require('errors');
      throw new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, 'secret');
    }
    return handleOf(key).bytes;
  }
  if (typeof key === 'object' && key !== null && !ArrayBuffer.isView(key)) {
    const { types: { isCryptoKey } } = require('util');
    if (isCryptoKey(key)) return secretBytes(KeyObject.from(key), name);
  }
  return bytesFrom(key, name, encoding, kinds);
}

function checkGenerate(type, options) {
  validateString(type, 'type');
  validateObject(options, 'options');
  const { length } = options;
  if (type === 'hmac') {
    validateInteger(length, 'options.length', 8, 2 ** 31 - 1);
  } else if (type === 'aes') {
    validateOneOf(length, 'options.length', [128, 192, 256]);
  } else {
    throw new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  }
  return Math.floor(length / 8);
}

/** A random secret: type 'hmac' of 8 bits or more, or 'aes' of 128, 192 or 256: `{ length }`. */
function generateKeySync(type, options) {
  const size = checkGenerate(type, options);
  return new SecretKeyObject(new SecretHandle(binding('crypto_random').bytes(size)));
}

/** The same; then callback(error, key). */
function generateKey(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const size = checkGenerate(type, options);
  validateFunction(callback, 'callback');
  binding('crypto_random').bytes(size, (error, bytes) => {
    if (error) callback(error);
    else callback(null, new SecretKeyObject(new SecretHandle(bytes)));
  });
}

module.exports = { createSecretKey, generateKey, generateKeySync, KeyObject, secretBytes, SecretKeyObject };
