'use strict';
const assert = require('node:assert');
const querystring = require('node:querystring');

for (const [value, text] of [
  ['a b/\u0000', 'a%20b%2F%00'], ['\u{1f600}', '%F0%9F%98%80'], ['\ud800a', '%F0%90%81%A1'], [[1, 2], '1%2C2'],
  [null, 'null'],
  [{ toString: 5, valueOf: () => 'v' }, 'v'], [undefined, 'undefined'],
]) assert.strictEqual(querystring.escape(value), text);
assert.throws(() => querystring.escape('\udc00'), { name: 'URIError', code: 'ERR_INVALID_URI', message: 'URI malformed' });
assert.throws(() => querystring.escape(Symbol('s')), TypeError);

for (const [text, value] of [
  ['%41%4a', 'AJ'], ['%2%2af%2', '%2*f%2'], ['%FF', '\ufffd'], ['a+b', 'a+b'],
]) assert.strictEqual(querystring.unescape(text), value);
assert.deepStrictEqual([...querystring.unescapeBuffer('%d3+a\u0141')], [0xd3, 0x2b, 0x61, 0x41]);
assert.strictEqual(querystring.unescapeBuffer('a+b%', true).toString(), 'a b%');

// Parsing and making strings use what is in the module.
const { escape, unescape } = querystring;
querystring.unescape = (text) => text.toUpperCase();
querystring.escape = (text) => text.toLowerCase();
assert.deepStrictEqual({ ...querystring.parse('a=b+c') }, { A: 'B%20C' });
assert.strictEqual(querystring.stringify({ A: 'B' }), 'a=b');
querystring.unescape = unescape;
querystring.escape = escape;
