'use strict';
// Internationalized domains as UTS #46 has them, and how url.format() shows them.
const assert = require('assert');
const { domainToASCII, domainToUnicode, format } = require('url');

for (const [domain, ascii, unicode] of [
  ['espa\u00f1ol.com', 'xn--espaol-zwa.com', 'espa\u00f1ol.com'],
  ['\u4e2d\u6587.com', 'xn--fiq228c.com', '\u4e2d\u6587.com'],
  ['xn--fiq228c.com', 'xn--fiq228c.com', '\u4e2d\u6587.com'],
  ['fa\u00df.de', 'xn--fa-hia.de', 'fa\u00df.de'],
  ['a\u3002b\uff0ec', 'a.b.c', 'a.b.c'],
  ['\u2460\u00ad', '1', ''],
  ['EXAMPLE.com', 'example.com', 'example.com'],
  ['-a-.--', '-a-.--', '-a-.--'],
]) {
  const expected = ascii === '1' ? '0.0.0.1' : ascii; // a host that ends in a number is an address
  assert.strictEqual(domainToASCII(domain), expected);
  assert.strictEqual(domainToUnicode(expected), ascii === '1' ? expected : unicode);
}
for (const refused of [
  'xn--iñvalid.com', 'xn--a', 'xn--', '\u200c', 'a\u200db', '\u0300a', '\u05d0a', 'xn--9-i0j5967eg3qz.ss',
  '\u{32c71}20.\u97f3.\ua8661.', '',
]) assert.strictEqual(domainToASCII(refused), '', JSON.stringify(refused));

const url = new URL('http://u:p@xn--mnchen-3ya.de:81/a?b#c');
assert.strictEqual(format(url, { unicode: true }), 'http://u:p@m\u00fcnchen.de:81/a?b#c');
assert.strictEqual(format(url, { auth: false, search: false }), 'http://xn--mnchen-3ya.de:81/a#c');
assert.strictEqual(format(new URL('foo:/.//a?b#c'), { fragment: false }), 'foo:/.//a?b');
// What only looks like a URL is formatted the legacy way.
assert.strictEqual(format({ href: 'http://a/', protocol: 'x:' }), 'x:');
