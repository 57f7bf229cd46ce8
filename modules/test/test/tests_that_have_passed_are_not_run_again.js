'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-rerun-'));
fs.writeFileSync(path.join(cwd, 'a.test.js'), `
const { test } = require('node:test');
test('fails once', ({ attempt }) => { console.log('run: fails once', attempt); if (attempt < 1) throw new Error('x'); });
for (const name of ['first', 'second']) test(name, ({ attempt }) => console.log('run:', name, attempt));
`);

function attempt(...options) {
  const args = [...options, '--test-reporter=tap', '--test-rerun-failures', 'state.json', 'a.test.js'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  const ran = stdout.split('\n').map((line) => line.replace(/^# /, '')).filter((line) => line.startsWith('run: '));
  const totals = ['pass', 'fail'].map((word) => Number(new RegExp(`# ${word} (\\d+)`).exec(stdout)[1]));
  return { status, ran, totals };
}
const state = () => JSON.parse(fs.readFileSync(path.join(cwd, 'state.json'), 'utf8'));

const passed = { 'a.test.js:4:41': { passed_on_attempt: 0, name: 'first' }, 'a.test.js:4:41:(1)': { passed_on_attempt: 0, name: 'second' } };
try {
  for (const options of [[], ['--test'], ['--test', '--test-isolation=none']]) {
    assert.deepStrictEqual(attempt(...options), { status: 1, ran: ['run: fails once 0', 'run: first 0', 'run: second 0'], totals: [2, 1] });
    assert.deepStrictEqual(state(), [passed]);
    assert.deepStrictEqual(attempt(...options), { status: 0, ran: ['run: fails once 1'], totals: [3, 0] });
    assert.deepStrictEqual(state(), [passed, { ...passed, 'a.test.js:3:1': { passed_on_attempt: 1, name: 'fails once' } }]);
    fs.rmSync(path.join(cwd, 'state.json'));
  }
} finally {
  fs.rmSync(cwd, { recursive: true });
}
