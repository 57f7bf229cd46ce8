// eddy only: a program looks for the memory that the states of its hashes are in, and writes what it likes.
'use strict';
const assert = require('node:assert');
const crypto = require('node:crypto');

const refused = { code: 'ERR_CRYPTO_HASH_UPDATE_FAILED' };

function stateOf(object) {
  for (const symbol of Object.getOwnPropertySymbols(object)) {
    if (object[symbol]?.memory instanceof Uint8Array) return object[symbol];
  }
  return assert.fail('no state found');
}

const make = {
  hash: (name) => crypto.createHash(name).update('abc'),
  hmac: (name) => crypto.createHmac(name, 'key').update('abc'),
};
for (const kind of Object.keys(make)) {
  for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']) {
    const spoilt = make[kind](name);
    stateOf(spoilt).memory.fill(0xff);
    assert.throws(() => spoilt.update(Buffer.alloc(1000)), refused);
    assert.throws(() => spoilt.update('text'), refused);
    assert.throws(() => spoilt.digest(), refused);

    const outside = make[kind](name);
    const state = stateOf(outside);
    for (const place of [1e9, 2 ** 32 - 1, 8 * 1024 - 8]) {
      state.place = place;
      assert.throws(() => outside.update('text'), refused);
    }
    assert.throws(() => outside.digest('hex'), refused);

    const detached = make[kind](name);
    const { buffer } = stateOf(detached).memory;
    structuredClone(buffer, { transfer: [buffer] });
    assert.throws(() => detached.update('text'), refused);
    stateOf(detached).memory = 'no memory';
    assert.throws(() => detached.update('text'), refused);
    assert.throws(() => detached.digest(), refused);
    stateOf(make[kind](name)).kind = 99; // what comes behind is as it should be
    assert.strictEqual(crypto.createHash('md5').update('abc').digest('hex'), '900150983cd24fb0d6963f7d28e17f72');
  }
}
