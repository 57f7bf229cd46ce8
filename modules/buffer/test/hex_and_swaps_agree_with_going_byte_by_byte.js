'use strict';
// Lengths around what is done many bytes at a time, at every alignment.
const assert = require('node:assert');
const { randomFrom } = require('../../../test/_random');

const first = Number(process.argv[2] ?? 1);
const random = randomFrom(first);

const digits = '0123456789abcdef';
const encode = (bytes) => Array.from(bytes, (byte) => digits[byte >> 4] + digits[byte & 15]).join('');

/** Of a wide unit the low byte counts. */
function valueOf(text, at) {
  return digits.indexOf(String.fromCharCode(text.charCodeAt(at) & 0xff).toLowerCase());
}

function decode(text) {
  const bytes = [];
  for (let i = 0; i + 1 < text.length; i += 2) {
    const high = valueOf(text, i);
    const low = valueOf(text, i + 1);
    if (high < 0 || low < 0) break;
    bytes.push(high * 16 + low);
  }
  return bytes;
}

function reversed(bytes, unit) {
  const result = [];
  for (let i = 0; i < bytes.length; i += unit) result.push(...[...bytes.subarray(i, i + unit)].reverse());
  return result;
}

const strange = ['g', 'G', '/', ':', '@', '`', ' ', '\x00', '\u00c3', '\u0130', '\u0661'];
for (let round = 0; round < 2000; round++) {
  const message = `seed ${first}, round ${round}`;
  const memory = Buffer.from(Array.from({ length: 300 }, () => random(256)));
  const start = random(40);
  const bytes = memory.subarray(start, start + random(250));
  let hex = bytes.toString('hex');
  assert.strictEqual(hex, encode(bytes), message);
  assert.deepStrictEqual([...Buffer.from(hex, 'hex')], [...bytes], message);
  assert.deepStrictEqual([...Buffer.from(hex.toUpperCase(), 'hex')], [...bytes], message);
  if (random(2)) {
    const place = random(hex.length + 1);
    hex = hex.slice(0, place) + strange[random(strange.length)] + hex.slice(place + random(2));
  }
  assert.deepStrictEqual([...Buffer.from(hex, 'hex')], decode(hex), `${message}: ${hex}`);
  const target = Buffer.alloc(120, 0x2e);
  const at = random(100);
  const most = random(120 - at + 1);
  const expected = decode(hex).slice(0, most);
  assert.strictEqual(target.write(hex, at, most, 'hex'), expected.length, `${message}: ${hex}`);
  const after = Buffer.alloc(120, 0x2e);
  after.set(expected, at);
  assert.deepStrictEqual(target, after, message);

  for (const unit of [2, 4, 8]) {
    const part = memory.subarray(start, start + unit * random(32));
    const before = Buffer.from(memory);
    before.set(reversed(part, unit), start);
    assert.strictEqual(part[`swap${unit * 8}`](), part);
    assert.deepStrictEqual(memory, before, message);
  }
}
