'use strict';
const assert = require('node:assert');
const { Assert } = assert;

const { strict } = assert;
assert.strictEqual(require('node:assert/strict'), strict);
assert.strictEqual(strict.strict, strict);
assert.deepStrictEqual(
  [strict.equal, strict.deepEqual, strict.notEqual, strict.notDeepEqual],
  [assert.strictEqual, assert.deepStrictEqual, assert.notStrictEqual, assert.notDeepStrictEqual]);
assert.strictEqual(assert.ok, assert);
assert.strictEqual(Object.keys(strict).length, Object.keys(assert).length);

assert.throws(() => Assert(), { code: 'ERR_CONSTRUCT_CALL_REQUIRED' });
assert.throws(() => new Assert({ diff: 'x' }), {
  message: "The property 'options.diff' must be one of: 'simple', 'full'. Received 'x'",
});
const mine = new Assert();
assert.throws(() => mine.equal(1, '1'), { operator: 'strictEqual' });
const loose = new Assert({ strict: false, diff: 'full' });
loose.equal(1, '1');
const text = 'a\n'.repeat(100);
assert.throws(() => loose.notStrictEqual(text, text), (error) => {
  assert.strictEqual(error.diff, 'full');
  assert.strictEqual(error.message.split('\n').length, 103);
  return true;
});
// A method on its own has no options.
const { notStrictEqual } = loose;
assert.throws(() => notStrictEqual(text, text), { diff: 'simple' });
class A {}
new Assert({ skipPrototype: true }).deepStrictEqual(new A(), {});

const tracker = new assert.CallTracker();
const once = tracker.calls(function once(a) { return a; });
assert.strictEqual(tracker.report()[0].message, 'Expected the once function to be executed 1 time(s) but was executed 0 time(s).');
assert.strictEqual(once(5), 5);
assert.deepStrictEqual(tracker.getCalls(once), [{ thisArg: undefined, arguments: [5] }]);
tracker.verify();
tracker.reset();
assert.throws(() => tracker.verify(), { code: 'ERR_ASSERTION', 'operator 0': 'once' });
assert.throws(() => tracker.getCalls(() => {}), { code: 'ERR_INVALID_ARG_VALUE' });
