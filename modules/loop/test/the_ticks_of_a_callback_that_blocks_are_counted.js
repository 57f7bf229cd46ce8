// eddy only: eddy:loop
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { block, reportOf } = require('./_blockers');

function spin(size) {
  for (let i = 0, sum = 0; i < size * 1e5; i++) sum += Math.sqrt(i) % 3;
}

finish(async () => {
  const report = await reportOf(() => {
    setImmediate(() => {
      for (let i = 0; i < 40; i++) process.nextTick(() => {});
      process.nextTick(() => { block(spin); });
    });
  });
  assert.strictEqual(report.callback, 'immediate');
  assert.strictEqual(report.ticks, 41);
});
