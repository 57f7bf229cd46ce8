'use strict';
// What a reporter throws, and a time limit that is none, are no failures of tests: the run ends by them.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'reporter-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
fs.writeFileSync(path.join(folder, 'file.js'), 'require("node:test")("one", () => {});');
fs.writeFileSync(path.join(folder, 'fails.mjs'), `export default async function* (source) {
  for await (const event of source) throw new Error('the reporter failed at ' + typeof event);
}`);
delete process.env.NODE_TEST_CONTEXT;

function run(...args) {
  const { status, stderr } = spawnSync(process.execPath, ['--test', ...args, 'file.js'], { cwd: folder, encoding: 'utf8' });
  return [status, stderr];
}

for (const isolation of ['process', 'none']) {
  const [status, stderr] = run(`--test-isolation=${isolation}`, '--test-reporter=./fails.mjs');
  assert.strictEqual(status, 7, isolation);
  assert.match(stderr, /Error: the reporter failed at object\n/);
}

const [status, stderr] = run('--test-timeout=-1');
assert.strictEqual(status, 1);
assert.match(stderr, /RangeError \[ERR_OUT_OF_RANGE\]: The value of "options\.timeout" is out of range\. It must be >= 0 && <= 2147483647\. Received 18_446_744_073_709_552_000/);
