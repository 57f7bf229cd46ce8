'use strict';
// What a Hash or an Hmac has seen so far. Of the SHA family and MD5 it is a state in memory that many share, which fast calls
// work on. Of other digests one text waits for digest(), which then does all in one call; a native object is made for more.
//
// All have update(data, encoding), which is false where that is not possible, digest(output, isLast) and, for a Hash, copy(size).

const { LATIN1 } = require('encodings');
const { Buffer } = require('buffer');
const { ERR_CRYPTO_HASH_UPDATE_FAILED } = require('errors');
const { AS_BUFFER } = require('crypto/encoding');
const native = binding('crypto_hash');
const { finish, finishInto, startHash, startHmac, stateSize, updateBytes, updateText } = binding('crypto_running');

const { latin1Slice } = Buffer.prototype;

// --- States in memory. ---

const MEMORY_SIZE = 8 * 1024;
const MOST_DIGEST_SIZE = 64;

let memory;
let used = MEMORY_SIZE;
let result; // where a digest is left

const stateSizes = [];

class State {
  constructor({ kind, size }, isHmac) {
    const needed = (stateSizes[kind] ??= stateSize(kind)) * (isHmac ? 2 : 1);
    // A program may have transferred the memory.
    if (needed > MEMORY_SIZE - used || memory.length === 0) {
      memory = new Uint8Array(new ArrayBuffer(MEMORY_SIZE));
      used = 0;
    }
    this.memory = memory;
    this.place = used;
    this.kind = kind;
    this.size = size;
    this.isHmac = isHmac;
    used += needed;
  }

  update(data, encoding) {
    return typeof data === 'string' ? updateText(this.memory, this.place, this.kind, data, encoding) :
      updateBytes(this.memory, this.place, this.kind, data);
  }

  digest(output, isLast) {
    if (output === AS_BUFFER) return this.bytes(isLast);
    return checked(finish(this.memory, this.place, this.kind, this.isHmac, isLast, output));
  }

  bytes(isLast) {
    result ??= new Uint8Array(new ArrayBuffer(MOST_DIGEST_SIZE));
    checked(finishInto(this.memory, this.place, this.kind, this.isHmac, isLast, result));
    const bytes = Buffer.alloc(this.size);
    for (let i = 0; i < this.size; i++) bytes[i] = result[i];
    return bytes;
  }

  copy() {
    const copy = new State(this, false);
    for (let i = 0; i < stateSizes[this.kind]; i++) copy.memory[copy.place + i] = this.memory[this.place + i];
    return copy;
  }
}

/** A result, or the error where a program has spoilt the state. */
function checked(value) {
  if (value === false) throw new ERR_CRYPTO_HASH_UPDATE_FAILED();
  return value;
}

// --- Digests by OpenSSL's general functions. ---

/** Bytes up to this length wait as a string, which costs less than a native object. */
const MOST_WAITING_BYTES = 2048;

class Waiting {
  constructor(id, size) {
    this.id = id;
    this.size = size;
    /** A string that has not been hashed yet, and its encoding. */
    this.text = undefined;
    this.encoding = 0;
    this.native = undefined;
  }

  update(data, encoding) {
    if (this.native === undefined && this.text === undefined && this.wait(data, encoding)) return true;
    return this.object().update(data, encoding);
  }

  /** Keeps data until digest(). False: they are too long for that. */
  wait(data, encoding) {
    if (typeof data === 'string') {
      this.text = data;
      this.encoding = encoding;
      return true;
    }
    if (data.byteLength > MOST_WAITING_BYTES || !(data instanceof Uint8Array)) return false;
    this.text = latin1Slice.call(data, 0, data.length);
    this.encoding = LATIN1;
    return true;
  }

  /** The native object, which has seen all data. */
  object() {
    this.native ??= new native.Hash(this.id, this.size);
    if (this.text !== undefined) this.native.update(this.text, this.encoding);
    this.text = undefined;
    return this.native;
  }

  digest(output, isLast) {
    if (this.native !== undefined || !isLast) return this.object().digest(output);
    return native.hash(this.id, this.size, this.text ?? '', this.encoding, output);
  }

  copy(size) {
    const copy = new Waiting(this.id, size);
    copy.text = this.text;
    copy.encoding = this.encoding;
    copy.native = this.native?.copy(size);
    return copy;
  }
}

// --- Beginning. ---

/** What a Hash of that Digest begins with. `size`: of the result, in bytes. */
function runningHash(digest, size) {
  if (digest.kind === 0) return new Waiting(digest.id, size);
  const state = new State(digest, false);
  startHash(state.memory, state.place, state.kind);
  return state;
}

/** The same for an Hmac. `key`: bytes. Throws where there is no HMAC of the digest. */
function runningHmac(digest, key) {
  if (digest.kind === 0) {
    const object = new native.Hmac(digest.id, key);
    if (!object.good) throw new Error('error:00000000:lib(0)::reason(0)');
    return object;
  }
  const state = new State(digest, true);
  startHmac(state.memory, state.place, state.kind, ArrayBuffer.isView(key) ? key : new Uint8Array(key));
  return state;
}

module.exports = { runningHash, runningHmac };
