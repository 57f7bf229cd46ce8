'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(9);
const util = require('node:util');

process.removeAllListeners('warning');
const seen = [];
process.on('warning', ({ name, code, message }) => seen.push([name, code, message]));

function add(a, b) {
  return [this?.self, a + b];
}
const first = util.deprecate(add, 'use plus', 'TEST_DEP_1');
const sameCode = util.deprecate(add, 'use plus, really', 'TEST_DEP_1');
const noCode = util.deprecate(add, 'no code');
const noCodeEither = util.deprecate(add, 'no code');

assert.deepStrictEqual(first.call({ self: 1 }, 2, 3), [1, 5]);
for (const fn of [first, sameCode, noCode, noCode, noCodeEither]) fn(1, 2);
assert.strictEqual(first.length, 2);
assert.strictEqual(Object.getPrototypeOf(first), add);

class Point {
  static origin = 'zero';
  constructor(x) {
    this.x = x;
  }
}
const OldPoint = util.deprecate(Point, 'use Point2', 'TEST_DEP_2');
const point = new OldPoint(7);
assert.ok(point instanceof Point && point instanceof OldPoint);
assert.strictEqual(point.x, 7);
assert.strictEqual(OldPoint.origin, 'zero');
class Sub extends OldPoint {}
assert.ok(new Sub(1) instanceof Sub);

assert.throws(() => util.deprecate(add, 'm', 5), { code: 'ERR_INVALID_ARG_TYPE' });

setImmediate(() => {
  assert.deepStrictEqual(seen, [
    ['DeprecationWarning', 'TEST_DEP_1', 'use plus'],
    ['DeprecationWarning', undefined, 'no code'],
    ['DeprecationWarning', undefined, 'no code'],
    ['DeprecationWarning', 'TEST_DEP_2', 'use Point2'],
  ]);
});
