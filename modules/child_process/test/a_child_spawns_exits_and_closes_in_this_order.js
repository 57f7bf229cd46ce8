// The events of a child's life, and their values, whether it runs, is killed, or cannot be started.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { spawn } = require('node:child_process');
const finish = require('../../../test/_finish');

function record(child) {
  const events = [];
  return new Promise((resolve) => {
    child.on('spawn', () => events.push('spawn'));
    child.on('error', (error) => events.push(['error', error.message, error.code, child.exitCode]));
    child.on('exit', (...args) => events.push(['exit', ...args]));
    child.stdout?.on('data', (data) => events.push(['data', data.toString()]));
    child.on('close', (...args) => resolve([...events, ['close', ...args]]));
  });
}

async function main() {
  const running = spawn('sh', ['-c', 'printf hello; exit 3'], { stdio: ['ignore', 'pipe', 'ignore'] });
  assert.strictEqual(typeof running.pid, 'number');
  assert.ok(process._getActiveHandles().includes(running));
  assert.deepStrictEqual(running.spawnargs, ['sh', '-c', 'printf hello; exit 3']);
  assert.strictEqual(running.spawnfile, 'sh');
  assert.strictEqual(running.exitCode, null);
  assert.strictEqual(running.stdin, null);
  const events = await record(running);
  assert.strictEqual(events[0], 'spawn');
  assert.deepStrictEqual(events.at(-1), ['close', 3, null]);
  // Data and exit come from different descriptors: either may be first, but all comes before 'close'.
  assert.deepStrictEqual(new Set(events.slice(1, -1).map(String)), new Set(['data,hello', 'exit,3,']));
  assert.strictEqual(running.exitCode, 3);
  assert.strictEqual(running.signalCode, null);
  assert.strictEqual(running.kill(), false);

  const killed = spawn('sleep', ['100'], { stdio: 'ignore' });
  assert.strictEqual(killed.kill('SIGKILL'), true);
  assert.strictEqual(killed.killed, true);
  assert.deepStrictEqual(await record(killed), ['spawn', ['exit', null, 'SIGKILL'], ['close', null, 'SIGKILL']]);
  assert.strictEqual(killed.signalCode, 'SIGKILL');

  const missing = spawn('/no/such/program', ['x', 'y']);
  assert.strictEqual(missing.pid, undefined);
  let error;
  missing.on('error', (e) => { error = e; });
  const failed = await record(missing);
  assert.deepStrictEqual(failed[0], ['error', 'spawn /no/such/program ENOENT', 'ENOENT', -2]);
  assert.deepStrictEqual(failed.at(-1), ['close', -2, null]);
  assert.deepStrictEqual({ ...error }, {
    errno: -2, code: 'ENOENT', syscall: 'spawn /no/such/program', path: '/no/such/program', spawnargs: ['x', 'y'],
  });

  const nowhere = await record(spawn('true', [], { cwd: '/no/such/folder', stdio: 'ignore' }));
  assert.deepStrictEqual(nowhere, [['error', 'spawn true ENOENT', 'ENOENT', -2], ['close', -2, null]]);

  const folder = await record(spawn('/tmp', [], { stdio: 'ignore' }));
  assert.deepStrictEqual(folder, [['error', 'spawn /tmp EACCES', 'EACCES', -13], ['close', -13, null]]);

  // None is left, neither a zombie nor a pipe.
  const descriptors = fs.readdirSync('/proc/self/fd').length;
  for (let i = 0; i < 5; i++) {
    await record(spawn('sh', ['-c', 'exit 0']));
    await record(spawn('/no/such/program'));
  }
  assert.strictEqual(fs.readdirSync('/proc/self/fd').length, descriptors);
  assert.strictEqual(fs.readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8'), '');
}

finish(main);
