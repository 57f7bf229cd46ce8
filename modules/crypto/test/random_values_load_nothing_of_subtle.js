// eddy only: process.moduleLoadList names its files
'use strict';
const assert = require('node:assert');

const loaded = () => process.moduleLoadList.filter((name) => name.includes('crypto/subtle/'));
globalThis.crypto.getRandomValues(new Uint8Array(1));
globalThis.crypto.randomUUID();
assert.deepStrictEqual(loaded(), []);
assert.strictEqual(typeof globalThis.crypto.subtle.digest, 'function');
assert.ok(loaded().includes('NativeModule crypto/subtle/subtle_crypto'));
for (const file of ['aes', 'rsa', 'ec', 'ed', 'hmac', 'kdf', 'digest']) {
  assert.ok(!loaded().includes(`NativeModule crypto/subtle/${file}`), file);
}
