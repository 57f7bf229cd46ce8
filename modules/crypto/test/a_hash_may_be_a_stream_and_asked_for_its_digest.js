'use strict';
// Either first: the other gives the same digest. What is written behind digest() is lost, and no error.
const assert = require('node:assert');
const { createHash, createHmac } = require('node:crypto');
const finish = require('../../../test/_finish');

for (const name of ['sha256', 'md5', 'sha3-256']) {
  const expected = createHash(name).update('abc').digest('hex');

  const streamed = createHash(name);
  streamed.setEncoding('hex');
  streamed.end('abc');
  assert.strictEqual(streamed.read(), expected);
  assert.throws(() => streamed.update('x'), { code: 'ERR_CRYPTO_HASH_UPDATE_FAILED', message: 'Hash update failed' });
  assert.strictEqual(streamed.digest().toString('hex'), expected);
  assert.throws(() => streamed.digest(), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
  assert.throws(() => streamed.update('x'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });

  for (const encoding of [undefined, 'hex', 'base64url', 'latin1']) {
    const asked = createHash(name).update('abc');
    asked.digest(encoding);
    asked.on('error', finish.never(`${name} fails`));
    asked.on('data', finish.once((bytes) => { assert.strictEqual(bytes.toString('hex'), expected); }));
    asked.on('end', finish.once(() => {}));
    asked.write('late');
    asked.end();
  }
}

const hmac = createHmac('sha256', 'key').update('abc');
hmac.digest();
hmac.on('error', finish.never('the HMAC fails'));
hmac.on('finish', finish.once(() => {}));
hmac.resume();
hmac.end('late');
