'use strict';
const assert = require('node:assert');

const zero = 0;
const nested = { inner: { assert } };
const shown = (fn) => {
  try {
    fn();
  } catch (error) {
    assert.strictEqual(error.generatedMessage, true);
    assert.strictEqual(error.operator, '==');
    const [introduction, text] = error.message.split('\n\n  ');
    assert.strictEqual(introduction, 'The expression evaluated to a falsy value:');
    return text.trimEnd();
  }
  throw new Error('nothing was thrown');
};

assert.strictEqual(shown(() => assert(zero)), 'assert(zero)');
assert.strictEqual(shown(() => { assert.ok(typeof 123 === 'string'); }), "assert.ok(typeof 123 === 'string')");
assert.strictEqual(shown(() => { assert(true); assert(zero, undefined); }), 'assert(zero, undefined)');
assert.strictEqual(shown(() => nested.inner.assert.ok(zero /* ) */)), 'nested.inner.assert.ok(zero /* ) */)');
assert.strictEqual(shown(() => nested['inner'].assert(/\)/.test(`(${zero}`))), "nested['inner'].assert(/\\)/.test(`(${zero}`))");
assert.strictEqual(shown(() => assert.ok.call(null, zero)), 'assert.ok.call(null, zero)');
assert.strictEqual(shown(() => assert.strict(zero)), 'assert.strict(zero)');
assert.strictEqual(shown(() => [1].map(() => assert?.ok(((x) => x)(zero)))), 'assert?.ok(((x) => x)(zero))');
assert.strictEqual(shown(() => assert.ok(
  zero)), 'assert.ok(');
assert.strictEqual(shown(() => assert
  .ok(zero)), 'ok(zero)');
assert.strictEqual(shown(() => new Function('check', '"use strict"; check(1 === 2);')(assert)), 'check(1 === 2)');
assert.strictEqual(shown(() => eval('let a = 1;\nassert.ok(a === 2)')), 'assert.ok(a === 2)');

const { stackTraceLimit } = Error;
Error.stackTraceLimit = 0;
assert.strictEqual(shown(() => assert(zero)), 'assert(zero)');
Error.stackTraceLimit = stackTraceLimit;

assert.throws(() => assert(), { message: 'No value argument passed to `assert.ok()`', generatedMessage: true });
assert.throws(() => assert.ok(zero, 'mine'), { message: 'mine', generatedMessage: false, actual: 0, expected: true });
assert.throws(() => assert.ok(zero, new RangeError('mine')), RangeError);
