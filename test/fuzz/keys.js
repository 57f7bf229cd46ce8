'use strict';
// Bytes for whatever reads keys, certificates and signatures. Each reader refuses with an error, or gives what it can
// write and read again.
// Input: the reader's number, options, bytes.
const assert = require('node:assert');
const crypto = require('node:crypto');
const { lookAtMemory, offer } = require('./_target');

const PASSPHRASES = [undefined, 'secret', '', 'x'.repeat(100)];

function reExport(key) {
  if (key.asymmetricKeyType === undefined) return;
  void key.asymmetricKeyDetails;
  const type = key.type === 'private' ? 'pkcs8' : 'spki';
  for (const format of ['der', 'pem']) {
    let bytes;
    try {
      bytes = key.export({ format, type });
    } catch {
      continue; // some can be read and not be written
    }
    const create = key.type === 'private' ? crypto.createPrivateKey : crypto.createPublicKey;
    assert.strictEqual(create({ key: bytes, format, type }).asymmetricKeyType, key.asymmetricKeyType);
  }
  try {
    key.export({ format: 'jwk' });
  } catch (error) {
    assert.strictEqual(typeof error.code, 'string', error.stack);
  }
}

function look(certificate) {
  for (const name of ['subject', 'issuer', 'subjectAltName', 'infoAccess', 'validFrom', 'validTo', 'fingerprint', 'fingerprint512',
                      'keyUsage', 'serialNumber', 'ca', 'raw']) void certificate[name];
  certificate.checkHost('example.org');
  certificate.checkEmail('a@example.org');
  certificate.checkIP('127.0.0.1');
  certificate.toLegacyObject();
  certificate.toString();
  try {
    reExport(certificate.publicKey);
  } catch (error) {
    assert(error instanceof Error);
  }
}

const signer = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
const readers = [
  (key, passphrase) => reExport(crypto.createPrivateKey({ key, passphrase })),
  (key, passphrase) => reExport(crypto.createPrivateKey({ key, passphrase, format: 'der', type: 'pkcs8' })),
  (key, passphrase) => reExport(crypto.createPrivateKey({ key, passphrase, format: 'der', type: 'pkcs1' })),
  (key, passphrase) => reExport(crypto.createPrivateKey({ key, passphrase, format: 'der', type: 'sec1' })),
  (key) => reExport(crypto.createPublicKey(key)),
  (key) => reExport(crypto.createPublicKey({ key, format: 'der', type: 'spki' })),
  (key) => reExport(crypto.createPublicKey({ key, format: 'der', type: 'pkcs1' })),
  (key) => reExport(crypto.createPublicKey({ key: JSON.parse(key), format: 'jwk' })),
  (key) => reExport(crypto.createPrivateKey({ key: JSON.parse(key), format: 'jwk' })),
  (bytes) => look(new crypto.X509Certificate(bytes)),
  (bytes) => crypto.verify('sha256', Buffer.from('data'), signer.publicKey, bytes),
  (bytes) => crypto.verify('sha256', Buffer.from('data'), { key: signer.publicKey, dsaEncoding: 'ieee-p1363' }, bytes),
  (bytes) => crypto.Certificate.verifySpkac(bytes),
  (bytes) => crypto.Certificate.exportPublicKey(bytes),
  (bytes) => crypto.Certificate.exportChallenge(bytes),
  (bytes) => crypto.createECDH('prime256v1').computeSecret(bytes),
  (bytes) => crypto.ECDH.convertKey(bytes, 'secp256k1'),
];

/** @param {Buffer} input */
async function run(input) {
  if (input.length < 3) return;
  try {
    readers[input[0] % readers.length](input.subarray(2), PASSPHRASES[input[1] % PASSPHRASES.length]);
  } catch (error) {
    if (error instanceof assert.AssertionError || !(error instanceof Error)) throw error;
  }
  await lookAtMemory();
}

module.exports = { run, readers };
offer(module, run);
