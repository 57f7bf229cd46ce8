'use strict';
const assert = require('node:assert');

// [input, base, href or null for failure]
const cases = [
  ['https://example.com', undefined, 'https://example.com/'],
  ['HTTP://User:Pa ss@EXAMPLE.com:80/a/../b c?q=\u00e9#f g', undefined, 'http://User:Pa%20ss@example.com/b%20c?q=%C3%A9#f%20g'],
  ['http://0x7f.1/', undefined, 'http://127.0.0.1/'],
  ['http://256.1.1.1/', undefined, null],
  ['http://[1::0:0:8]:443', undefined, 'http://[1::8]:443/'],
  ['http://[::127.0.0.1]', undefined, 'http://[::7f00:1]/'],
  ['http://[1:2]', undefined, null],
  ['http://a b/', undefined, null],
  ['http://%41.com', undefined, 'http://a.com/'],
  ['https:\\\\a\\b', undefined, 'https://a/b'],
  ['http:a', 'http://h/x/y', 'http://h/x/a'],
  ['//h2/p', 'https://h1/x', 'https://h2/p'],
  ['/p?q', 'http://u:p@h:81/x?y#z', 'http://u:p@h:81/p?q'],
  ['?q', 'http://h/x?y#z', 'http://h/x?q'],
  ['#f', 'mailto:a', 'mailto:a#f'],
  ['x', 'mailto:a', null],
  ['', 'http://h/x?y#z', 'http://h/x?y'],
  ['./%2e%2e/..//c/.', 'http://h/1/2/3', 'http://h//c/'],
  ['C|/x', 'file:///D:/y', 'file:///C:/x'],
  ['/x', 'file:///D:/y', 'file:///D:/x'],
  ['file://localhost/x', undefined, 'file:///x'],
  ['web+x:/.//p', undefined, 'web+x:/.//p'],
  ['data:a b #c', undefined, 'data:a b%20#c'],
  [' \thttp://h\n/\t ', undefined, 'http://h/'],
  ['node:fs', undefined, 'node:fs'],
  ['x', undefined, null],
];
for (const [input, base, href] of cases) {
  const label = JSON.stringify([input, base]);
  assert.strictEqual(URL.canParse(input, base), href !== null, label);
  assert.strictEqual(URL.parse(input, base)?.href ?? null, href, label);
  if (href === null) continue;
  assert.strictEqual(new URL(href).href, href, label);
}
assert.throws(() => new URL('x', 'http://h'.slice(0, 4)), (error) => {
  assert.deepStrictEqual({ ...error }, { code: 'ERR_INVALID_URL', input: 'x', base: 'http' });
  assert.strictEqual(`${error}`, 'TypeError: Invalid URL');
  return true;
});

const url = new URL('https://user:pass@host.name:8080/path/?que=ry#hash');
assert.deepStrictEqual(
  [url.origin, url.protocol, url.username, url.password, url.host, url.port, url.pathname, url.search, url.hash],
  ['https://host.name:8080', 'https:', 'user', 'pass', 'host.name:8080', '8080', '/path/', '?que=ry', '#hash']);
url.protocol = 'ftp';
url.port = '21x';
url.hostname = 'b:99';
url.host = 'c:99';
url.pathname = 'x/../y?z';
url.search = "a'b";
url.hash = '';
url.password = '@';
assert.strictEqual(url.href, "ftp://user:%40@c:99/y%3Fz?a%27b");
url.protocol = 'mailto';
assert.strictEqual(url.protocol, 'ftp:');

// The list and the query follow each other.
const { searchParams } = url;
searchParams.append('k', 'v w');
assert.strictEqual(url.search, '?a%27b=&k=v+w');
url.search = '?x=1';
assert.deepStrictEqual([...searchParams], [['x', '1']]);
searchParams.delete('x');
assert.strictEqual(url.href, 'ftp://user:%40@c:99/y%3Fz');
