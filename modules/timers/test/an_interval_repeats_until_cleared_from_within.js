'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

let runs = 0;
const interval = setInterval((a, b) => {
  assert.deepStrictEqual([a, b], ['a', 'b']);
  if (++runs === 3) clearInterval(interval);
}, 1, 'a', 'b');
finish.atExit(() => assert.strictEqual(runs, 3));
