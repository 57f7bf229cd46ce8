'use strict';
const assert = require('node:assert');
process.env.NO_COLOR = '1';

const message = (name, ...args) => {
  try {
    assert[name](...args);
  } catch (error) {
    assert.strictEqual(error.name, 'AssertionError');
    assert.strictEqual(error.code, 'ERR_ASSERTION');
    return error.message;
  }
  throw new Error(`${name} does not throw`);
};
const strict = 'Expected values to be strictly equal:\n';
const deep = 'Expected values to be strictly deep-equal:\n';
const legend = '+ actual - expected\n';
const lines = (...list) => list.join('\n');

assert.strictEqual(message('strictEqual', 1, '1'), `${strict}\n1 !== '1'\n`);
assert.strictEqual(message('strictEqual', 'aaaaaa', 'bbbbbb'), `${strict}\n'aaaaaa' !== 'bbbbbb'\n`);
assert.strictEqual(message('strictEqual', 'aaaaaa', 'bbbbbbb'), `${strict}${legend}\n+ 'aaaaaa'\n- 'bbbbbbb'\n`);
assert.strictEqual(message('strictEqual', 'test test', 'test foobar'),
                   `${strict}${legend}\n+ 'test test'\n- 'test foobar'\n        ^\n`);
assert.strictEqual(message('strictEqual', 0, -0), `${strict}${legend}\n+ 0\n- -0\n`);
assert.strictEqual(message('strictEqual', {}, []),
                   `Expected "actual" to be reference-equal to "expected":\n${legend}\n+ {}\n- []\n`);
assert.strictEqual(message('strictEqual', [1], [1]),
                   'Values have same structure but are not reference-equal:\n\n[\n  1\n]\n');
assert.strictEqual(message('strictEqual', 1, 2, 'mine'), 'mine\n\n1 !== 2\n');
assert.strictEqual(message('strictEqual', 1, 2, ''), `${strict}\n1 !== 2\n`);

assert.strictEqual(message('deepStrictEqual', { a: [1, 2, 3], c: 2 }, { a: 1, c: [3] }), lines(
  `${deep}+ actual - expected`, '', '  {', '+   a: [', '+     1,', '+     2,', '-   a: 1,', '-   c: [', '      3', '    ],',
  '+   c: 2', '  }', ''));
assert.strictEqual(message('deepStrictEqual', [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 5, 6, 7, 0, 9]), lines(
  `${deep}+ actual - expected`, '... Skipped lines', '', '  [', '    1,', '    2,', '    3,', '    4,', '...', '    7,',
  '+   8,', '-   0,', '    9', '  ]', ''));
assert.strictEqual(message('deepStrictEqual', new Error('a', { cause: new Error('b') }), new Error('a')), lines(
  `${deep}+ actual - expected`, '', '+ [Error: a] {', '+   [cause]: [Error: b]', '+ }', '- [Error: a]', ''));
assert.strictEqual(message('partialDeepStrictEqual', { a: 1, b: 2 }, { b: 3 }), lines(
  'Expected values to be partially and strictly deep-equal:', '+ actual - expected', '', '  {', '+   a: 1,', '+   b: 2',
  '-   b: 3', '  }', ''));

assert.strictEqual(message('equal', 1, 2), '1 == 2');
assert.strictEqual(message('notEqual', 1, '1'), "1 != '1'");
assert.strictEqual(message('deepEqual', [1], [2]),
                   'Expected values to be loosely deep-equal:\n\n[\n  1\n]\n\nshould loosely deep-equal\n\n[\n  2\n]');
assert.strictEqual(message('deepEqual', 'a'.repeat(600), 1), 'Expected values to be loosely deep-equal:\n\n' +
                   `'${'a'.repeat(508)}...\n\nshould loosely deep-equal\n\n1`);
assert.strictEqual(message('notDeepEqual', [1], ['1']), 'Expected values not to be loosely deep-equal:\n\n' +
                   "[\n  1\n]\n\nshould not loosely deep-equal\n\n[\n  '1'\n]");
assert.strictEqual(message('notDeepEqual', 1, 1), 'Expected "actual" not to be loosely deep-equal to:\n\n1');
assert.strictEqual(message('notStrictEqual', 1, 1), 'Expected "actual" to be strictly unequal to: 1');
assert.strictEqual(message('notStrictEqual', 'aaaa', 'aaaa'), 'Expected "actual" to be strictly unequal to:\n\n\'aaaa\'');
assert.strictEqual(message('notDeepStrictEqual', Array(51).fill(1), Array(51).fill(1)),
                   `Expected "actual" not to be strictly deep-equal to:\n\n[${'\n  1,'.repeat(45)}\n...\n`);
assert.strictEqual(message('match', 'a', /b/), "The input did not match the regular expression /b/. Input:\n\n'a'\n");
assert.strictEqual(message('doesNotMatch', 'a', /a/),
                   "The input was expected to not match the regular expression /a/. Input:\n\n'a'\n");
assert.strictEqual(message('match', 1, /b/), 'The "string" argument must be of type string. Received type number (1)');
assert.strictEqual(message('fail'), 'Failed');
assert.strictEqual(message('fail', 'boom'), 'boom');
assert.strictEqual(message('ifError', new TypeError()), 'ifError got unwanted exception: TypeError');

const own = new RangeError('own');
for (const name of ['equal', 'strictEqual', 'deepEqual', 'deepStrictEqual', 'partialDeepStrictEqual']) {
  assert.throws(() => assert[name](1, 2, own), own);
  assert.throws(() => assert[name](1), {
    code: 'ERR_MISSING_ARGS', message: 'The "actual" and "expected" arguments must be specified',
  });
}

const error = new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' });
assert.deepStrictEqual(Object.keys(error), ['generatedMessage', 'code', 'actual', 'expected', 'operator', 'diff']);
assert.strictEqual(String(error), `AssertionError [ERR_ASSERTION]: ${strict}\n1 !== 2\n`);
assert(error.stack.startsWith('AssertionError [ERR_ASSERTION]: '));
assert.strictEqual(error.generatedMessage, true);
