'use strict';
const assert = require('node:assert');

const show = (label, ...bytes) => escape(new TextDecoder(label).decode(Uint8Array.from(bytes)));

// A byte after which nothing is as it should be is replaced; an ASCII byte behind it is itself.
assert.strictEqual(show('euc-jp', 0xf5, 0xa1, 0x41), '%uFFFDA');
assert.strictEqual(show('shift_jis', 0x81, 0x20), '%uFFFD%20');
assert.strictEqual(show('euc-kr', 0xff, 0x41), '%uFFFDA');
assert.strictEqual(show('iso-2022-jp', 0x80, 0xff, 0x41), '%uFFFD%uFFFDA');
assert.strictEqual(show('gb18030', 0x81, 0x30, 0x81), '%uFFFD');
assert.strictEqual(show('windows-1253', 0xff), '%uFFFD');

for (const [label, ...bytes] of [['gbk', 0x41, 0x81], ['gb18030', 0x81, 0x30, 0x81, 0xff], ['euc-jp', 0xf5, 0xa1],
                                 ['shift_jis', 0x81, 0x20], ['euc-kr', 0xff], ['windows-1253', 0xff],
                                 ['utf-16le', 0x41], ['utf-16be', 0xdc, 0x00]]) {
  const decoder = new TextDecoder(label, { fatal: true });
  let thrown = 0;
  try {
    decoder.decode(Uint8Array.from(bytes));
  } catch (error) {
    thrown++;
    assert.strictEqual(error.name, 'TypeError');
    assert.strictEqual(error.code, 'ERR_ENCODING_INVALID_ENCODED_DATA');
    assert.strictEqual(error.message, `The encoded data was not valid for encoding ${label}`);
    assert.deepStrictEqual(Object.keys(error), ['code']);
  }
  assert.strictEqual(thrown, 1, label);
  // Nothing of it is left.
  assert.strictEqual(decoder.decode(Uint8Array.from(label.startsWith('utf-16') ? [] : [0x42])),
                     label.startsWith('utf-16') ? '' : 'B');
}

// Bytes for which glibc's iconv counted backwards, and memory beyond the text was written.
const korean = new TextDecoder('euc-kr');
for (let i = 0; i < 3000; i++) assert.strictEqual(korean.decode(Uint8Array.of(0xa2, 0xe8)), '\ufffd');
// More than is converted at a time, cut in the middle of a character.
const long = new Uint8Array(300001).fill(0xd6);
for (let i = 2; i < long.length; i += 2) long[i] = 0xd0;
long[0] = 0x41;
const text = new TextDecoder('gbk').decode(long);
assert.strictEqual(text.length, 150001);
assert.strictEqual(text, `A${'\u4e2d'.repeat(150000)}`);

const unsupported = { '__proto__': null, 'replacement': 'replacement', ' HZ-GB-2312\n': 'replacement',
                      'iso-2022-kr': 'replacement', 'x-user-defined': 'x-user-defined', 'utf-7': 'utf-7', '': '' };
for (const label of Object.keys(unsupported)) {
  assert.throws(() => new TextDecoder(label), {
    name: 'RangeError', code: 'ERR_ENCODING_NOT_SUPPORTED',
    message: `The "${unsupported[label]}" encoding is not supported`,
  });
}
