'use strict';
// HMAC (RFC 2104).

const { timingSafeEqual } = binding('crypto_hash');
const { withRequests } = require('crypto/requests');
const { digestId } = require('crypto/subtle/digest');
const { runJob } = require('crypto/subtle/errors');
const { bytesOf, checkUsages, makeKey, secretOf, slotsOf } = require('crypto/subtle/key');
const { hmacLength } = require('crypto/subtle/normalize');
const { checkNotForNothing, dataError, exportBytes, generateSecret, importBytes } = require('crypto/subtle/secret');
const native = withRequests('crypto_subtle', binding('crypto_subtle'));

const name = 'HMAC';
const formats = ['raw', 'raw-secret'];
const usagesOfIt = ['sign', 'verify'];

function jwkAlg(hash) {
  return hash.name.startsWith('SHA-') ? `HS${hash.name.slice('SHA-'.length)}` : undefined;
}

function generateKey({ hash, length }, extractable, usages) {
  checkUsages(usages, usagesOfIt, 'an HMAC key');
  checkNotForNothing(usages);
  const bits = length ?? hmacLength(hash);
  return generateSecret(bits, { name, length: bits, hash: { name: hash.name } }, extractable, usages);
}

function importKey({ hash, length }, format, keyData, extractable, usages) {
  checkUsages(usages, usagesOfIt, 'HMAC key');
  const bytes = importBytes(name, format, keyData, extractable, usages, {
    formats, use: 'sig', algOf: () => jwkAlg(hash),
  });
  if (bytes.byteLength === 0) throw dataError('Zero-length key is not supported');
  const bits = bytes.byteLength * 8;
  if (length !== undefined && length !== bits) throw dataError('Invalid key length');
  return makeKey(secretOf(bytes), { name, length: bits, hash: { name: hash.name } }, extractable, usages);
}

function exportKey(key, format) {
  return exportBytes(key, format, { formats, alg: jwkAlg(slotsOf(key).algorithm.hash) });
}

function sign(algorithm, key, data) {
  const id = digestId(slotsOf(key).algorithm.hash.name);
  const secret = bytesOf(key);
  return runJob(() => native.hmac(id, secret, data, null));
}

async function verify(algorithm, key, signature, data) {
  return timingSafeEqual(await sign(algorithm, key, data), signature);
}

function keyLength({ hash, length }) {
  return length ?? hmacLength(hash);
}

module.exports = { exportKey, generateKey, importKey, keyLength, sign, verify };
