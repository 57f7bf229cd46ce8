'use strict';
// HMACs of texts that wait, of parts, of streams; with keys that change behind createHmac(), are long, or have no bytes.
const assert = require('node:assert');
const crypto = require('node:crypto');
const finish = require('../../../test/_finish');

// RFC 2104 by hand.
const blocks = { md5: 64, sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128, 'sha512-256': 128 };
function byHand(name, key, data) {
  const hash = (...parts) => parts.reduce((state, part) => state.update(part), crypto.createHash(name)).digest();
  const padded = Buffer.alloc(blocks[name]);
  (key.length > blocks[name] ? hash(key) : key).copy(padded);
  return hash(padded.map((byte) => byte ^ 0x5c), hash(padded.map((byte) => byte ^ 0x36), data)).toString('hex');
}

for (const name of Object.keys(blocks)) {
  for (const keySize of [0, 1, 32, 64, 65, 128, 129, 256, 257, 1000]) {
    for (const size of [0, 1, 63, 64, 111, 1024, 5000]) {
      const key = crypto.randomBytes(keySize);
      const data = crypto.randomBytes(size);
      const expected = byHand(name, key, data);
      assert.strictEqual(crypto.createHmac(name, key).update(data).digest('hex'), expected, `${name} ${keySize} ${size}`);
      assert.strictEqual(crypto.createHmac(name, crypto.createSecretKey(key)).update(data).digest('hex'), expected);
      const parts = crypto.createHmac(name, key);
      parts.update(data.subarray(0, size >> 1)).update(data.subarray(size >> 1));
      assert.strictEqual(parts.digest().toString('hex'), expected);
      assert.strictEqual(crypto.createHash(name).update(data).digest('hex'), crypto.hash(name, data));
    }
  }
}

const key = Buffer.from('a key');
const hmac = crypto.createHmac('sha256', key);
const expected = byHand('sha256', Buffer.from(key), Buffer.from('text\u20ac'));
key.fill(0);
hmac.update('text\u20ac');
assert.strictEqual(hmac.digest('hex'), expected);
assert.strictEqual(hmac.digest('hex'), '');
assert.deepStrictEqual(hmac.digest(), Buffer.alloc(0));
assert.throws(() => hmac.update('more'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
assert.strictEqual(crypto.createHmac('sha256', '').update('').digest('hex'), byHand('sha256', Buffer.alloc(0), Buffer.alloc(0)));
assert.strictEqual(crypto.createHmac('sha256', 'k').digest('hex'), byHand('sha256', Buffer.from('k'), Buffer.alloc(0)));
assert.strictEqual(crypto.createHmac('sha256', 'k').update('6162', 'hex').digest('latin1'),
                   Buffer.from(byHand('sha256', Buffer.from('k'), Buffer.from('ab')), 'hex').toString('latin1'));

const stream = crypto.createHmac('sha512', 'k');
stream.on('data', finish.once((code) => {
  assert.strictEqual(code.toString('hex'), byHand('sha512', Buffer.from('k'), Buffer.from('onetwo')));
}));
stream.write('one');
stream.end('two');
