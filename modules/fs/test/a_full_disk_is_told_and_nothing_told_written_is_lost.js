'use strict';
// The disk is a small tmpfs where mounting is permitted, otherwise a limit on the size of files.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { finished, pipeline } = require('node:stream/promises');
const { Readable } = require('node:stream');
const finish = require('../../../test/_finish');

if (process.argv[2] === undefined) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]).status === 0;
  const command = mounted ? 'exec "$0" "$@"' : 'ulimit -f 128; exec "$0" "$@"';
  const args = ['-c', command, process.execPath, __filename, folder, mounted ? 'ENOSPC' : 'EFBIG'];
  const { status } = spawnSync('bash', args, { stdio: 'inherit' });
  if (mounted) spawnSync('umount', [folder]);
  fs.rmSync(folder, { recursive: true });
  process.exitCode = status;
} else {
  finish(() => fill(process.argv[2], process.argv[3]));
}

function openFiles() {
  return fs.readdirSync('/proc/self/fd').length;
}

async function fill(folder, code) {
  const file = path.join(folder, 'file');
  const tooMuch = Buffer.alloc(1 << 20, 'x');
  const full = (syscall) => ({ code, errno: code === 'ENOSPC' ? -28 : -27, syscall });
  const before = openFiles();
  const free = () => fs.rmSync(file, { force: true });

  assert.throws(() => fs.writeFileSync(file, tooMuch), full('write'));
  free();
  await assert.rejects(fs.promises.writeFile(file, tooMuch), full('write'));
  free();
  await new Promise((resolve) => fs.appendFile(file, tooMuch, (error) => {
    assert.strictEqual(error.code, code);
    resolve();
  }));
  free();

  // What the calls said they wrote is there.
  const fd = fs.openSync(file, 'w');
  let told = 0;
  const block = Buffer.alloc(10000, 'y');
  for (let failed = false; !failed;) {
    try {
      told += fs.writeSync(fd, block);
    } catch (error) {
      assert.strictEqual(error.code, code);
      failed = true;
    }
  }
  fs.closeSync(fd);
  assert.strictEqual(fs.statSync(file).size, told);
  assert.ok(told >= 100000);
  assert.ok(fs.readFileSync(file).equals(Buffer.alloc(told, 'y')));
  free();

  // A stream says so by 'error', once, and closes its file; its callbacks tell what arrived.
  const stream = fs.createWriteStream(file);
  let written = 0;
  for (let i = 0; i < 100; i++) stream.write(block, (error) => { if (!error) written += block.length; });
  stream.end();
  await assert.rejects(finished(stream), full('write'));
  assert.ok(stream.closed && stream.destroyed);
  assert.ok(fs.readFileSync(file).length >= written);
  free();
  await assert.rejects(pipeline(Readable.from(Array(100).fill(block)), fs.createWriteStream(file)), full('write'));
  free();

  // The copy of a file does not fit; what stood there is not told to be whole.
  const source = path.join(os.tmpdir(), `full-source-${process.pid}`);
  if (code === 'ENOSPC') {
    fs.writeFileSync(source, tooMuch);
    await assert.rejects(fs.promises.copyFile(source, file), { code, syscall: 'copyfile' });
    free();
    fs.rmSync(source);
  }
  fs.writeFileSync(file, 'there is room again');
  assert.strictEqual(fs.readFileSync(file, 'utf8'), 'there is room again');
  assert.strictEqual(openFiles(), before);
}
