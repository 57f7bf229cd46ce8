'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(731);
const crypto = require('node:crypto');

assert.strictEqual(crypto.randomBytes(0).length, 0);
for (const size of [1, 16, 100, 5000]) {
  const one = crypto.randomBytes(size);
  assert.ok(Buffer.isBuffer(one) && one.length === size);
  if (size > 8) assert.notDeepStrictEqual(one, crypto.randomBytes(size));
}
crypto.randomBytes(40, (error, bytes) => {
  assert.ifError(error);
  assert.ok(Buffer.isBuffer(bytes) && bytes.length === 40);
});
assert.throws(() => crypto.randomBytes(-1), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.randomBytes('1'), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => crypto.randomBytes(1, 1), { code: 'ERR_INVALID_ARG_TYPE' });

const words = new Uint32Array(10);
assert.strictEqual(crypto.randomFillSync(words, 2, 5), words);
assert.deepStrictEqual([...words.subarray(0, 2), ...words.subarray(7)], [0, 0, 0, 0, 0]);
assert.ok(words.subarray(2, 7).some((word) => word !== 0));
crypto.randomFill(new Uint8Array(30), 10, (error, bytes) => {
  assert.ifError(error);
  assert.ok(bytes.subarray(0, 10).every((byte) => byte === 0) && bytes.subarray(10).some((byte) => byte !== 0));
});
assert.throws(() => crypto.randomFillSync(words, 8, 5), { code: 'ERR_OUT_OF_RANGE' });

const seen = new Set();
for (let i = 0; i < 400; i++) {
  const number = crypto.randomInt(-2, 3);
  assert.ok(number >= -2 && number < 3);
  seen.add(number);
}
assert.deepStrictEqual([...seen].sort(), [-1, -2, 0, 1, 2]);
crypto.randomInt(3, (error, number) => { assert.ok(error === undefined && number >= 0 && number < 3); });
assert.throws(() => crypto.randomInt(0, 2 ** 48), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.randomInt(1.5), { code: 'ERR_INVALID_ARG_TYPE' });

const uuids = new Set();
for (let i = 0; i < 300; i++) uuids.add(crypto.randomUUID({ disableEntropyCache: i % 3 === 0 }));
assert.strictEqual(uuids.size, 300);
for (const uuid of uuids) assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

assert.strictEqual(globalThis.crypto, crypto.webcrypto);
const values = new Uint16Array(50);
assert.strictEqual(globalThis.crypto.getRandomValues(values), values);
assert.ok(values.some((value) => value !== 0));
assert.throws(() => crypto.getRandomValues(new Float32Array(1)), { name: 'TypeMismatchError', code: 17 });
assert.throws(() => crypto.getRandomValues(new Uint8Array(65537)), { name: 'QuotaExceededError', code: 22 });
assert.throws(() => new Crypto(), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
globalThis.crypto.subtle.digest('SHA-256', Buffer.from('abc')).then((digest) => {
  assert.strictEqual(Buffer.from(digest).toString('hex'), crypto.hash('sha256', 'abc'));
});
