'use strict';
// A key that is the first block of a PEM text is read without OpenSSL's decoders where it is an ordinary one, one behind another
// block is not. Whatever bit is wrong with it, both ways accept the same and give the same key.
const assert = require('node:assert');
const crypto = require('node:crypto');

const pem = (label, der) => `-----BEGIN ${label}-----\n${der.toString('base64').match(/.{1,64}/g).join('\n')}\n-----END ${label}-----\n`;
const other = pem('SOMETHING ELSE', Buffer.from('not a key'));

const kinds = [
  ['ec', { namedCurve: 'P-256' }], ['ec', { namedCurve: 'P-384' }], ['ec', { namedCurve: 'secp256k1' }], ['ec', { namedCurve: 'P-224' }],
  ['rsa', { modulusLength: 1024 }], ['rsa-pss', { modulusLength: 1024 }], ['ed25519'], ['x25519'], ['ed448'], ['x448'],
];

function outcome(read) {
  try {
    const key = read();
    const type = key.type === 'private' ? 'pkcs8' : 'spki';
    return `${key.asymmetricKeyType} ${JSON.stringify(key.asymmetricKeyDetails, (name, value) => (typeof value === 'bigint' ? `${value}` : value))} ` +
      key.export({ type, format: 'der' }).toString('hex');
  } catch {
    return 'refused';
  }
}

let count = 0;
for (const [kind, options] of kinds) {
  const { privateKey, publicKey } = crypto.generateKeyPairSync(kind, options);
  const traditional = { ec: ['EC PRIVATE KEY', 'sec1'], rsa: ['RSA PRIVATE KEY', 'pkcs1'] }[kind];
  for (const [key, label, type, read] of [
    [privateKey, 'PRIVATE KEY', 'pkcs8', crypto.createPrivateKey], [publicKey, 'PUBLIC KEY', 'spki', crypto.createPublicKey],
    ...traditional === undefined ? [] : [[privateKey, ...traditional, crypto.createPrivateKey]],
  ]) {
    const der = key.export({ type, format: 'der' });
    assert.strictEqual(key.export({ type, format: 'pem' }), pem(label, der));
    const whole = outcome(() => read(pem(label, der)));
    const standard = key.type === 'private' ? 'pkcs8' : 'spki';
    assert.ok(whole.endsWith(key.export({ type: standard, format: 'der' }).toString('hex')));
    assert.strictEqual(outcome(() => read({ key: der, format: 'der', type })), whole);
    assert.strictEqual(outcome(() => read(other + pem(label, der))), whole);
    assert.ok(key.equals(read(pem(label, der))));
    // The heads of the structures, and some of what is in them.
    const places = [...Array(Math.min(der.length, 48)).keys(), der.length - 40, der.length - 1];
    for (const place of places) {
      for (const bit of [0, 7]) {
        const altered = Buffer.from(der);
        altered[place] ^= 1 << bit;
        const alone = outcome(() => read(pem(label, altered)));
        assert.strictEqual(alone, outcome(() => read(other + pem(label, altered))), `${kind} ${type}, byte ${place}, bit ${bit}`);
        count++;
      }
    }
    for (const length of [0, 1, der.length - 1]) {
      const cut = pem(label, Buffer.concat([der.subarray(0, length), Buffer.alloc(1)]));
      assert.strictEqual(outcome(() => read(cut)), outcome(() => read(other + cut)), `${kind} ${type}, ${length} bytes`);
    }
  }
}
assert.ok(count > 1500, `${count}`);

// What they sign with PEM, they verify with PEM.
const { privateKey, publicKey } = crypto.generateKeyPairSync('ec', {
  namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' },
});
assert.ok(crypto.verify('sha256', Buffer.from('text'), publicKey, crypto.sign('sha256', Buffer.from('text'), privateKey)));
