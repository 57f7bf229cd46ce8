'use strict';
// Digests and HMACs: createHash, createHmac, hash, getHashes. What sees the data is in crypto/running.

const { OwnMap } = require('intrinsics');
const {
  ERR_CRYPTO_HASH_FINALIZED, ERR_CRYPTO_HASH_UPDATE_FAILED, ERR_CRYPTO_INVALID_DIGEST, ERR_INVALID_ARG_VALUE,
} = require('errors');
const { encodingId, encodingName, UNKNOWN } = require('encodings');
const { Buffer } = require('buffer');
const { AS_BUFFER, checkData, inputEncoding, outputEncoding } = require('crypto/encoding');
const { LazyTransform } = require('crypto/lazy_transform');
const { runningHash, runningHmac } = require('crypto/running');
const { validateObject, validateString, validateUint32 } = require('validators');
const { getDeprecationWarningEmitter } = require('warnings');
const { deprecate } = require('warnings/deprecate');
const native = binding('crypto_hash');

// --- Digests. ---

class Digest {
  constructor([id, size, isXof, kind]) {
    this.id = id;
    this.size = size;
    this.isXof = isXof;
    this.kind = kind;
  }
}

const digests = new OwnMap();
const known = []; // [name, digest] each

/** Asks OpenSSL for the numbers of all digests anew: they are those of a process. */
function revive() {
  for (const [name, digest] of known) [digest.id] = native.findDigest(name);
}

/** The Digest of that name, in any spelling OpenSSL knows; undefined where there is none. */
function findDigest(name) {
  let digest = digests.get(name);
  if (digest === undefined) {
    const found = native.findDigest(name);
    if (found === null) return undefined;
    digest = new Digest(found);
    digests.set(name, digest);
    known.push([name, digest]);
  }
  return digest;
}

/** The same for the functions that call a wrong name ERR_CRYPTO_INVALID_DIGEST. */
function digestForKeys(name) {
  const digest = findDigest(name);
  if (digest === undefined) throw new ERR_CRYPTO_INVALID_DIGEST(name);
  return digest;
}

const emitShakeWarning = getDeprecationWarningEmitter(
  'DEP0198', 'Creating SHAKE128/256 digests without an explicit options.outputLength is deprecated.');

function warnOfShakeLength() {
  const { getOption } = require('options');
  if (getOption('--pending-deprecation')) emitShakeWarning();
}

let hashNames;

/** The names of the digests. */
function getHashes() {
  hashNames ??= native.hashNames();
  return hashNames.slice();
}

// --- Hash. ---

const kDigest = Symbol('digest');
const kRunning = Symbol('running');
const kIsFinal = Symbol('final'); // digest() was called: kRunning is its result, text in the encoding kOutput
const kOutput = Symbol('output');

/**
 * What createHash() returns, a Transform. `algorithm`: a name out of getHashes(), or a Hash to copy the state of.
 * `options`: those of a Transform; outputLength, in bytes, of digests that can have any (shake128, shake256).
 */
function Hash(algorithm, options) {
  if (!(this instanceof Hash)) return new Hash(algorithm, options);
  const isCopy = algorithm instanceof Hash;
  if (!isCopy) validateString(algorithm, 'algorithm');
  const length = typeof options === 'object' && options !== null ? options.outputLength : undefined;
  if (length !== undefined) validateUint32(length, 'options.outputLength');
  const digest = isCopy ? algorithm[kDigest] : findDigest(algorithm);
  if (digest === undefined) {
    native.explainMissingDigest(algorithm);
    throw new Error('Digest method not supported');
  }
  let { size } = digest;
  if (length === undefined) {
    if (digest.isXof && !isCopy) warnOfShakeLength();
  } else if (length !== digest.size) {
    if (!digest.isXof) throw notXof();
    size = length;
  }
  this._options = options;
  this[kDigest] = digest;
  this[kRunning] = isCopy ? algorithm[kRunning].copy(size) : runningHash(digest, size);
  this[kIsFinal] = false;
  this[kOutput] = AS_BUFFER;
}
Object.setPrototypeOf(Hash.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hash, LazyTransform);

function notXof() {
  const error = new Error('error:030000B2:digital envelope routines::not XOF or invalid length');
  error.library = 'digital envelope routines';
  error.reason = 'not XOF or invalid length';
  error.code = 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH';
  return error;
}

/** Another hash that has seen the same data. `options` as for createHash. */
Hash.prototype.copy = function copy(options) {
  if (this[kIsFinal]) throw new ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this, options);
};

// What is written behind digest() is lost, and no error: a program may have asked for it before the end of a pipe.
Hash.prototype._transform = function(chunk, encoding, callback) {
  if (!this[kIsFinal]) this[kRunning].update(chunk, inputEncoding(encoding));
  callback();
};

Hash.prototype._flush = function(callback) {
  // What the stream gives, digest() may be asked for as well; and the other way round.
  if (this[kIsFinal]) {
    const result = this[kRunning];
    this.push(typeof result === 'string' ? Buffer.from(result, encodingName(this[kOutput])) : Buffer.from(result));
  } else {
    const bytes = this[kRunning].digest(AS_BUFFER, true);
    this[kRunning] = new Finished(bytes);
    this.push(Buffer.from(bytes));
  }
  callback();
};

/** In place of what a Hash has seen so far: its digest. */
class Finished {
  constructor(bytes) {
    this.bytes = bytes;
  }

  update() {
    return false;
  }

  digest(output) {
    return output === AS_BUFFER ? Buffer.from(this.bytes) : this.bytes.toString(encodingName(output));
  }

  copy() {
    return this;
  }
}

/** Adds a string in `encoding` (default UTF-8), or the bytes of a view. */
Hash.prototype.update = function update(data, encoding) {
  if (typeof encoding === 'string' || typeof data !== 'string') checkData(data, encoding);
  if (this[kIsFinal]) throw new ERR_CRYPTO_HASH_FINALIZED();
  if (!this[kRunning].update(data, inputEncoding(encoding))) throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  return this;
};

/** The digest, as a string in `encoding` or as a Buffer. The hash can then be used no more. */
Hash.prototype.digest = function digest(encoding) {
  if (this[kIsFinal]) throw new ERR_CRYPTO_HASH_FINALIZED();
  const output = outputEncoding(encoding);
  const result = this[kRunning].digest(output, true);
  this[kIsFinal] = true;
  this[kRunning] = result;
  this[kOutput] = output;
  return result;
};

/** `options`: those of a stream, and outputLength for digests that have no length of their own (shake128, shake256). */
function createHash(algorithm, options) {
  return new Hash(algorithm, options);
}

/** The digest of a string's UTF-8 or a view's bytes. `options`: outputEncoding ('hex'), outputLength; or the encoding. */
function hash(algorithm, input, options) {
  validateString(algorithm, 'algorithm');
  checkData(input, undefined, 'input');
  let encoding = 'hex';
  let length;
  if (typeof options === 'string') {
    encoding = options;
  } else if (options !== undefined) {
    validateObject(options, 'options');
    if (options.outputLength !== undefined) {
      length = options.outputLength;
      validateUint32(length, 'options.outputLength');
    }
    if (options.outputEncoding !== undefined) {
      encoding = options.outputEncoding;
      validateString(encoding, 'outputEncoding');
    }
  }
  return hashWith(algorithm, input, encoding, length);
}

function hashWith(algorithm, input, encoding, length) {
  const output = encoding === 'buffer' ? AS_BUFFER : encodingId(encoding);
  if (encoding !== 'buffer' && output === UNKNOWN) {
    if (encoding.toLowerCase() !== 'buffer') throw new ERR_INVALID_ARG_VALUE('outputEncoding', encoding);
  }
  const digest = findDigest(algorithm);
  if (digest === undefined) {
    native.explainMissingDigest(algorithm);
    throw new Error(`Digest method ${algorithm} is not supported`);
  }
  if (length === undefined) {
    if (digest.isXof) warnOfShakeLength();
    length = digest.size;
  } else if (length !== digest.size && !digest.isXof) {
    throw new Error(`Output length ${length} is invalid for ${algorithm}, which does not support XOF`);
  }
  return native.hash(digest.id, length, input, 0, output);
}

// --- HMAC. ---

const kHasResult = Symbol('has result');

// What gives no more: a code is given once.
const nothingLeft = {
  update: () => false,
  digest: (output) => (output === AS_BUFFER ? Buffer.alloc(0) : ''),
};

/**
 * What createHmac() returns, a Transform. `key`: a string, in `options.encoding` (UTF-8 by default), bytes or a secret
 * KeyObject.
 */
function Hmac(algorithm, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(algorithm, key, options);
  validateString(algorithm, 'hmac');
  const { secretBytes } = require('crypto/keys');
  const bytes = secretBytes(key, 'key', options?.encoding);
  const digest = digestForKeys(algorithm);
  this._options = options;
  this[kRunning] = runningHmac(digest, bytes);
  this[kHasResult] = false;
}
Object.setPrototypeOf(Hmac.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hmac, LazyTransform);

/** Adds a string in `encoding` (default UTF-8), or the bytes of a view. */
Hmac.prototype.update = function update(data, encoding) {
  if (this[kHasResult]) throw new ERR_CRYPTO_HASH_FINALIZED();
  checkData(data, encoding);
  if (!this[kRunning].update(data, inputEncoding(encoding))) throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  return this;
};

/** The code, as a string in `encoding` or as a Buffer; empty when it was given before. */
Hmac.prototype.digest = function digest(encoding) {
  this[kHasResult] = true;
  return lastCode(this, outputEncoding(encoding));
};

function lastCode(hmac, output) {
  const running = hmac[kRunning];
  hmac[kRunning] = nothingLeft;
  return running.digest(output, true);
}

Hmac.prototype._flush = function(callback) {
  this.push(lastCode(this, AS_BUFFER));
  callback();
};

Hmac.prototype._transform = Hash.prototype._transform;

/** `key`: a string, bytes or a secret KeyObject. */
function createHmac(algorithm, key, options) {
  return new Hmac(algorithm, key, options);
}

module.exports = {
  revive,
  createHash,
  createHmac,
  digestForKeys,
  findDigest,
  getHashes,
  Hash: deprecate(Hash, 'crypto.Hash constructor is deprecated.', 'DEP0179'),
  hash,
  Hmac: deprecate(Hmac, 'crypto.Hmac constructor is deprecated.', 'DEP0181'),
};
