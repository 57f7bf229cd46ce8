'use strict';
// The second time, small files and statistics come from the kernel's caches without a way over the pool: nobody may
// see a difference, and callbacks come no earlier than behind the immediates of the turn.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { execFileSync } = require('node:child_process');
const finish = require('../../../test/_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cached-'));
const at = (name) => path.join(folder, name);
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

function plain(stats) {
  const { atimeMs, ...rest } = stats;
  return rest;
}

async function twice(look) {
  return [await look(), await look()];
}

finish(async () => {
  const contents = { empty: '', small: 'gr\u00fc\u00df Gott', edge: 'x'.repeat(65536), large: 'y'.repeat(65537) };
  for (const [name, content] of Object.entries(contents)) {
    fs.writeFileSync(at(name), content);
    assert.deepStrictEqual(await twice(() => fs.promises.readFile(at(name), 'utf8')), [content, content]);
    for (const bytes of await twice(() => fs.promises.readFile(at(name)))) {
      assert.ok(bytes.equals(Buffer.from(content)));
      assert.strictEqual(bytes.byteOffset, 0);
    }
    for (const stats of await twice(() => fs.promises.stat(at(name)))) {
      assert.deepStrictEqual(plain(stats), plain(fs.statSync(at(name))));
    }
    const big = fs.statSync(at(name), { bigint: true });
    assert.strictEqual((await fs.promises.stat(at(name), { bigint: true })).ctimeNs, big.ctimeNs);
  }

  // What was just written is what is read.
  for (let i = 0; i < 50; i++) {
    fs.writeFileSync(at('small'), 'z'.repeat(i + 1));
    assert.strictEqual(await fs.promises.readFile(at('small'), 'latin1'), 'z'.repeat(i + 1));
    assert.strictEqual((await fs.promises.stat(at('small'))).size, i + 1);
  }

  // Links, and what is not there.
  fs.symlinkSync('small', at('link'));
  fs.symlinkSync('loop', at('loop'));
  fs.symlinkSync('nowhere', at('dangling'));
  for (let i = 0; i < 2; i++) {
    assert.ok((await fs.promises.lstat(at('link'))).isSymbolicLink());
    assert.ok((await fs.promises.stat(at('link'))).isFile());
    assert.ok((await fs.promises.lstat(at('dangling'))).isSymbolicLink());
    for (const [name, code, errno] of [['dangling', 'ENOENT', -2], ['loop', 'ELOOP', -40], ['small/x', 'ENOTDIR', -20]]) {
      await assert.rejects(fs.promises.stat(at(name)), {
        code, errno, syscall: 'stat', path: at(name), message: new RegExp(`^${code}: .*, stat '`),
      });
      await assert.rejects(fs.promises.readFile(at(name)), { code, errno, syscall: 'open', path: at(name) });
    }
    await assert.rejects(fs.promises.readFile(folder), { code: 'EISDIR', syscall: 'read' });
  }
  fs.rmSync(at('small'));
  await assert.rejects(fs.promises.stat(at('small')), { code: 'ENOENT' });

  // A pipe is opened once, for its reader.
  execFileSync('mkfifo', [at('pipe')]);
  const reading = fs.promises.readFile(at('pipe'), 'utf8');
  await fs.promises.writeFile(at('pipe'), 'through a pipe');
  assert.strictEqual(await reading, 'through a pipe');

  // Descriptors.
  for (let i = 0; i < 3; i++) {
    const handle = await fs.promises.open(at('edge'));
    const link = `/proc/self/fd/${handle.fd}`;
    if (process.platform === 'linux') assert.strictEqual(fs.readlinkSync(link), fs.realpathSync(at('edge')));
    if (i === 2) fs.rmSync(at('edge'));
    assert.strictEqual((await handle.readFile('utf8')).length, 65536);
    const { fd } = handle;
    await handle.close();
    assert.throws(() => fs.fstatSync(fd), { code: 'EBADF' });
    const [failure] = await new Promise((resolve) => { fs.close(fd, (...results) => resolve(results)); });
    assert.strictEqual(failure.code, 'EBADF');
    assert.strictEqual(failure.syscall, 'close');
  }
  await assert.rejects(fs.promises.open(at('edge')), { code: 'ENOENT', syscall: 'open', path: at('edge') });
  await assert.rejects(fs.promises.open(at('large'), 'wx'), { code: 'EEXIST', syscall: 'open', path: at('large') });
  const writer = fs.promises.writeFile(at('pipe'), 'once more');
  const reader = await fs.promises.open(at('pipe'));
  assert.strictEqual(await reader.readFile('utf8'), 'once more');
  await writer;
  await reader.close();

  // Where a callback comes in.
  fs.writeFileSync(at('edge'), contents.edge);
  const order = await new Promise((resolve) => {
    const seen = [];
    fs.readFile(at('edge'), () => {
      seen.push('read');
      process.nextTick(() => seen.push('tick of read'));
      setImmediate(resolve, seen);
    });
    fs.stat(at('edge'), () => seen.push('stat'));
    process.nextTick(() => seen.push('tick'));
    setImmediate(() => seen.push('immediate'));
  });
  assert.deepStrictEqual(order.slice(0, 2), ['tick', 'immediate']);
  assert.ok(order.indexOf('tick of read') === order.indexOf('read') + 1);
});
