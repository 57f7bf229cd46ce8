'use strict';
// Published vectors: FIPS 180-4 and 202, RFC 4231, RFC 5869, RFC 6070, RFC 3394, RFC 8032, RFC 8439, NIST SP
// 800-38A and 800-185, and McGrew and Viega's of GCM.
const assert = require('node:assert');
const finish = require('../../../test/_finish');

process.on('warning', () => {}); // some algorithms are experimental
const { subtle } = globalThis.crypto;
const bytes = (hex) => Buffer.from(hex.replace(/\s/g, ''), 'hex');
const hex = (buffer) => Buffer.from(buffer).toString('hex');
const text = (string) => Buffer.from(string);

finish(async () => {
  for (const [name, expected] of [
    ['SHA-1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['sha-256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['SHA3-256', '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532'],
    // SHAKE128('abc'), of which cSHAKE without a name and a customization is another word.
    [{ name: 'cSHAKE128', length: 256 }, '5881092dd818bf5cf8a3ddb793fbcba74097d5c526a6d35f97b83351940f2cc8'],
  ]) {
    const digest = await subtle.digest(name, text('abc'));
    assert.ok(digest instanceof ArrayBuffer);
    assert.strictEqual(hex(digest), expected);
  }

  const hmac = await subtle.importKey('raw', text('Jefe'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  const code = await subtle.sign('HMAC', hmac, text('what do ya want for nothing?'));
  assert.strictEqual(hex(code), '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  assert.strictEqual(await subtle.verify('HMAC', hmac, code, text('what do ya want for nothing?')), true);
  assert.strictEqual(await subtle.verify('HMAC', hmac, code, text('what do ya want for nothing!')), false);
  assert.strictEqual(await subtle.verify('HMAC', hmac, code.slice(1), text('what do ya want for nothing?')), false);

  const kmacKey = bytes('404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f');
  const kmac = await subtle.importKey('raw-secret', kmacKey, 'KMAC128', false, ['sign']);
  assert.strictEqual(hex(await subtle.sign({ name: 'KMAC128', length: 256 }, kmac, bytes('00010203'))),
                     'e5780b0d3ea6f7d3a429c5706aa43a00fadbd7d49628839e3187243f456ee14e');

  const hkdf = await subtle.importKey('raw', bytes('0b'.repeat(22)), 'HKDF', false, ['deriveBits']);
  const okm = await subtle.deriveBits({
    name: 'HKDF', hash: 'SHA-256', salt: bytes('000102030405060708090a0b0c'), info: bytes('f0f1f2f3f4f5f6f7f8f9'),
  }, hkdf, 42 * 8);
  assert.strictEqual(hex(okm), '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865');

  const password = await subtle.importKey('raw', text('password'), 'PBKDF2', false, ['deriveBits']);
  const derived = await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: text('salt'), iterations: 2 }, password, 160);
  assert.strictEqual(hex(derived), 'ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957');

  const kek = await subtle.importKey('raw', bytes('000102030405060708090a0b0c0d0e0f'), 'AES-KW', false, ['wrapKey', 'unwrapKey']);
  const inner = await subtle.importKey('raw', bytes('00112233445566778899aabbccddeeff'), 'AES-CBC', true, ['encrypt']);
  const wrapped = await subtle.wrapKey('raw', inner, kek, 'AES-KW');
  assert.strictEqual(hex(wrapped), '1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5');
  const unwrapped = await subtle.unwrapKey('raw', wrapped, kek, 'AES-KW', 'AES-CBC', true, ['encrypt']);
  assert.strictEqual(hex(await subtle.exportKey('raw', unwrapped)), '00112233445566778899aabbccddeeff');

  const nist = bytes('2b7e151628aed2a6abf7158809cf4f3c');
  const blocks = bytes('6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51');
  const ctr = await subtle.importKey('raw', nist, 'AES-CTR', false, ['encrypt', 'decrypt']);
  const counter = bytes('f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
  assert.strictEqual(hex(await subtle.encrypt({ name: 'AES-CTR', counter, length: 64 }, ctr, blocks)),
                     '874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff');

  const gcmKey = await subtle.importKey('raw', bytes('feffe9928665731c6d6a8f9467308308'), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const gcm = {
    name: 'AES-GCM', iv: bytes('cafebabefacedbaddecaf888'), additionalData: bytes('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
  };
  const plain = bytes(`d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
    1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`);
  const sealed = await subtle.encrypt(gcm, gcmKey, plain);
  assert.strictEqual(hex(sealed), '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e' +
    '21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47');
  assert.strictEqual(hex(await subtle.decrypt(gcm, gcmKey, sealed)), hex(plain));
  new Uint8Array(sealed)[0] ^= 1;
  await assert.rejects(subtle.decrypt(gcm, gcmKey, sealed), { name: 'OperationError' });

  const chacha = await subtle.importKey('raw-secret', bytes('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f'),
                                        'ChaCha20-Poly1305', false, ['encrypt', 'decrypt']);
  const aead = {
    name: 'ChaCha20-Poly1305', iv: bytes('070000004041424344454647'), additionalData: bytes('50515253c0c1c2c3c4c5c6c7'),
  };
  const sunscreen = text("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, " +
    'sunscreen would be it.');
  const out = await subtle.encrypt(aead, chacha, sunscreen);
  assert.strictEqual(hex(out.slice(0, 16)), 'd31a8d34648e60db7b86afbc53ef7ec2');
  assert.strictEqual(hex(out.slice(-16)), '1ae10b594f09e26a7e902ecbd0600691');
  assert.strictEqual(hex(await subtle.decrypt(aead, chacha, out)), hex(sunscreen));

  const d = bytes('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60').toString('base64url');
  const x = bytes('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a').toString('base64url');
  const ed = await subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', d, x }, 'Ed25519', false, ['sign']);
  assert.strictEqual(hex(await subtle.sign('Ed25519', ed, new Uint8Array(0))),
                     'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b' +
                     'd25bf5f0595bbe24655141438e7a100b');
});
