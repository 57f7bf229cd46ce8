'use strict';
// A private key in PKCS#8 is written with the bytes that it was read from: an EC key without its public half, too.
const assert = require('node:assert');
const crypto = require('node:crypto');

const pairs = [
  ...['P-256', 'P-384', 'P-521', 'secp256k1', 'secp224r1'].map((namedCurve) => crypto.generateKeyPairSync('ec', { namedCurve })),
  ...['ed25519', 'ed448', 'x25519', 'x448'].map((kind) => crypto.generateKeyPairSync(kind)),
  crypto.generateKeyPairSync('rsa', { modulusLength: 1024 }),
  crypto.generateKeyPairSync('rsa', { modulusLength: 1023, publicExponent: 3 }),
];
for (const { privateKey, publicKey } of pairs) {
  // What encrypts goes another way.
  const passphrase = 'secret';
  const encrypted = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase });
  const again = crypto.createPrivateKey({ key: encrypted, passphrase });
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  assert.deepStrictEqual(again.export({ type: 'pkcs8', format: 'der' }), der);
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const lines = der.toString('base64').match(/.{1,64}/g).join('\n');
  assert.strictEqual(pem, `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`);
  assert.ok(crypto.createPublicKey(pem).equals(publicKey));
  if (publicKey.asymmetricKeyDetails.namedCurve === 'secp224r1') continue;
  const jwk = privateKey.export({ format: 'jwk' });
  assert.deepStrictEqual(crypto.createPrivateKey({ key: jwk, format: 'jwk' }).export({ type: 'pkcs8', format: 'der' }), der);
}

const withoutPublic = Buffer.from('3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420' +
  'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721', 'hex');
const key = crypto.createPrivateKey({ key: withoutPublic, format: 'der', type: 'pkcs8' });
assert.deepStrictEqual(key.export({ type: 'pkcs8', format: 'der' }), withoutPublic);
assert.deepStrictEqual(key.export({ format: 'jwk' }), { // the pair of RFC 6979, A.2.5
  kty: 'EC', x: 'YP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Y', y: 'eQP-EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PClNRGIpk', crv: 'P-256',
  d: 'ya-p2EW6dRZrXCFXZ7HWk05Qw9s26JsSe4piKxIPZyE',
});
const outside = { ...key.export({ format: 'jwk' }), x: Buffer.alloc(32, 7).toString('base64url') };
for (const create of [crypto.createPublicKey, crypto.createPrivateKey]) {
  assert.throws(() => create({ key: outside, format: 'jwk' }), { code: 'ERR_CRYPTO_INVALID_JWK', message: 'Invalid JWK EC key' });
}
