'use strict';
// Its callback is let go of before the error is reported, and the frame has no method's name by then.
const assert = require('node:assert');
const finish = require('../../../test/_finish');

const immediate = setImmediate(() => { throw new Error('thrown'); });
process.once('uncaughtException', finish.once((error) => {
  assert.strictEqual(error.message, 'thrown');
  assert.strictEqual(immediate._onImmediate, null);
  assert.strictEqual(immediate._destroyed, true);
  assert.match(error.stack, /^Error: thrown\n    at Immediate\.<anonymous> \(/);
}));
