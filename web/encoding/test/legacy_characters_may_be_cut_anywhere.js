'use strict';
const assert = require('node:assert');

// Text of each encoding: characters of one to four bytes, and shifts between sets of characters.
const texts = {
  '__proto__': null,
  'gbk': ['41 d6d0 80 8140 fe4f', 'A\u4e2d\u20ac\u4e02\uFA29'],
  'gb18030': ['41 d6d0 8130d330 9439fc36 84319533', 'A\u4e2d\u0452\u{1f600}\ufeff'],
  'big5': ['41 a4a4 a4e9', 'A\u4e2d\u65e5'],
  'euc-jp': ['41 c3e6 8eb1 8fb0a1 f9a1', 'A\u4e2d\uff71\u4e02\u7e8a'],
  'iso-2022-jp': ['41 1b2442 4366 2d21 1b284a 5c 1b2849 31 1b2842 5a', 'A\u4e2d\u2460\u00a5\uff71Z'],
  'shift_jis': ['41 9286 b1 8740 fa5c', 'A\u4e2d\uff71\u2460\u7e8a'],
  'euc-kr': ['41 f1e9 b0a1', 'A\u4e2d\uac00'],
  'utf-16le': ['4100 2d4e 3dd800de', 'A\u4e2d\u{1f600}'],
  'utf-16be': ['0041 4e2d d83dde00', 'A\u4e2d\u{1f600}'],
};

for (const label of Object.keys(texts)) {
  const [hex, text] = texts[label];
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  for (const fatal of [false, true]) {
    const decoder = new TextDecoder(label, { fatal });
    assert.strictEqual(decoder.decode(bytes), text, label);
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const pieces = [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)];
        const decoded = pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();
        assert.strictEqual(decoded, text, `${label} cut at ${first} and ${second}`);
      }
    }
  }
}
