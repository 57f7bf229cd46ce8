'use strict';
const assert = require('node:assert');

const text = 'h\u00e9llo \u20ac \u{1f600}';
const bytes = '68c3a96c6c6f20e282ac20f09f9880';
assert.strictEqual(Buffer.from(text).toString('hex'), bytes);
assert.strictEqual(Buffer.from(bytes, 'hex').toString(), text);
assert.strictEqual(Buffer.from(text, 'utf16le').toString('ucs2'), text);
assert.strictEqual(Buffer.from('\u00e9\u0142', 'latin1').toString('hex'), 'e942');
assert.strictEqual(Buffer.from([0xe9, 0x41]).toString('ascii'), 'iA');
assert.strictEqual(Buffer.from([0xfb, 0xff]).toString('base64'), '+/8=');
assert.strictEqual(Buffer.from([0xfb, 0xff]).toString('base64url'), '-_8');
assert.strictEqual(Buffer.from('-_8 \n=ignored', 'base64').toString('hex'), 'fbff');
assert.strictEqual(Buffer.from('0aFfzz11', 'hex').toString('hex'), '0aff');

// Every length around the borders of the vector loops, in every encoding, through both sizes of buffer.
for (const encoding of ['utf8', 'utf16le', 'latin1', 'base64', 'base64url', 'hex']) {
  for (let length = 0; length < 300; length += length < 70 ? 1 : 37) {
    const source = Buffer.alloc(length);
    for (let i = 0; i < length; i++) source[i] = encoding === 'utf8' ? i & 127 : (i * 37) & 255;
    const even = encoding === 'utf16le' ? source.subarray(0, length & ~1) : source;
    assert.deepStrictEqual(Buffer.from(even.toString(encoding), encoding), even, `${encoding} ${length}`);
  }
}

// Ill-formed text becomes U+FFFD, by the longest valid prefix; lone surrogates become EF BF BD.
assert.strictEqual(Buffer.from('e28241f09f98', 'hex').toString(), '\ufffdA\ufffd');
assert.strictEqual(Buffer.from('\ud800x\udc00').toString('hex'), 'efbfbd78efbfbd');
const long = 'x'.repeat(3000);
assert.strictEqual(Buffer.from(`${long}\ud83d`).subarray(3000).toString('hex'), 'efbfbd');
assert.strictEqual(Buffer.from(`${long}\u20ac${long}`).toString(), `${long}\u20ac${long}`);
assert.strictEqual(Buffer.from(`${long}\u00ff`).toString(), `${long}\u00ff`);
assert.strictEqual(Buffer.from(Buffer.concat([Buffer.from(long), Buffer.from([0xff])])).toString(), `${long}\ufffd`);

// A character that does not fit is left out.
const small = Buffer.alloc(4);
assert.strictEqual(small.write('ab\u20ac'), 2);
assert.strictEqual(small.write('\u{1f600}', 1), 0);
assert.strictEqual(small.write('abcdef', 1, 2, 'latin1'), 2);
assert.strictEqual(small.toString('latin1'), 'aab\0');

assert.strictEqual(Buffer.byteLength(text), 15);
assert.strictEqual(Buffer.byteLength('aGk=', 'base64'), 2);
assert.throws(() => small.toString('utf9'), { code: 'ERR_UNKNOWN_ENCODING', message: 'Unknown encoding: utf9' });
