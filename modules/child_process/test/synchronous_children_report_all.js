// spawnSync, execFileSync and execSync: results, limits and errors.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { spawnSync, execFileSync, execSync } = require('node:child_process');

const shell = (script, options) => spawnSync('sh', ['-c', script], { encoding: 'utf8', ...options });

const plain = spawnSync('sh', ['-c', 'printf out; printf err >&2; exit 5']);
assert.deepStrictEqual(Object.keys(plain), ['status', 'signal', 'output', 'pid', 'stdout', 'stderr']);
assert.strictEqual(plain.status, 5);
assert.strictEqual(plain.signal, null);
assert.ok(Buffer.isBuffer(plain.stdout));
assert.deepStrictEqual(plain.output, [null, Buffer.from('out'), Buffer.from('err')]);

assert.strictEqual(shell('cat', { input: 'text' }).stdout, 'text');
assert.strictEqual(shell('cat', { input: new Uint16Array([0x4142, 0x4344]) }).stdout, 'BADC');
assert.strictEqual(shell('cat', { input: '6869', encoding: 'hex' }).stdout, '6869');
assert.strictEqual(shell('wc -c', { input: Buffer.alloc(1e6) }).stdout.trim(), '1000000');
assert.deepStrictEqual(shell('echo $A; pwd; echo $0', { env: { A: 1, B: undefined }, cwd: '/', argv0: 'name' }).stdout,
                       '1\n/\nname\n');
assert.strictEqual(spawnSync('echo $((2 + 3))', { shell: true, encoding: 'utf8' }).stdout, '5\n');
assert.strictEqual(shell('kill -9 $$').signal, 'SIGKILL');

// Further pipes, descriptors, nothing.
const file = `${require('node:os').tmpdir()}/eddy_sync_${process.pid}`;
const fd = fs.openSync(file, 'w');
const three = shell('printf a >&3; printf b', { stdio: ['ignore', fd, 'ignore', 'pipe'] });
fs.closeSync(fd);
assert.deepStrictEqual(three.output, [null, null, null, 'a']);
assert.strictEqual(fs.readFileSync(file, 'utf8'), 'b');
fs.unlinkSync(file);

// Limits.
const late = shell('exec sleep 100', { timeout: 50, killSignal: 'SIGKILL' });
assert.strictEqual(late.error.code, 'ETIMEDOUT');
assert.strictEqual(late.error.message, 'spawnSync sh ETIMEDOUT');
assert.strictEqual(late.signal, 'SIGKILL');
const much = shell('exec yes', { maxBuffer: 10 });
assert.strictEqual(much.error.code, 'ENOBUFS');
assert.strictEqual(much.signal, 'SIGTERM');
assert.strictEqual(shell('yes | head -c 1048576').error, undefined);
assert.strictEqual(shell('yes | head -c 1048577').error.code, 'ENOBUFS');
assert.strictEqual(shell('yes | head -c 3000000', { maxBuffer: Infinity }).stdout.length, 3000000);

// Failures.
const missing = spawnSync('/no/such/program', ['x']);
assert.deepStrictEqual({ ...missing, error: { ...missing.error } }, {
  error: {
    errno: -2, code: 'ENOENT', syscall: 'spawnSync /no/such/program', path: '/no/such/program', spawnargs: ['x'],
  },
  status: null, signal: null, output: null, pid: 0, stdout: undefined, stderr: undefined,
});
assert.strictEqual(execFileSync('printf', ['%s', 'x'], { encoding: 'utf8' }), 'x');
assert.strictEqual(execSync('printf y').toString(), 'y');
assert.throws(() => execSync('printf bad >&2; exit 2', { stdio: 'pipe' }), (error) => {
  assert.strictEqual(error.message, 'Command failed: printf bad >&2; exit 2\nbad');
  assert.deepStrictEqual(Object.keys(error), ['status', 'signal', 'output', 'pid', 'stdout', 'stderr']);
  assert.strictEqual(error.status, 2);
  return true;
});
assert.throws(() => execFileSync('sh', ['-c', 'exit 1']), { message: 'Command failed: sh -c exit 1', status: 1 });
assert.throws(() => execFileSync('/no/such/program'), { code: 'ENOENT', syscall: 'spawnSync /no/such/program' });

const descriptors = fs.readdirSync('/proc/self/fd').length;
for (let i = 0; i < 5; i++) shell('exit');
assert.strictEqual(fs.readdirSync('/proc/self/fd').length, descriptors);
