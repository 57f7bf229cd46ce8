'use strict';
// A KeyObject in a message is the same key on the other side.
const finish = require('../../../test/_finish');
const assert = finish.plan(17);
const crypto = require('node:crypto');
const { Worker } = require('node:worker_threads');

const secret = crypto.createSecretKey(Buffer.from('a secret'));
const { publicKey, privateKey } = crypto.generateKeyPairSync('ed25519');

for (const key of [secret, publicKey, privateKey]) {
  const copy = structuredClone({ key }).key;
  assert.notStrictEqual(copy, key);
  assert.strictEqual(copy.constructor, key.constructor);
  assert.ok(copy instanceof crypto.KeyObject && copy.equals(key));
  assert.throws(() => structuredClone(key, { transfer: [key] }), { name: 'DataCloneError' });
}
assert.deepStrictEqual(structuredClone(secret).export(), Buffer.from('a secret'));

const worker = new Worker(`
  const crypto = require('crypto');
  const { parentPort, workerData } = require('worker_threads');
  const { privateKey, secret } = workerData;
  parentPort.postMessage({
    signature: crypto.sign(null, Buffer.from('text'), privateKey),
    mac: crypto.createHmac('sha256', secret).update('text').digest('hex'),
    publicKey: crypto.createPublicKey(privateKey),
  });
`, { eval: true, workerData: { privateKey, secret } });
let told = 0;
worker.on('message', ({ signature, mac, publicKey: received }) => {
  told++;
  assert.ok(received.equals(publicKey));
  assert.ok(crypto.verify(null, Buffer.from('text'), publicKey, signature));
  assert.strictEqual(mac, crypto.createHmac('sha256', 'a secret').update('text').digest('hex'));
});
worker.on('exit', () => assert.strictEqual(told, 1));
