'use strict';
// The compile cache: written at the end, used by the next run, renewed when a file changes, never trusted blindly.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const finish = require('../../../test/_finish');

const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-code-')));
finish.atExit(() => fs.rmSync(dir, { recursive: true }));
const cache = path.join(dir, 'cache');
const write = (name, text) => fs.writeFileSync(path.join(dir, name), text);

function run(name, env = { NODE_COMPILE_CACHE: cache }) {
  const result = spawnSync(process.execPath, [path.join(dir, name)], {
    encoding: 'utf8',
    env: { ...process.env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE', ...env },
  });
  const told = (pattern) => result.stderr.split('\n').filter((line) => pattern.test(line)).length;
  return { ...result, told };
}

function cachedFiles() {
  const [version, ...others] = fs.readdirSync(cache);
  assert.deepStrictEqual(others, []);
  return fs.readdirSync(path.join(cache, version)).map((name) => path.join(cache, version, name));
}

write('main.mjs', "import { value } from './part.cjs'; console.log(value + 1); process.exit(3);");
write('part.cjs', 'exports.value = 41;');

let { status, stdout, told } = run('main.mjs');
assert.deepStrictEqual([status, stdout, told(/writing cache for .*success/)], [3, '42\n', 2]);
assert.strictEqual(cachedFiles().length, 2);

({ status, stdout, told } = run('main.mjs'));
assert.deepStrictEqual([status, stdout, told(/was accepted/), told(/writing cache/)], [3, '42\n', 2, 0]);

write('part.cjs', 'exports.value = 42;'); // as long as before
({ stdout, told } = run('main.mjs'));
assert.deepStrictEqual([stdout, told(/was accepted/), told(/mismatch/), told(/writing cache for .*success/)], ['43\n', 1, 1, 1]);

for (const file of cachedFiles()) {
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 1] ^= 1;
  fs.writeFileSync(file, bytes);
}
({ stdout, told } = run('main.mjs'));
assert.deepStrictEqual([stdout, told(/was accepted/), told(/writing cache for .*success/)], ['43\n', 0, 2]);

for (const file of cachedFiles()) fs.truncateSync(file, 10);
assert.strictEqual(run('main.mjs').stdout, '43\n');

// From the program itself.
write('api.js', `
  const { constants, enableCompileCache, getCompileCacheDir, flushCompileCache } = require('node:module');
  const status = constants.compileCacheStatus;
  const before = getCompileCacheDir();
  const enabled = enableCompileCache(${JSON.stringify(path.join(dir, 'other'))});
  const again = enableCompileCache();
  console.log(JSON.stringify([before ?? null, enabled.status === status.ENABLED, again.status === status.ALREADY_ENABLED,
    getCompileCacheDir().startsWith(enabled.directory), again.directory === getCompileCacheDir()]));
  require('./part.cjs');
  flushCompileCache();
  console.log(require('node:fs').readdirSync(getCompileCacheDir()).length);
`);
({ stdout } = run('api.js', {}));
assert.strictEqual(stdout, '[null,true,true,true,true]\n1\n');
write('disabled.js', `
  const { constants, enableCompileCache, getCompileCacheDir } = require('node:module');
  console.log(enableCompileCache().status === constants.compileCacheStatus.DISABLED, getCompileCacheDir());
`);
({ stdout } = run('disabled.js', { NODE_DISABLE_COMPILE_CACHE: '1', NODE_COMPILE_CACHE: cache }));
assert.strictEqual(stdout, 'true undefined\n');
