'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');

let runs = 0;
const timeout = setTimeout(() => {
  if (++runs < 3) timeout.refresh();
}, 1);
const late = setTimeout(() => seen.push('late'), 100);
const seen = [];
setTimeout(() => seen.push('early'), 120);
const start = Date.now();
while (Date.now() - start < 60);
late.refresh(); // now due after the one that is 120 ms from the start
finish.atExit(() => {
  assert.strictEqual(runs, 3);
  assert.deepStrictEqual(seen, ['early', 'late']);
});
