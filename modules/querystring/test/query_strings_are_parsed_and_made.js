'use strict';
const assert = require('node:assert');
const querystring = require('node:querystring');

const parsed = (...args) => ({ ...querystring.parse(...args) });
assert.strictEqual(Object.getPrototypeOf(querystring.parse('a=1')), null);
for (const [text, object] of [
  ['a=1&b=2&a=3', { a: ['1', '3'], b: '2' }], ['a&=b&&c=', { 'a': '', '': 'b', 'c': '' }], ['a=b=c', { a: 'b=c' }],
  ['a+b=%20%2B', { 'a b': ' +' }], ['%=%2&x=%zz%20', { '%': '%2', 'x': '%zz ' }],
  ['%E4=%C3%A9', { '\ufffd': '\u00e9' }],
  ['__proto__=1', JSON.parse('{"__proto__":"1"}')], ['', {}], [undefined, {}], [5, {}],
]) assert.deepStrictEqual(JSON.stringify(querystring.parse(text)), JSON.stringify(object), text);

assert.deepStrictEqual(parsed('a:1;b:2', ';', ':'), { a: '1', b: '2' });
assert.deepStrictEqual(parsed('a=>1&&b=>2', '&&', '=>'), { a: '1', b: '2' });
assert.deepStrictEqual(parsed('a=1&b=2&c=3', null, null, { maxKeys: 2 }), { a: '1', b: '2' });
assert.deepStrictEqual(parsed('&&a=1', null, null, { maxKeys: 1 }), {});
assert.strictEqual(Object.keys(querystring.parse('a&'.repeat(3).replace(/a/g, () => Math.random()))).length, 3);
const many = Array.from({ length: 1500 }, (_, i) => `k${i}`).join('&');
assert.strictEqual(Object.keys(querystring.parse(many)).length, 1000);
assert.strictEqual(Object.keys(querystring.parse(many, null, null, { maxKeys: 0 })).length, 1500);
assert.strictEqual(Object.keys(querystring.parse(many, null, null, { maxKeys: NaN })).length, 1500);

const twice = { decodeURIComponent: (text) => text + text };
assert.deepStrictEqual(parsed('a+b=c', null, null, twice), { 'a%20ba%20b': 'cc' });
const failing = { decodeURIComponent() { throw new Error('no'); } };
assert.deepStrictEqual(parsed('a+b=%41', null, null, failing), { 'a b': 'A' });

for (const [object, text] of [
  [{ a: ['1', 2, null], b: 'x y' }, 'a=1&a=2&a=&b=x%20y'],
  [{ a: 1n, b: true, c: NaN, d: {}, e: 1e21 }, 'a=1&b=true&c=&d=&e=1e%2B21'],
  [{ 'a': [], '\u00e9': '~!*()\'-._' }, '%C3%A9=~!*()\'-._'], [['x'], '0=x'], ['text', ''], [null, ''],
]) assert.strictEqual(querystring.stringify(object), text);
assert.strictEqual(querystring.stringify({ a: 1, b: 2 }, ';', ':'), 'a:1;b:2');
assert.strictEqual(querystring.stringify({ a: [1] }, '', 0, { encodeURIComponent: (text) => `<${text}>` }), '<a>=<1>');
assert.strictEqual(querystring.encode, querystring.stringify);
assert.strictEqual(querystring.decode, querystring.parse);
