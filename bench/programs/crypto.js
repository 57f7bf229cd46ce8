'use strict';
// crypto of small inputs: digests, HMACs, ciphers, signatures, random values, key derivation.
const crypto = require('node:crypto');
const { measure } = require('./_measure.js');

const short = 'Hello, world! 0123';
const kilobyte = Buffer.alloc(1024, 'abcdefgh');
const large = Buffer.alloc(65536, 'abcdefgh');
const key = Buffer.alloc(32, 'k');
const iv = Buffer.alloc(16, 'i');
const nonce = Buffer.alloc(12, 'n');
const hmacKey = crypto.createSecretKey(key);
const ed25519 = crypto.generateKeyPairSync('ed25519');
const ecdsa = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = ecdsa.privateKey.export({ type: 'pkcs8', format: 'pem' });
const publicPem = ecdsa.publicKey.export({ type: 'spki', format: 'pem' });
let kept = 0;

function encrypt(name, nonce, bytes) {
  const cipher = crypto.createCipheriv(name, key, nonce);
  return cipher.update(bytes).length + cipher.final().length;
}

const sealed = crypto.createCipheriv('aes-256-gcm', key, nonce);
const sealedBytes = Buffer.concat([sealed.update(kilobyte), sealed.final()]);
const tag = sealed.getAuthTag();

function open() {
  const decipher = crypto.createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAuthTag(tag);
  return decipher.update(sealedBytes).length + decipher.final().length;
}

const benches = {
  'createHash sha256 of 18 characters, hex': () => crypto.createHash('sha256').update(short).digest('hex').length,
  'createHash sha256 of 1 KiB': () => crypto.createHash('sha256').update(kilobyte).digest().length,
  'createHash sha256 of 64 KiB': () => crypto.createHash('sha256').update(large).digest().length,
  'createHash sha256 in two parts': () =>
    crypto.createHash('sha256').update(short).update(kilobyte).digest('hex').length,
  'createHash md5 of 1 KiB, hex': () => crypto.createHash('md5').update(kilobyte).digest('hex').length,
  'createHash sha1 of 18 characters, base64': () => crypto.createHash('sha1').update(short).digest('base64').length,
  'createHash sha3-256 of 1 KiB': () => crypto.createHash('sha3-256').update(kilobyte).digest().length,
  'hash sha256 of 18 characters': () => crypto.hash('sha256', short).length,
  'hash md5 of 1 KiB': () => crypto.hash('md5', kilobyte).length,
  'createHmac sha256 of 18 characters, hex': () => crypto.createHmac('sha256', key).update(short).digest('hex').length,
  'createHmac sha256 of 1 KiB': () => crypto.createHmac('sha256', key).update(kilobyte).digest().length,
  'createHmac sha256 of 1 KiB, KeyObject': () =>
    crypto.createHmac('sha256', hmacKey).update(kilobyte).digest('base64').length,
  'createHmac sha256 in two parts': () =>
    crypto.createHmac('sha256', key).update(short).update(kilobyte).digest('hex').length,
  'createHmac md5 of 1 KiB': () => crypto.createHmac('md5', key).update(kilobyte).digest().length,
  'aes-256-cbc of 1 KiB': () => encrypt('aes-256-cbc', iv, kilobyte),
  'aes-256-gcm of 1 KiB': () => encrypt('aes-256-gcm', nonce, kilobyte),
  'aes-256-gcm of 1 KiB, decrypted': open,
  'aes-256-ctr of 18 characters': () => encrypt('aes-256-ctr', iv, short),
  'sign ed25519': () => crypto.sign(null, kilobyte, ed25519.privateKey).length,
  'verify ed25519': ((signature) => () =>
    Number(crypto.verify(null, kilobyte, ed25519.publicKey, signature)))(crypto.sign(null, kilobyte, ed25519.privateKey)),
  'sign P-256': () => crypto.sign('sha256', kilobyte, ecdsa.privateKey).length,
  'createSign P-256': () => crypto.createSign('sha256').update(kilobyte).sign(ecdsa.privateKey).length,
  'sign P-256 by PEM': () => crypto.sign('sha256', kilobyte, pem).length,
  'verify P-256': ((signature) => () =>
    Number(crypto.verify('sha256', kilobyte, ecdsa.publicKey, signature)))(crypto.sign('sha256', kilobyte, pem)),
  'verify P-256 by PEM': ((signature) => () =>
    Number(crypto.verify('sha256', kilobyte, publicPem, signature)))(crypto.sign('sha256', kilobyte, pem)),
  'sign RSA 2048': () => crypto.sign('sha256', kilobyte, rsa.privateKey).length,
  'verify RSA 2048': ((signature) => () =>
    Number(crypto.verify('sha256', kilobyte, rsa.publicKey, signature)))(
    crypto.sign('sha256', kilobyte, rsa.privateKey)),
  'randomBytes of 16': () => crypto.randomBytes(16).length,
  'randomUUID': () => crypto.randomUUID().length,
  'randomInt': () => crypto.randomInt(1000000),
  'getRandomValues of 16': ((bytes) => () => crypto.getRandomValues(bytes).length)(new Uint8Array(16)),
  'timingSafeEqual of 32': ((copy) => () => Number(crypto.timingSafeEqual(key, copy)))(Buffer.from(key)),
  'createSecretKey': () => crypto.createSecretKey(key).symmetricKeySize,
  'createPublicKey of PEM': () => crypto.createPublicKey(publicPem).type.length,
  'hkdfSync': () => crypto.hkdfSync('sha256', key, iv, short, 32).byteLength,
  'pbkdf2Sync, 1000 times': () => crypto.pbkdf2Sync(short, iv, 1000, 32, 'sha256').length,
  'scryptSync, N = 1024': () => crypto.scryptSync(short, iv, 32, { N: 1024 }).length,
};

// Bun 1.4 has none.
if (crypto.getCiphers().includes('chacha20-poly1305')) {
  benches['chacha20-poly1305 of 1 KiB'] = () => encrypt('chacha20-poly1305', nonce, kilobyte);
}

(async () => {
  for (const [name, one] of Object.entries(benches)) {
    await measure(name, (times) => { for (let i = 0; i < times; i++) kept += one(); });
  }
})();
