'use strict';
const assert = require('node:assert');
const path = require('node:path');

const expected = { code: 'ERR_INVALID_ARG_TYPE', message: /Received type number \(1\)$/ };

Error.stackTraceLimit = 0;
assert.throws(() => path.join(1), expected);
try {
  path.join(1);
} catch (error) {
  assert.strictEqual(error.stack.split('\n').length, 1);
}

delete Error.stackTraceLimit;
assert.throws(() => path.join(1), expected);

Object.defineProperty(Error, 'stackTraceLimit', { value: 3, writable: false, configurable: true });
assert.throws(() => path.join(1), expected);

Object.defineProperty(Error, 'stackTraceLimit', { get() { return 2; }, configurable: true });
assert.throws(() => path.join(1), expected);

delete Error.stackTraceLimit;
Object.seal(Error);
assert.throws(() => path.join(1), expected);
