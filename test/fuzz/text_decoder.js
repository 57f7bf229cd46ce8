'use strict';
// Bytes for TextDecoder, in each encoding, whole and cut into pieces; and for Buffer's codecs there and back.
// Input: the encoding's number, the seed of the cuts, bytes.
const assert = require('node:assert');
const { cut, lookAtMemory, offer } = require('./_target');

const LABELS = [
  'utf-8', 'utf-16le', 'utf-16be', 'gbk', 'gb18030', 'big5', 'euc-jp', 'iso-2022-jp', 'shift_jis', 'euc-kr', 'windows-1252',
  'windows-874', 'iso-8859-8-i', 'koi8-u', 'ibm866', 'x-mac-cyrillic',
];
const CODECS = ['utf8', 'utf16le', 'latin1', 'ascii', 'base64', 'base64url', 'hex'];

const textOf = (decoder, pieces) => pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode();

function decodeCut(label, bytes, pieces) {
  const whole = new TextDecoder(label).decode(bytes);
  assert.strictEqual(textOf(new TextDecoder(label), pieces), whole, label);
  assert(whole.isWellFormed());
  const fatal = new TextDecoder(label, { fatal: true });
  let text;
  try {
    text = fatal.decode(bytes);
  } catch (error) {
    assert.strictEqual(error.code, 'ERR_ENCODING_INVALID_ENCODED_DATA');
  }
  if (text !== undefined) assert.strictEqual(text, whole, label);
  assert.strictEqual(fatal.decode(new Uint8Array(0)), ''); // nothing is left of it
}

function thereAndBack(bytes, encoding) {
  const text = bytes.toString(encoding);
  const again = Buffer.from(text, encoding);
  if (encoding !== 'utf8' && encoding !== 'ascii') {
    assert.deepStrictEqual(again, encoding === 'utf16le' ? bytes.subarray(0, bytes.length & ~1) : bytes);
  }
  assert.strictEqual(again.toString(encoding), text);
  // As text that may mean anything, into a place that may be too small.
  const place = Buffer.alloc(bytes.length + 8, 0x5a);
  const room = bytes.length >> 1;
  for (const string of [bytes.latin1Slice(), bytes.ucs2Slice()]) {
    const written = place.write(string, 4, room, encoding);
    assert(written <= room);
    assert(place.subarray(4 + room).every((byte) => byte === 0x5a));
    assert(Buffer.from(string, encoding).length <= Math.max(Buffer.byteLength(string, encoding), string.length * 3));
    place.fill(0x5a);
  }
}

/** @param {Buffer} input */
async function run(input) {
  if (input.length < 2) return;
  const bytes = input.subarray(2);
  decodeCut(LABELS[input[0] % LABELS.length], bytes, cut(bytes, input[1]));
  thereAndBack(bytes, CODECS[input[0] % CODECS.length]);
  await lookAtMemory();
}

module.exports = { run, LABELS };
offer(module, run);
