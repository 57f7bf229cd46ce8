'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(30);
const crypto = require('node:crypto');

// RFC 6070, RFC 7914 and RFC 5869 have these.
const pbkdf2 = '4b007901b765489abead49d926f721d065a429c1';
const scrypt = '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442' +
  'fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906';
const hkdf = '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865';
const ikm = Buffer.alloc(22, 0x0b);
const salt = Buffer.from('000102030405060708090a0b0c', 'hex');
const info = Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex');

assert.strictEqual(crypto.pbkdf2Sync('password', 'salt', 4096, 20, 'sha1').toString('hex'), pbkdf2);
crypto.pbkdf2('password', Buffer.from('salt'), 4096, 20, 'sha1', (error, key) => {
  assert.ifError(error);
  assert.strictEqual(key.toString('hex'), pbkdf2);
});
assert.throws(() => crypto.pbkdf2Sync('a', 'b', 1, 10, 'nope'), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
assert.throws(() => crypto.pbkdf2Sync('a', 'b', 0, 10, 'sha1'), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => crypto.pbkdf2('a', 'b', 1, 10, 'sha1'), { code: 'ERR_INVALID_ARG_TYPE' });

assert.strictEqual(crypto.scryptSync('', '', 64, { N: 16, r: 1, p: 1 }).toString('hex'), scrypt);
crypto.scrypt('', '', 64, { cost: 16, blockSize: 1, parallelization: 1 }, (error, key) => {
  assert.ifError(error);
  assert.strictEqual(key.toString('hex'), scrypt);
});
assert.throws(() => crypto.scryptSync('a', 'b', 10, { N: 3 }),
              { code: 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS', message: 'Invalid scrypt params' });
assert.throws(() => crypto.scryptSync('a', 'b', 10, { N: 2 ** 20 }), {
  code: 'ERR_CRYPTO_INVALID_SCRYPT_PARAMS',
  message: 'Invalid scrypt params: error:030000AC:digital envelope routines::memory limit exceeded',
});
assert.throws(() => crypto.scryptSync('a', 'b', 10, { N: 16, cost: 16 }), { code: 'ERR_INCOMPATIBLE_OPTION_PAIR' });

const derived = crypto.hkdfSync('sha256', ikm, salt, info, 42);
assert.ok(derived instanceof ArrayBuffer);
assert.strictEqual(Buffer.from(derived).toString('hex'), hkdf);
crypto.hkdf('sha256', crypto.createSecretKey(ikm), salt, info, 42, (error, key) => {
  assert.ifError(error);
  assert.strictEqual(Buffer.from(key).toString('hex'), hkdf);
});
assert.throws(() => crypto.hkdfSync('sha256', 'a', 'b', 'c', 255 * 32 + 1), { code: 'ERR_CRYPTO_INVALID_KEYLEN' });
assert.throws(() => crypto.hkdfSync('sha256', 'a', 'b', Buffer.alloc(1025), 1), { code: 'ERR_OUT_OF_RANGE' });

const key = crypto.createSecretKey('616263', 'hex');
assert.strictEqual(key.type, 'secret');
assert.strictEqual(key.symmetricKeySize, 3);
assert.deepStrictEqual(key.export(), Buffer.from('abc'));
assert.deepStrictEqual(key.export({ format: 'jwk' }), { kty: 'oct', k: 'YWJj' });
assert.ok(key instanceof crypto.KeyObject);
assert.ok(key.equals(crypto.createSecretKey(Buffer.from('abc'))));
assert.ok(!key.equals(crypto.createSecretKey(Buffer.from('abd'))));
assert.throws(() => key.equals(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => new crypto.KeyObject('secret', {}), { code: 'ERR_INVALID_ARG_TYPE' });
assert.strictEqual(crypto.generateKeySync('aes', { length: 256 }).symmetricKeySize, 32);
crypto.generateKey('hmac', { length: 100 }, (error, made) => {
  assert.ifError(error);
  assert.strictEqual(made.symmetricKeySize, 12);
});
