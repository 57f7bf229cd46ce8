'use strict';
// Argon2 (RFC 9106): keys from passwords that cost memory.

const { bytesFrom } = require('crypto/encoding');
const { withRequests } = require('crypto/requests');
const { validateFunction, validateInteger, validateObject, validateOneOf, validateString } = require('validators');
const native = withRequests('crypto_kdf', binding('crypto_kdf'));

const MOST_32 = 2 ** 32 - 1;
const MOST_LANES = 2 ** 24 - 1;
const types = { __proto__: null, argon2d: native.ARGON2D, argon2i: native.ARGON2I, argon2id: native.ARGON2ID };
const byteKinds = ['string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];
const nothing = new Uint8Array(0);

class Argon2 {
  constructor(algorithm, parameters) {
    validateString(algorithm, 'algorithm');
    validateOneOf(algorithm, 'algorithm', Object.keys(types));
    validateObject(parameters, 'parameters');
    const { parallelism, tagLength, memory, passes, message, nonce, secret, associatedData } = parameters;
    this.type = types[algorithm];
    this.message = bytes(message, 'message');
    this.nonce = bytes(nonce, 'nonce');
    this.secret = secret === undefined ? nothing : bytes(secret, 'secret');
    this.associatedData = associatedData === undefined ? nothing : bytes(associatedData, 'associatedData');
    validateInteger(this.nonce.byteLength, 'parameters.nonce.byteLength', 8, MOST_32);
    validateInteger(parallelism, 'parameters.parallelism', 1, MOST_LANES);
    validateInteger(tagLength, 'parameters.tagLength', 4, MOST_32);
    validateInteger(memory, 'parameters.memory', 8 * parallelism, MOST_32);
    validateInteger(passes, 'parameters.passes', 1, MOST_32);
    this.parallelism = parallelism;
    this.tagLength = tagLength;
    this.memory = memory;
    this.passes = passes;
  }

  run(callback) {
    return native.argon2(this.type, this.message, this.nonce, this.secret, this.associatedData, this.parallelism,
                         this.memory, this.passes, this.tagLength, callback);
  }
}

function bytes(value, name) {
  return bytesFrom(value, `parameters.${name}`, undefined, byteKinds);
}

/**
 * Derives a key: callback(error, key: Buffer). `algorithm`: 'argon2d', 'argon2i' or 'argon2id'; `parameters`: message and
 * nonce (strings in UTF-8, or bytes; a nonce of 8 bytes or more), parallelism (1 to 2 ** 24 - 1 lanes), memory (KiB, at least
 * 8 for each lane), passes, tagLength (bytes, 4 or more); secret and associatedData, where they are wanted.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
function argon2(algorithm, parameters, callback) {
  const job = new Argon2(algorithm, parameters);
  validateFunction(callback, 'callback');
  job.run(callback);
}

/** As argon2(). @returns {Buffer} */
function argon2Sync(algorithm, parameters) {
  return new Argon2(algorithm, parameters).run(undefined);
}

module.exports = { Argon2, argon2, argon2Sync };
