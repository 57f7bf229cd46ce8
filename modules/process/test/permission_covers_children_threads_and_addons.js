'use strict';
// What --permission says of processes, threads and native code; what process.permission says; and that a child gets its rules.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

assert.strictEqual(process.permission, undefined);

function run(options, program, env = process.env) {
  const child = spawnSync(process.execPath, [...options, '-e', program], { encoding: 'utf8', env });
  assert.strictEqual(child.status, 0, child.stderr);
  return child;
}

const denials = JSON.parse(run(['--permission'], `
  const cp = require('node:child_process');
  const { Worker } = require('node:worker_threads');
  const told = {};
  for (const [name, call] of Object.entries({
    spawn: () => cp.spawn('ls'), spawnSync: () => cp.spawnSync('ls'), exec: () => cp.exec('ls'), execFileSync: () => cp.execFileSync('ls'),
    fork: () => cp.fork('/x.js'), execve: () => process.execve('/bin/ls', ['ls']),
    worker: () => new Worker('1', { eval: true }), addon: () => process.dlopen({ exports: {} }, '/x.node'),
  })) {
    try { call(); } catch (error) { told[name] = [error.code, error.permission]; }
  }
  console.log(JSON.stringify(told));
`).stdout);
const child = ['ERR_ACCESS_DENIED', 'ChildProcess'];
assert.deepStrictEqual(denials, {
  spawn: child, spawnSync: child, exec: child, execFileSync: child, fork: child, execve: child,
  worker: ['ERR_ACCESS_DENIED', 'WorkerThreads'], addon: ['ERR_DLOPEN_DISABLED', null],
});

const questions = `JSON.stringify([['fs'], ['fs.read'], ['fs.write'], ['fs.read', '/a/b'], ['fs.read', '/a'], ['fs.read', '/ab'],
  ['fs.read', '/c'], ['fs.read', '/c/d'], ['fs.read', '/a/../c'], ['fs.read', '/a/../b'], ['fs', '/c'], ['child'], ['worker'],
  ['addon'], ['inspector'], ['wasi'], ['none']].map((question) => process.permission.has(...question)))`;
const answers = [false, false, false, true, true, false, true, false, true, false, false, true, false, false, false, false, false];
const rules = ['--permission', '--allow-fs-read=/a/*', '--allow-fs-read=/c', '--allow-child-process'];
const asked = run(rules, `console.log(${questions})`);
assert.deepStrictEqual(JSON.parse(asked.stdout), answers);
assert.match(asked.stderr, /SecurityWarning: The flag --allow-child-process must be used with extreme caution\./);

// Children have the same rules, or those that they are given.
const asksChild = (options) => `
  const { spawnSync } = require('node:child_process');
  console.log(spawnSync(process.execPath, [...${JSON.stringify(options)}, '-e', ${JSON.stringify(`console.log(${questions})`)}],
    { encoding: 'utf8' }).stdout);`;
assert.deepStrictEqual(JSON.parse(run(rules, asksChild([])).stdout), answers);
const own = JSON.parse(run(rules, asksChild(['--permission', '--allow-fs-read=/c'])).stdout);
assert.deepStrictEqual(own.slice(3, 7), [false, false, false, true]);

for (const [scope, reference, received] of [[null, undefined, 'null'], ['fs', {}, 'an instance of Object']]) {
  const text = run(['--permission'], `
    try { process.permission.has(${JSON.stringify(scope)}, ${JSON.stringify(reference)}) } catch ({ code, message }) { console.log(code, message) }`);
  const name = scope === null ? 'scope' : 'reference';
  assert.strictEqual(text.stdout, `ERR_INVALID_ARG_TYPE The "${name}" argument must be of type string. Received ${received}\n`);
}
