'use strict';
// RSASSA-PKCS1-v1_5, RSA-PSS and RSA-OAEP (RFC 8017).

const { withRequests } = require('crypto/requests');
const { exportDer, generatePair, keyObjectOf, readDer } = require('crypto/subtle/asymmetric');
const { digestId } = require('crypto/subtle/digest');
const { domException, readKeyData, runJob } = require('crypto/subtle/errors');
const { checkAlg, checkKty, checkPurpose, dataError, makeJwk } = require('crypto/subtle/jwk');
const { checkUsages, handleOf, makeKey, slotsOf } = require('crypto/subtle/key');
const { cannotImport } = require('crypto/subtle/secret');
const native = withRequests('crypto_key', binding('crypto_key'));
const nativeSign = withRequests('crypto_sign', binding('crypto_sign'));

const PKCS1_PADDING = 1;
const OAEP_PADDING = 4;
const PSS_PADDING = 6;
const NO_SALT_LENGTH = -(2 ** 31);
const PUBLIC_ENCRYPT = 0;
const PRIVATE_DECRYPT = 1;

const signUsages = { privateKey: ['sign'], publicKey: ['verify'] };
const cipherUsages = { privateKey: ['decrypt', 'unwrapKey'], publicKey: ['encrypt', 'wrapKey'] };
const jwkNames = ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'];

function usagesFor(name) {
  return name === 'RSA-OAEP' ? cipherUsages : signUsages;
}

function publicUsages(name) {
  return usagesFor(name).publicKey;
}

function jwkAlg(name, hash) {
  if (!hash.name.startsWith('SHA-')) return undefined;
  const number = hash.name.slice('SHA-'.length);
  if (name === 'RSA-OAEP') return number === '1' ? 'RSA-OAEP' : `RSA-OAEP-${number}`;
  return `${name === 'RSA-PSS' ? 'PS' : 'RS'}${number}`;
}

/** The number in a BigInteger; one of more than 32 bits is refused. */
function exponentOf(bytes) {
  let number = 0;
  for (const byte of bytes) number = number * 256 + byte;
  if (number > 0xffffffff) {
    throw domException('OperationError', 'The publicExponent must be equivalent to an unsigned 32-bit value');
  }
  return number;
}

function generateKey({ name, hash, modulusLength, publicExponent }, extractable, usages) {
  const exponent = exponentOf(publicExponent);
  const allowed = usagesFor(name);
  checkUsages(usages, [...allowed.privateKey, ...allowed.publicKey], 'a RSA key');
  const algorithm = { name, modulusLength, publicExponent, hash: { name: hash.name } };
  return generatePair(() => {
    // OpenSSL would look for a prime without end.
    if (exponent < 3 || exponent % 2 === 0) throw new Error('Key generation job failed');
    return native.generateRsa(false, modulusLength, exponent, -1, -1, -1, null);
  }, algorithm, extractable, usages, allowed);
}

function bytesOfBigInt(number) {
  let hex = number.toString(16);
  if (hex.length % 2 !== 0) hex = `0${hex}`;
  const { Buffer } = require('buffer');
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** A CryptoKey of a native one. */
function wrap(handle, isPrivate, name, hash, extractable, usages) {
  const keyObject = keyObjectOf(handle, isPrivate);
  const { modulusLength, publicExponent } = keyObject.asymmetricKeyDetails;
  const algorithm = { name, modulusLength, publicExponent: bytesOfBigInt(publicExponent), hash: { name: hash.name } };
  return makeKey(keyObject, algorithm, extractable, usages);
}

function checkUsagesOf(isPrivate, name, usages) {
  const allowed = usagesFor(name);
  checkUsages(usages, isPrivate ? allowed.privateKey : allowed.publicKey, `an ${name} key`);
}

function importJwk({ name, hash }, jwk, extractable, usages) {
  checkKty(jwk, 'RSA');
  const isPrivate = jwk.d !== undefined;
  checkUsagesOf(isPrivate, name, usages);
  checkPurpose(jwk, extractable, usages, name === 'RSA-OAEP' ? 'enc' : 'sig');
  const alg = jwkAlg(name, hash);
  if (alg !== undefined) checkAlg(jwk, alg);
  const { Buffer } = require('buffer');
  return readKeyData(() => {
    const parts = (isPrivate ? jwkNames : ['n', 'e']).map((part) => {
      if (jwk[part] === undefined) throw new TypeError('Invalid JWK RSA key');
      return Buffer.from(jwk[part], 'base64url');
    });
    return native.rsaFromParts(parts);
  });
}

function importKey(algorithm, format, keyData, extractable, usages) {
  const { name, hash } = algorithm;
  let isPrivate = format === 'pkcs8';
  let handle;
  if (format === 'jwk') {
    handle = importJwk(algorithm, keyData, extractable, usages);
    isPrivate = keyData.d !== undefined;
  } else if (format === 'spki' || format === 'pkcs8') {
    checkUsagesOf(isPrivate, name, usages);
    handle = readDer(format, keyData);
  } else {
    throw cannotImport(name, format);
  }
  if (handle.type !== 'rsa') throw dataError('Invalid key type');
  return wrap(handle, isPrivate, name, hash, extractable, usages);
}

function exportKey(key, format) {
  if (format !== 'jwk') return exportDer(key, format);
  const slots = slotsOf(key);
  const { name, hash } = slots.algorithm;
  return makeJwk(slots, slots.keyObject.export({ format: 'jwk' }), jwkAlg(name, hash));
}

function paddingOf({ name, saltLength }) {
  return name === 'RSA-PSS' ? [PSS_PADDING, saltLength] : [PKCS1_PADDING, NO_SALT_LENGTH];
}

function checkSalt(key, { name, saltLength }) {
  if (name !== 'RSA-PSS') return;
  const { hash, modulusLength } = slotsOf(key).algorithm;
  const { findDigest } = require('crypto/hash');
  const most = Math.ceil((modulusLength - 1) / 8) - findDigest(hash.name.replace('SHA-', 'sha')).size - 2;
  if (saltLength > most) {
    const { ERR_OUT_OF_RANGE } = require('errors');
    throw new ERR_OUT_OF_RANGE('algorithm.saltLength', `>= 0 && <= ${most}`, saltLength);
  }
}

function sign(algorithm, key, data) {
  const digest = digestId(slotsOf(key).algorithm.hash.name);
  const [padding, saltLength] = paddingOf(algorithm);
  return runJob(() => {
    checkSalt(key, algorithm);
    return nativeSign.sign(handleOf(key), digest, data, padding, saltLength, false, null);
  });
}

function verify(algorithm, key, signature, data) {
  const digest = digestId(slotsOf(key).algorithm.hash.name);
  const [padding, saltLength] = paddingOf(algorithm);
  return runJob(() => {
    checkSalt(key, algorithm);
    return nativeSign.verify(handleOf(key), digest, data, signature, padding, saltLength, false, null);
  });
}

function run(operation, { label }, key, data) {
  const digest = digestId(slotsOf(key).algorithm.hash.name);
  const handle = handleOf(key);
  return runJob(() => nativeSign.rsa(operation, handle, OAEP_PADDING, digest, label, data, null));
}

function checkType(key, type) {
  if (slotsOf(key).keyObject.type !== type) {
    throw domException('InvalidAccessError', 'The requested operation is not valid for the provided key');
  }
}

function encrypt(algorithm, key, data) {
  checkType(key, 'public');
  return run(PUBLIC_ENCRYPT, algorithm, key, data);
}

function decrypt(algorithm, key, data) {
  checkType(key, 'private');
  return run(PRIVATE_DECRYPT, algorithm, key, data);
}

/** A CryptoKey of a KeyObject, for toCryptoKey(). */
function fromKeyObject({ name, hash }, keyObject, extractable, usages) {
  const { nativeHandle } = require('crypto/keys');
  const isPrivate = keyObject.type === 'private';
  checkUsagesOf(isPrivate, name, usages);
  if (keyObject.asymmetricKeyType !== 'rsa') throw dataError('Invalid key type');
  return wrap(nativeHandle(keyObject), isPrivate, name, hash, extractable, usages);
}

module.exports = { decrypt, encrypt, exportKey, fromKeyObject, generateKey, importKey, publicUsages, sign, verify };
