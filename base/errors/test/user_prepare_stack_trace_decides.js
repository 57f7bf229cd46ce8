'use strict';
const assert = require('node:assert');
const path = require('node:path');

const initial = Error.prepareStackTrace;
assert.strictEqual(typeof initial, 'function');
assert.strictEqual(initial.length, 2);
assert.strictEqual(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace').enumerable, false);
assert.strictEqual(initial(new TypeError('m'), ['first', 'second']), 'TypeError: m\n    at first\n    at second');
assert.strictEqual(initial(new TypeError('m'), []), 'TypeError: m');

Error.prepareStackTrace = (error, frames) => [error.code, frames[0].constructor.name, frames.length > 1];
let caught;
try {
  path.join(1);
} catch (error) {
  caught = error;
}
assert.deepStrictEqual(caught.stack, ['ERR_INVALID_ARG_TYPE', 'CallSite', true]);

for (const reset of [undefined, 5, initial]) {
  Error.prepareStackTrace = reset;
  assert.match(new RangeError('plain').stack, /^RangeError: plain\n {4}at /);
  try {
    path.join(1);
  } catch (error) {
    assert.match(error.stack, /^TypeError \[ERR_INVALID_ARG_TYPE\]: The "path"/);
  }
}

Error.prepareStackTrace = () => { throw new Error('while preparing'); };
assert.throws(() => new Error('x').stack, { message: 'while preparing' });
Error.prepareStackTrace = initial;

// Any object can be given a stack.
const target = { name: 'Name', message: 'text' };
Error.captureStackTrace(target);
assert.match(target.stack, /^Name: text\n/);
