'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(29);
const url = require('node:url');
process.removeAllListeners('warning');
process.on('warning', () => {});

const parsed = url.parse('HTTP://u:p%40@Ex\u00e4mple.com:80/a b?x=\\y&z#{h}'.replace('\u00e4', 'a'));
assert.deepStrictEqual({ ...parsed }, {
  protocol: 'http:', slashes: true, auth: 'u:p@', host: 'example.com:80', port: '80', hostname: 'example.com',
  hash: '#%7Bh%7D', search: '?x=%5Cy&z', query: 'x=%5Cy&z', pathname: '/a%20b', path: '/a%20b?x=%5Cy&z',
  href: 'http://u:p%40@example.com:80/a%20b?x=%5Cy&z#%7Bh%7D',
});
assert.strictEqual(url.parse('/a"b?c d').pathname, '/a%22b');
assert.strictEqual(url.parse('/a"b').pathname, '/a"b');
assert.strictEqual(url.parse('//h/p').pathname, '//h/p');
assert.strictEqual(url.parse('//h/p', false, true).host, 'h');
assert.deepStrictEqual({ ...url.parse('/?a=b&a=c', true).query }, { a: ['b', 'c'] });
assert.strictEqual(url.parse('javascript:alert("x")').pathname, 'alert("x")');
assert.throws(() => url.parse('http://[::1/'), { code: 'ERR_INVALID_URL' });
assert.throws(() => url.parse('http://%zz@h/'), URIError);
assert.throws(() => url.parse(1), { code: 'ERR_INVALID_ARG_TYPE' });

const resolved = [
  ['/one/two/three', 'four', '/one/two/four'], ['http://h/one', '/two', 'http://h/two'],
  ['http://h/a/b?q#f', '?x', 'http://h/a/b?x'], ['http://h/a/b', '../../c/./d/..', 'http://h/c/'],
  ['http://h/a', 'https:b', 'https://b/'], ['mailto:a@b', 'c@d', 'mailto:c@d'], ['a/b', '../../c', '../c'],
  ['http://u:p@h/a', '//g', 'http://g/'], ['http://u:p@h/a', 'b', 'http://u:p@h/b'],
];
for (const [from, to, result] of resolved) assert.strictEqual(url.resolve(from, to), result, `${from} ${to}`);

assert.strictEqual(url.format({ protocol: 'http', hostname: '::1', port: 8, pathname: 'a?b', query: { c: [1, 2] } }),
                   'http://[::1]:8/a%3Fb?c=1&c=2');
assert.strictEqual(url.format(new URL('http://u@h/p?q#f'), { auth: false, search: false, fragment: false }), 'http://h/p');

assert.strictEqual(url.fileURLToPath('file:///a%20b/c'), '/a b/c');
assert.strictEqual(url.fileURLToPath('file:///C:/a%20b', { windows: true }), 'C:\\a b');
assert.strictEqual(url.pathToFileURL('/a b?#%\\', { windows: false }).href, 'file:///a%20b%3F%23%25%5C');
assert.strictEqual(url.pathToFileURL('\\\\srv\\x y', { windows: true }).href, 'file://srv/x%20y');
assert.throws(() => url.fileURLToPath('http://x'), { code: 'ERR_INVALID_URL_SCHEME' });
assert.throws(() => url.fileURLToPath('file:///a%2Fb', { windows: false }), { code: 'ERR_INVALID_FILE_URL_PATH' });
assert.strictEqual(url.urlToHttpOptions(new URL('http://a%20b:c@[::1]:90/x?y')).auth, 'a b:c');
assert.strictEqual(url.urlToHttpOptions(new URL('http://a@[::1]:90/x?y')).hostname, '::1');
