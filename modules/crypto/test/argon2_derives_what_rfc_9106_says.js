'use strict';
// The vectors of RFC 9106, 5; what is checked of parameters; and the same through Web Crypto.
const assert = require('node:assert');
const crypto = require('node:crypto');
const finish = require('../../../test/_finish');

const vector = {
  message: Buffer.alloc(32, 1), nonce: Buffer.alloc(16, 2), secret: Buffer.alloc(8, 3), associatedData: Buffer.alloc(12, 4),
  parallelism: 4, tagLength: 32, memory: 32, passes: 3,
};
const tags = {
  argon2d: '512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb',
  argon2i: 'c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8',
  argon2id: '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659',
};
for (const [name, tag] of Object.entries(tags)) {
  assert.strictEqual(crypto.argon2Sync(name, vector).toString('hex'), tag);
  crypto.argon2(name, vector, finish.once((error, key) => {
    assert.strictEqual(error, null);
    assert.strictEqual(key.toString('hex'), tag);
  }));
}

const small = { message: 'm', nonce: Buffer.alloc(16), parallelism: 1, tagLength: 4, memory: 8, passes: 1 };
assert.strictEqual(crypto.argon2Sync('argon2id', { ...small, nonce: 'abcdefgh' }).toString('hex'), 'b60c565e');
assert.strictEqual(crypto.argon2Sync('argon2id', { ...small, secret: 'abc' }).toString('hex'), '05a477b1');
assert.strictEqual(crypto.argon2Sync('argon2id', { ...small, message: new ArrayBuffer(3) }).toString('hex'), '6162dc55');
for (const [change, code, name] of [
  [{ passes: 0 }, 'ERR_OUT_OF_RANGE', 'passes'], [{ passes: 1.5 }, 'ERR_OUT_OF_RANGE', 'passes'],
  [{ passes: '1' }, 'ERR_INVALID_ARG_TYPE', 'passes'], [{ parallelism: 2 ** 24 }, 'ERR_OUT_OF_RANGE', 'parallelism'],
  [{ parallelism: 2 }, 'ERR_OUT_OF_RANGE', 'memory'], [{ memory: 2 ** 32 }, 'ERR_OUT_OF_RANGE', 'memory'],
  [{ tagLength: 3 }, 'ERR_OUT_OF_RANGE', 'tagLength'], [{ nonce: Buffer.alloc(7) }, 'ERR_OUT_OF_RANGE', 'nonce.byteLength'],
  [{ message: undefined }, 'ERR_INVALID_ARG_TYPE', 'message'], [{ nonce: null }, 'ERR_INVALID_ARG_TYPE', 'nonce'],
]) {
  assert.throws(() => crypto.argon2Sync('argon2id', { ...small, ...change }), { code, message: new RegExp(`"parameters\\.${name}"`) });
}
assert.throws(() => crypto.argon2Sync('Argon2id', small), {
  code: 'ERR_INVALID_ARG_VALUE',
  message: "The argument 'algorithm' must be one of: 'argon2d', 'argon2i', 'argon2id'. Received 'Argon2id'",
});
assert.throws(() => crypto.argon2('argon2id', small), { code: 'ERR_INVALID_ARG_TYPE' });

finish(async () => {
  const { subtle } = globalThis.crypto;
  const { message, secret: secretValue, ...rest } = vector;
  const hex = (bytes) => Buffer.from(bytes).toString('hex');
  for (const name of ['Argon2d', 'Argon2i', 'Argon2id']) {
    const key = await subtle.importKey('raw-secret', message, name, false, ['deriveBits', 'deriveKey']);
    const parameters = { name, ...rest, secretValue };
    assert.strictEqual(hex(await subtle.deriveBits(parameters, key, 256)), tags[name.toLowerCase()]);
    const derived = await subtle.deriveKey(parameters, key, { name: 'HMAC', length: 256, hash: 'SHA-256' }, true, ['sign']);
    assert.strictEqual(hex(await subtle.exportKey('raw', derived)), tags[name.toLowerCase()]);
  }
  const key = await subtle.importKey('raw-secret', message, 'Argon2id', false, ['deriveBits']);
  const parameters = { name: 'Argon2id', nonce: Buffer.alloc(16), memory: 8, parallelism: 1, passes: 1 };
  for (const [change, length, text] of [
    [{ memory: 7 }, 32, 'memory must be at least 8 times the degree of parallelism'],
    [{ parallelism: 0 }, 32, 'parallelism must be > 0 and < 16777215'],
    [{ version: 16 }, 32, '16 is not a valid Argon2 version'],
    [{}, null, 'length cannot be null'], [{}, 33, 'length must be a multiple of 8'], [{}, 24, 'length must be >= 32'],
    [{ passes: 0 }, 32, 'The operation failed for an operation-specific reason'],
  ]) {
    await assert.rejects(subtle.deriveBits({ ...parameters, ...change }, key, length), { name: 'OperationError', message: text });
  }
  await assert.rejects(subtle.importKey('raw', message, 'Argon2id', false, ['deriveBits']), {
    name: 'NotSupportedError', message: 'Unable to import Argon2id using raw format',
  });
  assert.strictEqual(SubtleCrypto.supports('deriveBits', parameters, 32), true);
  assert.strictEqual(SubtleCrypto.supports('deriveBits', parameters, 24), false);
});
