'use strict';
// Argon2 (https://wicg.github.io/webcrypto-modern-algos/#argon2).

const { Argon2 } = require('crypto/argon2');
const { domException, runJob } = require('crypto/subtle/errors');
const { bytesOf, checkUsages, makeKey, secretOf } = require('crypto/subtle/key');
const { cannotImport } = require('crypto/subtle/secret');

const usagesOfIt = ['deriveKey', 'deriveBits'];

function importKey({ name }, format, keyData, extractable, usages) {
  if (extractable) throw domException('SyntaxError', `${name} keys are not extractable`);
  checkUsages(usages, usagesOfIt, `a ${name} key`);
  if (format !== 'raw-secret') throw cannotImport(name, format);
  return makeKey(secretOf(keyData), { name }, extractable, usages);
}

function deriveBits(algorithm, key, length) {
  if (length === null) throw domException('OperationError', 'length cannot be null');
  if (length % 8 !== 0) throw domException('OperationError', 'length must be a multiple of 8');
  if (length < 32) throw domException('OperationError', 'length must be >= 32');
  const { associatedData, memory, name, nonce, parallelism, passes, secretValue: secret } = algorithm;
  const message = bytesOf(key);
  return runJob(() => new Argon2(name.toLowerCase(), {
    associatedData, memory, message, nonce, parallelism, passes, secret, tagLength: length / 8,
  }).run(null));
}

function keyLength() {
  return null;
}

module.exports = { deriveBits, importKey, keyLength };
