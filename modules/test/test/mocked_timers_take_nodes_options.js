'use strict';
// What mock.timers.enable() takes and refuses, and the order in which t.assert lists its functions.
const assert = require('node:assert');
const { mock, test } = require('node:test');
const finish = require('../../../test/_finish');

const thrown = (options) => {
  try {
    mock.timers.enable(options);
  } catch (error) {
    return [error.code, error.message];
  }
  const isDateMocked = Date.now() < 10;
  mock.timers.reset();
  return isDateMocked;
};

assert.deepStrictEqual(thrown({ now: -1 }), ['ERR_INVALID_ARG_VALUE', `The argument 'time' -1. Received 'positive integer'`]);
assert.deepStrictEqual(thrown({ now: 'x' }),
                       ['ERR_INVALID_ARG_TYPE', `The "initialTime" argument must be of type number. Received type string ('x')`]);
assert.strictEqual(thrown({ now: new Date(5) }), true);
assert.strictEqual(thrown(5), true);
assert.strictEqual(thrown({ apis: [] }), false);

test('t.assert', finish.once((t) => {
  const names = Object.keys(t.assert);
  assert.deepStrictEqual(names.slice(-3), ['snapshot', 'fileSnapshot', 'ok']);
  const others = names.slice(0, -3);
  assert.deepStrictEqual(others, others.slice().sort());
}));
