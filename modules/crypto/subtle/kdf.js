'use strict';
// HKDF (RFC 5869) and PBKDF2 (RFC 8018).

const { findDigest } = require('crypto/hash');
const { withRequests } = require('crypto/requests');
const { digestId } = require('crypto/subtle/digest');
const { domException, runJob } = require('crypto/subtle/errors');
const { bytesOf, checkUsages, makeKey, secretOf } = require('crypto/subtle/key');
const { cannotImport } = require('crypto/subtle/secret');
const native = withRequests('crypto_kdf', binding('crypto_kdf'));

const mostBits = 2 ** 31 - 1;
const usagesOfIt = ['deriveKey', 'deriveBits'];

function importKey({ name }, format, keyData, extractable, usages) {
  if (extractable) throw domException('SyntaxError', `${name} keys are not extractable`);
  checkUsages(usages, usagesOfIt, `a ${name} key`);
  if (format !== 'raw' && format !== 'raw-secret') throw cannotImport(name, format);
  return makeKey(secretOf(keyData), { name }, extractable, usages);
}

function deriveBits(algorithm, key, length) {
  if (length === null) throw domException('OperationError', 'length cannot be null');
  if (length % 8 !== 0) throw domException('OperationError', 'length must be a multiple of 8');
  if (length > mostBits) throw domException('OperationError', 'length is too big');
  if (length === 0) return new Uint8Array(0);
  const { hash, info, iterations, name, salt } = algorithm;
  const secret = bytesOf(key);
  const id = digestId(hash.name);
  if (name === 'PBKDF2') return runJob(() => native.pbkdf2(secret, salt, iterations, length / 8, id, null));
  return runJob(() => {
    if (length / 8 > 255 * hashSize(hash)) throw new RangeError('Invalid key length');
    return native.hkdf(id, secret, salt, info, length / 8, null);
  });
}

function hashSize({ name }) {
  return findDigest(name.replace('SHA-', 'sha')).size;
}

function keyLength() {
  return null;
}

module.exports = { deriveBits, importKey, keyLength };
