'use strict';
// A file of tests that is run as a program: where one has the option `only`, the others are left out, as nothing isolates them.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'only-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'file.js');
fs.writeFileSync(file, `const { test, describe, it } = require('node:test');
test('left out', () => { console.log('ran'); });
test('chosen', { only: true }, async (t) => { await t.test('inner', () => {}); });
describe('suite', () => { it('left out', () => { console.log('ran'); }); it('chosen within', { only: true }, () => {}); });
describe('other suite', () => { it('left out', () => { console.log('ran'); }); });
`);

const { status, stdout } = spawnSync(process.execPath, ['--test-reporter=tap', file], { encoding: 'utf8' });
assert.strictEqual(status, 0);
const names = stdout.split('\n').filter((line) => /ok \d+ - |^# (?:tests|pass|suites) |^ran|require the/.test(line)).map((line) => line.trim());
assert.deepStrictEqual(names, [
  'ok 1 - inner', 'ok 1 - chosen', 'ok 1 - chosen within', 'ok 2 - suite', '# tests 3', '# suites 1', '# pass 3',
]);
