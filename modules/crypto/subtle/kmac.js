'use strict';
// KMAC128 and KMAC256 (NIST SP 800-185).

const { timingSafeEqual } = binding('crypto_hash');
const { withRequests } = require('crypto/requests');
const { runJob } = require('crypto/subtle/errors');
const { bytesOf, checkUsages, makeKey, secretOf, slotsOf } = require('crypto/subtle/key');
const { checkNotForNothing, dataError, exportBytes, generateSecret, importBytes } = require('crypto/subtle/secret');
const native = withRequests('crypto_subtle', binding('crypto_subtle'));

const formats = ['raw-secret'];
const usagesOfIt = ['sign', 'verify'];

function jwkAlg(name) {
  return `K${name.slice('KMAC'.length)}`;
}

function defaultLength(name) {
  return Number(name.slice('KMAC'.length));
}

function generateKey({ name, length = defaultLength(name) }, extractable, usages) {
  checkUsages(usages, usagesOfIt, `${name} key`);
  checkNotForNothing(usages);
  return generateSecret(length, { name, length }, extractable, usages);
}

function importKey({ name, length }, format, keyData, extractable, usages) {
  checkUsages(usages, usagesOfIt, `${name} key`);
  const bytes = importBytes(name, format, keyData, extractable, usages, {
    formats, use: 'sig', algOf: () => jwkAlg(name),
  });
  if (bytes.byteLength === 0) throw dataError('Zero-length key is not supported');
  const bits = bytes.byteLength * 8;
  if (length !== undefined && length !== bits) throw dataError('Invalid key length');
  return makeKey(secretOf(bytes), { name, length: bits }, extractable, usages);
}

function exportKey(key, format) {
  return exportBytes(key, format, { formats, alg: jwkAlg(slotsOf(key).algorithm.name) });
}

function sign({ name, customization, length }, key, data) {
  const secret = bytesOf(key);
  return runJob(() => native.kmac(name, secret, customization, length / 8, data, null));
}

async function verify(algorithm, key, signature, data) {
  return timingSafeEqual(await sign(algorithm, key, data), signature);
}

function keyLength({ name, length }) {
  return length ?? defaultLength(name);
}

module.exports = { exportKey, generateKey, importKey, keyLength, sign, verify };
