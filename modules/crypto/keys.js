'use strict';
// Keys: KeyObject, its classes, and how a key that a user gives in whatever form becomes one of them.

const { Buffer } = require('buffer');
const { withRequests } = require('crypto/requests');
const {
  ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS, ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE, ERR_CRYPTO_JWK_UNSUPPORTED_CURVE,
  ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE,
} = require('errors');
const { bytesFrom, byteKinds } = require('crypto/encoding');
const { isAnyArrayBuffer } = require('types');
const { validateFunction, validateInteger, validateObject, validateOneOf, validateString } = require('validators');
const native = binding('crypto_hash');
const nativeKey = binding('crypto_key');

const types = ['secret', 'public', 'private'];
const secretKinds = [...byteKinds, 'KeyObject', 'CryptoKey'];

/** The bytes of a secret key; who has one may make a KeyObject. */
class SecretHandle {
  constructor(bytes) {
    this.bytes = bytes;
  }
}

let handleOf;
let isKeyObject;

/** A key. Made by createSecretKey() and the like, as one of the classes below; it can be cloned to other threads. */
class KeyObject {
  #type;
  #handle;

  constructor(type, handle) {
    if (!types.includes(type)) throw new ERR_INVALID_ARG_VALUE('type', type);
    const isHandle = type === 'secret' ? handle instanceof SecretHandle : nativeKey.isKey(handle);
    if (!isHandle) throw new ERR_INVALID_ARG_TYPE('handle', 'object', handle);
    this.#type = type;
    this.#handle = handle;
  }

  static {
    handleOf = (key) => key.#handle;
    isKeyObject = (value) => typeof value === 'object' && value !== null && #handle in value;
  }

  /** 'secret', 'public' or 'private'. */
  get type() { return this.#type; }

  /** The KeyObject that stands behind a CryptoKey. */
  static from(key) {
    return require('crypto/subtle/key_object').keyObjectOf(key);
  }

  /** Whether the other is a key of the same type, value and parameters. */
  equals(otherKeyObject) {
    if (!(otherKeyObject instanceof KeyObject)) {
      throw new ERR_INVALID_ARG_TYPE('otherKeyObject', 'KeyObject', otherKeyObject);
    }
    if (this.#type !== otherKeyObject.#type) return false;
    if (this.#type === 'secret') return native.timingSafeEqual(this.#handle.bytes, otherKeyObject.#handle.bytes);
    return this.#handle.equals(otherKeyObject.#handle);
  }
}
Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'KeyObject' });
require('cloneable').setCloneSteps(KeyObject, {
  kind: 'KeyObject',
  reader: 'crypto/keys',
  is: isKeyObject,
  /** What another thread makes the key of: [type, bytes or native key]. */
  serialize: (key) => [key.type, key.type === 'secret' ? handleOf(key).bytes : handleOf(key)],
});

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
    return require('crypto/subtle/key_object').cryptoKeyFrom(this, algorithm, extractable, keyUsages);
  }
}

// --- Asymmetric keys. ---

const curveOfJwk = { 'P-256': 'prime256v1', 'secp256k1': 'secp256k1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };
const jwkCurves = Object.keys(curveOfJwk);
const rawCurves = ['Ed25519', 'Ed448', 'X25519', 'X448'];
const rsaNames = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'];

class AsymmetricKeyObject extends KeyObject {
  #details;
  #type;

  /** 'rsa', 'rsa-pss', 'dsa', 'dh', 'ec', 'x25519', 'x448', 'ed25519' or 'ed448'. */
  get asymmetricKeyType() { return this.#type ??= handleOf(this).type; }

  /** What there is to know: modulusLength, publicExponent, namedCurve ... */
  get asymmetricKeyDetails() {
    this.#details ??= handleOf(this).details();
    return { ...this.#details };
  }

  toCryptoKey(algorithm, extractable, keyUsages) {
    return require('crypto/subtle/key_object').cryptoKeyFrom(this, algorithm, extractable, keyUsages);
  }
}

/** The public half of a pair. */
class PublicKeyObject extends AsymmetricKeyObject {
  constructor(handle) {
    super('public', handle);
  }

  /** `options`: type 'spki' or, for RSA, 'pkcs1'; format 'pem', 'der' or 'jwk'. */
  export(options) {
    if (options?.format === 'jwk') return jwkOf(this, false);
    const { format, type } = publicEncoding(options, this.asymmetricKeyType);
    return handleOf(this).exportPublic(format === 'pem', type);
  }
}

/** The private half of a pair. */
class PrivateKeyObject extends AsymmetricKeyObject {
  constructor(handle) {
    super('private', handle);
  }

  /** `options`: type 'pkcs8', 'pkcs1' (RSA) or 'sec1' (EC); format; cipher and passphrase to encrypt it. */
  export(options) {
    if (options?.format === 'jwk') {
      if (options.passphrase !== undefined || options.cipher !== undefined) {
        throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('jwk', 'does not support encryption');
      }
      return jwkOf(this, true);
    }
    const { format, type, cipher, passphrase } = privateEncoding(options, this.asymmetricKeyType);
    return handleOf(this).exportPrivate(format === 'pem', type, cipher, passphrase);
  }
}

/** The key that was described so in another thread. */
function deserialize([type, handle]) {
  if (type === 'public') return new PublicKeyObject(handle);
  if (type === 'private') return new PrivateKeyObject(handle);
  return new SecretKeyObject(new SecretHandle(Buffer.from(handle.buffer, handle.byteOffset, handle.length)));
}

function jwkOf(key, isPrivate) {
  const handle = handleOf(key);
  const type = handle.type;
  const text = handle.jwkParts(isPrivate, true);
  if (text === undefined) throw new ERR_CRYPTO_JWK_UNSUPPORTED_KEY_TYPE();
  if (type === 'rsa') {
    const jwk = { kty: 'RSA' };
    for (let i = 0; i < text.length; i++) jwk[rsaNames[i]] = text[i];
    return jwk;
  }
  if (type === 'ec') {
    const { namedCurve } = handle.details();
    const crv = jwkCurves.find((name) => curveOfJwk[name] === namedCurve);
    if (crv === undefined) throw new ERR_CRYPTO_JWK_UNSUPPORTED_CURVE(`Unsupported JWK EC curve: ${namedCurve}.`);
    const [x, y, d] = text;
    return isPrivate ? { kty: 'EC', x, y, crv, d } : { kty: 'EC', x, y, crv };
  }
  const crv = rawCurves.find((name) => name.toLowerCase() === type);
  const [x, d] = text;
  return isPrivate ? { crv, d, x, kty: 'OKP' } : { crv, x, kty: 'OKP' };
}

// --- How keys are written. ---

/** 'options', or 'options.publicKeyEncoding' and its like. */
function optionName(objName, name) {
  return objName === undefined ? `options.${name}` : `options.${objName}.${name}`;
}

/** Format and type, for a key of that sort; `keyType` is undefined where the key is only being read. */
function formatAndType(options, keyType, isPublic, objName) {
  const { format, type } = options;
  const isInput = keyType === undefined;
  if (!(format === 'pem' || format === 'der' || (format === undefined && isInput))) {
    throw new ERR_INVALID_ARG_VALUE(optionName(objName, 'format'), format);
  }
  const isRequired = !isInput || format === 'der';
  if (type === undefined && !isRequired) return { format: format ?? 'pem', type: undefined };
  const known = isPublic === undefined ? ['pkcs1', 'spki', 'pkcs8', 'sec1'] :
    isPublic ? ['pkcs1', 'spki'] : ['pkcs1', 'pkcs8', 'sec1'];
  if (!known.includes(type)) throw new ERR_INVALID_ARG_VALUE(optionName(objName, 'type'), type);
  if (!isInput && type === 'pkcs1' && keyType !== 'rsa') {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('pkcs1', 'can only be used for RSA keys');
  }
  if (!isInput && type === 'sec1' && keyType !== 'ec') {
    throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS('sec1', 'can only be used for EC keys');
  }
  return { format: format ?? 'pem', type };
}

function checkEncodingOptions(options, objName) {
  if (objName === undefined) validateObject(options, 'options');
  else if (typeof options !== 'object' || options === null) throw new ERR_INVALID_ARG_VALUE(`options.${objName}`, options);
}

/** { format, type } of the options that a public key is written by; arguments and errors as in privateEncoding(). */
function publicEncoding(options, keyType, objName) {
  checkEncodingOptions(options, objName);
  return formatAndType(options, keyType, true, objName);
}

/**
 * { format, type, cipher, passphrase } of the options that a private key of `keyType` is written by. `objName`: the
 * option they are the value of, for errors. Throws ERR_INVALID_ARG_VALUE, ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS.
 */
function privateEncoding(options, keyType, objName) {
  checkEncodingOptions(options, objName);
  const { format, type } = formatAndType(options, keyType, false, objName);
  const { cipher, encoding } = options;
  let { passphrase } = options;
  if (cipher !== undefined && cipher !== null) {
    if (typeof cipher !== 'string') throw new ERR_INVALID_ARG_VALUE(optionName(objName, 'cipher'), cipher);
    if (format === 'der' && (type === 'pkcs1' || type === 'sec1')) {
      throw new ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS(type, 'does not support encryption');
    }
  } else if (passphrase !== undefined) {
    throw new ERR_INVALID_ARG_VALUE(optionName(objName, 'cipher'), cipher);
  }
  if (cipher !== undefined && cipher !== null) passphrase = passphraseFrom(passphrase, encoding, objName, true);
  return { format, type, cipher: cipher ?? undefined, passphrase };
}

function passphraseFrom(passphrase, encoding, objName, isRequired) {
  if (passphrase === undefined && !isRequired) return undefined;
  if (passphrase === null && !isRequired) return undefined;
  if (typeof passphrase !== 'string' && !ArrayBuffer.isView(passphrase) && !isAnyArrayBuffer(passphrase)) {
    throw new ERR_INVALID_ARG_VALUE(optionName(objName, 'passphrase'), passphrase);
  }
  return bytesFrom(passphrase, 'passphrase', encoding);
}

// --- How keys are read. ---

function keyFromJwk(jwk, wantsPrivate) {
  validateObject(jwk, 'key.key');
  // AKP keys are post-quantum ones, which OpenSSL has from 3.5 on: without it Node does not name them.
  validateOneOf(jwk.kty, 'key.kty', jwk.kty === 'AKP' ? ['RSA', 'EC', 'OKP'] : ['RSA', 'EC', 'OKP', 'AKP']);
  const isPublic = !wantsPrivate;
  const part = (name) => {
    validateString(jwk[name], `key.${name}`);
    return Buffer.from(jwk[name], 'base64url');
  };
  if (jwk.kty === 'RSA') {
    const names = isPublic || jwk.d === undefined ? ['n', 'e'] : rsaNames;
    const parts = names.map(part);
    if (wantsPrivate && names.length === 2) part('d');
    return nativeKey.rsaFromParts(parts);
  }
  if (jwk.kty === 'EC') {
    validateOneOf(jwk.crv, 'key.crv', jwkCurves);
    const [x, y] = [part('x'), part('y')];
    return nativeKey.ecFromParts(curveOfJwk[jwk.crv], x, y, isPublic ? undefined : part('d'));
  }
  validateOneOf(jwk.crv, 'key.crv', rawCurves);
  const x = part('x');
  if (isPublic) return nativeKey.rawKey(jwk.crv.toUpperCase(), x, false);
  return nativeKey.rawKey(jwk.crv.toUpperCase(), part('d'), true);
}

const readKinds = ['string', ...byteKinds];
const readOrKeyKinds = [...readKinds, 'KeyObject', 'CryptoKey'];

function isRaw(key) {
  return typeof key === 'string' || ArrayBuffer.isView(key) || isAnyArrayBuffer(key);
}

/** A KeyObject that was given as it is, or within a CryptoKey; undefined for anything else. */
function keyObjectIn(key) {
  if (key instanceof KeyObject) return key;
  if (typeof key !== 'object' || key === null || isRaw(key)) return undefined;
  const { isCryptoKey } = require('crypto/key_checks');
  return isCryptoKey(key) ? KeyObject.from(key) : undefined;
}

function wrongType(key, expected) {
  return new ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE(key.type, expected);
}

/** The native key in `given`: text, bytes, { key, format, type, passphrase } or a JWK. */
function readKey(given, wantsPrivate, kinds) {
  let key = given;
  let name = 'key';
  let options = { __proto__: null };
  if (typeof given === 'object' && given !== null && !isRaw(given)) {
    if (given instanceof KeyObject) throw new ERR_INVALID_ARG_TYPE('key', kinds, given);
    options = given;
    key = given.key;
    name = 'key.key';
    if (given.format === 'jwk') return keyFromJwk(key, wantsPrivate);
  }
  if (!isRaw(key)) throw new ERR_INVALID_ARG_TYPE(name, kinds, key);
  const { format, type } = formatAndType(options, undefined, wantsPrivate ? false : undefined);
  const passphrase = passphraseFrom(options.passphrase, options.encoding, undefined, false);
  const bytes = bytesFrom(key, name, options.encoding);
  const read = wantsPrivate ? nativeKey.readPrivate : nativeKey.readPublic;
  return read(bytes, format === 'der' ? type : '', passphrase);
}

/** A private KeyObject, from text or bytes in PEM or DER, or a JWK. */
function createPrivateKey(key) {
  return new PrivateKeyObject(readKey(key, true, readKinds));
}

/** A public KeyObject, from what createPrivateKey takes too, a certificate, or a private KeyObject. */
function createPublicKey(key) {
  const inner = keyObjectIn(key) ?? keyObjectIn(key?.key);
  if (inner !== undefined) {
    if (inner.type !== 'private') throw wrongType(inner, 'private');
    return new PublicKeyObject(handleOf(inner));
  }
  return new PublicKeyObject(readKey(key, false, readOrKeyKinds));
}

/** The native private key in whatever a user gave for one. */
function privateHandle(key) {
  const inner = keyObjectIn(key) ?? keyObjectIn(key?.key);
  if (inner === undefined) return readKey(key, true, readOrKeyKinds);
  if (inner.type !== 'private') throw wrongType(inner, 'private');
  return handleOf(inner);
}

/** The native key, public or private, in whatever a user gave where a public one will do. */
function publicHandle(key) {
  const inner = keyObjectIn(key) ?? keyObjectIn(key?.key);
  if (inner === undefined) return readKey(key, false, readOrKeyKinds);
  if (inner.type === 'secret') throw wrongType(inner, 'private or public');
  return handleOf(inner);
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
      throw wrongType(key, 'secret');
    }
    return handleOf(key).bytes;
  }
  if (typeof key === 'object' && key !== null && !ArrayBuffer.isView(key)) {
    const { isCryptoKey } = require('crypto/key_checks');
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
  return new SecretKeyObject(new SecretHandle(withRequests('crypto_random', binding('crypto_random')).keyBytes(size)));
}

/** The same; then callback(error, key). */
function generateKey(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const size = checkGenerate(type, options);
  validateFunction(callback, 'callback');
  withRequests('crypto_random', binding('crypto_random')).keyBytes(size, (error, bytes) => {
    if (error) callback(error);
    else callback(null, new SecretKeyObject(new SecretHandle(bytes)));
  });
}

/** The native half of a KeyObject. */
function nativeHandle(key) {
  return handleOf(key);
}

module.exports = {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKey,
  generateKeySync,
  KeyObject,
  nativeHandle,
  privateEncoding,
  privateHandle,
  PrivateKeyObject,
  publicEncoding,
  publicHandle,
  PublicKeyObject,
  secretBytes,
  deserialize,
};
