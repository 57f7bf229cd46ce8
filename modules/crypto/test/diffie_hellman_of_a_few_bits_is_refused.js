'use strict';
const assert = require('node:assert');
const { createDiffieHellman } = require('node:crypto');

for (const bits of [2, 16]) {
  assert.throws(() => createDiffieHellman(bits),
                { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message: 'Invalid DH parameters' });
}
for (const prime of [[5], [7, 11]]) {
  assert.throws(() => createDiffieHellman(Buffer.from(prime)).generateKeys(),
                { name: 'Error', code: 'ERR_CRYPTO_OPERATION_FAILED', message: 'Key generation failed' });
}
