'use strict';
const assert = require('node:assert');
const path = require('node:path');

function thrownBy(fn) {
  try {
    fn();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

const error = thrownBy(() => path.join(1));
const message = 'The "path" argument must be of type string. Received type number (1)';
assert.ok(error instanceof TypeError);
assert.strictEqual(error.constructor, TypeError);
assert.strictEqual(error.name, 'TypeError');
assert.strictEqual(Object.hasOwn(error, 'name'), false);
assert.strictEqual(error.message, message);
assert.deepStrictEqual(Object.keys(error), ['code']);
assert.strictEqual(String(error), `TypeError [ERR_INVALID_ARG_TYPE]: ${message}`);
assert.strictEqual(error.stack.split('\n')[0], `TypeError [ERR_INVALID_ARG_TYPE]: ${message}`);
assert.strictEqual(Object.prototype.toString.call(error), '[object Error]');

// The code in toString is the class's; name and message are the error's.
error.message = 'changed';
error.code = 'OTHER';
assert.strictEqual(String(error), 'TypeError [ERR_INVALID_ARG_TYPE]: changed');

// The header is made when the stack is first read.
const late = thrownBy(() => path.join(1));
late.name = 'Renamed';
late.message = 'reworded';
assert.strictEqual(late.stack.split('\n')[0], 'Renamed [ERR_INVALID_ARG_TYPE]: reworded');
