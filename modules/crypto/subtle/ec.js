'use strict';
// ECDSA and ECDH over P-256, P-384 and P-521.

const { Buffer } = require('buffer');
const { withRequests } = require('crypto/requests');
const { agree, exportDer, generatePair, importCurveKey, readDer } = require('crypto/subtle/asymmetric');
const { digestId } = require('crypto/subtle/digest');
const { domException, readKeyData, runJob } = require('crypto/subtle/errors');
const { checkAlg, checkKty, checkPurpose, dataError, makeJwk } = require('crypto/subtle/jwk');
const { checkUsages, handleOf, makeKey, slotsOf, toArrayBuffer } = require('crypto/subtle/key');
const native = withRequests('crypto_key', binding('crypto_key'));
const nativeSign = withRequests('crypto_sign', binding('crypto_sign'));

const NO_SALT_LENGTH = -(2 ** 31);
const UNCOMPRESSED = 4;

const openSslCurves = { '__proto__': null, 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' };
const jwkAlgs = { '__proto__': null, 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512' };
const signUsages = { privateKey: ['sign'], publicKey: ['verify'] };
const agreeUsages = { privateKey: ['deriveKey', 'deriveBits'], publicKey: [] };

/** Whether Web Crypto knows a curve by that name. */
function isCurve(namedCurve) {
  return openSslCurves[namedCurve] !== undefined;
}

function usagesFor(name) {
  return name === 'ECDH' ? agreeUsages : signUsages;
}

function publicUsages(name) {
  return usagesFor(name).publicKey;
}

function generateKey({ name, namedCurve }, extractable, usages) {
  const allowed = usagesFor(name);
  checkUsages(usages, [...allowed.privateKey, ...allowed.publicKey], `an ${name} key`);
  return generatePair(() => native.generateEc(openSslCurves[namedCurve], false, null), { name, namedCurve }, extractable,
                      usages, allowed);
}

function checkUsagesOf(isPrivate, name, usages) {
  const allowed = usagesFor(name);
  checkUsages(usages, isPrivate ? allowed.privateKey : allowed.publicKey, `a ${name} key`);
}

function part(jwk, name) {
  if (jwk[name] === undefined) throw new TypeError('Invalid JWK EC key');
  return Buffer.from(jwk[name], 'base64url');
}

function importJwk({ name, namedCurve }, jwk, extractable, usages) {
  checkKty(jwk, 'EC');
  if (jwk.crv !== namedCurve) throw dataError('JWK "crv" does not match the requested algorithm');
  checkUsagesOf(jwk.d !== undefined, name, usages);
  checkPurpose(jwk, extractable, usages, name === 'ECDSA' ? 'sig' : 'enc');
  if (name === 'ECDSA') checkAlg(jwk, jwkAlgs[namedCurve]);
  return readKeyData(() => {
    const [x, y] = [part(jwk, 'x'), part(jwk, 'y')];
    const d = jwk.d === undefined ? undefined : part(jwk, 'd');
    if (d !== undefined) checkPair(openSslCurves[namedCurve], x, y, d);
    return native.ecFromParts(openSslCurves[namedCurve], x, y, d);
  });
}

/** A private number goes with one point only. */
function checkPair(curve, x, y, d) {
  const { ECDH } = binding('crypto_exchange');
  const pair = new ECDH();
  pair.use(curve);
  pair.setPrivateKey(d);
  if (!pair.publicKey(UNCOMPRESSED).equals(Buffer.concat([Buffer.from([UNCOMPRESSED]), x, y]))) {
    throw new TypeError('Invalid JWK EC key');
  }
}

/** The same key: it remembers no form in which its point once came, and its point is one of the curve. */
function withPlainPoint(handle, isPrivate) {
  if (handle.type !== 'ec') return handle;
  return readKeyData(() => {
    const [x, y, d] = handle.jwkParts(isPrivate, false);
    const curve = handle.details().namedCurve;
    if (isPrivate) checkPair(curve, x, y, d);
    return native.ecFromParts(curve, x, y, d);
  });
}

/** A point's bytes, compressed or not. */
function importPoint(namedCurve, bytes) {
  return readKeyData(() => {
    const curve = openSslCurves[namedCurve];
    const point = binding('crypto_exchange').convertKey(bytes, curve, UNCOMPRESSED);
    const size = (point.length - 1) / 2;
    return native.ecFromParts(curve, point.subarray(1, 1 + size), point.subarray(1 + size), undefined);
  });
}

function importKey(algorithm, format, keyData, extractable, usages) {
  const { name, namedCurve } = algorithm;
  const keyObject = importCurveKey(name, format, keyData, {
    __proto__: null,
    jwk: (jwk) => importJwk(algorithm, jwk, extractable, usages),
    raw: (bytes) => importPoint(namedCurve, bytes),
    der: (form, bytes, isPrivate) => withPlainPoint(readDer(form, bytes), isPrivate),
    checkUsages: (isPrivate) => checkUsagesOf(isPrivate, name, usages),
  });
  return wrap(keyObject, name, namedCurve, extractable, usages);
}

function wrap(keyObject, name, namedCurve, extractable, usages) {
  if (keyObject.asymmetricKeyType !== 'ec') throw dataError('Invalid key type');
  if (keyObject.asymmetricKeyDetails.namedCurve !== openSslCurves[namedCurve]) throw dataError('Named curve mismatch');
  return makeKey(keyObject, { name, namedCurve }, extractable, usages);
}

function exportKey(key, format) {
  const slots = slotsOf(key);
  if (format === 'jwk') return makeJwk(slots, slots.keyObject.export({ format: 'jwk' }));
  if (format !== 'raw' && format !== 'raw-public') return exportDer(key, format);
  if (slots.keyObject.type !== 'public') return undefined;
  const [x, y] = handleOf(key).jwkParts(false, false);
  return toArrayBuffer(Buffer.concat([Buffer.from([UNCOMPRESSED]), x, y]));
}

function sign({ hash }, key, data) {
  const handle = handleOf(key);
  return runJob(() => nativeSign.sign(handle, digestId(hash.name), data, 0, NO_SALT_LENGTH, true, null));
}

function verify({ hash }, key, signature, data) {
  const handle = handleOf(key);
  return runJob(() => nativeSign.verify(handle, digestId(hash.name), data, signature, 0, NO_SALT_LENGTH, true, null));
}

function deriveBits({ public: other }, key, length) {
  if (slotsOf(other).algorithm.namedCurve !== slotsOf(key).algorithm.namedCurve) {
    throw domException('InvalidAccessError', 'Named curve mismatch');
  }
  return agree(key, other, length);
}

/** A CryptoKey of a KeyObject, for toCryptoKey(). */
function fromKeyObject({ name, namedCurve }, keyObject, extractable, usages) {
  checkUsagesOf(keyObject.type === 'private', name, usages);
  return wrap(keyObject, name, namedCurve, extractable, usages);
}

module.exports = { deriveBits, exportKey, fromKeyObject, generateKey, importKey, isCurve, publicUsages, sign, verify };
