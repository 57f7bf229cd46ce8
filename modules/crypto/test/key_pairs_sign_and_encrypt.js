'use strict';
const assert = require('node:assert');
const crypto = require('node:crypto');
const { promisify } = require('node:util');
const finish = require('../../../test/_finish');

const { generateKeyPairSync, createPrivateKey, createPublicKey } = crypto;
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const data = Buffer.from('signed by nobody else');

function everyFormRoundTrips() {
  assert.strictEqual(rsa.publicKey.asymmetricKeyType, 'rsa');
  assert.deepStrictEqual(rsa.publicKey.asymmetricKeyDetails, { modulusLength: 2048, publicExponent: 65537n });
  assert.deepStrictEqual(ec.privateKey.asymmetricKeyDetails, { namedCurve: 'prime256v1' });
  for (const [pair, publicTypes, privateTypes] of [
    [rsa, ['spki', 'pkcs1'], ['pkcs8', 'pkcs1']], [ec, ['spki'], ['pkcs8', 'sec1']], [ed, ['spki'], ['pkcs8']],
  ]) {
    for (const format of ['pem', 'der']) {
      for (const type of publicTypes) {
        const key = pair.publicKey.export({ format, type });
        assert.ok(createPublicKey({ key, format, type }).equals(pair.publicKey));
      }
      for (const type of privateTypes) {
        const key = pair.privateKey.export({ format, type });
        assert.ok(createPrivateKey({ key, format, type }).equals(pair.privateKey));
        assert.ok(createPublicKey({ key, format, type }).equals(pair.publicKey));
      }
      const key = pair.privateKey.export({ format, type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' });
      assert.ok(createPrivateKey({ key, format, type: 'pkcs8', passphrase: 'secret' }).equals(pair.privateKey));
      assert.throws(() => createPrivateKey({ key, format, type: 'pkcs8', passphrase: 'wrong' }), Error);
      assert.throws(() => createPrivateKey({ key, format, type: 'pkcs8' }), Error);
    }
    const jwk = pair.privateKey.export({ format: 'jwk' });
    assert.ok(createPrivateKey({ key: jwk, format: 'jwk' }).equals(pair.privateKey));
    assert.ok(createPublicKey({ key: pair.publicKey.export({ format: 'jwk' }), format: 'jwk' }).equals(pair.publicKey));
    assert.ok(createPublicKey(pair.privateKey).equals(pair.publicKey));
    assert.ok(!pair.privateKey.equals(pair.publicKey));
  }
  assert.deepStrictEqual(Object.keys(rsa.privateKey.export({ format: 'jwk' })),
                         ['kty', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi']);
}

function signatures() {
  for (const [pair, algorithm] of [[rsa, 'sha256'], [ec, 'sha384'], [ed, null]]) {
    const signature = crypto.sign(algorithm, data, pair.privateKey);
    assert.strictEqual(crypto.verify(algorithm, data, pair.publicKey, signature), true);
    assert.strictEqual(crypto.verify(algorithm, Buffer.from('other'), pair.publicKey, signature), false);
    signature[10] ^= 1;
    assert.strictEqual(crypto.verify(algorithm, data, pair.publicKey, signature), false);
    crypto.sign(algorithm, data, pair.privateKey, (error, later) => {
      assert.ifError(error);
      crypto.verify(algorithm, data, pair.publicKey, later, (problem, fits) => {
        assert.ifError(problem);
        assert.strictEqual(fits, true);
      });
    });
  }
  for (const options of [{ padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: 20 }, {}]) {
    const sign = crypto.createSign('RSA-SHA256').update('signed by ');
    const signature = sign.update(Buffer.from('nobody else')).sign({ key: rsa.privateKey, ...options }, 'base64');
    const verify = crypto.createVerify('sha256');
    verify.write(data);
    verify.end();
    assert.strictEqual(verify.verify({ key: rsa.publicKey, ...options }, signature, 'base64'), true);
    assert.throws(() => sign.sign(rsa.privateKey), { code: 'ERR_CRYPTO_INVALID_STATE', message: 'Not initialised' });
  }
  const raw = crypto.sign('sha256', data, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' });
  assert.strictEqual(raw.length, 64);
  assert.ok(crypto.verify('sha256', data, { key: ec.publicKey, dsaEncoding: 'ieee-p1363' }, raw));
  assert.strictEqual(crypto.verify('sha256', data, ec.publicKey, raw), false);
}

function encryption() {
  const secret = crypto.publicEncrypt({ key: rsa.publicKey, oaepHash: 'sha256', oaepLabel: Buffer.from('l') }, data);
  const opened = crypto.privateDecrypt({ key: rsa.privateKey, oaepHash: 'sha256', oaepLabel: Buffer.from('l') }, secret);
  assert.deepStrictEqual(opened, data);
  assert.throws(() => crypto.privateDecrypt(rsa.privateKey, secret), { code: 'ERR_OSSL_RSA_OAEP_DECODING_ERROR' });
  assert.deepStrictEqual(crypto.publicDecrypt(rsa.publicKey, crypto.privateEncrypt(rsa.privateKey, data)), data);
  assert.throws(() => crypto.publicEncrypt(rsa.publicKey, Buffer.alloc(300)),
                { code: 'ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE' });
}

function errors() {
  assert.throws(() => createPrivateKey('no key'), {
    code: 'ERR_OSSL_UNSUPPORTED', library: 'DECODER routines', message: 'error:1E08010C:DECODER routines::unsupported',
  });
  assert.throws(() => createPublicKey(5), { code: 'ERR_INVALID_ARG_TYPE' });
  assert.throws(() => createPublicKey({ key: Buffer.alloc(3), format: 'der' }), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => createPublicKey(rsa.publicKey), { code: 'ERR_CRYPTO_INVALID_KEY_OBJECT_TYPE' });
  assert.throws(() => ec.privateKey.export({ format: 'pem', type: 'pkcs1' }),
                { code: 'ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS' });
  assert.throws(() => crypto.sign('sha256', data), { code: 'ERR_CRYPTO_SIGN_KEY_REQUIRED' });
  assert.throws(() => crypto.sign('nope', data, rsa.privateKey), { code: 'ERR_CRYPTO_INVALID_DIGEST' });
  assert.throws(() => crypto.createSign('nope'), { message: 'Invalid digest' });
  assert.throws(() => generateKeyPairSync('nope'), { code: 'ERR_INVALID_ARG_VALUE' });
  assert.throws(() => generateKeyPairSync('ec', { namedCurve: 'nope' }), { code: 'ERR_CRYPTO_INVALID_CURVE' });
  assert.throws(() => generateKeyPairSync('rsa', { modulusLength: '1' }), { code: 'ERR_INVALID_ARG_TYPE' });
}

async function generating() {
  const pair = await promisify(crypto.generateKeyPair)('ec', {
    namedCurve: 'secp256k1',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
  });
  assert.ok(Buffer.isBuffer(pair.publicKey));
  assert.match(pair.privateKey, /^-----BEGIN EC PRIVATE KEY-----\n/);
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 1024, hashAlgorithm: 'sha256', saltLength: 32 });
  assert.deepStrictEqual(pss.publicKey.asymmetricKeyDetails, {
    modulusLength: 1024, publicExponent: 65537n, hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32,
  });
}

everyFormRoundTrips();
signatures();
encryption();
errors();
finish(generating);
