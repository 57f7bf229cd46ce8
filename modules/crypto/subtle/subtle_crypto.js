'use strict';
// SubtleCrypto: arguments converted as Web IDL says, algorithms normalized, keys checked against what they are for; the
// work itself is that of the algorithm's file. Steps and their order: https://w3c.github.io/webcrypto/#subtlecrypto-interface

const { Buffer } = require('buffer');
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } = require('errors');
const { domException } = require('crypto/subtle/errors');
const { slotsOf, toArrayBuffer } = require('crypto/subtle/key');
const { hasOperation, implementationOf, keyLengthOf, normalizeAlgorithm } = require('crypto/subtle/normalize');
const {
  argumentPlaces, toAlgorithmIdentifier, toBoolean, toBytes, toCryptoKey, toInteger, toJsonWebKey, toKeyFormat,
  toKeyUsages,
} = require('crypto/subtle/webidl');

const kInside = Symbol('inside');

// --- Checks of keys. ---

function invalidAccess(message) {
  return domException('InvalidAccessError', message);
}

/** Checks that a key is one of the algorithm and may be used so. */
function checkKey(key, { name }, usage, onMismatch, onUsage) {
  const { algorithm, usages } = slotsOf(key);
  if (algorithm.name !== name) throw invalidAccess(onMismatch);
  if (!usages.includes(usage)) throw invalidAccess(onUsage);
}

const notForKey = 'The requested operation is not valid for the provided key';

function checkExtractable(key) {
  if (!slotsOf(key).extractable) throw domException('InvalidAccessException', 'key is not extractable');
}

// --- Keys in and out. ---

async function importWith(algorithm, format, keyData, extractable, usages) {
  const key = await implementationOf(algorithm.name).importKey(algorithm, format, keyData, extractable, usages);
  const { type } = key;
  if (type !== 'public' && usages.length === 0) {
    throw domException('SyntaxError', `Usages cannot be empty when importing a ${type} key.`);
  }
  return key;
}

/** An ArrayBuffer, or a JWK. */
function exportWith(key, format) {
  const { algorithm: { name }, keyObject: { type } } = slotsOf(key);
  if (!hasOperation(name, 'exportKey')) throw domException('NotSupportedError', `${name} key export is not supported`);
  checkExtractable(key);
  const exported = implementationOf(name).exportKey(key, format);
  if (exported === undefined) {
    throw domException('NotSupportedError', `Unable to export ${name} ${type} key using ${format} format`);
  }
  return exported;
}

/** The algorithm for wrapping, by its own operation or by encryption: [algorithm, name of the operation]. */
function normalizeWrap(identifier, operation, otherwise) {
  try {
    return [normalizeAlgorithm(identifier, operation), operation];
  } catch {
    return [normalizeAlgorithm(identifier, otherwise), otherwise];
  }
}

/** A JWK's text; AES-KW takes whole blocks of eight bytes only, and JSON does not mind spaces. */
function textOfJwk(jwk, name) {
  const text = JSON.stringify(jwk);
  const bytes = Buffer.byteLength(text);
  const padding = name === 'AES-KW' && bytes % 8 !== 0 ? 8 - bytes % 8 : 0;
  return Buffer.from(padding === 0 ? text : `${text.slice(0, -1)}${' '.repeat(padding)}}`);
}

function jwkInText(bytes) {
  let jwk;
  try {
    jwk = JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw domException('DataError', 'Invalid wrapped JWK key', cause);
  }
  return toJsonWebKey(jwk, { prefix: "Failed to execute 'unwrapKey' on 'SubtleCrypto'", context: 'wrapped key' });
}

function checkDerivation(algorithm, key, usage) {
  checkKey(key, algorithm, usage, 'Key algorithm mismatch', `baseKey does not have ${usage} usage`);
}

/** Methods that are no standard yet tell so. */
function warnOfMethod(name) {
  const { emitExperimentalWarning } = require('warnings');
  emitExperimentalWarning(`The ${name} Web Crypto API method`);
}

// --- The class. ---

class SubtleCrypto {
  #isReal = true;

  constructor() {
    if (arguments[0] !== kInside) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#isReal in value)) throw new ERR_INVALID_THIS('SubtleCrypto');
  }

  /** Whether an operation ('encrypt', 'importKey' ...) knows an algorithm. The third argument is a length or an algorithm. */
  static supports(operation, algorithm) {
    if (this !== SubtleCrypto) throw new ERR_INVALID_THIS('SubtleCrypto constructor');
    warnOfMethod('supports');
    argumentPlaces('supports', arguments.length, 2);
    const { supports } = require('crypto/subtle/supports');
    return supports(operation, algorithm, arguments[2]);
  }

  /** An ArrayBuffer: the data encrypted. */
  async encrypt(algorithm, key, data) {
    SubtleCrypto.#check(this);
    return crypt('encrypt', algorithm, key, data, arguments.length);
  }

  /** An ArrayBuffer: the data decrypted. */
  async decrypt(algorithm, key, data) {
    SubtleCrypto.#check(this);
    return crypt('decrypt', algorithm, key, data, arguments.length);
  }

  /** An ArrayBuffer: the signature, or the code. */
  async sign(algorithm, key, data) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('sign', arguments.length, 3);
    algorithm = toAlgorithmIdentifier(algorithm, places[0]);
    key = toCryptoKey(key, places[1]);
    data = toBytes(data, places[2]);
    const normalized = normalizeAlgorithm(algorithm, 'sign');
    checkKey(key, normalized, 'sign', 'Unable to use this key to sign', 'Unable to use this key to sign');
    return toArrayBuffer(await implementationOf(normalized.name).sign(normalized, key, data));
  }

  /** Whether a signature or a code is that of the data. */
  async verify(algorithm, key, signature, data) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('verify', arguments.length, 4);
    algorithm = toAlgorithmIdentifier(algorithm, places[0]);
    key = toCryptoKey(key, places[1]);
    signature = toBytes(signature, places[2]);
    data = toBytes(data, places[3]);
    const normalized = normalizeAlgorithm(algorithm, 'verify');
    checkKey(key, normalized, 'verify', 'Unable to use this key to verify', 'Unable to use this key to verify');
    return implementationOf(normalized.name).verify(normalized, key, signature, data);
  }

  /** An ArrayBuffer: the digest of the data. */
  async digest(algorithm, data) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('digest', arguments.length, 2);
    algorithm = toAlgorithmIdentifier(algorithm, places[0]);
    data = toBytes(data, places[1]);
    const normalized = normalizeAlgorithm(algorithm, 'digest');
    return toArrayBuffer(await implementationOf(normalized.name).digest(normalized, data));
  }

  /** A secret CryptoKey, or { publicKey, privateKey }. */
  async generateKey(algorithm, extractable, keyUsages) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('generateKey', arguments.length, 3);
    algorithm = toAlgorithmIdentifier(algorithm, places[0]);
    extractable = toBoolean(extractable);
    const usages = toKeyUsages(keyUsages, places[2]);
    const normalized = normalizeAlgorithm(algorithm, 'generateKey');
    return implementationOf(normalized.name).generateKey(normalized, extractable, usages);
  }

  /** A CryptoKey out of what a key and the algorithm's parameters derive. */
  async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('deriveKey', arguments.length, 5);
    algorithm = toAlgorithmIdentifier(algorithm, places[0]);
    baseKey = toCryptoKey(baseKey, places[1]);
    derivedKeyType = toAlgorithmIdentifier(derivedKeyType, places[2]);
    extractable = toBoolean(extractable);
    const usages = toKeyUsages(keyUsages, places[4]);
    const normalized = normalizeAlgorithm(algorithm, 'deriveBits');
    const importAlgorithm = normalizeAlgorithm(derivedKeyType, 'importKey');
    checkDerivation(normalized, baseKey, 'deriveKey');
    const length = keyLengthOf(derivedKeyType);
    const bits = await implementationOf(normalized.name).deriveBits(normalized, baseKey, length);
    return importWith(importAlgorithm, 'raw-secret', bits, extractable, usages);
  }

  /** An ArrayBuffer of `length` bits; null for as many as there are. */
  async deriveBits(algorithm, baseKey, length = null) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('deriveBits', arguments.length, 2);
    algorithm = toAlgorithmIdentifier(algorithm, places[0]);
    baseKey = toCryptoKey(baseKey, places[1]);
    if (length !== null) length = toInteger(length, places[2], 32, false);
    const normalized = normalizeAlgorithm(algorithm, 'deriveBits');
    checkDerivation(normalized, baseKey, 'deriveBits');
    return toArrayBuffer(await implementationOf(normalized.name).deriveBits(normalized, baseKey, length));
  }

  /** A CryptoKey. `format`: 'raw', 'raw-public', 'raw-secret', 'spki', 'pkcs8' or 'jwk', for which keyData is an object. */
  async importKey(format, keyData, algorithm, extractable, keyUsages) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('importKey', arguments.length, 4);
    format = toKeyFormat(format, places[0]);
    keyData = (format === 'jwk' ? toJsonWebKey : toBytes)(keyData, places[1]);
    algorithm = toAlgorithmIdentifier(algorithm, places[2]);
    extractable = toBoolean(extractable);
    const usages = toKeyUsages(keyUsages, places[4]);
    return importWith(normalizeAlgorithm(algorithm, 'importKey'), format, keyData, extractable, usages);
  }

  /** An ArrayBuffer, or a JWK. */
  async exportKey(format, key) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('exportKey', arguments.length, 2);
    format = toKeyFormat(format, places[0]);
    return exportWith(toCryptoKey(key, places[1]), format);
  }

  /** An ArrayBuffer: a key exported and encrypted. */
  async wrapKey(format, key, wrappingKey, wrapAlgorithm) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('wrapKey', arguments.length, 4);
    format = toKeyFormat(format, places[0]);
    key = toCryptoKey(key, places[1]);
    wrappingKey = toCryptoKey(wrappingKey, places[2]);
    wrapAlgorithm = toAlgorithmIdentifier(wrapAlgorithm, places[3]);
    const [normalized, operation] = normalizeWrap(wrapAlgorithm, 'wrapKey', 'encrypt');
    checkKey(wrappingKey, normalized, 'wrapKey', notForKey, 'Unable to use this key to wrapKey');
    const exported = exportWith(key, format);
    const bytes = format === 'jwk' ? textOfJwk(exported, normalized.name) : new Uint8Array(exported);
    return toArrayBuffer(await implementationOf(normalized.name)[operation](normalized, wrappingKey, bytes));
  }

  /** A CryptoKey: what wrapKey() gave, decrypted and imported. */
  async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages) {
    SubtleCrypto.#check(this);
    const places = argumentPlaces('unwrapKey', arguments.length, 7);
    format = toKeyFormat(format, places[0]);
    wrappedKey = toBytes(wrappedKey, places[1]);
    unwrappingKey = toCryptoKey(unwrappingKey, places[2]);
    unwrapAlgorithm = toAlgorithmIdentifier(unwrapAlgorithm, places[3]);
    unwrappedKeyAlgorithm = toAlgorithmIdentifier(unwrappedKeyAlgorithm, places[4]);
    extractable = toBoolean(extractable);
    const usages = toKeyUsages(keyUsages, places[6]);
    const [normalized, operation] = normalizeWrap(unwrapAlgorithm, 'unwrapKey', 'decrypt');
    const importAlgorithm = normalizeAlgorithm(unwrappedKeyAlgorithm, 'importKey');
    checkKey(unwrappingKey, normalized, 'unwrapKey', notForKey, 'Unable to use this key to unwrapKey');
    const bytes = await implementationOf(normalized.name)[operation](normalized, unwrappingKey, wrappedKey);
    return importWith(importAlgorithm, format, format === 'jwk' ? jwkInText(bytes) : bytes, extractable, usages);
  }

  /** The public CryptoKey of a private one. */
  async getPublicKey(key, keyUsages) {
    SubtleCrypto.#check(this);
    warnOfMethod('getPublicKey');
    const places = argumentPlaces('getPublicKey', arguments.length, 2);
    key = toCryptoKey(key, places[0]);
    const usages = toKeyUsages(keyUsages, places[1]);
    const { algorithm, keyObject } = slotsOf(key);
    if (keyObject.type !== 'private') {
      const name = keyObject.type === 'secret' ? 'NotSupportedError' : 'InvalidAccessError';
      throw domException(name, 'key must be a private key');
    }
    const { createPublicKey } = require('crypto/keys');
    return implementationOf(algorithm.name).fromKeyObject(algorithm, createPublicKey(keyObject), true, usages);
  }

  /** { sharedKey, ciphertext }; there is no algorithm for it in this OpenSSL. */
  async encapsulateBits(algorithm, encapsulationKey) {
    SubtleCrypto.#check(this);
    warnOfMethod('encapsulateBits');
    const places = argumentPlaces('encapsulateBits', arguments.length, 2);
    refuseEncapsulation(algorithm, encapsulationKey, places, 'encapsulate');
  }

  /** { sharedKey, ciphertext }, of which sharedKey is a CryptoKey. */
  async encapsulateKey(algorithm, encapsulationKey, sharedKeyAlgorithm, extractable, usages) {
    SubtleCrypto.#check(this);
    warnOfMethod('encapsulateKey');
    const places = argumentPlaces('encapsulateKey', arguments.length, 5);
    refuseEncapsulation(algorithm, encapsulationKey, places, 'encapsulate');
  }

  /** The shared secret, an ArrayBuffer. */
  async decapsulateBits(algorithm, decapsulationKey, ciphertext) {
    SubtleCrypto.#check(this);
    warnOfMethod('decapsulateBits');
    const places = argumentPlaces('decapsulateBits', arguments.length, 3);
    refuseEncapsulation(algorithm, decapsulationKey, places, 'decapsulate');
  }

  /** The shared secret, a CryptoKey. */
  async decapsulateKey(algorithm, decapsulationKey, ciphertext, sharedKeyAlgorithm, extractable, usages) {
    SubtleCrypto.#check(this);
    warnOfMethod('decapsulateKey');
    const places = argumentPlaces('decapsulateKey', arguments.length, 6);
    refuseEncapsulation(algorithm, decapsulationKey, places, 'decapsulate');
  }
}

async function crypt(operation, algorithm, key, data, count) {
  const places = argumentPlaces(operation, count, 3);
  algorithm = toAlgorithmIdentifier(algorithm, places[0]);
  key = toCryptoKey(key, places[1]);
  data = toBytes(data, places[2]);
  const normalized = normalizeAlgorithm(algorithm, operation);
  checkKey(key, normalized, operation, notForKey, notForKey);
  return toArrayBuffer(await implementationOf(normalized.name)[operation](normalized, key, data));
}

function refuseEncapsulation(algorithm, key, places, operation) {
  algorithm = toAlgorithmIdentifier(algorithm, places[0]);
  toCryptoKey(key, places[1]);
  normalizeAlgorithm(algorithm, operation);
}

Object.defineProperty(SubtleCrypto.prototype.importKey, 'length', { __proto__: null, configurable: true, value: 5 });
Object.defineProperty(SubtleCrypto.prototype, Symbol.toStringTag, {
  __proto__: null, configurable: true, value: 'SubtleCrypto',
});
for (const name of Object.getOwnPropertyNames(SubtleCrypto.prototype)) {
  if (name !== 'constructor') Object.defineProperty(SubtleCrypto.prototype, name, { __proto__: null, enumerable: true });
}

/** The one SubtleCrypto of a Crypto. */
function makeSubtleCrypto() {
  return new SubtleCrypto(kInside);
}

module.exports = { makeSubtleCrypto, SubtleCrypto };
