'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const { NODE_TEST_CONTEXT, ...env } = process.env;
const program = path.join(__dirname, '_declares.js');

function report(reporter) {
  const { stdout, status } = spawnSync(process.execPath, [`--test-reporter=${reporter}`, program], { env, encoding: 'utf8' });
  assert.strictEqual(status, 1);
  return stdout;
}

const results = report('tap').split('\n').filter((line) => /^ *(ok|not ok|#|1\.\.)/.test(line));
assert.deepStrictEqual(results.slice(0, -1), [
  '# Subtest: passes', 'ok 1 - passes',
  '# Subtest: fails', 'not ok 2 - fails',
  '# Subtest: waits for a callback', 'ok 3 - waits for a callback',
  '# Subtest: skipped', 'ok 4 - skipped # SKIP no reason',
  '# Subtest: todo', 'not ok 5 - todo # TODO',
  '# Subtest: suite',
  '    # Subtest: inner',
  '        # Subtest: deeper', '        ok 1 - deeper',
  '        1..1',
  '    ok 1 - inner',
  '    # told',
  '    1..1',
  'ok 6 - suite',
  '1..6',
  '# tests 7', '# suites 1', '# pass 4', '# fail 1', '# cancelled 0', '# skipped 1', '# todo 1',
]);

assert.match(report('dot'), /^\.X\.\.X\.\.\.\n\nFailed tests:\n\n/);
assert.match(report('spec'), /test at .*_declares\.js:8:1\n\u2716 fails \([\d.]+ms\)\n {2}RangeError: too far/);
assert.match(report('junit'), /<testcase name="fails" time="[\d.]+" classname="test" file="[^"]+" failure="too far">/);
