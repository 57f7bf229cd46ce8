'use strict';
const assert = require('node:assert');
const { createECDH } = require('node:crypto');

for (const curve of ['prime256v1', 'secp384r1', 'secp256k1', 'secp224r1']) {
  const own = createECDH(curve);
  const other = createECDH(curve);
  const theirs = other.generateKeys();
  assert.throws(() => own.computeSecret(theirs), { code: 'ERR_CRYPTO_INVALID_KEYPAIR', name: 'RangeError' });
  const ours = own.generateKeys();
  const secret = own.computeSecret(theirs);
  assert.deepStrictEqual(own.computeSecret(theirs), secret);
  assert.deepStrictEqual(other.computeSecret(ours), secret);

  // Another's public half: no pair any more.
  own.setPublicKey(theirs);
  assert.throws(() => own.computeSecret(theirs), { code: 'ERR_CRYPTO_INVALID_KEYPAIR', message: 'Invalid key pair' });
  own.setPublicKey(ours);
  assert.deepStrictEqual(own.computeSecret(theirs), secret);

  // Another pair, by its private half, and by chance.
  own.setPrivateKey(other.getPrivateKey());
  assert.deepStrictEqual(own.getPublicKey(), theirs);
  assert.deepStrictEqual(own.computeSecret(ours), secret);
  own.generateKeys();
  assert.notDeepStrictEqual(own.computeSecret(theirs), secret);
}
