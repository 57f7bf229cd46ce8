'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const warnings = [];
process.on('warning', ({ name, code, message }) => warnings.push([name, code, message]));
const punycode = require('node:punycode');

const pairs = [
  ['', ''], ['b\u00fccher', 'bcher-kva'], ['Goethe', 'Goethe-'], ['\u65e5\u672c\u8a9e', 'wgv71a119e'],
  ['\u{29e3d}', 'x73l'],
  ['\ud800', 'ib9b'], ['3\u5e74B\u7d44\u91d1\u516b\u5148\u751f', '3B-ww4c5e180e575a65lsy2b'],
  ['-> $1.00 <-', '-> $1.00 <--'],
  ['T\u1ea1isaoh\u1ecdkh\u00f4ngth\u1ec3ch\u1ec9n\u00f3iti\u1ebfngVi\u1ec7t', 'TisaohkhngthchnitingVit-kjcr8268qyxafd2f1b9g'],
];
for (const [decoded, encoded] of pairs) {
  assert.strictEqual(punycode.encode(decoded), encoded);
  assert.strictEqual(punycode.decode(encoded), decoded);
}
assert.strictEqual(punycode.decode('BCHER-KVA'), 'B\u00fcCHER');
assert.strictEqual(punycode.toASCII('b\u00fc@\u65e5\u672c\u8a9e\u3002com'), 'b\u00fc@xn--wgv71a119e.com');
assert.strictEqual(punycode.toUnicode('b\u00fc@xn--wgv71a119e.com'), 'b\u00fc@\u65e5\u672c\u8a9e.com');
assert.deepStrictEqual(punycode.ucs2.decode('a\u{1d306}\ud834'), [0x61, 0x1d306, 0xd834]);
assert.strictEqual(punycode.ucs2.encode([0x61, 0x1d306]), 'a\u{1d306}');
assert.strictEqual(punycode.version, '2.1.0');

assert.throws(() => punycode.decode('\u03b1-'), new RangeError('Illegal input >= 0x80 (not a basic code point)'));
assert.throws(() => punycode.decode(' '), new RangeError('Invalid input'));
assert.throws(() => punycode.decode('99999999'), new RangeError('Overflow: input needs wider integers to process'));

finish.atExit(() => {
  assert.deepStrictEqual(warnings, [[
    'DeprecationWarning', 'DEP0040',
    'The `punycode` module is deprecated. Please use a userland alternative instead.',
  ]]);
});
