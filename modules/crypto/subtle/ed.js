'use strict';
// Ed25519 and Ed448 (RFC 8032), X25519 and X448 (RFC 7748).

const { Buffer } = require('buffer');
const { withRequests } = require('crypto/requests');
const { agree, exportDer, generatePair, importCurveKey, readDer } = require('crypto/subtle/asymmetric');
const { domException, readKeyData, runJob } = require('crypto/subtle/errors');
const { checkAlg, checkKty, checkPurpose, dataError, makeJwk } = require('crypto/subtle/jwk');
const { checkUsages, handleOf, makeKey, slotsOf, toArrayBuffer } = require('crypto/subtle/key');
const native = withRequests('crypto_key', binding('crypto_key'));
const nativeSign = withRequests('crypto_sign', binding('crypto_sign'));

const NO_DIGEST = -1;
const NO_SALT_LENGTH = -(2 ** 31);

const sizes = { __proto__: null, Ed25519: 32, Ed448: 57, X25519: 32, X448: 56 };
const signUsages = { privateKey: ['sign'], publicKey: ['verify'] };
const agreeUsages = { privateKey: ['deriveKey', 'deriveBits'], publicKey: [] };

function signs(name) {
  return name.startsWith('Ed');
}

function usagesFor(name) {
  return signs(name) ? signUsages : agreeUsages;
}

function publicUsages(name) {
  return usagesFor(name).publicKey;
}

async function generateKey({ name }, extractable, usages) {
  const allowed = usagesFor(name);
  checkUsages(usages, [...allowed.privateKey, ...allowed.publicKey], `an ${name} key`);
  const { privateKey, publicKey } = await generatePair(
    () => native.generateRaw(name.toUpperCase(), null), { name }, extractable, usages, allowed);
  return { __proto__: null, privateKey, publicKey };
}

function checkUsagesOf(isPrivate, name, usages) {
  const allowed = usagesFor(name);
  checkUsages(usages, isPrivate ? allowed.privateKey : allowed.publicKey, `a ${name} key`);
}

/** The native key of those bytes. */
function readRaw(name, bytes, isPrivate) {
  return readKeyData(() => {
    if (bytes.byteLength !== sizes[name]) {
      throw domException('DataError', `${name} raw keys must be exactly ${sizes[name]}-bytes`);
    }
    return native.rawKey(name.toUpperCase(), bytes, isPrivate);
  });
}

function importJwk({ name }, jwk, extractable, usages) {
  checkKty(jwk, 'OKP');
  if (jwk.crv !== name) throw dataError('JWK "crv" Parameter and algorithm name mismatch');
  checkPurpose(jwk, extractable, usages, signs(name) ? 'sig' : 'enc');
  if (signs(name)) checkAlg(jwk, name, 'EdDSA');
  const isPrivate = jwk.d !== undefined;
  checkUsagesOf(isPrivate, name, usages);
  if (isPrivate && jwk.x === undefined) throw dataError('Invalid JWK');
  const x = readKeyData(() => Buffer.from(jwk.x, 'base64url'));
  if (!isPrivate) return readRaw(name, x, false);
  const handle = readRaw(name, Buffer.from(jwk.d, 'base64url'), true);
  // A private key goes with one public key only.
  if (!x.equals(handle.jwkParts(false, false)[0])) throw dataError('Invalid keyData');
  return handle;
}

function importKey(algorithm, format, keyData, extractable, usages) {
  const { name } = algorithm;
  const keyObject = importCurveKey(name, format, keyData, {
    __proto__: null,
    jwk: (jwk) => importJwk(algorithm, jwk, extractable, usages),
    raw: (bytes) => readRaw(name, bytes, false),
    der: readDer,
    checkUsages: (isPrivate) => checkUsagesOf(isPrivate, name, usages),
  });
  return wrap(keyObject, name, extractable, usages);
}

function wrap(keyObject, name, extractable, usages) {
  if (keyObject.asymmetricKeyType !== name.toLowerCase()) throw dataError('Invalid key type');
  return makeKey(keyObject, { name }, extractable, usages);
}

function exportKey(key, format) {
  const slots = slotsOf(key);
  const { name } = slots.algorithm;
  if (format === 'jwk') return makeJwk(slots, slots.keyObject.export({ format: 'jwk' }), signs(name) ? name : undefined);
  if (format !== 'raw' && format !== 'raw-public') return exportDer(key, format);
  if (slots.keyObject.type !== 'public') return undefined;
  return toArrayBuffer(handleOf(key).jwkParts(false, false)[0]);
}

function sign(algorithm, key, data) {
  const handle = handleOf(key);
  return runJob(() => nativeSign.sign(handle, NO_DIGEST, data, 0, NO_SALT_LENGTH, false, null));
}

function verify(algorithm, key, signature, data) {
  const handle = handleOf(key);
  return runJob(() => nativeSign.verify(handle, NO_DIGEST, data, signature, 0, NO_SALT_LENGTH, false, null));
}

function deriveBits({ public: other }, key, length) {
  return agree(key, other, length);
}

/** A CryptoKey of a KeyObject, for toCryptoKey(). */
function fromKeyObject({ name }, keyObject, extractable, usages) {
  checkUsagesOf(keyObject.type === 'private', name, usages);
  return wrap(keyObject, name, extractable, usages);
}

module.exports = { deriveBits, exportKey, fromKeyObject, generateKey, importKey, publicUsages, sign, verify };
