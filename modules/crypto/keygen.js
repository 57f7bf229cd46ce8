'use strict';
// Pairs of keys: generateKeyPair and generateKeyPairSync.

const { withRequests } = require('crypto/requests');
const {
  ERR_CRYPTO_INVALID_CURVE, ERR_CRYPTO_INVALID_DIGEST, ERR_CRYPTO_UNKNOWN_DH_GROUP, ERR_INCOMPATIBLE_OPTION_PAIR,
  ERR_INVALID_ARG_VALUE, ERR_MISSING_OPTION,
} = require('errors');
const { named } = require('observing');
const { valueNames } = require('promisify');
const { findDigest } = require('crypto/hash');
const { privateEncoding, PrivateKeyObject, publicEncoding, PublicKeyObject } = require('crypto/keys');
const {
  validateBuffer, validateFunction, validateInt32, validateObject, validateString, validateUint32,
} = require('validators');
const native = withRequests('crypto_key', binding('crypto_key'));

const defaultExponent = 0x10001;

function digestOption(value, name, shown) {
  if (value === undefined) return -1;
  validateString(value, name);
  const digest = findDigest(value);
  if (digest !== undefined) return digest.id;
  throw Object.assign(new ERR_CRYPTO_INVALID_DIGEST(value), { message: `Invalid ${shown}: ${value}` });
}

// Each gives a function from a callback, or undefined for at once, to the native job.
const makers = {
  'rsa'(options) {
    const { bits, exponent } = rsaSizes(options);
    return (callback) => native.generateRsa(false, bits, exponent, -1, -1, -1, callback);
  },

  'rsa-pss'(options) {
    const { bits, exponent } = rsaSizes(options);
    const { saltLength } = options;
    if (saltLength !== undefined) validateInt32(saltLength, 'options.saltLength', 0);
    const digest = digestOption(newOrOld(options, 'hashAlgorithm', 'hash'), 'options.hashAlgorithm', 'digest');
    const mask = digestOption(
      newOrOld(options, 'mgf1HashAlgorithm', 'mgf1Hash'), 'options.mgf1HashAlgorithm', 'MGF1 digest');
    return (callback) => native.generateRsa(true, bits, exponent, digest, mask, saltLength ?? -1, callback);
  },

  'dsa'(options) {
    const { modulusLength, divisorLength } = options;
    validateUint32(modulusLength, 'options.modulusLength');
    if (divisorLength !== undefined && divisorLength !== null) validateInt32(divisorLength, 'options.divisorLength', 0);
    return (callback) => native.generateDsa(modulusLength, divisorLength ?? -1, callback);
  },

  'ec'(options) {
    const { namedCurve, paramEncoding } = options;
    validateString(namedCurve, 'options.namedCurve');
    if (paramEncoding !== undefined && paramEncoding !== null && paramEncoding !== 'named' &&
        paramEncoding !== 'explicit') {
      throw new ERR_INVALID_ARG_VALUE('options.paramEncoding', paramEncoding);
    }
    if (!native.hasCurve(namedCurve)) throw new ERR_CRYPTO_INVALID_CURVE();
    return (callback) => native.generateEc(namedCurve, paramEncoding === 'explicit', callback);
  },

  'dh'(options) {
    const { group, prime, primeLength, generator } = options;
    if (group !== undefined && group !== null) {
      for (const [name, value] of [['prime', prime], ['primeLength', primeLength], ['generator', generator]]) {
        if (value !== undefined && value !== null) throw new ERR_INCOMPATIBLE_OPTION_PAIR('group', name);
      }
      validateString(group, 'options.group');
      const known = native.groupPrime(group);
      if (known === undefined) throw new ERR_CRYPTO_UNKNOWN_DH_GROUP();
      return (callback) => native.generateDh(known, 0, 2, callback);
    }
    if (prime !== undefined && prime !== null) {
      if (primeLength !== undefined && primeLength !== null) {
        throw new ERR_INCOMPATIBLE_OPTION_PAIR('prime', 'primeLength');
      }
      validateBuffer(prime, 'options.prime');
    } else if (primeLength !== undefined && primeLength !== null) {
      validateInt32(primeLength, 'options.primeLength', 0);
    } else {
      throw new ERR_MISSING_OPTION('At least one of the group, prime, or primeLength options');
    }
    if (generator !== undefined && generator !== null) validateInt32(generator, 'options.generator', 0);
    return (callback) => native.generateDh(prime ?? undefined, primeLength ?? 0, generator ?? 2, callback);
  },
};
for (const name of ['ED25519', 'ED448', 'X25519', 'X448']) {
  makers[name.toLowerCase()] = () => (callback) => native.generateRaw(name, callback);
}

function rsaSizes({ modulusLength, publicExponent }) {
  validateUint32(modulusLength, 'options.modulusLength');
  if (publicExponent !== undefined && publicExponent !== null) {
    validateUint32(publicExponent, 'options.publicExponent');
  }
  return { bits: modulusLength, exponent: publicExponent ?? defaultExponent };
}

let warned = {};

/** An option that had another name once. */
function newOrOld(options, name, oldName) {
  const old = options[oldName];
  if (old === undefined) return options[name];
  if (!warned[oldName]) {
    warned = { ...warned, [oldName]: true };
    process.emitWarning(`"options.${oldName}" is deprecated, use "options.${name}" instead.`,
                        'DeprecationWarning', 'DEP0154');
  }
  validateString(old, `options.${oldName}`);
  if (options[name] !== undefined && options[name] !== old) throw new ERR_INVALID_ARG_VALUE(`options.${oldName}`, old);
  return old;
}

/** What becomes of a finished pair, as the options say: KeyObjects, or what those export. */
class PairForm {
  constructor(type, options) {
    this.publicOptions = encodingOption(options, 'publicKeyEncoding', type, publicEncoding);
    this.privateOptions = encodingOption(options, 'privateKeyEncoding', type, privateEncoding);
  }

  pair(handle) {
    const publicKey = new PublicKeyObject(handle);
    const privateKey = new PrivateKeyObject(handle);
    return {
      publicKey: this.publicOptions === undefined ? publicKey : publicKey.export(this.publicOptions),
      privateKey: this.privateOptions === undefined ? privateKey : privateKey.export(this.privateOptions),
    };
  }
}

function encodingOption(options, name, type, check) {
  const value = options?.[name];
  if (value === undefined || value === null) return undefined;
  if (value.format === 'jwk') return value;
  check(value, type, name);
  return value;
}

function prepare(type, options) {
  validateString(type, 'type');
  const maker = Object.hasOwn(makers, type) ? makers[type] : undefined;
  const form = new PairForm(type, checked(options));
  if (maker === undefined) throw new ERR_INVALID_ARG_VALUE('type', type, 'must be a supported key type');
  if (maker.length > 0) validateObject(options, 'options');
  return { form, start: maker(options ?? { __proto__: null }) };
}

function checked(options) {
  if (options !== undefined) validateObject(options, 'options');
  return options;
}

/** { publicKey, privateKey } of type 'rsa', 'rsa-pss', 'dsa', 'ec', 'ed25519', 'ed448', 'x25519', 'x448' or 'dh'. */
function generateKeyPairSync(type, options) {
  const { form, start } = prepare(type, options);
  return form.pair(start(undefined));
}

/** The same on the thread pool; then callback(error, publicKey, privateKey). */
function generateKeyPair(type, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const { form, start } = prepare(type, options);
  validateFunction(callback, 'callback');
  callback = named(callback);
  start((error, handle) => {
    if (error) {
      callback(error);
      return;
    }
    let pair;
    try {
      pair = form.pair(handle);
    } catch (cause) {
      callback(cause);
      return;
    }
    callback(null, pair.publicKey, pair.privateKey);
  });
}
Object.defineProperty(generateKeyPair, valueNames, { __proto__: null, value: ['publicKey', 'privateKey'] });

module.exports = { generateKeyPair, generateKeyPairSync };
