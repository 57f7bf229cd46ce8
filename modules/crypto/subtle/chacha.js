'use strict';
// ChaCha20-Poly1305 (RFC 8439).

const { withRequests } = require('crypto/requests');
const { domException, runJob } = require('crypto/subtle/errors');
const { bytesOf, checkUsages, makeKey, secretOf } = require('crypto/subtle/key');
const { checkNotForNothing, dataError, exportBytes, generateSecret, importBytes } = require('crypto/subtle/secret');
const native = withRequests('crypto_subtle', binding('crypto_subtle'));

const name = 'ChaCha20-Poly1305';
const formats = ['raw-secret'];
const alg = 'C20P';
const usagesOfIt = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
const keyBits = 256;
const tagSize = 16;

function generateKey(algorithm, extractable, usages) {
  checkUsages(usages, usagesOfIt, `a ${name} key`);
  checkNotForNothing(usages);
  return generateSecret(keyBits, { name }, extractable, usages);
}

function checkBytes(bytes) {
  if (bytes.byteLength * 8 !== keyBits) throw dataError('Invalid key length');
}

function importKey(algorithm, format, keyData, extractable, usages) {
  checkUsages(usages, usagesOfIt, `a ${name} key`);
  const bytes = importBytes(name, format, keyData, extractable, usages, {
    formats, use: 'enc', checkBytes, algOf: () => alg,
  });
  return makeKey(secretOf(bytes), { name }, extractable, usages);
}

function exportKey(key, format) {
  return exportBytes(key, format, { formats, alg });
}

function run(encrypts, { additionalData, iv }, key, data) {
  if (!encrypts && data.byteLength < tagSize) throw domException('OperationError', 'The provided data is too small.');
  const secret = bytesOf(key);
  return runJob(() => native.cipher(name, encrypts, secret, iv, additionalData, tagSize, data, null));
}

function encrypt(algorithm, key, data) {
  return run(true, algorithm, key, data);
}

function decrypt(algorithm, key, data) {
  return run(false, algorithm, key, data);
}

function keyLength() {
  return keyBits;
}

module.exports = { decrypt, encrypt, exportKey, generateKey, importKey, keyLength };
