'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const finish = require('../_finish');

// The immediates go on for as long as the I/O has not called back: were they to starve it, this would never end.
let done = false;
setTimeout(() => fs.stat(__filename, () => { done = true; }), 1);
let turns = 0;
setImmediate(function again() {
  turns++;
  if (!done) setImmediate(again);
});
finish.atExit(() => assert.ok(done && turns > 1, `${turns} turns`));
