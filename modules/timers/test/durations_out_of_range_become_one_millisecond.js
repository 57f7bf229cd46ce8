'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const warnings = [];
process.on('warning', (warning) => warnings.push(`${warning.name}: ${warning.message}`));
const durationOf = (delay) => {
  const timeout = setTimeout(() => {}, delay);
  clearTimeout(timeout);
  const duration = setTimeout(() => {}, delay)._idleTimeout;
  return duration;
};
assert.strictEqual(durationOf(undefined), 1);
assert.strictEqual(durationOf(0), 1);
assert.strictEqual(durationOf(0.5), 1);
assert.strictEqual(durationOf('5'), 5);
assert.strictEqual(durationOf(2.9), 2.9);
assert.strictEqual(durationOf(-1), 1);
assert.strictEqual(durationOf('x'), 1);
assert.strictEqual(durationOf(2 ** 31), 1);
finish.atExit(() => assert.deepStrictEqual(warnings, [
  'TimeoutNegativeWarning: -1 is a negative number.\nTimeout duration was set to 1.',
  'TimeoutNaNWarning: NaN is not a number.\nTimeout duration was set to 1.',
  'TimeoutOverflowWarning: 2147483648 does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.',
  'TimeoutOverflowWarning: 2147483648 does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.',
]));
