// eddy only: --loop-watch
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { block, reportOf, assertLine } = require('./_blockers');

// Runners of tests consist of such: one `next` within another one is no recursion.
function ofHooks() {
  function next(work) {
    work();
  }
  return next;
}

function ofTests() {
  function next() {
    block(spin);
  }
  return next;
}

function spin(size) {
  for (let i = 0; i < size * 1e4; i++) Math.sqrt(i); // HERE spin
}

// It is on the stack twice, and below it is somebody else.
function run(work) {
  work();
}

async function isSpin(start) {
  const report = await reportOf(() => setImmediate(start));
  assertLine(report, __filename, 'spin');
  assert.strictEqual(report.function.function, 'spin', JSON.stringify(report, null, 1));
}

finish(async () => {
  await isSpin(() => ofHooks()(ofTests()));
  await isSpin(() => run(() => run(() => block(spin))));
});
