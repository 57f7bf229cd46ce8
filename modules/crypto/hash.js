'use strict';
// Digests and HMACs: createHash, createHmac, hash, getHashes. A hash of one string, or of a short buffer, makes no
// native object: the text waits for digest(), which then does all in one call.

const { OwnMap } = require('intrinsics');
const {
  ERR_CRYPTO_HASH_FINALIZED, ERR_CRYPTO_HASH_UPDATE_FAILED, ERR_CRYPTO_INVALID_DIGEST, ERR_INVALID_ARG_VALUE,
} = require('errors');
const { encodingId, LATIN1, UNKNOWN } = require('encodings');
const { Buffer } = require('buffer');
const { AS_BUFFER, checkData, inputEncoding, outputEncoding } = require('crypto/encoding');
const { LazyTransform } = require('crypto/lazy_transform');
const { validateObject, validateString, validateUint32 } = require('validators');
const { getDeprecationWarningEmitter } = require('warnings');
const { deprecate } = require('warnings/deprecate');
const native = binding('crypto_hash');

const { latin1Slice } = Buffer.prototype;

/** Bytes up to this length wait as a string, which costs less than a native object. */
const mostWaitingBytes = 2048;

// --- Digests. ---

class Digest {
  constructor([id, size, isXof]) {
    this.id = id;
    this.size = size;
    this.isXof = isXof;
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
const kSize = Symbol('size');
const kWaiting = Symbol('waiting');
const kWaitingEncoding = Symbol('waiting encoding');
const kNative = Symbol('native');
const kIsFinal = Symbol('final');

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
  this._options = options;
  this[kDigest] = digest;
  this[kSize] = digest.size;
  /** A string that has not been hashed yet, and its encoding. */
  this[kWaiting] = undefined;
  this[kWaitingEncoding] = 0;
  this[kNative] = undefined;
  this[kIsFinal] = false;
  if (length === undefined) {
    if (digest.isXof && !isCopy) warnOfShakeLength();
  } else if (length !== digest.size) {
    if (!digest.isXof) throw notXof();
    this[kSize] = length;
  }
  if (isCopy) takeState(this, algorithm);
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

function takeState(copy, original) {
  copy[kWaiting] = original[kWaiting];
  copy[kWaitingEncoding] = original[kWaitingEncoding];
  if (original[kNative] !== undefined) copy[kNative] = original[kNative].copy(copy[kSize]);
}

/** Another hash that has seen the same data. `options` as for createHash. */
Hash.prototype.copy = function copy(options) {
  if (this[kIsFinal]) throw new ERR_CRYPTO_HASH_FINALIZED();
  return new Hash(this, options);
};

Hash.prototype._transform = function(chunk, encoding, callback) {
  this.update(chunk, encoding);
  callback();
};

Hash.prototype._flush = function(callback) {
  // What the stream gave digest() may be asked for as well.
  this.push(nativeOf(this).digest(AS_BUFFER));
  callback();
};

/** Adds a string in `encoding` (UTF-8 unless told), or the bytes of a view. */
Hash.prototype.update = function update(data, encoding) {
  if (typeof encoding === 'string' || typeof data !== 'string') checkData(data, encoding);
  if (this[kIsFinal]) throw new ERR_CRYPTO_HASH_FINALIZED();
  if (this[kNative] === undefined && this[kWaiting] === undefined && wait(this, data, encoding)) return this;
  if (!nativeOf(this).update(data, inputEncoding(encoding))) throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  return this;
};

/** Keeps data until digest(). False: they are too long for that. */
function wait(object, data, encoding) {
  if (typeof data === 'string') {
    object[kWaiting] = data;
    object[kWaitingEncoding] = inputEncoding(encoding);
    return true;
  }
  if (data.byteLength > mostWaitingBytes || !(data instanceof Uint8Array)) return false;
  object[kWaiting] = latin1Slice.call(data, 0, data.length);
  object[kWaitingEncoding] = LATIN1;
  return true;
}

/** The native object, which has seen all data. */
function nativeOf(hash) {
  let object = hash[kNative];
  if (object === undefined) object = hash[kNative] = new native.Hash(hash[kDigest].id, hash[kSize]);
  const waiting = hash[kWaiting];
  if (waiting !== undefined) {
    hash[kWaiting] = undefined;
    object.update(waiting, hash[kWaitingEncoding]);
  }
  return object;
}

/** The digest, as a string in `encoding` or as a Buffer. The hash can then be used no more. */
Hash.prototype.digest = function digest(encoding) {
  if (this[kIsFinal]) throw new ERR_CRYPTO_HASH_FINALIZED();
  const output = outputEncoding(encoding);
  const object = this[kNative];
  const result = object === undefined ?
    native.hash(this[kDigest].id, this[kSize], this[kWaiting] ?? '', this[kWaitingEncoding], output) :
    object.digest(output);
  this[kIsFinal] = true;
  this[kWaiting] = undefined;
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

const kKey = Symbol('key');
const kHasResult = Symbol('has result');

/** Keys up to this length wait as a string, which no program can change. */
const mostKeyBytes = 256;

/**
 * What createHmac() returns, a Transform. `key`: a string, in `options.encoding` (UTF-8 by default), bytes or a secret
 * KeyObject. As of a Hash, one text waits for digest(), and the key with it.
 */
function Hmac(algorithm, key, options) {
  if (!(this instanceof Hmac)) return new Hmac(algorithm, key, options);
  validateString(algorithm, 'hmac');
  const { secretBytes } = require('crypto/keys');
  const bytes = secretBytes(key, 'key', options?.encoding);
  const digest = digestForKeys(algorithm);
  this._options = options;
  this[kDigest] = digest;
  this[kKey] = undefined;
  this[kWaiting] = undefined;
  this[kWaitingEncoding] = 0;
  this[kNative] = undefined;
  this[kHasResult] = false;
  if (!digest.isXof && bytes instanceof Uint8Array && bytes.byteLength <= mostKeyBytes) {
    this[kKey] = latin1Slice.call(bytes, 0, bytes.length);
  } else {
    this[kNative] = newHmac(digest, bytes);
  }
}
Object.setPrototypeOf(Hmac.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Hmac, LazyTransform);

function newHmac({ id }, bytes) {
  const object = new native.Hmac(id, bytes);
  if (!object.good) throw new Error('error:00000000:lib(0)::reason(0)');
  return object;
}

/** The native object, which has seen all data. */
function nativeHmac(hmac) {
  if (hmac[kNative] !== undefined) return hmac[kNative];
  const object = hmac[kNative] = newHmac(hmac[kDigest], Buffer.from(hmac[kKey], 'latin1'));
  hmac[kKey] = undefined;
  const waiting = hmac[kWaiting];
  if (waiting !== undefined) {
    hmac[kWaiting] = undefined;
    object.update(waiting, hmac[kWaitingEncoding]);
  }
  return object;
}

/** Adds a string in `encoding` (UTF-8 unless told), or the bytes of a view. */
Hmac.prototype.update = function update(data, encoding) {
  if (this[kHasResult]) throw new ERR_CRYPTO_HASH_FINALIZED();
  checkData(data, encoding);
  if (this[kNative] === undefined && this[kWaiting] === undefined && wait(this, data, encoding)) return this;
  if (!nativeHmac(this).update(data, inputEncoding(encoding))) throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  return this;
};

/** The code, as a string in `encoding` or as a Buffer; empty when it was given before. */
Hmac.prototype.digest = function digest(encoding) {
  this[kHasResult] = true;
  const output = outputEncoding(encoding);
  if (this[kKey] === undefined) return nativeHmac(this).digest(output);
  const result = native.hmac(this[kDigest].id, this[kKey], LATIN1, this[kWaiting] ?? '', this[kWaitingEncoding], output);
  this[kNative] = nothingLeft;
  this[kKey] = this[kWaiting] = undefined;
  return result;
};

// What gives no more: a code is given once.
const nothingLeft = { digest: (output) => (output === AS_BUFFER ? Buffer.alloc(0) : '') };

Hmac.prototype._flush = function(callback) {
  this.push(nativeHmac(this).digest(AS_BUFFER));
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
