'use strict';
// Each altered bit, and each length but the right one, of a signature by HMAC.
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const { subtle } = globalThis.crypto;
const data = Buffer.from('data');

finish.once(async () => {
  for (const hash of ['SHA-1', 'SHA-256', 'SHA-512']) {
    const key = await subtle.generateKey({ name: 'HMAC', hash }, false, ['sign', 'verify']);
    const code = await subtle.sign('HMAC', key, data);
    assert.strictEqual(await subtle.verify('HMAC', key, code, data), true);
    assert.strictEqual(await subtle.verify('HMAC', key, Buffer.from(code), data), true);
    for (let bit = 0; bit < code.byteLength * 8; bit += 7) {
      const altered = code.slice(0);
      new Uint8Array(altered)[bit >> 3] ^= 1 << (bit & 7);
      assert.strictEqual(await subtle.verify('HMAC', key, altered, data), false);
      assert.strictEqual(await subtle.verify('HMAC', key, new Uint8Array(altered), data), false);
    }
    for (const size of [0, 1, code.byteLength - 1]) {
      assert.strictEqual(await subtle.verify('HMAC', key, code.slice(0, size), data), false);
    }
    assert.strictEqual(await subtle.verify('HMAC', key, code, Buffer.from('other')), false);
  }
})();
