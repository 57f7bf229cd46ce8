'use strict';
// The Web Crypto API (https://w3c.github.io/webcrypto/): random values and UUIDs. `subtle` and its keys are in crypto/subtle,
// of which nothing is loaded before it is used.

const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } = require('errors');
const { defineLazy } = require('lazy_property');
const { randomFillSync, randomUUID } = require('crypto/random');

const kInside = Symbol('inside');
const mostRandomBytes = 65536;

const integerArrays = new Set([
  'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'BigInt64Array', 'BigUint64Array',
]);
const typeOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

function domException(message, name) {
  const { DOMException } = require('dom_exception');
  return new DOMException(message, name);
}

class Crypto {
  #subtle;

  constructor() {
    if (arguments[0] !== kInside) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  static #check(object) {
    if (typeof object !== 'object' || object === null || !(#subtle in object)) throw new ERR_INVALID_THIS('Crypto');
  }

  get subtle() {
    Crypto.#check(this);
    this.#subtle ??= require('crypto/subtle/subtle_crypto').makeSubtleCrypto();
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
  randomUUID(options = undefined) {
    Crypto.#check(this);
    return randomUUID(options);
  }
}
Object.defineProperty(Crypto.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'Crypto' });
for (const name of ['subtle', 'getRandomValues', 'randomUUID']) {
  Object.defineProperty(Crypto.prototype, name, { __proto__: null, enumerable: true });
}

module.exports = { Crypto, crypto: new Crypto(kInside) };
defineLazy(module.exports, 'CryptoKey', () => require('crypto/subtle/key').CryptoKey);
defineLazy(module.exports, 'SubtleCrypto', () => require('crypto/subtle/subtle_crypto').SubtleCrypto);
