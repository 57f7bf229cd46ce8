'use strict';
const assert = require('node:assert');

const seen = [];
process.on('exit', (code) => {
  seen.push(code);
  setImmediate(() => assert.fail('the loop is over'));
  process.nextTick(() => assert.fail('the tick queue is over'));
  process.exitCode = 0;
});
process.on('exit', () => assert.deepStrictEqual(seen, [7]));
process.exitCode = 7;
