'use strict';
// Which file a child runs: the PATH of its own environment, empty parts of it, a script that names no interpreter,
// files that may not be run, and folders that are not there.
const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const write = (name, text, mode) => fs.writeFileSync(path.join(folder, name), text, { mode });
write('plain', 'echo "plain $1 in $(basename "$PWD")"\n', 0o755);
write('locked', '#!/bin/sh\necho never\n', 0o644);
fs.mkdirSync(path.join(folder, 'inner'));
write('inner/tool', '#!/bin/sh\necho inner tool\n', 0o755);

function outcome(file, args, options) {
  const { status, stdout, error } = spawnSync(file, args, { encoding: 'utf8', ...options });
  return error ? error.code : `${status} ${stdout.trim()}`;
}
const env = (...parts) => ({ PATH: [...parts, '/usr/bin', '/bin'].join(':') });
const base = path.basename(folder);

assert.strictEqual(outcome('plain', ['x'], { env: env(folder), cwd: '/' }), '0 plain x in /');
assert.strictEqual(outcome('./plain', ['y'], { cwd: folder }), `0 plain y in ${base}`);
assert.strictEqual(outcome('plain', ['z'], { env: { PATH: ':/usr/bin:/bin' }, cwd: folder }), `0 plain z in ${base}`);
assert.strictEqual(outcome('tool', [], { env: env('/nowhere', folder, path.join(folder, 'inner')) }), '0 inner tool');
assert.strictEqual(outcome('tool', [], { env: env(folder) }), 'ENOENT');
assert.strictEqual(outcome('locked', [], { env: env(folder) }), 'EACCES');
assert.strictEqual(outcome(path.join(folder, 'locked')), 'EACCES');
assert.strictEqual(outcome(path.join(folder, 'plain', 'below')), 'ENOTDIR');
assert.strictEqual(outcome('true', [], { cwd: path.join(folder, 'nowhere') }), 'ENOENT');
assert.strictEqual(outcome('true', [], { env: {} }), '0 ');

// What cannot be started tells so later, and its streams end.
const events = [];
const child = spawn('tool', { env: env(folder) });
child.on('error', (error) => events.push(`${error.code} ${error.syscall} ${child.pid}`));
child.stdout.on('end', () => events.push('stdout ended')).resume();
child.stderr.resume();
child.on('close', finish.once((code) => {
  assert.strictEqual(code < 0, true);
  assert.deepStrictEqual(events, ['ENOENT spawn tool undefined', 'stdout ended']);
}));
