'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

// More than fits into one block of the queue, with ticks added while it is drained.
let next = 0;
const total = 10000;
for (let i = 0; i < total; i++) {
  process.nextTick((n) => {
    assert.strictEqual(n, next++);
    if (n < 3000) process.nextTick((m) => assert.strictEqual(m, next++), total + n);
  }, i);
}
finish.atExit(() => assert.strictEqual(next, total + 3000));
