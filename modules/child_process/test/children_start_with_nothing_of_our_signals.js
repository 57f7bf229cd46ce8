'use strict';
// Handlers, ignored and blocked signals stay here; descriptors are copied even where their numbers change places.
const finish = require('../../../test/_finish');
const assert = finish.plan(5);
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

process.on('SIGUSR2', () => {});  // one handler of the program's own; SIGPIPE is ignored by the runtime

const { stdout } = spawnSync('cat', ['/proc/self/status'], { encoding: 'utf8' });
for (const mask of ['SigBlk', 'SigIgn', 'SigCgt']) {
  assert.match(stdout, new RegExp(`^${mask}:\\s+0+$`, 'm'));
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const files = ['a', 'b', 'c'].map((name) => path.join(folder, name));
const open = files.map((file) => fs.openSync(file, 'w'));
// A child whose 3, 4 and 5 are a, b and c gives a child of its own 5, 3 and 4 as its 3, 4 and 5.
const inner = `
  const { status } = require('node:child_process').spawnSync('sh', ['-c', 'echo 3 >&3; echo 4 >&4; echo 5 >&5'],
    { stdio: ['inherit', 'inherit', 'inherit', 5, 3, 4] });
  process.exitCode = status;`;
const { status } = spawnSync(process.execPath, ['-e', inner], { stdio: ['ignore', 'inherit', 'inherit', ...open] });
assert.strictEqual(status, 0);
assert.deepStrictEqual(files.map((file) => fs.readFileSync(file, 'utf8')), ['4\n', '5\n', '3\n']);
