'use strict';
// UTF-16 by single bytes: a lead surrogate whose two halves came apart is given at once, as on Node; one that came whole waits
// for its trail.
const assert = require('assert');
const { StringDecoder } = require('string_decoder');

function pieces(...chunks) {
  const decoder = new StringDecoder('utf16le');
  const texts = chunks.map((bytes) => [decoder.write(Buffer.from(bytes)), decoder.lastNeed]);
  return [...texts, decoder.end()];
}

assert.deepStrictEqual(pieces([0x3d], [0xd8], [0x00], [0xde]), [['', 1], ['\ud83d', 0], ['', 1], ['\ude00', 0], '']);
assert.deepStrictEqual(pieces([0x3d, 0xd8], [0x00], [0xde]), [['', 2], ['', 1], ['\u{1f600}', 0], '']);
assert.deepStrictEqual(pieces([0x3d], [0xd8, 0x00, 0xde]), [['', 1], ['\u{1f600}', 0], '']);
assert.deepStrictEqual(pieces([0x61], [0x00, 0x3d, 0xd8]), [['', 1], ['a', 2], '\ud83d']);
assert.deepStrictEqual(pieces([0x61, 0x00, 0x62]), [['a', 1], '']);
