'use strict';
const assert = require('node:assert');

let runs = 0;
const interval = setInterval((a, b) => {
  assert.deepStrictEqual([a, b], ['a', 'b']);
  if (++runs === 3) clearInterval(interval);
}, 1, 'a', 'b');
process.on('exit', () => assert.strictEqual(runs, 3));
