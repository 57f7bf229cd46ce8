// eddy only: Node loses what a pipe did not take.
'use strict';
const assert = require('node:assert');
const { spawn, spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');
const finish = require('../../../test/_finish');

const SIZE = 1_000_000;

async function bytesOf(program) {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let bytes = 0;
  for await (const chunk of child.stdout) bytes += chunk.length;
  return [bytes, ...await ended];
}

/** The same with a reader that begins only when the process has ended. */
async function bytesOfLate(program) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-'));
  const fifo = path.join(folder, 'fifo');
  assert.strictEqual(spawnSync('mkfifo', [fifo]).status, 0);
  const fd = fs.openSync(fifo, 'r+');
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', fd, 'inherit'] });
  const ended = await once(child, 'exit');
  let bytes = 0;
  const block = Buffer.alloc(65536);
  const read = promisify(fs.read);
  while (bytes < SIZE) bytes += (await read(fd, block)).bytesRead;
  fs.closeSync(fd);
  fs.rmSync(folder, { recursive: true });
  return [bytes, ...ended];
}

finish(async () => {
  const write = `process.stdout.write('x'.repeat(${SIZE}));`;
  const print = `console.log('x'.repeat(${SIZE - 1}));`;
  for (const program of [`${write} process.exit(3)`, `${print} process.exit(3)`, `${write} process.reallyExit(3)`]) {
    assert.deepStrictEqual(await bytesOf(program), [SIZE, 3, null]);
    assert.deepStrictEqual(await bytesOfLate(program), [SIZE, 3, null]);
  }
  assert.deepStrictEqual(await bytesOf(`${write} process.on('exit', () => console.log('y')); process.exit()`),
                         [SIZE + 2, 0, null]);
  // The end by a signal that we send ourselves.
  assert.deepStrictEqual(await bytesOf(`${print} process.kill(process.pid, 'SIGKILL')`), [SIZE, null, 'SIGKILL']);
});
