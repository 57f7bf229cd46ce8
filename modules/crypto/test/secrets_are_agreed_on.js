'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(22);
const crypto = require('node:crypto');

const alice = crypto.getDiffieHellman('modp14');
const bob = crypto.createDiffieHellman(alice.getPrime(), alice.getGenerator());
alice.generateKeys();
const key = bob.generateKeys('hex');
assert.deepStrictEqual(alice.computeSecret(key, 'hex'), bob.computeSecret(alice.getPublicKey()));
assert.strictEqual(alice.verifyError, 0);
const again = crypto.createDiffieHellman(alice.getPrime('base64'), 'base64', 2);
again.setPrivateKey(alice.getPrivateKey('hex'), 'hex');
assert.strictEqual(again.computeSecret(key, 'hex', 'base64'), alice.computeSecret(key, 'hex', 'base64'));
assert.throws(() => alice.computeSecret(Buffer.alloc(0)),
              { code: 'ERR_CRYPTO_INVALID_KEYLEN', message: 'Supplied key is too small' });
assert.throws(() => crypto.getDiffieHellman('modp1').getPublicKey(), { code: 'ERR_CRYPTO_INVALID_STATE' });
assert.throws(() => crypto.getDiffieHellman('nope'), { code: 'ERR_CRYPTO_UNKNOWN_DH_GROUP' });
assert.throws(() => crypto.createDiffieHellman('abcdef', 1), { code: 'ERR_OSSL_DH_BAD_GENERATOR' });

const carol = crypto.createECDH('secp256k1');
const dave = crypto.createECDH('secp256k1');
const compressed = carol.generateKeys('hex', 'compressed');
dave.setPrivateKey('cafebabe'.repeat(8), 'hex');
assert.strictEqual(dave.getPublicKey('hex', 'compressed'),
                   '03672a31bfc59d3f04548ec9b7daeeba2f61814e8ccc40448045007f5479f693a3');
assert.deepStrictEqual(dave.computeSecret(compressed, 'hex'), carol.computeSecret(dave.getPublicKey()));
assert.strictEqual(crypto.ECDH.convertKey(carol.getPublicKey(), 'secp256k1', null, 'hex', 'compressed'), compressed);
assert.throws(() => crypto.createECDH('nope'), { code: 'ERR_CRYPTO_INVALID_CURVE' });
assert.throws(() => carol.getPublicKey('hex', 'nope'), { code: 'ERR_CRYPTO_ECDH_INVALID_FORMAT' });
assert.throws(() => carol.computeSecret('ab', 'hex'), { code: 'ERR_CRYPTO_ECDH_INVALID_PUBLIC_KEY' });
assert.throws(() => carol.setPrivateKey('00', 'hex'), { code: 'ERR_CRYPTO_INVALID_KEYTYPE' });

for (const type of ['x25519', 'x448']) {
  const [one, other] = [crypto.generateKeyPairSync(type), crypto.generateKeyPairSync(type)];
  assert.deepStrictEqual(crypto.diffieHellman({ privateKey: one.privateKey, publicKey: other.publicKey }),
                         crypto.diffieHellman({ privateKey: other.privateKey, publicKey: one.publicKey }));
}

assert.strictEqual(crypto.checkPrimeSync(2n ** 61n - 1n), true);
assert.strictEqual(crypto.checkPrimeSync(Buffer.from([91])), false);
assert.ok(crypto.generatePrimeSync(40, { bigint: true }) >> 39n === 1n);
crypto.generatePrime(32, { add: 12n, rem: 11n, bigint: true }, (error, prime) => {
  assert.ifError(error);
  assert.strictEqual(prime % 12n, 11n);
});
assert.throws(() => crypto.generatePrimeSync(64, { add: 7n, rem: 8n }),
              { code: 'ERR_OUT_OF_RANGE', message: 'invalid options.rem' });
