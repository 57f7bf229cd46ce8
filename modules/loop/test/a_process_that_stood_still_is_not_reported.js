// eddy only: --loop-watch
'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const finish = require('../../../test/_finish');
const { plant } = require('./_asking');

// It is stopped within a callback, and has computed next to nothing when that returns.
const program = [
  'setTimeout(function stands() {',
  '  process.kill(process.pid, "SIGSTOP");',
  '  console.log("goes on");',
  '}, 1);',
].join('\n');

const STILL_MS = 2000; // over the limit for reports while a callback lasts, too

function isStopped(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).startsWith('T');
}

finish(async () => {
  const child = spawn(process.execPath, ['--loop-watch=50ms', plant('stands.js', program)]);
  let stdout = '', stderr = '';
  child.stdout.on('data', (data) => { stdout += data; });
  child.stderr.on('data', (data) => { stderr += data; });
  const closed = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  while (!isStopped(child.pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, STILL_MS));
  child.kill('SIGCONT');
  assert.deepStrictEqual(await closed, { code: 0, signal: null });
  assert.strictEqual(stdout, 'goes on\n');
  assert.strictEqual(stderr, '');
});
