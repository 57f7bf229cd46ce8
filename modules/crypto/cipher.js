'use strict';
// Ciphers: createCipheriv, createDecipheriv, getCipherInfo, getCiphers.

const {
  ERR_CRYPTO_INVALID_STATE, ERR_INTERNAL_ASSERTION, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_UNKNOWN_ENCODING,
} = require('errors');
const { Buffer } = require('buffer');
const { bytesFrom, checkData, inputEncoding } = require('crypto/encoding');
const { secretBytes } = require('crypto/keys');
const { LazyTransform } = require('crypto/lazy_transform');
const { HEX, encodingId, isEncoding } = require('encodings');
const { validateInt32, validateObject, validateString } = require('validators');
const native = binding('crypto_cipher');

const { hexSlice } = Buffer.prototype;
const FastBuffer = Buffer[Symbol.species];

const kNative = Symbol('native');
const kDecoder = Symbol('decoder');

/** options[name], a length, or -1 where it is not given. */
function optionalLength(options, name) {
  const length = options?.[name];
  if (length === undefined || length === null) return -1;
  if (!Number.isInteger(length) || length < 0 || length > 0x7fffffff) {
    throw new ERR_INVALID_ARG_VALUE(`options.${name}`, length);
  }
  return length;
}

function start(object, encrypts, cipher, key, iv, options) {
  validateString(cipher, 'cipher');
  const encoding = options?.encoding;
  const keyBytes = secretBytes(key, 'key', encoding);
  const ivBytes = iv === null ? null : bytesFrom(iv, 'iv', encoding);
  const tagLength = optionalLength(options, 'authTagLength');
  object._options = options;
  object[kDecoder] = null;
  object[kNative] = new native.Cipher(encrypts);
  object[kNative].init(cipher, keyBytes, ivBytes, tagLength);
}

/** What the native half made: an ArrayBuffer, or undefined for nothing. */
function bufferOf(memory) {
  return memory === undefined ? new FastBuffer() : new FastBuffer(memory);
}

// Of these each byte is text by itself.
class HexDecoder {
  constructor() { this.id = HEX; }

  write(bytes) { return hexSlice.call(bytes, 0, bytes.length); }
  end(bytes) { return this.write(bytes); }
}

class Decoder {
  constructor(encoding, id) {
    const { StringDecoder } = require('string_decoder');
    this.id = id;
    this.decoder = new StringDecoder(encoding);
  }

  write(bytes) { return this.decoder.write(bytes); }
  end(bytes) { return this.decoder.end(bytes); }
}

/** A Buffer, or its text as far as whole characters go; the encoding may not change on the way. */
function inEncoding(object, bytes, encoding, isLast) {
  if (!encoding || encoding === 'buffer') return bytes;
  if (!isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
  const id = encodingId(encoding);
  const decoder = object[kDecoder] ??= id === HEX ? new HexDecoder() : new Decoder(encoding, id);
  if (decoder.id !== id) throw new ERR_INTERNAL_ASSERTION('Cannot change encoding');
  return isLast ? decoder.end(bytes) : decoder.write(bytes);
}

/** What both directions have. */
const common = {
  _transform(chunk, encoding, callback) {
    this.push(bufferOf(this[kNative].update(chunk, inputEncoding(encoding))));
    callback();
  },

  _flush(callback) {
    try {
      this.push(bufferOf(this[kNative].final()));
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  },

  /** The next part of the output, a Buffer or a string, for a string in `inputEncoding` or a view. */
  update(data, inputEncoding_, outputEncoding) {
    checkData(data, inputEncoding_);
    if (outputEncoding && outputEncoding !== 'buffer' && !Buffer.isEncoding(outputEncoding)) {
      throw new ERR_UNKNOWN_ENCODING(outputEncoding);
    }
    const bytes = bufferOf(this[kNative].update(data, inputEncoding(inputEncoding_)));
    return inEncoding(this, bytes, outputEncoding, false);
  },

  /** What is left of the output. The object can then be used no more. */
  final(outputEncoding) {
    return inEncoding(this, bufferOf(this[kNative].final()), outputEncoding, true);
  },

  /** Whether the last block is filled up (the default); false: the data have to be whole blocks. */
  setAutoPadding(autoPadding) {
    if (!this[kNative].setAutoPadding(autoPadding === undefined || Boolean(autoPadding))) {
      throw new ERR_CRYPTO_INVALID_STATE('setAutoPadding');
    }
    return this;
  },

  /** Data that the tag covers and the cipher does not. `options`: plaintextLength, for CCM; encoding of a string. */
  setAAD(aadbuf, options) {
    const bytes = bytesFrom(aadbuf, 'aadbuf', options?.encoding);
    const length = optionalLength(options, 'plaintextLength');
    if (!this[kNative].setAAD(bytes, length)) throw new ERR_CRYPTO_INVALID_STATE('setAAD');
    return this;
  },
};

/** What createCipheriv() returns, a Transform; it takes the same arguments. */
function Cipheriv(cipher, key, iv, options) {
  if (!(this instanceof Cipheriv)) return new Cipheriv(cipher, key, iv, options);
  start(this, true, cipher, key, iv, options);
}
Object.setPrototypeOf(Cipheriv.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Cipheriv, LazyTransform);

/** What createDecipheriv() returns, a Transform; it takes the same arguments. */
function Decipheriv(cipher, key, iv, options) {
  if (!(this instanceof Decipheriv)) return new Decipheriv(cipher, key, iv, options);
  start(this, false, cipher, key, iv, options);
}
Object.setPrototypeOf(Decipheriv.prototype, LazyTransform.prototype);
Object.setPrototypeOf(Decipheriv, LazyTransform);

const { setAAD, ...others } = common;
Object.assign(Cipheriv.prototype, others);
Object.assign(Decipheriv.prototype, others);

/** The tag, behind final(). */
Cipheriv.prototype.getAuthTag = function getAuthTag() {
  const tag = this[kNative].getAuthTag();
  if (tag === null) throw new ERR_CRYPTO_INVALID_STATE('getAuthTag');
  return tag;
};

let warnedOfShortTag = false;

/** The tag that the data have to have. */
Decipheriv.prototype.setAuthTag = function setAuthTag(tagbuf, encoding) {
  if (!this[kNative].setAuthTag(bytesFrom(tagbuf, 'buffer', encoding))) {
    throw new ERR_CRYPTO_INVALID_STATE('setAuthTag');
  }
  if (this[kNative].shortByChance && !warnedOfShortTag) {
    warnedOfShortTag = true;
    process.emitWarning(
      'Using AES-GCM authentication tags of less than 128 bits without specifying the authTagLength option when ' +
      'initializing decryption is deprecated.', 'DeprecationWarning', 'DEP0182');
  }
  return this;
};

Cipheriv.prototype.setAAD = setAAD;
Decipheriv.prototype.setAAD = setAAD;

/** `key`: a string, bytes or a secret KeyObject. `iv`: null for a cipher that has none. `options`: authTagLength. */
function createCipheriv(cipher, key, iv, options) {
  return new Cipheriv(cipher, key, iv, options);
}

/** As createCipheriv(), for the other direction. @returns {Decipheriv} */
function createDecipheriv(cipher, key, iv, options) {
  return new Decipheriv(cipher, key, iv, options);
}

function lengthOption(options, name) {
  const value = options[name];
  if (value === undefined) return -1;
  validateInt32(value, `options.${name}`);
  return value;
}

/** What is known of a cipher, by name or number; undefined where there is none, or not with those lengths. */
function getCipherInfo(nameOrNid, options) {
  if (typeof nameOrNid !== 'string' && typeof nameOrNid !== 'number') {
    throw new ERR_INVALID_ARG_TYPE('nameOrNid', ['string', 'number'], nameOrNid);
  }
  if (typeof nameOrNid === 'number') validateInt32(nameOrNid, 'nameOrNid');
  let keyWanted = -1;
  let ivWanted = -1;
  if (options !== undefined) {
    validateObject(options, 'options');
    keyWanted = lengthOption(options, 'keyLength');
    ivWanted = lengthOption(options, 'ivLength');
  }
  const found = native.cipherInfo(nameOrNid, keyWanted, ivWanted);
  if (found === undefined) return undefined;
  const [mode, name, nid, blockSize, ivLength, keyLength] = found;
  return {
    mode, name, nid,
    ...(mode === 'stream' ? undefined : { blockSize }),
    ...(ivLength === 0 ? undefined : { ivLength }),
    keyLength,
  };
}

let cipherNames;

/** The names of the ciphers. @returns {string[]} a new array each time */
function getCiphers() {
  cipherNames ??= native.cipherNames();
  return cipherNames.slice();
}

module.exports = { Cipheriv, createCipheriv, createDecipheriv, Decipheriv, getCipherInfo, getCiphers };
