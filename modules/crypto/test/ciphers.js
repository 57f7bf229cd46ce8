'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(50);
const crypto = require('node:crypto');

const text = 'The quick brown fox jumps over the lazy dog';
const bytes = (size) => Buffer.from(Array.from({ length: size }, (_, i) => i));

// Every mode there and back, whole and in parts.
for (const [name, keySize, ivSize] of [
  ['aes-128-cbc', 16, 16], ['aes-256-cbc', 32, 16], ['aes-192-ctr', 24, 16], ['aes-256-ecb', 32, 0], ['aes-128-cfb', 16, 16],
  ['aes-128-ofb', 16, 16], ['aes-128-xts', 32, 16], ['chacha20', 32, 16], ['des-ede3-cbc', 24, 8], ['camellia-128-cbc', 16, 16],
]) {
  const iv = ivSize ? bytes(ivSize) : null;
  const cipher = crypto.createCipheriv(name, bytes(keySize), iv);
  const secret = name.endsWith('xts') ?
    cipher.update(text, 'utf8', 'hex') + cipher.final('hex') :
    cipher.update(text.slice(0, 10), 'utf8', 'hex') + cipher.update(Buffer.from(text.slice(10))).toString('hex') + cipher.final('hex');
  const decipher = crypto.createDecipheriv(name, crypto.createSecretKey(bytes(keySize)), iv);
  assert.strictEqual(decipher.update(secret, 'hex', 'utf8') + decipher.final('utf8'), text);
}
const cbc = crypto.createCipheriv('aes-128-cbc', bytes(16), bytes(16));
assert.strictEqual(cbc.update('abc', 'utf8', 'hex') + cbc.final('hex'), 'e717d9be0bd90f750b58e38385f082ab');

for (const [name, keySize, ivSize, tagSize, options] of [
  ['aes-256-gcm', 32, 12, 16, undefined], ['aes-128-gcm', 16, 7, 12, { authTagLength: 12 }],
  ['chacha20-poly1305', 32, 12, 16, undefined], ['aes-128-ccm', 16, 12, 8, { authTagLength: 8 }],
  ['aes-256-ocb', 32, 12, 16, { authTagLength: 16 }],
]) {
  const cipher = crypto.createCipheriv(name, bytes(keySize), bytes(ivSize), options);
  cipher.setAAD(Buffer.from('beside'), { plaintextLength: text.length });
  const secret = Buffer.concat([cipher.update(text), cipher.final()]);
  const tag = cipher.getAuthTag();
  assert.strictEqual(tag.length, tagSize);
  const open = (authTag) => {
    const decipher = crypto.createDecipheriv(name, bytes(keySize), bytes(ivSize), options);
    if (authTag) decipher.setAuthTag(authTag);
    decipher.setAAD(Buffer.from('beside'), { plaintextLength: text.length });
    return decipher.update(secret, null, 'utf8') + decipher.final('utf8');
  };
  assert.strictEqual(open(tag), text);
  tag[0] ^= 1;
  const refused = { name: 'Error', message: 'Unsupported state or unable to authenticate data' };
  assert.throws(() => open(tag), refused);
  assert.throws(() => open(undefined), refused);
}

// Errors.
const key = bytes(32);
const create = crypto.createCipheriv;
assert.throws(() => create('nope', key, null), { code: 'ERR_CRYPTO_UNKNOWN_CIPHER', message: 'Unknown cipher' });
assert.throws(() => create('aes-256-cbc', bytes(16), bytes(16)), { code: 'ERR_CRYPTO_INVALID_KEYLEN', name: 'RangeError' });
assert.throws(() => create('aes-256-cbc', key, bytes(12)), { code: 'ERR_CRYPTO_INVALID_IV', name: 'TypeError' });
assert.throws(() => create('aes-256-cbc', key, null), { code: 'ERR_CRYPTO_INVALID_IV' });
assert.throws(() => create('aes-256-cbc', key), { code: 'ERR_INVALID_ARG_TYPE' });
assert.throws(() => create('aes-256-ccm', key, bytes(12)),
              { code: 'ERR_CRYPTO_INVALID_AUTH_TAG', message: 'authTagLength required for aes-256-ccm' });
assert.throws(() => create('aes-256-gcm', key, bytes(12), { authTagLength: 3 }),
              { code: 'ERR_CRYPTO_INVALID_AUTH_TAG', message: 'Invalid authentication tag length: 3' });
assert.throws(() => create('aes-256-gcm', key, bytes(12)).getAuthTag(), { code: 'ERR_CRYPTO_INVALID_STATE' });
assert.throws(() => create('aes-256-cbc', key, bytes(16)).setAAD(key), { code: 'ERR_CRYPTO_INVALID_STATE' });
const unpadded = create('aes-256-cbc', key, bytes(16)).setAutoPadding(false);
unpadded.update('abc');
assert.throws(() => unpadded.final(), {
  code: 'ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH',
  library: 'Provider routines',
  reason: 'wrong final block length',
  message: 'error:1C80006B:Provider routines::wrong final block length',
  opensslErrorStack: ['error:1C80006B:Provider routines::wrong final block length'],
});
assert.throws(() => unpadded.final(), { code: 'ERR_CRYPTO_INVALID_STATE' });
assert.throws(() => unpadded.update('a'), { message: 'Trying to add data in unsupported state' });

// As streams.
const sealed = create('aes-256-cbc', key, bytes(16));
const opened = crypto.createDecipheriv('aes-256-cbc', key, bytes(16));
let output = '';
sealed.pipe(opened).setEncoding('utf8').on('data', (part) => { output += part; });
opened.on('end', () => { assert.strictEqual(output, text); });
sealed.end(text);

assert.deepStrictEqual(crypto.getCipherInfo('aes-256-cbc'),
                       { mode: 'cbc', name: 'aes-256-cbc', nid: 427, blockSize: 16, ivLength: 16, keyLength: 32 });
assert.deepStrictEqual(crypto.getCipherInfo(crypto.getCipherInfo('aes-128-gcm').nid, { ivLength: 20 }),
                       { mode: 'gcm', name: 'id-aes128-gcm', nid: 895, blockSize: 1, ivLength: 20, keyLength: 16 });
assert.strictEqual(crypto.getCipherInfo('aes-128-cbc', { keyLength: 12 }), undefined);
assert.strictEqual(crypto.getCipherInfo('nope'), undefined);
assert.ok(crypto.getCiphers().includes('aes-256-gcm'));
assert.ok(crypto.getCurves().includes('prime256v1'));
