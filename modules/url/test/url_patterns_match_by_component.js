'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(24);
const { URLPattern } = require('node:url');

const books = new URLPattern({ pathname: '/books/:id{/:page}?' });
assert.deepStrictEqual({ ...books.exec('https://e.com/books/1').pathname }, {
  input: '/books/1', groups: { id: '1', page: undefined },
});
assert.strictEqual(books.test({ pathname: '/books/1/2' }), true);
assert.strictEqual(books.test('https://e.com/books'), false);
assert.strictEqual(books.exec('https://e.com/books'), null);
assert.strictEqual(books.pathname, '/books/:id/:page?');
assert.strictEqual(books.hostname, '*');
assert.strictEqual(books.hasRegExpGroups, false);

const site = new URLPattern('http{s}?://*.example.com:8080/(\\d+)\\?q=*#:h');
assert.deepStrictEqual(['protocol', 'hostname', 'port', 'pathname', 'search', 'hash'].map((name) => site[name]),
                       ['http{s}?', '*.example.com', '8080', '/(\\d+)', 'q=*', ':h']);
assert.strictEqual(site.hasRegExpGroups, true);
const match = site.exec('https://a.b.example.com:8080/42?q=x#y');
assert.deepStrictEqual({ ...match.hostname.groups }, { 0: 'a.b' });
assert.deepStrictEqual({ ...match.pathname.groups }, { 0: '42' });
assert.strictEqual(site.test('https://example.com:8080/42?q=x#y'), false);

assert.strictEqual(new URLPattern('/a b/:x', 'https://h/c?d').test('https://h/a%20b/z'), true);
assert.strictEqual(new URLPattern({ pathname: '/A' }, { ignoreCase: true }).test('http://h/a'), true);
assert.strictEqual(new URLPattern({ protocol: 'https', port: '443' }).port, '');

assert.throws(() => URLPattern(), { code: 'ERR_CONSTRUCT_CALL_REQUIRED' });
for (const bad of ['/x', '{', { pathname: '(' }, { pathname: '/:a/:a' }, { port: 'x' }]) {
  assert.throws(() => new URLPattern(bad), { code: 'ERR_INVALID_URL_PATTERN', name: 'TypeError' });
}
assert.throws(() => new URLPattern(1), { code: 'ERR_INVALID_ARG_TYPE', message: 'Input must be an object or a string' });
assert.throws(() => books.exec({ pathname: '/' }, 'http://h'), { code: 'ERR_OPERATION_FAILED' });
assert.throws(() => books.exec.call({}), { message: 'Illegal invocation' });
