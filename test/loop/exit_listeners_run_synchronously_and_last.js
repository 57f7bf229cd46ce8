'use strict';
const assert = require('node:assert');
const finish = require('../_finish');

const seen = [];
finish.atExit((code) => {
  seen.push(code);
  setImmediate(() => assert.fail('the loop is over'));
  process.nextTick(() => assert.fail('the tick queue is over'));
  process.exitCode = 0;
});
finish.atExit(() => assert.deepStrictEqual(seen, [7]));
process.exitCode = 7;
