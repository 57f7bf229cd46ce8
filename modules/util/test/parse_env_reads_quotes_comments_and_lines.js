'use strict';
const assert = require('node:assert');
const { parseEnv } = require('node:util');

assert.deepStrictEqual({ ...parseEnv([
  '# comment', 'PLAIN=a b # c', 'export EXPORTED=1', 'SINGLE=\'a # b\'', 'DOUBLE="a\\nb"', 'BACK=`it\'s "x"`',
  'LINES="one', 'two"', 'EMPTY=', 'OPEN="abc', 'no equals sign', ' SPACED = x ', 'PLAIN=later', 'EQ=a=b', 'HASH=a#b',
].join('\r\n')) }, {
  BACK: 'it\'s "x"', DOUBLE: 'a\nb', EMPTY: '', EQ: 'a=b', EXPORTED: '1', HASH: 'a', LINES: 'one\ntwo', OPEN: '"abc',
  PLAIN: 'later', SINGLE: 'a # b', SPACED: 'x',
});
assert.deepStrictEqual(Object.keys(parseEnv('b=1\na=2')), ['a', 'b']);
assert.throws(() => parseEnv(1), { code: 'ERR_INVALID_ARG_TYPE' });
