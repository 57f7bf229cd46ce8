'use strict';
// AES-CBC, AES-CTR, AES-GCM, AES-OCB and AES-KW.

const { withRequests } = require('crypto/requests');
const { domException, runJob } = require('crypto/subtle/errors');
const { bytesOf, checkUsages, makeKey, secretOf, slotsOf } = require('crypto/subtle/key');
const { checkNotForNothing, dataError, exportBytes, generateSecret, importBytes } = require('crypto/subtle/secret');
const native = withRequests('crypto_subtle', binding('crypto_subtle'));

const wrapUsages = ['wrapKey', 'unwrapKey'];
const cipherUsages = ['encrypt', 'decrypt', ...wrapUsages];
const defaultTagLength = 128;
const lengths = [128, 192, 256];

function usagesFor(name) {
  return name === 'AES-KW' ? wrapUsages : cipherUsages;
}

function rawFormats(name) {
  // What is newer than the word 'raw-secret' takes no other.
  return name === 'AES-OCB' ? ['raw-secret'] : ['raw', 'raw-secret'];
}

function jwkAlg(name, bytes) {
  return `A${bytes.byteLength * 8}${name.slice('AES-'.length)}`;
}

function generateKey({ name, length }, extractable, usages) {
  checkUsages(usages, usagesFor(name), 'an AES key');
  checkNotForNothing(usages);
  return generateSecret(length, { name, length }, extractable, usages);
}

function checkBytes(bytes) {
  if (!lengths.includes(bytes.byteLength * 8)) throw dataError('Invalid key length');
}

function importKey({ name }, format, keyData, extractable, usages) {
  checkUsages(usages, usagesFor(name), 'an AES key');
  const bytes = importBytes(name, format, keyData, extractable, usages, {
    formats: rawFormats(name), use: 'enc', checkBytes, algOf: (made) => jwkAlg(name, made),
  });
  return makeKey(secretOf(bytes), { name, length: bytes.byteLength * 8 }, extractable, usages);
}

function exportKey(key, format) {
  const { name } = slotsOf(key).algorithm;
  return exportBytes(key, format, { formats: rawFormats(name), alg: jwkAlg(name, bytesOf(key)) });
}

function cipherName(key) {
  const { name, length } = slotsOf(key).algorithm;
  if (name === 'AES-KW') return `id-aes${length}-wrap`;
  return `aes-${length}-${name.slice('AES-'.length).toLowerCase()}`;
}

function run(encrypts, algorithm, key, data) {
  const cipher = cipherName(key);
  const secret = bytesOf(key);
  const { name } = algorithm;
  if (name === 'AES-CTR') {
    return runJob(() => native.counter(cipher, secret, algorithm.counter, algorithm.length, data, null));
  }
  if (name === 'AES-KW' || name === 'AES-CBC') {
    return runJob(() => native.cipher(cipher, encrypts, secret, algorithm.iv, undefined, -1, data, null));
  }
  const tagLength = (algorithm.tagLength ?? defaultTagLength) / 8;
  if (!encrypts && data.byteLength < tagLength) {
    throw domException('OperationError', 'The provided data is too small.');
  }
  const { additionalData, iv } = algorithm;
  return runJob(() => native.cipher(cipher, encrypts, secret, iv, additionalData, tagLength, data, null));
}

function encrypt(algorithm, key, data) {
  return run(true, algorithm, key, data);
}

function decrypt(algorithm, key, data) {
  return run(false, algorithm, key, data);
}

function keyLength({ length }) {
  return length;
}

module.exports = {
  decrypt, encrypt, exportKey, generateKey, importKey, keyLength, unwrapKey: decrypt, wrapKey: encrypt,
};
