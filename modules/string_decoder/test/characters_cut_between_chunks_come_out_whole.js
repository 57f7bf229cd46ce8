'use strict';
const assert = require('node:assert');
const { StringDecoder } = require('node:string_decoder');
const { randomFrom } = require('../../../test/_random');

// However the bytes are cut, the text is that of all of them.
const random = randomFrom(Number(process.argv[2] ?? 1));
const pieces = ['a', '\u00e9', '\u20ac', '\u{1f600}', '\x80', '\xff', '\xe2\x82', '\xf0\x9f', '\xc0', '\xed\xa0'];
for (const encoding of ['utf8', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex']) {
  for (let round = 0; round < 500; round++) {
    const chunks = Array.from({ length: random(12) }, () => {
      const piece = pieces[random(pieces.length)];
      const bytes = Buffer.from(piece, random(2) ? 'utf8' : 'latin1');
      return bytes.subarray(random(bytes.length));
    });
    const decoder = new StringDecoder(encoding);
    const text = chunks.map((chunk) => decoder.write(chunk)).join('') + decoder.end();
    if (encoding !== 'utf16le' || Buffer.concat(chunks).length % 2 === 0) {
      assert.strictEqual(text, Buffer.concat(chunks).toString(encoding), `seed ${process.argv[2] ?? 1} ${encoding} ${round}`);
    }
  }
}

const decoder = new StringDecoder();
assert.strictEqual(decoder.encoding, 'utf8');
assert.strictEqual(decoder.write(Buffer.from([0xe2, 0x82])), '');
assert.deepStrictEqual([decoder.lastNeed, decoder.lastTotal], [1, 3]);
assert.strictEqual(decoder.end(Buffer.from([0xac, 0x41])), '\u20acA');
assert.strictEqual(new StringDecoder('UCS2').encoding, 'utf16le');
assert.throws(() => new StringDecoder('no'), { code: 'ERR_UNKNOWN_ENCODING', message: 'Unknown encoding: no' });
assert.throws(() => decoder.write(1), { code: 'ERR_INVALID_ARG_TYPE' });
