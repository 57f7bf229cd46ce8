'use strict';
// --trace-promises: a line for each promise that is made or settled, with the stack.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'promises-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const file = path.join(folder, 'program.js');
fs.writeFileSync(file, `let settle;
function make() { return new Promise((resolve) => { settle = resolve; }); }
make().then(() => {});
settle();
`);

const { status, stdout, stderr } = spawnSync(process.execPath, ['--trace-promises', file], { encoding: 'utf8' });
assert.deepStrictEqual([status, stdout], [0, '']);
const ours = stderr.split('\n').filter((line) => line.startsWith('[') || line.includes(file));
assert.deepStrictEqual(ours, [
  '[--trace-promises] created promise #0', `    at make (${file}:2:26)`, `    at ${file}:3:1`,
  '[--trace-promises] promise #0 created promise #1', `    at ${file}:3:8`,
  '[--trace-promises] resolved promise #0', `    at ${file}:4:1`,
  '[--trace-promises] resolved promise #1',
]);
