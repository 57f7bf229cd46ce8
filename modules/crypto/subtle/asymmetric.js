'use strict';
// What RSA, EC and the curves of RFC 7748 and RFC 8032 have in common: pairs of keys, and their DER.

const { withRequests } = require('crypto/requests');
const { domException, readKeyData, runJob } = require('crypto/subtle/errors');
const { handleOf, makeKey, slotsOf, toArrayBuffer, usagesAmong } = require('crypto/subtle/key');
const { cannotImport } = require('crypto/subtle/secret');
const native = withRequests('crypto_key', binding('crypto_key'));
const nativeSign = withRequests('crypto_sign', binding('crypto_sign'));

/** A KeyObject around a native key. */
function keyObjectOf(handle, isPrivate) {
  const { PrivateKeyObject, PublicKeyObject } = require('crypto/keys');
  return isPrivate ? new PrivateKeyObject(handle) : new PublicKeyObject(handle);
}

/**
 * { privateKey, publicKey } of the native key that `start` makes; a public key may always be exported.
 * `allowed`: { privateKey, publicKey }, the usages of either.
 */
async function generatePair(start, algorithm, extractable, usages, allowed) {
  const ofPrivate = usagesAmong(usages, allowed.privateKey);
  const handle = await runJob(start);
  if (ofPrivate.length === 0) throw domException('SyntaxError', 'Usages cannot be empty when creating a key.');
  const privateKey = makeKey(keyObjectOf(handle, true), algorithm, extractable, ofPrivate);
  const publicKey = makeKey(keyObjectOf(handle, false), algorithm, true, usagesAmong(usages, allowed.publicKey));
  return { __proto__: null, publicKey, privateKey };
}

/** The native key in a SubjectPublicKeyInfo (format 'spki') or a PrivateKeyInfo ('pkcs8'). */
function readDer(format, keyData) {
  return readKeyData(() => (format === 'spki' ?
    native.readPublic(keyData, 'spki', undefined) :
    native.readPrivate(keyData, 'pkcs8', undefined)));
}

/** The DER of a key, or undefined where the format is not for its type. */
function exportDer(key, format) {
  const { type } = slotsOf(key).keyObject;
  if (format === 'spki' && type === 'public') return toArrayBuffer(handleOf(key).exportPublic(false, 'spki'));
  if (format === 'pkcs8' && type === 'private') {
    return toArrayBuffer(handleOf(key).exportPrivate(false, 'pkcs8', undefined, undefined));
  }
  return undefined;
}

/** The first `length` bits of a secret; all of it for null. */
function firstBits(secret, length) {
  if (length === null) return secret;
  if (secret.byteLength * 8 < length) throw domException('OperationError', 'derived bit length is too small');
  const bits = secret.subarray(0, Math.ceil(length / 8));
  if (length % 8 !== 0) bits[bits.length - 1] &= 0xff << (8 - length % 8);
  return bits;
}

/** What two keys agree on. */
async function agree(key, other, length) {
  const own = handleOf(key);
  const theirs = handleOf(other);
  return firstBits(await runJob(() => nativeSign.derive(own, theirs, null)), length);
}

/**
 * Imports a key on a curve, whose raw form is a public key.
 * @param {object} readers what makes native keys: `jwk(jwk)`, which checks the usages itself, `raw(bytes)`, `der(format, bytes,
 *   isPrivate)`, and `checkUsages(isPrivate)`, which throws for usages that such a key has not got
 * @returns {KeyObject}
 */
function importCurveKey(name, format, keyData, { jwk, raw, der, checkUsages }) {
  const isPrivate = format === 'pkcs8' || (format === 'jwk' && keyData.d !== undefined);
  if (format === 'jwk') return keyObjectOf(jwk(keyData), isPrivate);
  const isRaw = format === 'raw' || format === 'raw-public';
  if (!isRaw && format !== 'spki' && format !== 'pkcs8') throw cannotImport(name, format);
  checkUsages(isPrivate);
  return keyObjectOf(isRaw ? raw(keyData) : der(format, keyData, isPrivate), isPrivate);
}

module.exports = { agree, exportDer, generatePair, importCurveKey, keyObjectOf, readDer };
