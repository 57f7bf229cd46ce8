'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(70);
const crypto = require('node:crypto');

const { createHash, createHmac } = crypto;
const known = {
  md5: '900150983cd24fb0d6963f7d28e17f72',
  sha1: 'a9993e364706816aba3e25717850c26c9cd0d89d',
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ripemd160: '8eb208f7e05d987a9b044a8e98c6b087f15a0bfc',
};
const long = 'abc'.repeat(5000);
for (const [name, expected] of Object.entries(known)) {
  const bytes = Buffer.from(expected, 'hex');
  assert.strictEqual(createHash(name).update('abc').digest('hex'), expected);
  assert.strictEqual(createHash(name.toUpperCase()).update(Buffer.from('abc')).digest('base64'), bytes.toString('base64'));
  assert.deepStrictEqual(createHash(name).update('a').update(Buffer.from('bc')).digest(), bytes);
  assert.strictEqual(createHash(name).update('616263', 'hex').digest('latin1'), bytes.latin1Slice());
  assert.strictEqual(createHash(name).update(new DataView(new Uint8Array([97, 98, 99]).buffer)).digest('hex'), expected);
  assert.strictEqual(crypto.hash(name, 'abc'), expected);
  assert.strictEqual(createHash(name).update(long).digest('hex'), createHash(name).update(Buffer.from(long)).digest('hex'));
}
// What is given to update() may change afterwards.
const data = Buffer.from('abc');
const changed = createHash('md5').update(data);
data.fill(0);
assert.strictEqual(changed.digest('hex'), known.md5);
assert.strictEqual(createHash('sha1').update('gr\u00fc\u00df \u{1f600}').digest('hex'),
                   createHash('sha1').update(Buffer.from('gr\u00fc\u00df \u{1f600}')).digest('hex'));
assert.strictEqual(createHash('sha1').update('\u00fc', 'latin1').digest('hex'),
                   createHash('sha1').update(Buffer.from([0xfc])).digest('hex'));
assert.strictEqual(createHash('md5').digest('hex'), 'd41d8cd98f00b204e9800998ecf8427e');

const first = createHash('sha256').update('ab');
const second = first.copy();
assert.strictEqual(first.update('c').digest('hex'), known.sha256);
assert.strictEqual(second.update(Buffer.from('c')).digest('hex'), known.sha256);
assert.throws(() => first.copy(), { code: 'ERR_CRYPTO_HASH_FINALIZED', message: 'Digest already called' });
assert.throws(() => first.update('a'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
assert.throws(() => first.digest(), { code: 'ERR_CRYPTO_HASH_FINALIZED' });

assert.strictEqual(createHash('shake256', { outputLength: 5 }).update('abc').digest('hex'), '4833666013');
assert.strictEqual(createHash('shake128', { outputLength: 200 }).digest().length, 200);
assert.strictEqual(createHash('shake128', { outputLength: 0 }).digest('hex'), '');
assert.throws(() => createHash('sha1', { outputLength: 4 }), {
  code: 'ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH', library: 'digital envelope routines', reason: 'not XOF or invalid length',
});
assert.throws(() => createHash('nope'), { name: 'Error', message: 'Digest method not supported' });
assert.throws(() => createHash(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => createHash('sha1').update(1), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => createHash('sha1').update('616', 'hex'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.throws(() => crypto.hash('sha1', 'a', 'nope'), { code: 'ERR_INVALID_ARG_VALUE' });
assert.deepStrictEqual(crypto.hash('md5', 'abc', 'buffer'), Buffer.from(known.md5, 'hex'));

// As a stream.
const stream = createHash('sha1', { encoding: 'hex' });
stream.on('data', (text) => { assert.strictEqual(text, known.sha1); });
stream.write('a');
stream.end(Buffer.from('bc'));
const read = createHash('md5');
read.end('abc');
assert.strictEqual(read.read().toString('hex'), known.md5);

assert.strictEqual(createHmac('sha256', 'key').update('The quick brown fox jumps over the lazy dog').digest('hex'),
                   'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8');
assert.strictEqual(createHmac('md5', Buffer.alloc(0)).update(Buffer.alloc(0)).digest('hex'), '74e6f7298a9c2d168935f58c001bad88');
const key = crypto.createSecretKey(Buffer.from('key'));
const mac = createHmac('sha1', key).update('a').update(Buffer.from('b'));
assert.strictEqual(mac.digest('base64'), createHmac('sha1', 'key').update('ab').digest('base64'));
assert.strictEqual(mac.digest('hex'), '');
assert.throws(() => mac.update('a'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
assert.throws(() => createHmac('nope', 'k'), { code: 'ERR_CRYPTO_INVALID_DIGEST', message: 'Invalid digest: nope' });
assert.throws(() => createHmac('sha1', null), { code: 'ERR_INVALID_ARG_TYPE' });

const hashes = crypto.getHashes();
assert.ok(hashes.includes('sha256') && hashes.includes('RSA-SHA256') && !hashes.includes('SHA256'));
assert.notStrictEqual(hashes, crypto.getHashes());
for (const name of hashes) createHash(name);

assert.strictEqual(crypto.timingSafeEqual(Buffer.from('ab'), new Uint8Array([97, 98])), true);
assert.strictEqual(crypto.timingSafeEqual(Buffer.from('ab'), Buffer.from('ac')), false);
assert.throws(() => crypto.timingSafeEqual(Buffer.alloc(1), Buffer.alloc(2)), { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
for (const make of [(bytes) => Buffer.from(bytes), (bytes) => new Uint8Array(bytes).buffer,
                    (bytes) => new DataView(new Uint8Array(bytes).buffer)]) {
  assert.strictEqual(crypto.timingSafeEqual(make([1, 2]), make([1, 2])), true);
  assert.strictEqual(crypto.timingSafeEqual(make([1, 2]), make([1, 3])), false);
  assert.strictEqual(crypto.timingSafeEqual(make([1, 2]), Buffer.from([1, 3])), false);
}
