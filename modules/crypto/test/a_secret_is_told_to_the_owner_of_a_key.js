'use strict';
// encapsulate() and decapsulate() with RSA keys in all forms; keys that cannot do it, and what is no key, are refused.
const assert = require('node:assert');
const crypto = require('node:crypto');
const { promisify } = require('node:util');
const finish = require('../../../test/_finish');

const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
const failed = { code: 'ERR_CRYPTO_OPERATION_FAILED', message: 'Failed to perform decapsulation' };

for (const [to, from] of [[publicKey, privateKey], [privateKey, pem], [pem, { key: privateKey.export({ format: 'jwk' }), format: 'jwk' }]]) {
  const { sharedKey, ciphertext } = crypto.encapsulate(to);
  assert.deepStrictEqual([sharedKey.length, ciphertext.length], [128, 128]);
  assert.deepStrictEqual(crypto.decapsulate(from, ciphertext), sharedKey);
  assert.throws(() => crypto.decapsulate(from, ciphertext.subarray(1)), failed);
}

for (const [kind, options] of [['rsa-pss', { modulusLength: 1024 }], ['ed25519'], ['ec', { namedCurve: 'secp256k1' }]]) {
  const pair = crypto.generateKeyPairSync(kind, options);
  assert.throws(() => crypto.encapsulate(pair.publicKey), { code: 'ERR_CRYPTO_OPERATION_FAILED', message: 'Failed to perform encapsulation' });
  assert.throws(() => crypto.decapsulate(pair.privateKey, Buffer.alloc(32)), failed);
}
assert.throws(() => crypto.encapsulate(), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.encapsulate(publicKey, 1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.decapsulate(privateKey), {
  code: 'ERR_INVALID_ARG_TYPE',
  message: 'The "ciphertext" argument must be of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView. Received undefined',
});
assert.throws(() => crypto.decapsulate(publicKey, Buffer.alloc(128)), { code: 'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE' });

finish(async () => {
  const { sharedKey, ciphertext } = await promisify(crypto.encapsulate)(publicKey);
  assert.deepStrictEqual(await promisify(crypto.decapsulate)(privateKey, ciphertext), sharedKey);
  await assert.rejects(promisify(crypto.decapsulate)(privateKey, Buffer.alloc(5)), { message: 'Deriving bits failed' });
});
