'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

function run(program, options = {}) {
  const { status, signal, stdout } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8', ...options });
  return [status, signal, stdout];
}

// What process.exit() is given counts, undefined too.
const told = 'process.exitCode = 3; process.on("exit", (code) => console.log(code, process.exitCode));';
assert.deepStrictEqual(run(`${told} process.exit()`), [3, null, '3 3\n']);
assert.deepStrictEqual(run(`${told} process.exit(undefined)`), [0, null, '0 undefined\n']);
assert.deepStrictEqual(run(`${told} process.exit(null)`), [0, null, '0 undefined\n']);
assert.deepStrictEqual(run(`${told} process.exit('4')`), [4, null, '4 4\n']);
assert.deepStrictEqual(run(`${told} Promise.resolve().then(process.exit)`), [0, null, '0 undefined\n']);

// SIGUSR1 asks for a debugger, and ends nothing.
assert.deepStrictEqual(run('process.kill(process.pid, "SIGUSR1"); setImmediate(() => console.log("on"))'), [0, null, 'on\n']);
assert.deepStrictEqual(run('process.on("SIGUSR1", (name) => { console.log(name); clearInterval(alive); });' +
  'const alive = setInterval(() => {}, 1000); process.kill(process.pid, "SIGUSR1")'), [0, null, 'SIGUSR1\n']);

// Started by a link, the interpreter's path is one that ends in `node`, and leads to it.
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-'));
const link = path.join(folder, 'node');
fs.symlinkSync(process.execPath, link);
const name = 'console.log(require("path").basename(process.argv[0]), process.argv[0] === process.execPath, process.argv0)';
for (const [file, cwd, argv0] of [[link, '/', link], ['./node', folder, './node'], ['node', '/', 'node']]) {
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  assert.strictEqual(spawnSync(file, ['-e', name], { encoding: 'utf8', cwd, env }).stdout, `node true ${argv0}\n`);
}
fs.rmSync(folder, { recursive: true });

// Options that only watch a program do not end the start where what they need is missing.
const watching = ['--inspect-port=0', '--icu-data-dir=/tmp', '--localstorage-file=/tmp/x', '--trace-env'];
for (const NODE_OPTIONS of watching) {
  assert.deepStrictEqual(run('console.log(1)', { env: { ...process.env, NODE_OPTIONS } }), [0, null, '1\n'], NODE_OPTIONS);
}
