'use strict';
// encode() and encodeInto() of random text with lone surrogates, into every size of place.
const assert = require('node:assert');
const { randomFrom } = require('../../../test/_random');

const first = Number(process.argv[2] ?? 1);
const random = randomFrom(first);

/** The UTF-8 of each character, with how many units of UTF-16 it has. */
function characters(text) {
  const result = [];
  for (const character of text) {
    const point = character.codePointAt(0);
    const value = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
    const units = character.length;
    if (value < 0x80) {
      result.push({ bytes: [value], units });
    } else if (value < 0x800) {
      result.push({ bytes: [0xc0 | value >> 6, 0x80 | value & 63], units });
    } else if (value < 0x10000) {
      result.push({ bytes: [0xe0 | value >> 12, 0x80 | value >> 6 & 63, 0x80 | value & 63], units });
    } else {
      const tail = [0x80 | value >> 12 & 63, 0x80 | value >> 6 & 63, 0x80 | value & 63];
      result.push({ bytes: [0xf0 | value >> 18, ...tail], units });
    }
  }
  return result;
}

const kinds = [
  () => 0x20 + random(0x5f), () => 0xa0 + random(0x60), () => 0x400 + random(0x80), () => 0x4e00 + random(0x1000),
  () => 0xd800 + random(0x400), () => 0xdc00 + random(0x400), () => 0x1f600 + random(0x40),
];
const encoder = new TextEncoder();
for (let round = 0; round < 4000; round++) {
  const count = 1 + random(kinds.length);
  let text = '';
  for (let i = random(random(3) ? 40 : 200); i > 0; i--) text += String.fromCodePoint(kinds[random(count)]());
  const message = `seed ${first}, round ${round}: ${JSON.stringify(text)}`;
  const parts = characters(text);
  const all = parts.flatMap((part) => part.bytes);
  const encoded = encoder.encode(text);
  assert.strictEqual(Object.getPrototypeOf(encoded), Uint8Array.prototype);
  assert.deepStrictEqual([...encoded], all, message);
  assert.deepStrictEqual([...Buffer.from(text)], all, message);
  assert.strictEqual(Buffer.byteLength(text), all.length, message);

  const size = random(all.length + 10);
  const place = new Uint8Array(size + 8).fill(0x2e);
  let read = 0;
  let written = 0;
  for (const { bytes, units } of parts) {
    if (written + bytes.length > size) break;
    read += units;
    written += bytes.length;
  }
  assert.deepStrictEqual(encoder.encodeInto(text, place.subarray(0, size)), { read, written }, message);
  assert.deepStrictEqual([...place], [...all.slice(0, written), ...new Array(size + 8 - written).fill(0x2e)], message);
}

// What encode() gives is the caller's alone.
const one = encoder.encode('one');
const other = encoder.encode('two');
assert.deepStrictEqual([...one], [111, 110, 101]);
assert.strictEqual(one.buffer.byteLength, 3);
assert.notStrictEqual(one.buffer, other.buffer);
