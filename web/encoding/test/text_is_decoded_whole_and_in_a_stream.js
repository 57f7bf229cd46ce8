'use strict';
const assert = require('node:assert');

function streamed(decoder, chunks) {
  return chunks.map((chunk) => decoder.decode(new Uint8Array(chunk), { stream: true })).concat(decoder.decode());
}

assert.deepStrictEqual(streamed(new TextDecoder(), [[0xef], [0xbb], [0xbf, 0x41], [0xe2, 0x82], [0xac], [0xf0]]),
                       ['', '', 'A', '', '\u20ac', '', '\ufffd']);
assert.deepStrictEqual(streamed(new TextDecoder('utf-16'), [[0xff], [0xfe, 0x41], [0, 0x3d], [0xd8], [0, 0xde]]),
                       ['', '', 'A', '', '\u{1f600}', '']);
assert.strictEqual(new TextDecoder('utf-16be').decode(new Uint8Array([0xfe, 0xff, 0x4e, 0x2d])), '\u4e2d');
assert.strictEqual(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from('\ufeffa')), '\ufeffa');
assert.strictEqual(new TextDecoder().decode(Buffer.from('\ufeffa')), 'a');
assert.strictEqual(new TextDecoder().decode(new DataView(new Uint8Array([97]).buffer)), 'a');

const invalid = (encoding) => ({
  code: 'ERR_ENCODING_INVALID_ENCODED_DATA', name: 'TypeError',
  message: `The encoded data was not valid for encoding ${encoding}`,
});
assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])), invalid('utf-8'));
assert.throws(() => new TextDecoder('utf-16le', { fatal: true }).decode(new Uint8Array([0, 0xd8])), invalid('utf-16le'));

// An error in a stream leaves nothing behind.
const fatal = new TextDecoder('utf-8', { fatal: true });
assert.throws(() => fatal.decode(new Uint8Array([0x41, 0xff]), { stream: true }), invalid('utf-8'));
assert.strictEqual(fatal.decode(new Uint8Array([0x42])), 'B');

assert.strictEqual(new TextDecoder(' Latin1\n').encoding, 'windows-1252');
assert.strictEqual(new TextDecoder('koi8-r').decode(new Uint8Array([0xc1, 0x41])), '\u0430A');
assert.strictEqual(new TextDecoder('windows-1251').decode(new Uint8Array([0xff])), '\u044f');
const multi = { 'gbk': [0xd6, 0xd0], 'big5': [0xa4, 0xa4], 'shift_jis': [0x92, 0x86], 'euc-jp': [0xc3, 0xe6],
                'euc-kr': [0xf1, 0xe9] };
for (const [encoding, bytes] of Object.entries(multi)) {
  const decoder = new TextDecoder(encoding);
  assert.strictEqual(decoder.encoding, encoding);
  assert.strictEqual(decoder.decode(new Uint8Array(bytes)), '\u4e2d', encoding);
  assert.deepStrictEqual(streamed(decoder, bytes.map((byte) => [byte])), ['', '\u4e2d', ''], encoding);
}
assert.throws(() => new TextDecoder('no-such'), {
  code: 'ERR_ENCODING_NOT_SUPPORTED', name: 'RangeError', message: 'The "no-such" encoding is not supported',
});

const encoder = new TextEncoder();
assert.deepStrictEqual([...encoder.encode('a\ud800\u20ac')], [0x61, 0xef, 0xbf, 0xbd, 0xe2, 0x82, 0xac]);
assert.strictEqual(encoder.encode().length, 0);
const target = new Uint8Array(8);
assert.deepStrictEqual(encoder.encodeInto('a\u00e9\u20ac\u{1f600}', target), { read: 3, written: 6 });
assert.deepStrictEqual(encoder.encodeInto('\u{1f600}b', target), { read: 3, written: 5 });
assert.throws(() => encoder.encodeInto('a', new Uint16Array(1)), { code: 'ERR_INVALID_ARG_TYPE' });
