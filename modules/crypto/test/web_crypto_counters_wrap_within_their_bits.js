'use strict';
// AES-CTR against blocks that ECB makes of the counters, which only the last `length` bits of a block count.
const assert = require('node:assert');
const { createCipheriv } = require('node:crypto');
const finish = require('../../../test/_finish');

const { subtle } = globalThis.crypto;
const secret = Buffer.alloc(16, 3);

function expected(counter, length, data) {
  const cipher = createCipheriv('aes-128-ecb', secret, null).setAutoPadding(false);
  const mask = (1n << BigInt(length)) - 1n;
  let number = BigInt(`0x${counter.toString('hex')}`);
  const out = Buffer.from(data);
  for (let start = 0; start < data.length; start += 16) {
    const block = cipher.update(Buffer.from(number.toString(16).padStart(32, '0'), 'hex'));
    for (let i = start; i < Math.min(start + 16, data.length); i++) out[i] ^= block[i - start];
    number = (number & ~mask) | ((number + 1n) & mask);
  }
  return out;
}

finish(async () => {
  const key = await subtle.importKey('raw', secret, 'AES-CTR', false, ['encrypt', 'decrypt']);
  for (const length of [1, 2, 3, 7, 8, 9, 16, 31, 32, 33, 62, 63, 64, 65, 96, 127, 128]) {
    for (const end of [0xff, 0xfe, 0x0f, 0x00]) {
      const counter = Buffer.alloc(16, 0xff);
      counter[15] = end;
      const data = Buffer.alloc(Math.min(16 * 2 ** Math.min(length, 6), 700) - (length % 2), length);
      const made = Buffer.from(await subtle.encrypt({ name: 'AES-CTR', counter, length }, key, data));
      assert.deepStrictEqual(made, expected(counter, length, data), `${length} bits from ${end}`);
      assert.deepStrictEqual(Buffer.from(await subtle.decrypt({ name: 'AES-CTR', counter, length }, key, made)), data);
    }
  }
});
