'use strict';
const assert = require('node:assert');
const finish = require('../_finish');

let depth = 0;
(function again() {
  if (++depth < 1e6) process.nextTick(again);
})();
finish.atExit(() => assert.strictEqual(depth, 1e6));
