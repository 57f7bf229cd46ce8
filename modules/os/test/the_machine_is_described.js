// node:os: shapes, constants, errors.
'use strict';
const assert = require('node:assert');
const os = require('node:os');

assert.strictEqual(os.platform(), process.platform);
assert.strictEqual(os.arch(), process.arch);
assert.strictEqual(`${os.hostname}`, os.hostname());
assert.strictEqual(os.type(), 'Linux');
assert.match(os.release(), /^\d+\./);
assert.strictEqual(os.EOL, '\n');
assert.strictEqual(os.devNull, '/dev/null');
assert.ok(os.cpus().length >= 1);
assert.deepStrictEqual(Object.keys(os.cpus()[0]), ['model', 'speed', 'times']);
assert.deepStrictEqual(Object.keys(os.cpus()[0].times), ['user', 'nice', 'sys', 'idle', 'irq']);
assert.ok(os.availableParallelism() >= 1);
assert.ok(os.totalmem() > os.freemem());
assert.strictEqual(os.loadavg().length, 3);
assert.ok(os.uptime() > 0);
for (const entry of Object.values(os.networkInterfaces()).flat()) {
  assert.ok(entry.family === 'IPv4' || entry.family === 'IPv6');
  assert.strictEqual(entry.cidr.split('/')[0], entry.address);
  assert.strictEqual('scopeid' in entry, entry.family === 'IPv6');
}
assert.strictEqual(os.userInfo().uid, process.getuid());
assert.ok(Buffer.isBuffer(os.userInfo({ encoding: 'buffer' }).username));

process.env.TMPDIR = '/somewhere/';
assert.strictEqual(os.tmpdir(), '/somewhere');
process.env.HOME = '/a/home';
assert.strictEqual(os.homedir(), '/a/home');

assert.strictEqual(os.constants.signals.SIGKILL, 9);
assert.strictEqual(os.constants.errno.ENOENT, 2);
assert.strictEqual(os.constants.priority.PRIORITY_LOW, 19);
assert.strictEqual(os.constants.UV_UDP_REUSEADDR, 4);
assert.strictEqual(os.constants.dlopen.RTLD_NOW, 2);
assert.strictEqual(typeof os.getPriority(), 'number');
assert.throws(() => os.setPriority(0, 30), { code: 'ERR_OUT_OF_RANGE' });
assert.throws(() => os.setPriority(999999, 1), {
  name: 'SystemError',
  code: 'ERR_SYSTEM_ERROR',
  message: 'A system error occurred: uv_os_setpriority returned ESRCH (no such process)',
});
