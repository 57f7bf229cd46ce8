'use strict';
const assert = require('node:assert');
const { randomFrom } = require('../../../test/_random');

// Against a plain search of every place, on random bytes of few kinds, so that there are many near matches.
const random = randomFrom(Number(process.argv[2] ?? 1));

function found(haystack, needle, from, step) {
  const last = haystack.length - needle.length;
  for (let at = step > 0 ? from : Math.min(from, last); at >= 0 && at <= last; at += step) {
    if (haystack.subarray(at, at + needle.length).equals(needle)) return at;
  }
  return -1;
}

for (let round = 0; round < 3000; round++) {
  const haystack = Buffer.from(Array.from({ length: random(90) }, () => 97 + random(3)));
  const needle = Buffer.from(Array.from({ length: 1 + random(6) }, () => 97 + random(3)));
  const from = random(haystack.length + 3);
  const message = `seed ${process.argv[2] ?? 1}, round ${round}`;
  assert.strictEqual(haystack.indexOf(needle, from), found(haystack, needle, from, 1), message);
  assert.strictEqual(haystack.indexOf(needle.toString(), from), found(haystack, needle, from, 1), message);
  assert.strictEqual(haystack.lastIndexOf(needle, from), found(haystack, needle, from, -1), message);
  assert.strictEqual(haystack.indexOf(needle[0], from), found(haystack, needle.subarray(0, 1), from, 1), message);
}

const text = Buffer.from('abcabc');
assert.strictEqual(text.indexOf('c', -1), 5);
assert.strictEqual(text.indexOf('', 99), 6);
assert.strictEqual(text.lastIndexOf('b'), 4);
assert.strictEqual(text.lastIndexOf('b', -3), 1);
assert.strictEqual(text.lastIndexOf('b', NaN), 4);
assert.strictEqual(text.includes('636162', 0, 'hex'), true);
assert.strictEqual(text.indexOf(99.9), 2);
assert.strictEqual(text.indexOf(256 + 99), 2);
assert.strictEqual(Buffer.from('aabb', 'ucs2').indexOf('b', 0, 'ucs2'), 4);
assert.strictEqual(Buffer.from([0, 0x61, 0, 0x62]).indexOf('a', 0, 'ucs2'), -1);
assert.throws(() => text.indexOf({}), { code: 'ERR_INVALID_ARG_TYPE' });
// The encoding is that of a string, and not looked at for anything else.
assert.deepStrictEqual([text.indexOf(256 + 99, 0, 'none'), text.indexOf(Buffer.from('c'), 0, 'none')], [2, 2]);
assert.throws(() => text.indexOf('c', 0, 'none'), { code: 'ERR_UNKNOWN_ENCODING' });

// Many false places must not make it slow: what remains is left to a linear search.
const repetitive = Buffer.alloc(1 << 20, 'a');
assert.strictEqual(repetitive.indexOf(`${'a'.repeat(500)}b${'a'.repeat(500)}`), -1);
