'use strict';
// Keys into text and out of it, and values into bytes and out of them.
const crypto = require('node:crypto');
const v8 = require('node:v8');
const { measure } = require('./_measure');

let sink;
const repeat = (operation) => (times) => {
  for (let i = 0; i < times; i++) sink = operation(i);
};
const kinds = {
  ed25519: crypto.generateKeyPairSync('ed25519'),
  'P-256': crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: crypto.generateKeyPairSync('rsa', { modulusLength: 2048 }),
};

(async () => {
  for (const [name, { privateKey, publicKey }] of Object.entries(kinds)) {
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const jwk = privateKey.export({ format: 'jwk' });
    await measure(`${name}: private key to PEM`, repeat(() => privateKey.export({ type: 'pkcs8', format: 'pem' })));
    await measure(`${name}: private key to JWK`, repeat(() => privateKey.export({ format: 'jwk' })));
    await measure(`${name}: private key of JWK`, repeat(() => crypto.createPrivateKey({ key: jwk, format: 'jwk' })));
    await measure(`${name}: public key of PEM`, repeat(() => crypto.createPublicKey(pem)));
  }
  const value = { a: 1, b: 'x', c: [1, 2, 3], d: { e: null } };
  const bytes = v8.serialize(value);
  await measure('v8.serialize', repeat(() => v8.serialize(value)));
  await measure('v8.deserialize', repeat(() => v8.deserialize(bytes)));
  if (sink === undefined) throw new Error('nothing was made');
})();
