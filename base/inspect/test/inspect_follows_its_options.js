'use strict';
const assert = require('node:assert');
const { inspect } = require('node:util');

const shows = (value, options, text) => assert.strictEqual(inspect(value, options), text);
const deep = { a: { b: { c: { d: 1 } } } };

shows(deep, {}, '{ a: { b: { c: [Object] } } }');
shows(deep, { depth: 0 }, '{ a: [Object] }');
shows(deep, { depth: null }, '{\n  a: { b: { c: { d: 1 } } }\n}');
shows(deep, { depth: null, compact: true }, '{ a: { b: { c: { d: 1 } } } }');
shows({ a: { b: 1 } }, { compact: false }, '{\n  a: {\n    b: 1\n  }\n}');
shows({ a: 1, b: 2 }, { breakLength: 10 }, '{\n  a: 1,\n  b: 2\n}');
shows({ b: 1, a: 2 }, { sorted: true }, '{ a: 2, b: 1 }');
shows({ a: 1, b: 2 }, { sorted: (x, y) => (x < y ? 1 : -1) }, '{ b: 2, a: 1 }');
shows([1, 2, 3], { maxArrayLength: 1 }, '[ 1, ... 2 more items ]');
shows('abcdef', { maxStringLength: 3 }, "'abc'... 3 more characters");
shows([1234567.1234, 1234n, -12345], { numericSeparator: true }, '[ 1_234_567.123_4, 1_234n, -12_345 ]');
shows([1], { showHidden: true }, '[ 1, [length]: 1 ]');
shows({ a: 'x', b: null, c: [1] }, { colors: true },
      "{ a: \u001b[32m'x'\u001b[39m, b: \u001b[1mnull\u001b[22m, c: [ \u001b[33m1\u001b[39m ] }");
shows({ get a() { return 5; } }, { getters: true }, '{ a: [Getter: 5] }');
shows('first line of text\nsecond line', { breakLength: 20 }, "'first line of text\\n' +\n  'second line'");

// Columns: numbers to the right, text to the left.
shows([1, 20, 300, 4, 50, 600, 7, 80], {}, '[\n   1,  20, 300,  4,\n  50, 600,   7, 80\n]');
shows(['a', 'bbb', 'cc', 'dddd', 'e', 'ff', 'ggg'], {},
      "[\n  'a',   'bbb',\n  'cc',  'dddd',\n  'e',   'ff',\n  'ggg'\n]");

// Custom functions get the depth that is left, the options, and inspect.
let seen;
const custom = {
  [inspect.custom](depth, options, given) {
    seen = [depth, options.depth, options.foo, given];
    return 'x\ny';
  },
};
shows({ custom }, { depth: 4, foo: 1 }, '{\n  custom: x\n  y\n}');
assert.deepStrictEqual(seen, [3, 4, 1, inspect]);
const returning = (value) => inspect({ [inspect.custom]: () => value }, { colors: true });
assert.deepStrictEqual([5, 5n, true, undefined, () => {}].map(returning), [
  '\u001b[33m5\u001b[39m', '\u001b[33m5n\u001b[39m', '\u001b[33mtrue\u001b[39m', '\u001b[90mundefined\u001b[39m',
  '\u001b[36m[Function (anonymous)]\u001b[39m']);
assert.strictEqual(returning('text'), 'text');
shows({ [inspect.custom]() { return 1; } }, { customInspect: false },
      '{\n  Symbol(nodejs.util.inspect.custom): [Function: [nodejs.util.inspect.custom]]\n}');

const { depth } = inspect.defaultOptions;
inspect.defaultOptions = { depth: 0 };
assert.strictEqual(inspect(deep), '{ a: [Object] }');
inspect.defaultOptions.depth = depth;
assert.throws(() => { inspect.defaultOptions = null; }, { code: 'ERR_INVALID_ARG_TYPE' });
