'use strict';
// Diffie-Hellman, over numbers and over elliptic curves; and primes.

const { Buffer } = require('buffer');
const {
  ERR_CRYPTO_ECDH_INVALID_FORMAT, ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY, ERR_CRYPTO_UNKNOWN_DH_GROUP,
  ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE,
} = require('errors');
const { bytesFrom } = require('crypto/encoding');
const { isAnyArrayBuffer } = require('types');
const {
  validateBoolean, validateFunction, validateInt32, validateObject, validateString,
} = require('validators');
const native = binding('crypto_exchange');

require('async_ids/requests').trackRequests(native, { checkPrime: 'CHECKPRIMEREQUEST', generatePrime: 'RANDOMPRIMEREQUEST' });

const kNative = Symbol('native');
const defaultGenerator = 2;

/** A Buffer as it is, or its text. */
function inEncoding(bytes, encoding) {
  return encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes;
}

// --- Over numbers. ---

const numberKinds = ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

function isBytes(value) {
  return ArrayBuffer.isView(value) || isAnyArrayBuffer(value);
}

function checkNumberOrBytes(value, name) {
  if (typeof value !== 'number' && typeof value !== 'string' && !isBytes(value)) {
    throw new ERR_INVALID_ARG_TYPE(name, numberKinds, value);
  }
}

/** A number's bytes, the highest first. Negative ones are no generators. */
function bytesOfNumber(number) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(Math.max(number, 0));
  return bytes;
}

/**
 * What createDiffieHellman() returns; it takes the same arguments. `verifyError`: OpenSSL's DH_* bits for what is wrong
 * with the prime and the generator.
 */
function DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  if (!(this instanceof DiffieHellman)) return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
  checkNumberOrBytes(sizeOrKey, 'sizeOrKey');
  if (typeof sizeOrKey === 'number') validateInt32(sizeOrKey, 'sizeOrKey');
  if (keyEncoding && !Buffer.isEncoding(keyEncoding) && keyEncoding !== 'buffer') {
    // (size, generator), without an encoding between.
    genEncoding = generator;
    generator = keyEncoding;
    keyEncoding = undefined;
  }
  if (!generator) generator = defaultGenerator;
  else checkNumberOrBytes(generator, 'generator');
  if (typeof generator === 'number') validateInt32(generator, 'generator');
  this[kNative] = new native.DiffieHellman();
  if (typeof sizeOrKey === 'number') {
    this[kNative].generate(sizeOrKey, typeof generator === 'number' ? generator : defaultGenerator);
  } else {
    const start = typeof generator === 'number' ?
      bytesOfNumber(generator) : bytesFrom(generator, 'generator', genEncoding);
    this[kNative].use(bytesFrom(sizeOrKey, 'sizeOrKey', keyEncoding), start);
  }
  Object.defineProperty(this, 'verifyError', { __proto__: null, enumerable: true, value: this[kNative].verifyError() });
}

/** One of the groups 'modp1', 'modp2' (RFC 2409), 'modp5' and 'modp14' to 'modp18' (RFC 3526). */
function DiffieHellmanGroup(name) {
  if (!(this instanceof DiffieHellmanGroup)) return new DiffieHellmanGroup(name);
  if (typeof name !== 'string') {
    throw Object.assign(new TypeError('Group name must be a string'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const prime = binding('crypto_key').groupPrime(name);
  if (prime === undefined) throw new ERR_CRYPTO_UNKNOWN_DH_GROUP();
  this[kNative] = new native.DiffieHellman();
  this[kNative].use(prime, bytesOfNumber(defaultGenerator));
  // That these are primes is known; to check it takes long.
  Object.defineProperty(this, 'verifyError', { __proto__: null, enumerable: true, value: 0 });
}

const exchange = {
  /** Makes both keys; the public one is returned. */
  generateKeys(encoding) {
    return inEncoding(this[kNative].generateKeys(), encoding);
  },

  /**
   * The secret shared with the owner of the public key `key` (bytes, or a string in `inEnc`): a Buffer, or a string in
   * `outEnc`.
   */
  computeSecret(key, inEnc, outEnc) {
    return inEncoding(this[kNative].computeSecret(bytesFrom(key, 'key', inEnc)), outEnc);
  },

  // Each a Buffer, or a string in `encoding`.
  getPrime(encoding) { return inEncoding(this[kNative].prime(), encoding); },
  getGenerator(encoding) { return inEncoding(this[kNative].generator(), encoding); },
  getPublicKey(encoding) { return inEncoding(this[kNative].publicKey(), encoding); },
  getPrivateKey(encoding) { return inEncoding(this[kNative].privateKey(), encoding); },
};
Object.assign(DiffieHellman.prototype, exchange);
Object.assign(DiffieHellmanGroup.prototype, exchange);

/** `key`: bytes, or a string in `encoding`. Returns the object. */
DiffieHellman.prototype.setPublicKey = function setPublicKey(key, encoding) {
  this[kNative].setPublicKey(bytesFrom(key, 'key', encoding));
  return this;
};

/** `key`: bytes, or a string in `encoding`; the public key is not made from it. Returns the object. */
DiffieHellman.prototype.setPrivateKey = function setPrivateKey(key, encoding) {
  this[kNative].setPrivateKey(bytesFrom(key, 'key', encoding));
  return this;
};

/**
 * createDiffieHellman(primeLength, generator) makes a prime of so many bits; createDiffieHellman(prime, primeEncoding,
 * generator, generatorEncoding) takes one as a string or bytes. The generator is 2 by default.
 * @returns {DiffieHellman}
 */
function createDiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding) {
  return new DiffieHellman(sizeOrKey, keyEncoding, generator, genEncoding);
}

/** As getDiffieHellman(). */
function createDiffieHellmanGroup(name) {
  return new DiffieHellmanGroup(name);
}

/**
 * The group of that name: 'modp1', 'modp2', 'modp5', 'modp14' to 'modp18'. Throws ERR_CRYPTO_UNKNOWN_DH_GROUP.
 * @returns {DiffieHellmanGroup}
 */
function getDiffieHellman(name) {
  return new DiffieHellmanGroup(name);
}

// --- Over curves. ---

const forms = { compressed: 2, uncompressed: 4, hybrid: 6 };

/** The number of a point's form: default 'uncompressed'. */
function formOf(format) {
  if (format === undefined || format === null || format === '') return forms.uncompressed;
  if (typeof format === 'string' && Object.hasOwn(forms, format)) return forms[format];
  throw new ERR_CRYPTO_ECDH_INVALID_FORMAT(format);
}

/** What createECDH() returns: a key pair of a curve. Throws ERR_CRYPTO_INVALID_CURVE. */
function ECDH(curve) {
  if (!(this instanceof ECDH)) return new ECDH(curve);
  validateString(curve, 'curve');
  this[kNative] = new native.ECDH();
  this[kNative].use(curve);
}

/**
 * The secret shared with the owner of the public key `key` (bytes, or a string in `inEnc`): a Buffer, or a string in
 * `outEnc`. Throws ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY.
 */
ECDH.prototype.computeSecret = function computeSecret(key, inEnc, outEnc) {
  const secret = this[kNative].computeSecret(bytesFrom(key, 'key', inEnc));
  if (secret === undefined) throw new ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY();
  return inEncoding(secret, outEnc);
};

/** The public key is made from it. */
ECDH.prototype.setPrivateKey = function setPrivateKey(key, encoding) {
  this[kNative].setPrivateKey(bytesFrom(key, 'key', encoding));
  return this;
};

/** Deprecated (DEP0031). `key`: bytes, or a string in `encoding`. Returns the object. */
ECDH.prototype.setPublicKey = function setPublicKey(key, encoding) {
  this[kNative].setPublicKey(bytesFrom(key, 'key', encoding));
  return this;
};

/** A Buffer, or a string in `encoding`. */
ECDH.prototype.getPrivateKey = function getPrivateKey(encoding) {
  return inEncoding(this[kNative].privateKey(), encoding);
};

/** Makes both keys; returns the public one as getPublicKey() does. */
ECDH.prototype.generateKeys = function generateKeys(encoding, format) {
  this[kNative].generateKeys();
  return this.getPublicKey(encoding, format);
};

/** `format`: 'uncompressed', 'compressed' or 'hybrid'. */
ECDH.prototype.getPublicKey = function getPublicKey(encoding, format) {
  return inEncoding(this[kNative].publicKey(formOf(format)), encoding);
};

/** A public key in another form. */
ECDH.convertKey = function convertKey(key, curve, inEnc, outEnc, format) {
  validateString(curve, 'curve');
  return inEncoding(native.convertKey(bytesFrom(key, 'key', inEnc), curve, formOf(format)), outEnc);
};

/** `curve`: one of getCurves(). @returns {ECDH} */
function createECDH(curve) {
  return new ECDH(curve);
}

// --- Primes. ---

const mostPrimeBytes = 2 ** 26 - 1;
const bigKinds = ['bigint', 'ArrayBuffer', 'TypedArray', 'Buffer', 'DataView'];

/** The bytes of a bigint, the highest first, or bytes as they are. */
function bytesOfBig(value, name) {
  if (typeof value === 'bigint') {
    if (value < 0n) throw new ERR_OUT_OF_RANGE(name, '>= 0', value);
    const hex = value.toString(16);
    return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  }
  if (isBytes(value)) return value;
  throw new ERR_INVALID_ARG_TYPE(name, bigKinds, value);
}

function checkOptions(candidate, options) {
  const bytes = bytesOfBig(candidate, 'candidate');
  validateObject(options, 'options');
  const { checks = 0 } = options;
  validateInt32(checks, 'options.checks', 0);
  // What is too long for a number fails here, also for a callback.
  if (bytes.byteLength > mostPrimeBytes) native.checkPrime(bytes, checks);
  return { bytes, checks };
}

/** Whether a number, given as a bigint or as bytes, is a prime: callback(error, isPrime). */
function checkPrime(candidate, options = { __proto__: null }, callback = undefined) {
  if (typeof options === 'function') {
    callback = options;
    options = { __proto__: null };
  }
  const { bytes, checks } = checkOptions(candidate, options);
  validateFunction(callback, 'callback');
  native.checkPrime(bytes, checks, callback);
}

/**
 * As checkPrime(). `options.checks` has to be an integer >= 0, but OpenSSL 3 decides itself how many rounds are enough.
 * @returns {boolean}
 */
function checkPrimeSync(candidate, options = { __proto__: null }) {
  const { bytes, checks } = checkOptions(candidate, options);
  return native.checkPrime(bytes, checks);
}

class PrimeRequest {
  constructor(size, options) {
    validateInt32(size, 'size', 1);
    validateObject(options, 'options');
    const { safe = false, bigint = false, add, rem } = options;
    validateBoolean(safe, 'options.safe');
    validateBoolean(bigint, 'options.bigint');
    this.size = size;
    this.safe = safe;
    this.bigint = bigint;
    this.add = add === undefined ? undefined : bytesOfBig(add, 'options.add');
    this.rem = rem === undefined ? undefined : bytesOfBig(rem, 'options.rem');
    this.#refuseTheImpossible();
  }

  /** A prime p with p % add === rem has to be there: the search would not end. */
  #refuseTheImpossible() {
    if (this.add === undefined) return;
    const add = bigOf(this.add);
    if (add.toString(2).length > this.size) throw impossible('add');
    if (this.rem !== undefined && bigOf(this.rem) >= add) throw impossible('rem');
  }

  run(callback) {
    return native.generatePrime(this.size, this.safe, this.add, this.rem, callback);
  }

  result(bytes) {
    return this.bigint ? BigInt(`0x${bytes.toString('hex')}`) : bytes.buffer;
  }
}

function bigOf(bytes) {
  return BigInt(`0x0${Buffer.from(bytes.buffer ?? bytes, bytes.byteOffset, bytes.byteLength).toString('hex')}`);
}

function impossible(name) {
  return Object.assign(new ERR_OUT_OF_RANGE(`options.${name}`, '', 0), { message: `invalid options.${name}` });
}

/** A random prime of `size` bits: callback(error, prime). `options`: safe, add, rem, bigint. */
function generatePrime(size, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = { __proto__: null };
  }
  validateFunction(callback, 'callback');
  const request = new PrimeRequest(size, options ?? { __proto__: null });
  request.run((error, bytes) => {
    if (error) callback(error);
    else callback(null, request.result(bytes));
  });
}

/** As generatePrime(). @returns {ArrayBuffer | bigint} big-endian; a bigint with `options.bigint` */
function generatePrimeSync(size, options = { __proto__: null }) {
  const request = new PrimeRequest(size, options);
  return request.result(request.run(undefined));
}

module.exports = {
  checkPrime,
  checkPrimeSync,
  createDiffieHellman,
  createDiffieHellmanGroup,
  createECDH,
  DiffieHellman,
  DiffieHellmanGroup,
  ECDH,
  generatePrime,
  generatePrimeSync,
  getDiffieHellman,
};
