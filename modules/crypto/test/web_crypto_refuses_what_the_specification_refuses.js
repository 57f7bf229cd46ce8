'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

process.on('warning', () => {}); // some algorithms are experimental
const { subtle } = globalThis.crypto;
const zeros = (size) => new Uint8Array(size);
const e3 = new Uint8Array([1, 0, 1]);

const refused = (name, message, call) => ({ name, message, call });

finish(async () => {
  const all = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
  const gcm = await subtle.importKey('raw', zeros(16), 'AES-GCM', true, all);
  const cbc = await subtle.importKey('raw', zeros(16), 'AES-CBC', true, ['encrypt']);
  const ctr = await subtle.importKey('raw', zeros(16), 'AES-CTR', true, ['encrypt']);
  const hidden = await subtle.importKey('raw', zeros(16), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const hkdf = await subtle.importKey('raw', zeros(16), 'HKDF', false, ['deriveBits']);
  const pbkdf2 = await subtle.importKey('raw', zeros(16), 'PBKDF2', false, ['deriveBits']);
  const ed = await subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const ecdh = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const ecdh384 = await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, true, ['deriveBits']);
  const edJwk = await subtle.exportKey('jwk', ed.publicKey);
  const importEd = (change) => subtle.importKey('jwk', { ...edJwk, ...change }, 'Ed25519', true, ['verify']);
  const hkdfParams = { name: 'HKDF', hash: 'SHA-256', salt: zeros(1), info: zeros(1) };

  const cases = [
    refused('NotSupportedError', 'Unrecognized algorithm name', () => subtle.digest('MD5', zeros(1))),
    refused('NotSupportedError', 'Unrecognized algorithm name', () => subtle.generateKey('HKDF', true, ['deriveBits'])),
    refused('NotSupportedError', 'Unrecognized algorithm name', () => subtle.encrypt('HMAC', gcm, zeros(1))),
    refused('NotSupportedError', 'Unrecognized namedCurve',
            () => subtle.generateKey({ name: 'ECDSA', namedCurve: 'p-256' }, true, ['sign'])),
    refused('NotSupportedError', 'Unable to export AES-GCM secret key using spki format', () => subtle.exportKey('spki', gcm)),
    refused('NotSupportedError', 'Unable to import AES-GCM using pkcs8 format',
            () => subtle.importKey('pkcs8', zeros(16), 'AES-GCM', true, ['encrypt'])),
    refused('NotSupportedError', 'HKDF key export is not supported', () => subtle.exportKey('raw', hkdf)),
    refused('NotSupportedError', 'Only SHA hashes are supported in EcdsaParams',
            () => subtle.sign({ name: 'ECDSA', hash: 'MD5' }, ed.privateKey, zeros(1))),
    refused('NotSupportedError', 'Explicit algorithm length member is required',
            () => subtle.generateKey({ name: 'HMAC', hash: 'SHA3-256' }, true, ['sign'])),

    refused('SyntaxError', 'Unsupported key usage for an AES key',
            () => subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['sign'])),
    refused('SyntaxError', 'Usages cannot be empty when creating a key.',
            () => subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, [])),
    refused('SyntaxError', 'Usages cannot be empty when creating a key.', () => subtle.generateKey('Ed25519', true, ['verify'])),
    refused('SyntaxError', 'Usages cannot be empty when importing a secret key.',
            () => subtle.importKey('raw', zeros(16), 'AES-GCM', true, [])),
    refused('SyntaxError', 'HKDF keys are not extractable',
            () => subtle.importKey('raw', zeros(16), 'HKDF', true, ['deriveBits'])),
    refused('SyntaxError', 'Unsupported key usage for a Ed25519 key',
            () => subtle.importKey('spki', zeros(16), 'Ed25519', true, ['sign'])),

    refused('InvalidAccessError', 'The requested operation is not valid for the provided key',
            () => subtle.decrypt({ name: 'AES-CBC', iv: zeros(16) }, cbc, zeros(16))),
    refused('InvalidAccessError', 'The requested operation is not valid for the provided key',
            () => subtle.encrypt({ name: 'AES-CBC', iv: zeros(16) }, gcm, zeros(16))),
    refused('InvalidAccessError', 'Unable to use this key to sign', () => subtle.sign('Ed25519', ed.publicKey, zeros(1))),
    refused('InvalidAccessError', 'Unable to use this key to verify',
            () => subtle.verify('Ed25519', ed.privateKey, zeros(64), zeros(1))),
    refused('InvalidAccessError', 'algorithm.public must be a public key',
            () => subtle.deriveBits({ name: 'ECDH', public: ecdh.privateKey }, ecdh.privateKey, 8)),
    refused('InvalidAccessError', 'Named curve mismatch',
            () => subtle.deriveBits({ name: 'ECDH', public: ecdh384.publicKey }, ecdh.privateKey, 8)),
    refused('InvalidAccessError', 'Key algorithm mismatch', () => subtle.deriveBits(hkdfParams, pbkdf2, 8)),
    refused('InvalidAccessError', 'baseKey does not have deriveKey usage',
            () => subtle.deriveKey(hkdfParams, hkdf, { name: 'AES-GCM', length: 128 }, true, ['encrypt'])),
    refused('InvalidAccessError', 'key must be a private key', () => subtle.getPublicKey(ed.publicKey, ['verify'])),

    refused('OperationError', 'AES key length must be 128, 192, or 256 bits',
            () => subtle.generateKey({ name: 'AES-GCM', length: 100 }, true, ['encrypt'])),
    refused('OperationError', 'algorithm.iv must contain exactly 16 bytes',
            () => subtle.encrypt({ name: 'AES-CBC', iv: zeros(15) }, cbc, zeros(1))),
    refused('OperationError', 'AES-CTR algorithm.length must be between 1 and 128',
            () => subtle.encrypt({ name: 'AES-CTR', counter: zeros(16), length: 129 }, ctr, zeros(1))),
    refused('OperationError', 'The operation failed for an operation-specific reason',
            () => subtle.encrypt({ name: 'AES-CTR', counter: zeros(16), length: 1 }, ctr, zeros(64))),
    refused('OperationError', '33 is not a valid AES-GCM tag length',
            () => subtle.encrypt({ name: 'AES-GCM', iv: zeros(12), tagLength: 33 }, gcm, zeros(1))),
    refused('OperationError', 'The provided data is too small.',
            () => subtle.decrypt({ name: 'AES-GCM', iv: zeros(12) }, gcm, zeros(15))),
    refused('OperationError', 'length cannot be null', () => subtle.deriveBits(hkdfParams, hkdf)),
    refused('OperationError', 'length must be a multiple of 8', () => subtle.deriveBits(hkdfParams, hkdf, 9)),
    refused('OperationError', 'iterations cannot be zero',
            () => subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: zeros(1), iterations: 0 }, pbkdf2, 8)),
    refused('OperationError', 'derived bit length is too small',
            () => subtle.deriveBits({ name: 'ECDH', public: ecdh.publicKey }, ecdh.privateKey, 257)),
    refused('OperationError', 'The operation failed for an operation-specific reason', () => subtle.generateKey(
      { name: 'RSA-PSS', modulusLength: 512, publicExponent: zeros(3), hash: 'SHA-1' }, true, ['sign'])),

    refused('DataError', 'Invalid key length', () => subtle.importKey('raw', zeros(15), 'AES-GCM', true, ['encrypt'])),
    refused('DataError', 'Zero-length key is not supported',
            () => subtle.importKey('raw', zeros(0), { name: 'HMAC', hash: 'SHA-1' }, true, ['sign'])),
    refused('DataError', 'Invalid keyData', () => subtle.importKey('spki', zeros(20), 'Ed25519', true, ['verify'])),
    refused('DataError', 'Invalid JWK "kty" Parameter', () => importEd({ kty: 'EC' })),
    refused('DataError', 'Invalid JWK "use" Parameter', () => importEd({ use: 'enc' })),
    refused('DataError', 'Duplicate key operation', () => importEd({ key_ops: ['verify', 'verify'] })),
    refused('DataError', 'Key operations and usage mismatch', () => importEd({ key_ops: [] })),
    refused('DataError', 'JWK "ext" Parameter and extractable mismatch', () => importEd({ ext: false })),
    refused('DataError', 'JWK "alg" does not match the requested algorithm', () => importEd({ alg: 'ES256' })),
    refused('DataError', 'JWK "crv" Parameter and algorithm name mismatch', () => importEd({ crv: 'Ed448' })),
    refused('DataError', 'Invalid keyData', () => importEd({ x: 'AAAA' })),
  ];
  for (const { name, message, call } of cases) {
    await assert.rejects(call, (error) => {
      assert.ok(error instanceof DOMException, `${call}: ${error.stack}`);
      assert.deepStrictEqual([error.name, error.message], [name, message], `${call}`);
      return true;
    });
  }
  await assert.rejects(subtle.exportKey('raw', hidden), { message: 'key is not extractable' });

  for (const [code, message, call] of [
    ['ERR_MISSING_ARGS', "Failed to execute 'sign' on 'SubtleCrypto': 3 arguments required, but only 0 present.",
     () => subtle.sign()],
    ['ERR_INVALID_THIS', 'Value of "this" must be of type SubtleCrypto', () => subtle.sign.call({})],
    ['ERR_INVALID_ARG_TYPE', "Failed to execute 'sign' on 'SubtleCrypto': 2nd argument is not of type CryptoKey.",
     () => subtle.sign('HMAC', {}, zeros(1))],
    ['ERR_INVALID_ARG_VALUE',
     "Failed to execute 'importKey' on 'SubtleCrypto': 1st argument value 'foo' is not a valid enum value of type KeyFormat.",
     () => subtle.importKey('foo', zeros(1), 'AES-GCM', true, [])],
    ['ERR_INVALID_ARG_VALUE',
     "Failed to execute 'generateKey' on 'SubtleCrypto': 3rd argument[1] value 'x' is not a valid enum value of type KeyUsage.",
     () => subtle.generateKey('Ed25519', true, ['sign', 'x'])],
    ['ERR_MISSING_OPTION', "Failed to normalize algorithm: passed algorithm can not be converted to 'AeadParams' because " +
     "'iv' is required in 'AeadParams'.", () => subtle.encrypt('AES-GCM', gcm, zeros(1))],
    ['ERR_OUT_OF_RANGE', "Failed to normalize algorithm: 'tagLength' of 'AeadParams' (passed algorithm) is outside the " +
     'expected range of 0 to 255.', () => subtle.encrypt({ name: 'AES-GCM', iv: zeros(1), tagLength: 256 }, gcm, zeros(1))],
    ['ERR_INVALID_ARG_TYPE', "Failed to execute 'digest' on 'SubtleCrypto': 2nd argument is a view on a " +
     'SharedArrayBuffer, which is not allowed.', () => subtle.digest('SHA-1', new Uint8Array(new SharedArrayBuffer(1)))],
    ['ERR_INVALID_ARG_TYPE', "Failed to normalize algorithm: 'publicExponent' of 'RsaHashedKeyGenParams' (passed algorithm) " +
     'is not an Uint8Array object.', () => subtle.generateKey(
      { name: 'RSA-PSS', modulusLength: 512, publicExponent: [...e3], hash: 'SHA-1' }, true, ['sign'])],
  ]) {
    await assert.rejects(call, { name: 'TypeError', code, message });
  }
});
