// eddy only: --loop-watch
'use strict';
const assert = require('node:assert');
const finish = require('../../../test/_finish');
const { plant, run } = require('./_reports');

const lines = [
  "const { PerformanceObserver } = require('node:perf_hooks');",
  'function spin(size) {',
  '  for (let i = 0, sum = 0; i < size * 1e5; i++) sum += Math.sqrt(i) % 3;', // 4
  '}',
  'let events = 0;',
  'const got = (what) => (report) => {',
  '  console.log(JSON.stringify({ what, report }));',
  '  if (++events === 2) clearInterval(keep);',
  '};',
  'const keep = setInterval(() => {}, 1e6);',
  "loop.on('blocked', got('event'));",
  "new PerformanceObserver((list) => got('entry')(list.getEntries()[0])).observe({ type: 'loop' });",
  'setTimeout(() => { for (let size = 1; !isEnough(); size *= 2) spin(size); }, 1);',
];

finish(async () => {
  const file = plant('spin.js', lines);
  const { code, stdout, stderr } = await run(['--loop-watch=40', '--loop-watch-format=json', file]);
  assert.strictEqual(code, 0, stderr);
  const written = stderr.trim().split('\n').map((line) => JSON.parse(line));
  assert.strictEqual(written.length, 1, stderr);
  const [report] = written;
  assert.strictEqual(report.type, 'blocked');
  assert.strictEqual(report.callback, 'timer');
  assert.strictEqual(report.phase, 'timers');
  assert.deepStrictEqual(report.function, { file, line: 3, column: 14, function: 'spin' });
  assert.strictEqual(report.lines[0].file, file);
  assert.strictEqual(report.lines[0].line, 4);
  assert.ok(report.duration >= 80 && report.share > 0.5 && report.samples >= 8, stderr);

  const got = Object.fromEntries(stdout.trim().split('\n').map((line) => JSON.parse(line)).map(({ what, report }) => [what, report]));
  assert.deepStrictEqual(got.event, report);
  assert.strictEqual(got.entry.entryType, 'loop');
  assert.strictEqual(got.entry.name, 'timer');
  assert.strictEqual(got.entry.duration, report.duration);
  assert.strictEqual(got.entry.startTime, report.startTime);
  assert.deepStrictEqual(got.entry.detail, report);
});
