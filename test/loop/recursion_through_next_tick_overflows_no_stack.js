'use strict';
const assert = require('node:assert');

let depth = 0;
(function again() {
  if (++depth < 1e6) process.nextTick(again);
})();
process.on('exit', () => assert.strictEqual(depth, 1e6));
