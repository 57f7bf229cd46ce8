'use strict';
// Secret keys' bytes in and out: raw and in JSON Web Keys of kty "oct" (RFC 7518, 6.4).

const { Buffer } = require('buffer');
const { withRequests } = require('crypto/requests');
const { domException, readKeyData } = require('crypto/subtle/errors');
const { checkAlg, checkKty, checkPurpose, dataError, makeJwk } = require('crypto/subtle/jwk');
const { bytesOf, makeKey, secretOf, slotsOf, toArrayBuffer } = require('crypto/subtle/key');

/** The bytes in a JWK of kty "oct"; `use` is what its "use" has to be. */
function bytesInJwk(jwk, extractable, usages, use) {
  checkKty(jwk, 'oct');
  checkPurpose(jwk, extractable, usages, use);
  return readKeyData(() => {
    if (jwk.k === undefined) throw new TypeError('Invalid JWK secret key format');
    return Buffer.from(jwk.k, 'base64url');
  });
}

/** Why a format will not do. */
function cannotImport(name, format) {
  return domException('NotSupportedError', `Unable to import ${name} using ${format} format`);
}

/**
 * The bytes of a secret key in one of `formats` ('raw-secret', 'raw' ...) or a JWK; throws for other formats.
 * `algOf(bytes)` is what a JWK's "alg" has to be, if it has one.
 */
function importBytes(name, format, keyData, extractable, usages, { formats, use, checkBytes, algOf }) {
  if (format === 'jwk') {
    const bytes = bytesInJwk(keyData, extractable, usages, use);
    checkBytes?.(bytes);
    const alg = algOf(bytes);
    if (alg !== undefined) checkAlg(keyData, alg);
    return bytes;
  }
  if (!formats.includes(format)) throw cannotImport(name, format);
  checkBytes?.(keyData);
  return keyData;
}

/** The same as an ArrayBuffer or a JWK; undefined for other formats. */
function exportBytes(key, format, { formats, alg }) {
  if (formats.includes(format)) return toArrayBuffer(bytesOf(key));
  if (format !== 'jwk') return undefined;
  return makeJwk(slotsOf(key), { kty: 'oct', k: bytesOf(key).toString('base64url') }, alg);
}

/** A random secret CryptoKey of algorithm.length bits. */
async function generateSecret(length, algorithm, extractable, usages) {
  const bytes = await withRequests('crypto_random', binding('crypto_random')).keyBytes(length / 8, null);
  return makeKey(secretOf(bytes), algorithm, extractable, usages);
}

/** Refuses a secret key that is for nothing. */
function checkNotForNothing(usages) {
  if (usages.length === 0) throw domException('SyntaxError', 'Usages cannot be empty when creating a key.');
}

module.exports = { cannotImport, checkNotForNothing, dataError, exportBytes, generateSecret, importBytes };
