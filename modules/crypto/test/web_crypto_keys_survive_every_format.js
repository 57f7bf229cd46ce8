'use strict';
// Every algorithm: a generated key is exported and imported in each of its formats, wrapped and unwrapped, and still does
// what the first one does.
const assert = require('node:assert');
const finish = require('../../../test/_finish');

process.on('warning', () => {}); // some algorithms are experimental
const { subtle } = globalThis.crypto;
const data = Buffer.from('some data');
const rsa = { modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
const zeros = (size) => new Uint8Array(size);

const ciphers = [
  [{ name: 'AES-CBC', length: 128 }, { name: 'AES-CBC', iv: zeros(16) }, 16],
  [{ name: 'AES-CTR', length: 192 }, { name: 'AES-CTR', counter: zeros(16), length: 32 }, 9],
  [{ name: 'AES-GCM', length: 256 }, { name: 'AES-GCM', iv: zeros(12), additionalData: data }, 25],
  [{ name: 'AES-GCM', length: 256 }, { name: 'AES-GCM', iv: zeros(12), tagLength: 96 }, 21],
  [{ name: 'AES-OCB', length: 256 }, { name: 'AES-OCB', iv: zeros(15) }, 25],
  [{ name: 'AES-OCB', length: 128 }, { name: 'AES-OCB', iv: zeros(12), additionalData: data, tagLength: 64 }, 17],
  [{ name: 'ChaCha20-Poly1305' }, { name: 'ChaCha20-Poly1305', iv: zeros(12), additionalData: data }, 25],
];

const signers = [
  [{ name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' }, 64],
  [{ name: 'ECDSA', namedCurve: 'P-384' }, { name: 'ECDSA', hash: 'SHA-1' }, 96],
  [{ name: 'ECDSA', namedCurve: 'P-521' }, { name: 'ECDSA', hash: 'SHA3-512' }, 132],
  [{ name: 'Ed25519' }, 'Ed25519', 64],
  [{ name: 'Ed448' }, { name: 'Ed448', context: zeros(0) }, 114],
  [{ name: 'RSASSA-PKCS1-v1_5', ...rsa }, 'RSASSA-PKCS1-v1_5', 128],
  [{ name: 'RSA-PSS', ...rsa }, { name: 'RSA-PSS', saltLength: 20 }, 128],
];

const agreers = [
  [{ name: 'ECDH', namedCurve: 'P-256' }, 32], [{ name: 'ECDH', namedCurve: 'P-384' }, 48],
  [{ name: 'ECDH', namedCurve: 'P-521' }, 66], [{ name: 'X25519' }, 32], [{ name: 'X448' }, 56],
];

const secretFormats = (name) => (/OCB|ChaCha/.test(name) ? ['raw-secret', 'jwk'] : ['raw', 'raw-secret', 'jwk']);
const publicFormats = (name) => (/RSA/.test(name) ? ['spki', 'jwk'] : ['raw', 'raw-public', 'spki', 'jwk']);

async function again(key, format) {
  const exported = await subtle.exportKey(format, key);
  const copy = await subtle.importKey(format, exported, key.algorithm, true, key.usages);
  assert.deepStrictEqual([copy.type, copy.algorithm, copy.usages], [key.type, key.algorithm, key.usages]);
  assert.deepStrictEqual(await subtle.exportKey(format, copy), exported);
  return copy;
}

async function checkCiphers() {
  for (const [algorithm, parameters, size] of ciphers) {
    const key = await subtle.generateKey(algorithm, true, ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']);
    const secret = await subtle.encrypt(parameters, key, data);
    assert.strictEqual(secret.byteLength, size);
    for (const format of secretFormats(algorithm.name)) {
      const copy = await again(key, format);
      assert.deepStrictEqual(Buffer.from(await subtle.decrypt(parameters, copy, secret)), data);
      const wrapped = await subtle.wrapKey(format, key, key, parameters);
      const unwrapped = await subtle.unwrapKey(format, wrapped, key, parameters, algorithm, true, key.usages);
      assert.deepStrictEqual(await subtle.exportKey(format, unwrapped), await subtle.exportKey(format, key));
    }
  }
  const kek = await subtle.generateKey({ name: 'AES-KW', length: 256 }, true, ['wrapKey', 'unwrapKey']);
  const inner = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-512' }, true, ['sign']);
  for (const format of ['raw', 'jwk']) {
    const wrapped = await subtle.wrapKey(format, inner, await again(kek, format), 'AES-KW');
    assert.strictEqual(wrapped.byteLength % 8, 0);
    const copy = await subtle.unwrapKey(format, wrapped, kek, 'AES-KW', inner.algorithm, true, ['sign']);
    assert.deepStrictEqual(await subtle.exportKey('jwk', copy), await subtle.exportKey('jwk', inner));
  }
}

async function checkSigners() {
  for (const [algorithm, parameters, size] of signers) {
    const { privateKey, publicKey } = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
    for (const format of ['pkcs8', 'jwk']) {
      const signature = await subtle.sign(parameters, await again(privateKey, format), data);
      assert.strictEqual(signature.byteLength, size);
      for (const publicFormat of publicFormats(algorithm.name)) {
        const copy = await again(publicKey, publicFormat);
        assert.strictEqual(await subtle.verify(parameters, copy, signature, data), true);
        assert.strictEqual(await subtle.verify(parameters, copy, signature, zeros(3)), false);
        assert.strictEqual(await subtle.verify(parameters, copy, zeros(size), data), false);
        assert.strictEqual(await subtle.verify(parameters, copy, zeros(0), data), false);
      }
    }
    const derived = await subtle.getPublicKey(privateKey, ['verify']);
    assert.deepStrictEqual(await subtle.exportKey('spki', derived), await subtle.exportKey('spki', publicKey));
  }
}

async function checkAgreers() {
  for (const [algorithm, size] of agreers) {
    const { name } = algorithm;
    const one = await subtle.generateKey(algorithm, true, ['deriveBits', 'deriveKey']);
    const other = await subtle.generateKey(algorithm, true, ['deriveBits']);
    const whole = Buffer.from(await subtle.deriveBits({ name, public: other.publicKey }, one.privateKey, null));
    assert.strictEqual(whole.length, size);
    for (const format of ['pkcs8', 'jwk']) {
      for (const publicFormat of publicFormats(name)) {
        const [own, theirs] = [await again(other.privateKey, format), await again(one.publicKey, publicFormat)];
        assert.deepStrictEqual(Buffer.from(await subtle.deriveBits({ name, public: theirs }, own)), whole);
      }
    }
    const nine = Buffer.from(await subtle.deriveBits({ name, public: other.publicKey }, one.privateKey, 9));
    assert.deepStrictEqual(nine, Buffer.from([whole[0], whole[1] & 0x80]));
    const key = await subtle.deriveKey({ name, public: other.publicKey }, one.privateKey, { name: 'AES-GCM', length: 256 },
                                       true, ['encrypt']);
    assert.deepStrictEqual(Buffer.from(await subtle.exportKey('raw', key)), whole.subarray(0, 32));
  }
}

async function checkOaep() {
  const { privateKey, publicKey } = await subtle.generateKey({ name: 'RSA-OAEP', ...rsa }, true,
                                                             ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']);
  assert.deepStrictEqual([privateKey.usages, publicKey.usages], [['decrypt', 'unwrapKey'], ['encrypt', 'wrapKey']]);
  const labelled = { name: 'RSA-OAEP', label: data };
  const secret = await subtle.encrypt(labelled, await again(publicKey, 'spki'), data);
  assert.deepStrictEqual(Buffer.from(await subtle.decrypt(labelled, await again(privateKey, 'jwk'), secret)), data);
  await assert.rejects(subtle.decrypt('RSA-OAEP', privateKey, secret), { name: 'OperationError' });
  const key = await subtle.generateKey({ name: 'AES-CBC', length: 128 }, true, ['encrypt']);
  const wrapped = await subtle.wrapKey('raw', key, publicKey, 'RSA-OAEP');
  const copy = await subtle.unwrapKey('raw', wrapped, privateKey, 'RSA-OAEP', 'AES-CBC', true, ['encrypt']);
  assert.deepStrictEqual(await subtle.exportKey('raw', copy), await subtle.exportKey('raw', key));
}

finish(async () => {
  await checkCiphers();
  await checkSigners();
  await checkAgreers();
  await checkOaep();
});
