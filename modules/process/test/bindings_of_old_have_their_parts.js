'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const finish = require('../../../test/_finish');

const NAMES = ['buffer', 'cares_wrap', 'config', 'constants', 'contextify', 'fs', 'natives', 'os', 'pipe_wrap', 'process_wrap',
               'spawn_sync', 'stream_wrap', 'tcp_wrap', 'tty_wrap', 'udp_wrap', 'util', 'uv', 'zlib'];
for (const name of NAMES) {
  assert.strictEqual(typeof process.binding(name), 'object', name);
}
for (const name of ['async_wrap', 'crypto', 'http_parser', 'signal_wrap', 'v8', 'timers', 'nothing']) {
  assert.throws(() => process.binding(name), { message: `No such module: ${name}` });
}

const natives = process.binding('natives');
assert.ok(['fs', 'net', '_http_agent'].every((id) => typeof natives[id] === 'string'));
const { getCPUs, getHostname, isBigEndian } = process.binding('os');
assert.deepStrictEqual([getHostname(), getCPUs().length % 7, isBigEndian], [require('node:os').hostname(), 0, false]);
const { byteLengthUtf8, kStringMaxLength } = process.binding('buffer');
assert.deepStrictEqual([byteLengthUtf8('\u20ac'), kStringMaxLength], [3, require('node:buffer').constants.MAX_STRING_LENGTH]);
assert.strictEqual(process.binding('cares_wrap').canonicalizeIP('::0001'), '::1');
assert.strictEqual(process.binding('uv').errname(-2), 'ENOENT');
assert.strictEqual(process.binding('zlib').crc32('eddy', 0), require('node:zlib').crc32('eddy'));

// Children that are waited for are started by way of the binding: programs put a function of theirs there.
const spawnSync = process.binding('spawn_sync');
const { spawn } = spawnSync;
const files = [];
spawnSync.spawn = function(options) {
  files.push([options.file, options.args]);
  return spawn.call(this, options);
};
const { stdout } = require('node:child_process').spawnSync('echo', ['x']);
assert.strictEqual(`${stdout}`, 'x\n');
spawnSync.spawn = spawn;
assert.deepStrictEqual(files, [['echo', ['echo', 'x']]]);

finish(async () => {
  // Statistics as a list, at once or by a request.
  const { FSReqCallback, stat } = process.binding('fs');
  const stats = fs.statSync(__filename);
  const list = [stats.dev, stats.mode, stats.nlink, stats.uid, stats.gid, stats.rdev, stats.blksize, stats.ino, stats.size,
                stats.blocks];
  assert.deepStrictEqual([...stat(__filename, false, undefined).slice(0, 10)], list);
  await new Promise((resolve) => {
    const request = new FSReqCallback();
    request.oncomplete = (error, values) => {
      assert.strictEqual(error, null);
      assert.deepStrictEqual([...values.slice(0, 10)], list);
      resolve();
    };
    assert.strictEqual(stat(__filename, false, request), undefined);
  });

  // A process by its handle.
  const child = new (process.binding('process_wrap').Process)();
  const exited = new Promise((resolve) => { child.onexit = (...args) => resolve(args); });
  assert.strictEqual(child.spawn({ file: 'true', args: ['true'], stdio: [{ type: 'ignore' }] }), 0);
  assert.ok(child.pid > 0);
  assert.deepStrictEqual(await exited, [0, '']);
  child.close();
});
