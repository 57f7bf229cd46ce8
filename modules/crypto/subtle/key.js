'use strict';
// CryptoKey: a KeyObject with an algorithm and the uses it is for. What programs see of both is a copy.

const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } = require('errors');
const { domException } = require('crypto/subtle/errors');

const inspectSymbol = Symbol.for('nodejs.util.inspect.custom');
const kInside = Symbol('inside');

let slotsIn;
let isCryptoKey;

function copyOfAlgorithm(algorithm) {
  const copy = { ...algorithm };
  if (copy.hash !== undefined) copy.hash = { ...copy.hash };
  if (copy.publicExponent !== undefined) copy.publicExponent = copy.publicExponent.slice();
  return copy;
}

class CryptoKey {
  #slots;
  #algorithm;
  #usages;

  constructor() {
    const [inside, slots] = arguments;
    if (inside !== kInside) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#slots = slots;
  }

  static {
    isCryptoKey = (value) => typeof value === 'object' && value !== null && #slots in value;
    slotsIn = (key) => key.#slots;
  }

  static #check(value) {
    if (!isCryptoKey(value)) throw new ERR_INVALID_THIS('CryptoKey');
  }

  /** 'secret', 'public' or 'private'. */
  get type() {
    CryptoKey.#check(this);
    return this.#slots.keyObject.type;
  }

  /** Whether exportKey() and wrapKey() may give its value away. */
  get extractable() {
    CryptoKey.#check(this);
    return this.#slots.extractable;
  }

  /** { name, ... }: the same object each time. */
  get algorithm() {
    CryptoKey.#check(this);
    return this.#algorithm ??= copyOfAlgorithm(this.#slots.algorithm);
  }

  /** What it may be used for: the same array each time. */
  get usages() {
    CryptoKey.#check(this);
    return this.#usages ??= this.#slots.usages.slice();
  }

  [inspectSymbol](depth, options) {
    if (depth < 0) return this;
    const { inspect } = require('inspect');
    const { algorithm, extractable, keyObject, usages } = this.#slots;
    const shown = { type: keyObject.type, extractable, algorithm: copyOfAlgorithm(algorithm), usages: usages.slice() };
    return `CryptoKey ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}
for (const name of ['type', 'extractable', 'algorithm', 'usages']) {
  Object.defineProperty(CryptoKey.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(CryptoKey.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'CryptoKey' });
require('cloneable').setCloneSteps(CryptoKey, {
  kind: 'CryptoKey',
  reader: 'crypto/subtle/key',
  is: (value) => isCryptoKey(value),
  serialize(key) {
    const { algorithm, extractable, keyObject, usages } = slotsIn(key);
    return { algorithm, extractable, keyObject, usages };
  },
});

/** The key that was serialized in another thread. */
function deserialize({ algorithm, extractable, keyObject, usages }) {
  return new CryptoKey(kInside, { algorithm, extractable, keyObject, usages });
}

/** A CryptoKey. `usages` are in the order in which they are shown. */
function makeKey(keyObject, algorithm, extractable, usages) {
  return new CryptoKey(kInside, { algorithm, extractable, keyObject, usages });
}

/** { algorithm, extractable, keyObject, usages }: what a program cannot have changed. */
function slotsOf(key) {
  return slotsIn(key);
}

/** The bytes of a secret key. */
function bytesOf(key) {
  return slotsIn(key).keyObject.export();
}

/** The native half of an asymmetric key. */
function handleOf(key) {
  const { nativeHandle } = require('crypto/keys');
  return nativeHandle(slotsIn(key).keyObject);
}

/** A secret KeyObject of those bytes. */
function secretOf(bytes) {
  const { createSecretKey } = require('crypto/keys');
  return createSecretKey(bytes);
}

/** Refuses usages that are not among `allowed`. `what` is how the key is called: 'an AES key'. */
function checkUsages(usages, allowed, what) {
  if (usages.some((usage) => !allowed.includes(usage))) {
    throw domException('SyntaxError', `Unsupported key usage for ${what}`);
  }
}

/** Those of `usages` that are among `allowed`, in the order of `allowed`. */
function usagesAmong(usages, allowed) {
  return allowed.filter((usage) => usages.includes(usage));
}

/** An ArrayBuffer with those bytes and no others. */
function toArrayBuffer(bytes) {
  const { buffer, byteLength, byteOffset } = bytes;
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

module.exports = {
  bytesOf, checkUsages, CryptoKey, handleOf, isCryptoKey, makeKey, deserialize, secretOf, slotsOf, toArrayBuffer,
  usagesAmong,
};
