'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const files = {
  'part.js': `function used(a) {
  if (a) {
    return 1;
  }
  return 2;
}
function unused() {
  return 3;
}
/* node:coverage ignore next 3 */
function ignored() {
  return 4;
}
module.exports = { used, unused, ignored };
`,
  'one.test.js': `require('node:test')('one', () => { require('./part').used(true); });\n`,
  'two.test.js': `require('node:test')('two', () => { require('./part').used(false); });\n`,
};
const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-coverage-'));
for (const name of Object.keys(files)) fs.writeFileSync(path.join(cwd, name), files[name]);

function run(...args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--experimental-test-coverage', ...args], { cwd, encoding: 'utf8' });
  assert.strictEqual(stderr, '');
  return { status, lines: stdout.split('\n') };
}

const table = (lines) => lines.slice(lines.indexOf('# start of coverage report') + 1, lines.indexOf('# end of coverage report'));

try {
  // One process: what one test leaves out. Test files are no part of it unless told.
  const lcov = run('--test', '--test-reporter=lcov', 'one.test.js');
  assert.deepStrictEqual([lcov.status, lcov.lines], [0, [
    'TN:', 'SF:part.js',
    'FN:1,used', 'FN:7,unused', 'FN:11,ignored', 'FNDA:1,used', 'FNDA:0,unused', 'FNDA:0,ignored', 'FNF:3', 'FNH:2',
    'BRDA:1,0,0,1', 'BRDA:1,1,0,1', 'BRDA:4,2,0,0', 'BRF:3', 'BRH:2',
    'DA:1,1', 'DA:2,1', 'DA:3,1', 'DA:4,1', 'DA:5,0', 'DA:6,1', 'DA:7,0', 'DA:8,0', 'DA:9,0', 'DA:10,1', 'DA:14,1',
    'LH:10', 'LF:14', 'end_of_record', '']]);

  // Two processes together.
  const both = run('--test', '--test-reporter=tap', '--test-coverage-exclude=*.none', 'one.test.js', 'two.test.js');
  assert.deepStrictEqual([both.status, table(both.lines)], [0, [
    '# ------------------------------------------------------------------',
    '# file        | line % | branch % | funcs % | uncovered lines',
    '# ------------------------------------------------------------------',
    '# one.test.js | 100.00 |   100.00 |  100.00 | ',
    '# part.js     |  78.57 |   100.00 |   66.67 | 7-9',
    '# two.test.js | 100.00 |   100.00 |  100.00 | ',
    '# ------------------------------------------------------------------',
    '# all files   |  81.25 |   100.00 |   80.00 | ',
    '# ------------------------------------------------------------------',
  ].map((line) => (line.startsWith('# ---') ? `# ${'-'.repeat(60)}` : line))]);

  // A program of its own, with thresholds and chosen files.
  const own = run('--test-reporter=tap', '--test-coverage-include=part.js', '--test-coverage-lines=90', '--test-coverage-functions=50',
                  'one.test.js');
  assert.strictEqual(own.status, 1);
  assert.ok(own.lines.includes('# Error: 71.43% line coverage does not meet threshold of 90%.'));
  assert.ok(!own.lines.some((line) => line.includes('function coverage does not')));
  assert.deepStrictEqual(table(own.lines)[3], '# part.js   |  71.43 |    66.67 |   66.67 | 5 7-9');
} finally {
  fs.rmSync(cwd, { recursive: true });
}
