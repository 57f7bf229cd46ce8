// eddy only: --loop-watch
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { loop, isEnough } = require('./_blockers');

const reports = { __proto__: null };
loop.on('blocked', (report) => {
  if (!report.goesOn) reports[report.function?.function] ??= report;
});

// Two callbacks of one phase: the report of the first is written before the second begins.
setImmediate(function first() { while (!isEnough()); });
setImmediate(function second() { while (!isEnough()); });

finish(async () => {
  while (!reports.first || !reports.second) await new Promise(setImmediate);
  const { first, second } = reports;
  const between = second.startTime - (first.startTime + first.duration);
  assert.ok(between > 0.01, `the second began ${between} ms behind the end of the first`);
});
