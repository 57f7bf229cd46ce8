'use strict';
// V8 keeps strings in several ways, and optimised code hands some of them to the parser directly: all give the same URLs.
const assert = require('assert');

const texts = [
  'https://example.com/path?query#hash',
  'https://example.com',
  'http://user:pass@example.com:8080/a/b',
  'HTTPS://EXAMPLE.com/a/../b c',
  'http://[::1]:80/',
  'file:///home/a%20b',
  'mailto:somebody@example.com',
  'http://exa mple.com/',
  'http://example.com:65536/',
  'no scheme',
  '',
];
const relative = ['/path?query', '../x', '?query', '#hash', '//other.com/', 'http:x', '', 'a b'];
const base = 'https://user@example.com:81/a/b?c#d';

/** The same text: as a literal is kept, as a concatenation, a slice, and with two bytes a character. */
function representations(text) {
  const middle = text.length >> 1;
  const twoBytes = `\u4f60${text}`;
  return [text, text.slice(0, middle) + text.slice(middle), `some text before it ${text}`.slice(20), twoBytes.slice(1)];
}

function hrefOf(text, against) {
  try {
    return new URL(text, against).href;
  } catch (error) {
    assert.strictEqual(error.code, 'ERR_INVALID_URL');
    assert.strictEqual(error.input, text);
    assert.strictEqual(error.base, against);
    return null;
  }
}

function checkAll(expected, against) {
  for (const [text, href] of expected) {
    for (const one of representations(text)) {
      assert.strictEqual(hrefOf(one, against), href);
      assert.strictEqual(URL.canParse(one, against), href !== null);
      assert.strictEqual(URL.parse(one, against)?.href ?? null, href);
    }
  }
}

const absolute = new Map(texts.map((text) => [text, hrefOf(text)]));
const resolved = new Map(relative.map((text) => [text, hrefOf(text, base)]));
assert.deepStrictEqual([...absolute.values()], [
  'https://example.com/path?query#hash', 'https://example.com/', 'http://user:pass@example.com:8080/a/b',
  'https://example.com/b%20c', 'http://[::1]/', 'file:///home/a%20b', 'mailto:somebody@example.com', null, null, null, null,
]);
assert.deepStrictEqual([...resolved.values()], [
  'https://user@example.com:81/path?query', 'https://user@example.com:81/x', 'https://user@example.com:81/a/b?query',
  'https://user@example.com:81/a/b?c#hash', 'https://other.com/', 'http://x/', 'https://user@example.com:81/a/b?c',
  'https://user@example.com:81/a/a%20b',
]);
for (let round = 0; round < 600; round++) {
  checkAll(absolute, undefined);
  checkAll(resolved, base);
}
// Beyond ASCII, in one and in two bytes a character, and with surrogates that have no partner.
assert.strictEqual(new URL('http://m\u00fcnchen.de/\u00e9?\u00e9#\u00e9').href, 'http://xn--mnchen-3ya.de/%C3%A9?%C3%A9#%C3%A9');
assert.strictEqual(new URL('/\ud83d', 'http://\u4f60\u597d/').href, 'http://xn--6qq79v/%EF%BF%BD');
