// eddy only: eddy loop
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');
const { folder, plant, start, stop, eddy } = require('./_asking');

const COMMANDS = ['why', 'top', 'view', 'trace'];
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
  for (const command of COMMANDS) {
    await refused([command, String(child.pid)], new RegExp(`^eddy loop: there is no process ${child.pid}\n$`));
  }
}

const stateOf = (pid) => fs.readFileSync(`/proc/${pid}/stat`, 'latin1').replace(/^.*\) /s, '')[0];

// Its parent has not asked how it ended.
async function ended() {
  const parent = await start(['-c', '"$0" "$1" > /dev/null & echo $!; exec sleep 1000', process.execPath, plant('short.js', '')], { command: '/bin/sh' });
  await finish.until(() => stateOf(parent.line) === 'Z');
  for (const command of COMMANDS) await refused([command, parent.line], new RegExp(`^eddy loop: process ${parent.line} has ended\n$`));
  await stop(parent);
}

async function notEddy() {
  const child = await start(['-c', 'echo waits; read line'], { command: '/bin/sh' });
  for (const command of COMMANDS) {
    await refused([command, String(child.pid)], new RegExp(`^eddy loop: process ${child.pid} is not eddy: it runs /\\S+\n$`));
  }
  assert.strictEqual(child.exitCode ?? child.signalCode, null, 'it has not been sent a signal');
  await stop(child);
}

async function stopped() {
  const child = await start([plant('waits.js', WAITS)]);
  child.kill('SIGSTOP');
  // Each asks for some seconds.
  await Promise.all(COMMANDS.map((command) =>
    refused([command, String(child.pid)], new RegExp(`^eddy loop: process ${child.pid} is stopped, and answers when it goes on\n$`))));
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
  for (const command of COMMANDS) {
    await refused([command, String(child.pid)],
      new RegExp(`^eddy loop: process ${child.pid} is another version of eddy, \\S+, whose answers this one does not understand\n$`));
  }
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
  await ended();
  await notEddy();
  await stopped();
  await anotherVersion();
  await badUsage();
});
