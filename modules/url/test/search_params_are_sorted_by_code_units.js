'use strict';
// URLSearchParams.sort(): by the code units of names; pairs of one name stay in their order. Short lists and long ones.
const assert = require('node:assert');

// Code units: the surrogates of an emoji come before U+FB00.
const names = ['b', 'a', '', '\ufb00', '\u{1f600}', 'aa', 'B', 'a', '\u00e4', 'b'];

for (let length = 0; length <= 60; length++) {
  const pairs = Array.from({ length }, (_, i) => [names[(i * 7 + length) % names.length], `${i}`]);
  const params = new URLSearchParams(pairs);
  params.sort();
  const expected = names.filter((name, i) => names.indexOf(name) === i)
    .sort() // by code units, too
    .flatMap((name) => pairs.filter((pair) => pair[0] === name));
  assert.deepStrictEqual([...params], expected);
  assert.strictEqual(params.size, length);
}

const url = new URL('https://example.org/?c=1&a=2&b=3&a=1');
url.searchParams.sort();
assert.strictEqual(url.href, 'https://example.org/?a=2&a=1&b=3&c=1');
