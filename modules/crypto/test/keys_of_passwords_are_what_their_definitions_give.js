'use strict';
// PBKDF2 (RFC 8018, 5.2) by HMACs one by one, and scrypt (RFC 7914) word by word, with its vectors.
const assert = require('node:assert');
const crypto = require('node:crypto');

function pbkdf2(password, salt, iterations, size, digest) {
  const hmac = (data) => crypto.createHmac(digest, password).update(data).digest();
  let key = Buffer.alloc(0);
  for (let block = 1; key.length < size; block++) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(block);
    let mac = hmac(Buffer.concat([salt, number]));
    const sum = Buffer.from(mac);
    for (let i = 1; i < iterations; i++) {
      mac = hmac(mac);
      for (let j = 0; j < sum.length; j++) sum[j] ^= mac[j];
    }
    key = Buffer.concat([key, sum]);
  }
  return key.subarray(0, size);
}

for (const digest of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256', 'sha3-256', 'ripemd160']) {
  for (const [password, salt, iterations, size] of [['', '', 1, 1], ['p', 's', 2, 20], ['x'.repeat(200), 'y'.repeat(300), 3, 150], ['p', '', 17, 64]]) {
    const given = [Buffer.from(password), Buffer.from(salt), iterations, size, digest];
    assert.deepStrictEqual(crypto.pbkdf2Sync(...given), pbkdf2(...given), `${digest} ${iterations} ${size}`);
  }
}

const rotate = (word, count) => word << count | word >>> (32 - count);

function salsa(block) {
  const w = Int32Array.from(block);
  const quarter = (a, b, c, d) => {
    w[b] ^= rotate(w[a] + w[d], 7);
    w[c] ^= rotate(w[b] + w[a], 9);
    w[d] ^= rotate(w[c] + w[b], 13);
    w[a] ^= rotate(w[d] + w[c], 18);
  };
  for (let i = 0; i < 4; i++) {
    for (const column of [[0, 4, 8, 12], [5, 9, 13, 1], [10, 14, 2, 6], [15, 3, 7, 11]]) quarter(...column);
    for (const row of [[0, 1, 2, 3], [5, 6, 7, 4], [10, 11, 8, 9], [15, 12, 13, 14]]) quarter(...row);
  }
  return w.map((word, i) => word + block[i]);
}

function mixBlock(words, r) {
  let x = words.slice(-16);
  const results = Array.from({ length: 2 * r }, (_, i) => x = salsa(x.map((word, j) => word ^ words[16 * i + j])));
  return Int32Array.from([...results.filter((_, i) => i % 2 === 0), ...results.filter((_, i) => i % 2 === 1)].flatMap((block) => [...block]));
}

function scrypt(password, salt, size, { N, r, p }) {
  const blocks = pbkdf2(password, salt, 1, p * 128 * r, 'sha256');
  for (let i = 0; i < p; i++) {
    const block = blocks.subarray(i * 128 * r, (i + 1) * 128 * r);
    let x = Int32Array.from({ length: 32 * r }, (_, j) => block.readInt32LE(4 * j));
    const table = [];
    for (let j = 0; j < N; j++) {
      table.push(x);
      x = mixBlock(x, r);
    }
    for (let j = 0; j < N; j++) {
      const row = table[x[32 * r - 16] & (N - 1)];
      x = mixBlock(x.map((word, k) => word ^ row[k]), r);
    }
    x.forEach((word, j) => block.writeInt32LE(word, 4 * j));
  }
  return pbkdf2(password, blocks, 1, size, 'sha256');
}

for (const [N, r, p] of [[2, 1, 1], [16, 8, 1], [8, 3, 2], [64, 1, 5], [2, 31, 2]]) {
  const given = [Buffer.from('password'), Buffer.from('NaCl'), 77, { N, r, p }];
  assert.deepStrictEqual(crypto.scryptSync(...given), scrypt(...given), `${N} ${r} ${p}`);
}

// RFC 7914, 12.
assert.strictEqual(crypto.scryptSync('password', 'NaCl', 64, { N: 1024, r: 8, p: 16 }).toString('hex'),
  'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640');
assert.strictEqual(crypto.scryptSync('pleaseletmein', 'SodiumChloride', 64, { N: 16384, r: 8, p: 1 }).toString('hex'),
  '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887');

assert.strictEqual(crypto.scryptSync('a', 'b', 0).length, 0);
