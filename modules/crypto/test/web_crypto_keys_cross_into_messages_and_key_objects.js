'use strict';
const assert = require('node:assert');
const { createSecretKey, generateKeyPairSync, KeyObject } = require('node:crypto');
const { inspect, isDeepStrictEqual, types } = require('node:util');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const { subtle } = globalThis.crypto;

finish(async () => {
  const hmac = await subtle.importKey('raw', Buffer.from('a secret'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const { privateKey, publicKey } = await subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const text = Buffer.from('text');

  assert.strictEqual(inspect(hmac), `CryptoKey {
  type: 'secret',
  extractable: false,
  algorithm: { name: 'HMAC', length: 64, hash: [Object] },
  usages: [ 'sign' ]
}`);
  assert.ok(types.isCryptoKey(hmac) && !types.isCryptoKey(Object.create(CryptoKey.prototype)));
  assert.throws(() => CryptoKey.prototype.type, { code: 'ERR_INVALID_THIS' });

  // What a program does to the shown algorithm and usages does not change the key.
  hmac.algorithm.name = 'AES-GCM';
  hmac.usages.length = 0;
  assert.deepStrictEqual([hmac.algorithm.name, hmac.usages], ['AES-GCM', []]);
  assert.strictEqual((await subtle.sign('HMAC', hmac, text)).byteLength, 32);

  for (const key of [hmac, privateKey, publicKey]) {
    const { copy } = structuredClone({ copy: key });
    assert.ok(copy instanceof CryptoKey && copy !== key);
    assert.deepStrictEqual([copy.type, copy.extractable], [key.type, key.extractable]);
    assert.ok(KeyObject.from(copy).equals(KeyObject.from(key)));
    assert.throws(() => structuredClone(key, { transfer: [key] }), { name: 'DataCloneError' });
  }
  assert.deepStrictEqual(structuredClone(hmac).algorithm, { name: 'HMAC', length: 64, hash: { name: 'SHA-256' } });
  assert.ok(isDeepStrictEqual(structuredClone(publicKey), publicKey));
  assert.ok(!isDeepStrictEqual(privateKey, publicKey));

  const worker = new Worker(`
    const { parentPort, workerData: { hmac, privateKey } } = require('node:worker_threads');
    const { subtle } = crypto;
    const text = Buffer.from('text');
    Promise.all([subtle.sign('HMAC', hmac, text), subtle.sign('Ed25519', privateKey, text)])
      .then(([mac, signature]) => parentPort.postMessage({ mac, signature }));
  `, { eval: true, workerData: { hmac, privateKey } });
  worker.on('message', finish.once(async ({ mac, signature }) => {
    assert.deepStrictEqual(mac, await subtle.sign('HMAC', hmac, text));
    assert.strictEqual(await subtle.verify('Ed25519', publicKey, signature, text), true);
  }));

  assert.strictEqual(KeyObject.from(privateKey).asymmetricKeyType, 'ed25519');
  assert.throws(() => KeyObject.from({}), { code: 'ERR_INVALID_ARG_TYPE' });
  const secret = createSecretKey(Buffer.alloc(16, 1));
  const aes = secret.toCryptoKey('AES-KW', true, ['wrapKey']);
  assert.deepStrictEqual([aes.type, aes.extractable, aes.algorithm, aes.usages],
                         ['secret', true, { name: 'AES-KW', length: 128 }, ['wrapKey']]);
  assert.ok(KeyObject.from(aes).equals(secret));
  const rsa = generateKeyPairSync('rsa', { modulusLength: 512 });
  const pss = rsa.publicKey.toCryptoKey({ name: 'RSA-PSS', hash: 'SHA-256' }, true, ['verify']);
  assert.deepStrictEqual(pss.algorithm, {
    name: 'RSA-PSS', modulusLength: 512, publicExponent: new Uint8Array([1, 0, 1]), hash: { name: 'SHA-256' },
  });
  for (const [call, name] of [
    [() => secret.toCryptoKey('AES-GCM', true, ['sign']), 'SyntaxError'],
    [() => secret.toCryptoKey('AES-GCM', true, []), 'SyntaxError'],
    [() => secret.toCryptoKey('Ed25519', true, ['sign']), 'NotSupportedError'],
    [() => rsa.privateKey.toCryptoKey('HKDF', true, ['deriveBits']), 'NotSupportedError'],
    [() => rsa.privateKey.toCryptoKey('Ed25519', true, ['sign']), 'DataError'],
  ]) assert.throws(call, (error) => error instanceof DOMException && error.name === name, `${call}`);
});
