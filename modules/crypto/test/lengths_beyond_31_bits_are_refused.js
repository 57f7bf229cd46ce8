'use strict';
// OpenSSL counts in an int where these bytes go: more is an error, not a read of other memory.
const assert = require('node:assert');
const crypto = require('node:crypto');

let huge;
try {
  huge = Buffer.alloc(2 ** 31 + 16); // pages that nobody writes to take no memory
} catch (error) {
  assert.match(error.message, /Array buffer allocation failed/); // nor address space here: nothing can be too long
  process.exit(0);
}
const cipher = crypto.createCipheriv('aes-128-gcm', Buffer.alloc(16), Buffer.alloc(12));
assert.throws(() => cipher.setAAD(huge), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => cipher.update(huge), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.createPrivateKey({ key: huge, format: 'der', type: 'pkcs8' }));
assert.throws(() => crypto.createPublicKey({ key: huge, format: 'der', type: 'spki' }));
