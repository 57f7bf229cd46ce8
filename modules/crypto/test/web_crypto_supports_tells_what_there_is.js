'use strict';
const assert = require('node:assert');

const zeros = (size) => new Uint8Array(size);
const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: zeros(0), info: zeros(0) };

for (const [expected, ...query] of [
  [true, 'digest', 'SHA-256'], [false, 'digest', 'MD5'], [false, 'digest', { name: 'cSHAKE128', length: 7 }],
  [true, 'encrypt', { name: 'AES-CBC', iv: zeros(16) }], [false, 'encrypt', { name: 'AES-CBC', iv: zeros(15) }],
  [false, 'encrypt', 'AES-KW'], [true, 'wrapKey', 'AES-KW', 'AES-CTR'], [false, 'wrapKey', 'AES-KW'],
  [false, 'wrapKey', 'AES-KW', 'HKDF'], [true, 'unwrapKey', 'AES-KW', 'HKDF'],
  [true, 'sign', 'Ed25519'], [false, 'sign', 'X25519'], [true, 'verify', { name: 'KMAC128', length: 128 }],
  [true, 'generateKey', { name: 'AES-OCB', length: 128 }], [false, 'generateKey', 'PBKDF2'],
  [true, 'importKey', 'PBKDF2'], [false, 'exportKey', 'PBKDF2'], [true, 'exportKey', 'X448'],
  [true, 'getPublicKey', 'RSA-PSS'], [false, 'getPublicKey', 'AES-GCM'],
  [true, 'deriveBits', hkdf, 8], [false, 'deriveBits', hkdf, 9], [false, 'deriveBits', hkdf],
  [true, 'deriveKey', hkdf, { name: 'AES-GCM', length: 256 }], [false, 'deriveKey', hkdf, 'AES-GCM'],
  [false, 'deriveKey', hkdf, 'HKDF'], [false, 'no operation', 'SHA-256'], [false, 'get key length', 'HKDF'],
]) assert.strictEqual(SubtleCrypto.supports(...query), expected, query.join());

assert.throws(() => SubtleCrypto.supports('digest'), { name: 'TypeError', code: 'ERR_MISSING_ARGS' });
assert.throws(() => SubtleCrypto.supports.call(undefined, 'digest', 'SHA-1'), { code: 'ERR_INVALID_THIS' });
