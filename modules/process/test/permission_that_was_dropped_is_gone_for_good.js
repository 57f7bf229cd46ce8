// eddy only: process.permission.drop() is of a later Node
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'eddy-drop-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
for (const name of ['a', 'b', 'c']) fs.mkdirSync(path.join(folder, name));
for (const name of ['a/f', 'b/f', 'c/f']) fs.writeFileSync(path.join(folder, name), name);

const options = [
  '--permission', ...['a', 'b'].map((name) => `--allow-fs-read=${path.join(folder, name)}`), `--allow-fs-read=${folder}/c/f`,
  `--allow-fs-write=${folder}`, '--allow-child-process', '--allow-worker', '--allow-addons', '--allow-wasi', '--allow-inspector', '--no-warnings',
];

/** What the program, which calls `log`, logs. */
function run(program) {
  const prelude = `const fs = require('fs'); const folder = ${JSON.stringify(folder)}; const lines = [];
    const log = (value) => lines.push(value);
    const attempt = (call) => { try { return call(); } catch (error) { return [error.code, error.permission].join(); } };
    const read = (name) => attempt(() => fs.readFileSync(folder + name, 'utf8'));
    process.on('exit', () => console.log(JSON.stringify(lines)));`;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, '-e', prelude + program], { encoding: 'utf8' });
  assert.deepStrictEqual([status, stderr], [0, '']);
  return JSON.parse(stdout);
}

const denied = 'ERR_ACCESS_DENIED,FileSystemRead';

// One path: only that option is taken back, whatever was allowed by it before, and however the file is written.
assert.deepStrictEqual(run(`
  log(read('/a/f'));
  process.permission.drop('fs.read', folder + '/a');
  log(read('/a/f')); log(read('/b/../a/f')); log(read('/b/f')); log(read('/c/f'));
  log(process.permission.has('fs.read', folder + '/a/f')); log(process.permission.has('fs.read', folder + '/b/f'));
  process.permission.drop('fs.read', Buffer.from(folder + '/c/f'));
  log(read('/c/f')); log(read('/b/f'));`), ['a/f', denied, denied, 'b/f', 'c/f', false, true, denied, 'b/f']);

// A path that no option names takes nothing back.
assert.deepStrictEqual(run(`process.permission.drop('fs.read', folder + '/a/f'); log(read('/a/f'));`), ['a/f']);

// Without a path: all of the scope, and 'fs' is both. What is open stays open.
assert.deepStrictEqual(run(`
  const fd = fs.openSync(folder + '/b/open', 'w+');
  process.permission.drop('fs.read');
  log(read('/a/f')); log(read('/c/f'));
  log(attempt(() => fs.writeFileSync(folder + '/a/g', 'x') ?? 'written'));
  process.permission.drop('fs');
  log(attempt(() => fs.writeFileSync(folder + '/a/g', 'x') ?? 'written'));
  log(fs.writeSync(fd, 'xyz')); log(fs.readSync(fd, Buffer.alloc(3), 0, 3, 0));`),
                       [denied, denied, 'written', 'ERR_ACCESS_DENIED,FileSystemWrite', 3, 3]);

// Switches, and again.
assert.deepStrictEqual(run(`
  for (const scope of ['child', 'worker', 'addon', 'wasi', 'inspector']) {
    log(process.permission.has(scope));
    process.permission.drop(scope);
    process.permission.drop(scope);
    log(process.permission.has(scope));
  }
  log(attempt(() => require('child_process').spawnSync('true').status));
  log(attempt(() => new (require('worker_threads').Worker)('', { eval: true })));
  log(attempt(() => new (require('wasi').WASI)({ version: 'preview1' })));`),
                       [...Array(5).fill([true, false]).flat(), 'ERR_ACCESS_DENIED,ChildProcess', 'ERR_ACCESS_DENIED,WorkerThreads',
                         'ERR_ACCESS_DENIED,WASI']);

// In all threads, also when a worker drops; and for children that are started later.
assert.deepStrictEqual(run(`
  const { Worker } = require('worker_threads');
  new Worker('process.permission.drop("fs.read", ' + JSON.stringify(folder + '/a') + ')', { eval: true }).on('exit', (code) => {
    log(code); log(read('/a/f')); log(read('/b/f'));
    const child = require('child_process').spawnSync(process.execPath, ['--no-warnings', '-e',
      'const fs = require("fs"); for (const name of ["/a/f", "/b/f"]) {' +
      'try { console.log(fs.readFileSync(' + JSON.stringify(folder) + ' + name, "utf8")) } catch (error) { console.log(error.code) } }'],
      { encoding: 'utf8' });
    log(child.stdout);
  });`), [0, denied, 'b/f', 'ERR_ACCESS_DENIED\nb/f\n']);

assert.deepStrictEqual(run(`
  log(attempt(() => process.permission.drop())); log(attempt(() => process.permission.drop('nothing')));
  log(attempt(() => process.permission.drop('fs.read', 5))); log(read('/a/f'));`),
                       ['ERR_INVALID_ARG_TYPE,', 'ERR_INVALID_ARG_VALUE,', 'ERR_INVALID_ARG_TYPE,', 'a/f']);
