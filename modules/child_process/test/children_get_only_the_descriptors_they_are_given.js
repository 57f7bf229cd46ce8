'use strict';
// What this process itself was given, an IPC channel for one, is not its children's; only the standard three are, when
// process.execve makes it another program.
const finish = require('../../../test/_finish');
const assert = finish.plan(4);
const fs = require('node:fs');
const { fork, spawnSync } = require('node:child_process');

const ours = (text) => text.split('\n').filter((line) => / ([3-9]|\d\d+) -> .*(socket|given)/.test(line));

if (process.argv[2] === 'child') {
  const lines = spawnSync('ls', ['-l', '/proc/self/fd'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).stdout;
  process.send(ours(lines));
  process.once('message', () => {
    process.execve('/bin/sh', ['sh', '-c', 'ls -l /proc/self/fd; echo told'], process.env);
  });
  return;
}

const given = `${process.env.TMPDIR ?? '/tmp'}/given-${process.pid}`;
const other = fs.openSync(given, 'w');
const child = fork(__filename, ['child'], { stdio: ['ignore', 'pipe', 'inherit', 'ipc', other] });
let output = '';
child.stdout.setEncoding('utf8').on('data', (text) => { output += text; });
child.on('message', (lines) => {
  assert.deepStrictEqual(lines, []);
  child.send('go on as a shell');
});
child.on('close', (code) => {
  fs.rmSync(given);
  assert.strictEqual(code, 0);
  assert.ok(output.endsWith('told\n'), output);
  assert.deepStrictEqual(ours(output), []);
});
