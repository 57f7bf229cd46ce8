'use strict';
// The Web Crypto API (https://w3c.github.io/webcrypto/): random values, UUIDs and digests. The rest of SubtleCrypto is
// not there yet, and says so.

const {
  ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_METHOD_NOT_IMPLEMENTED,
} = require('errors');
const { isAnyArrayBuffer } = require('types');
const { randomFillSync, randomUUID } = require('crypto/random');
const { hash } = require('crypto/hash');

const kInside = Symbol('inside');
const mostRandomBytes = 65536;

const integerArrays = new Set([
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'BigInt64Array', 'BigUint64Array',
]);
const typeOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

const digests = new Map([
  ['SHA-1', 'sha1'], ['SHA-256', 'sha256'], ['SHA-384', 'sha384'], ['SHA-512', 'sha512'],
  ['SHA3-256', 'sha3-256'], ['SHA3-384', 'sha3-384'], ['SHA3-512', 'sha3-512'],
  ['cSHAKE128', 'shake128'], ['cSHAKE256', 'shake256'],
]);

function domException(message, name) {
  const { DOMException } = require('dom_exception');
  return new DOMException(message, name);
}

function typeError(message, code) {
  return Object.assign(new TypeError(message), { code });
}

/** The digest that an AlgorithmIdentifier names: [its name for OpenSSL, its length in bytes or undefined]. */
function digestFrom(algorithm) {
  let name = algorithm;
  if (typeof algorithm === 'object' && algorithm !== null) {
    ({ name } = algorithm);
    if (name === undefined) {
      throw typeError("Failed to normalize algorithm: passed algorithm can not be converted to 'Algorithm' because " +
        "'name' is required in 'Algorithm'.", 'ERR_MISSING_OPTION');
    }
  }
  const upper = `${name}`.toUpperCase();
  const known = [...digests.keys()].find((key) => key.toUpperCase() === upper);
  if (known === undefined) throw domException('Unrecognized algorithm name', 'NotSupportedError');
  if (!known.startsWith('SHA-')) {
    const { emitExperimentalWarning } = require('process/warnings');
    emitExperimentalWarning(`The ${known} Web Crypto API algorithm`);
  }
  if (!known.startsWith('cSHAKE')) return [digests.get(known), undefined];
  const { length } = algorithm;
  if (typeof length !== 'number' || length < 0 || length % 8 !== 0) {
    throw domException('Unsupported CShakeParams length', 'NotSupportedError');
  }
  return [digests.get(known), length / 8];
}

function failedDigest(what, code) {
  return typeError(`Failed to execute 'digest' on 'SubtleCrypto': ${what}`, code);
}

/** `crypto.subtle`. digest() works; the other methods reject with ERR_METHOD_NOT_IMPLEMENTED. */
class SubtleCrypto {
  constructor(inside) {
    if (inside !== kInside) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  /** The digest of bytes, as an ArrayBuffer. `algorithm`: 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512' or { name }. */
  async digest(algorithm, data) {
    if (!(this instanceof SubtleCrypto)) throw new ERR_INVALID_THIS('SubtleCrypto');
    if (arguments.length < 2) {
      throw failedDigest(`2 arguments required, but only ${arguments.length} present.`, 'ERR_MISSING_ARGS');
    }
    if (!ArrayBuffer.isView(data) && !isAnyArrayBuffer(data)) {
      throw failedDigest('2nd argument is not instance of ArrayBuffer, Buffer, TypedArray, or DataView.',
                         'ERR_INVALID_ARG_TYPE');
    }
    const [name, outputLength] = digestFrom(algorithm);
    const bytes = ArrayBuffer.isView(data) ? data : new Uint8Array(data);
    return hash(name, bytes, { outputEncoding: 'buffer', outputLength }).buffer;
  }
}

for (const [name, length] of Object.entries({
  encrypt: 3, decrypt: 3, sign: 3, verify: 4, generateKey: 3, deriveKey: 5, deriveBits: 2, importKey: 5, exportKey: 2,
  wrapKey: 4, unwrapKey: 7, getPublicKey: 2, encapsulateBits: 2, encapsulateKey: 5, decapsulateBits: 3,
  decapsulateKey: 6,
})) {
  const method = { async [name]() { throw new ERR_METHOD_NOT_IMPLEMENTED(`SubtleCrypto.${name}()`); } }[name];
  Object.defineProperty(method, 'length', { __proto__: null, configurable: true, value: length });
  Object.defineProperty(SubtleCrypto.prototype, name, { __proto__: null, configurable: true, writable: true, value: method });
}

/** Its constructor throws ERR_ILLEGAL_CONSTRUCTOR, and nothing else makes one yet. */
class CryptoKey {
  constructor() {
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
}

/** `globalThis.crypto`. Its constructor throws ERR_ILLEGAL_CONSTRUCTOR. */
class Crypto {
  #subtle;

  constructor(inside) {
    if (inside !== kInside) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  static #check(object) {
    if (typeof object !== 'object' || object === null || !(#subtle in object)) throw new ERR_INVALID_THIS('Crypto');
  }

  /** The only SubtleCrypto of this Crypto. */
  get subtle() {
    Crypto.#check(this);
    this.#subtle ??= new SubtleCrypto(kInside);
    return this.#subtle;
  }

  /** Fills an integer array of at most 65,536 bytes, and returns it. */
  getRandomValues(array) {
    Crypto.#check(this);
    if (!integerArrays.has(ArrayBuffer.isView(array) ? typeOf.call(array) : undefined)) {
      throw domException('The data argument must be an integer-type TypedArray', 'TypeMismatchError');
    }
    if (array.byteLength > mostRandomBytes) {
      throw domException('The requested length exceeds 65,536 bytes', 'QuotaExceededError');
    }
    return randomFillSync(array, 0);
  }

  /** A UUID of version 4. */
  randomUUID(options) {
    Crypto.#check(this);
    return randomUUID(options);
  }
}

for (const [Class, names] of [[Crypto, ['subtle', 'getRandomValues', 'randomUUID']],
                              [SubtleCrypto, Object.getOwnPropertyNames(SubtleCrypto.prototype).slice(1)]]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: Class.name });
  for (const name of names) Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'CryptoKey' });

/** The KeyObject of a CryptoKey. As there is none yet, throws ERR_INVALID_ARG_TYPE. */
function keyObjectOf(key) {
  throw new ERR_INVALID_ARG_TYPE('key', 'CryptoKey', key);
}

/** keyObject.toCryptoKey(): not there yet, throws ERR_METHOD_NOT_IMPLEMENTED. */
function cryptoKeyFrom() {
  throw new ERR_METHOD_NOT_IMPLEMENTED('KeyObject.toCryptoKey()');
}

module.exports = { Crypto, crypto: new Crypto(kInside), cryptoKeyFrom, CryptoKey, keyObjectOf, SubtleCrypto };
