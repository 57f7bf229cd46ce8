// eddy only: eddy loop
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, plant, start, stop, eddy } = require('./_asking');

const WAITS = 'console.log("waits"); setInterval(() => {}, 1e6);';

async function refused(args, message, code = 1, options = {}) {
  const result = await eddy(['loop', ...args], options);
  assert.strictEqual(result.stdout, '');
  assert.match(result.stderr, message);
  assert.strictEqual(result.code, code, result.stderr);
}

async function gone() {
  const child = await start([plant('short.js', 'console.log("ends")')]);
  await stop(child);
  for (const command of ['why', 'top', 'view', 'trace']) {
    await refused([command, String(child.pid)], new RegExp(`^eddy loop: there is no process ${child.pid}\n$`));
  }
}

async function notEddy() {
  const child = await start(['-c', 'echo waits; read line'], { command: '/bin/sh' });
  for (const command of ['why', 'top', 'view', 'trace']) {
    await refused([command, String(child.pid)], new RegExp(`^eddy loop: process ${child.pid} is not eddy: it runs /\\S+\n$`));
  }
  assert.strictEqual(child.exitCode ?? child.signalCode, null, 'it has not been sent a signal');
  await stop(child);
}

async function stopped() {
  const child = await start([plant('waits.js', WAITS)]);
  child.kill('SIGSTOP');
  await refused(['why', String(child.pid)], new RegExp(`^eddy loop: process ${child.pid} is stopped, and answers when it goes on\n$`));
  await stop(child);
}

// The same executable with another number in its note.
async function anotherVersion() {
  const copy = path.join(folder, 'another');
  const bytes = fs.readFileSync(process.execPath);
  const at = bytes.indexOf('eddy\0\0\0\0loop 1 ');
  assert.notStrictEqual(at, -1);
  bytes.write('9', at + 'eddy\0\0\0\0loop '.length);
  fs.writeFileSync(copy, bytes, { mode: 0o755 });
  const child = await start([plant('waits.js', WAITS)], { command: copy });
  await refused(['why', String(child.pid)],
    new RegExp(`^eddy loop: process ${child.pid} is another version of eddy, \\S+, whose answers this one does not understand\n$`));
  assert.strictEqual(child.exitCode ?? child.signalCode, null);
  await stop(child);
}

async function badUsage() {
  await refused(['why'], /^eddy loop: one process is asked, by its number\nusage: eddy loop why PID \[--json\]\n$/, 9);
  await refused(['why', 'all'], /^eddy loop: all is no number of a process\n/, 9);
  await refused(['why', '-1'], /^eddy loop: /, 9);
  await refused(['trace', '1', '-t', 'long'], /^eddy loop: long is no time: 500ms and 5s are\n/, 9);
  await refused(['last'], /^eddy loop: one file is read\n/, 9);
  await refused(['last', '/nowhere/at/all'], /^eddy loop: \/nowhere\/at\/all cannot be read: No such file or directory\n$/);
  await refused(['last', __filename], /cannot be read: it is no black box\n$/);
}

finish(async () => {
  await gone();
  await notEddy();
  await stopped();
  await anotherVersion();
  await badUsage();
});
