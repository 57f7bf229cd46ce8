'use strict';
// Where there is no stack left to note a rejection, stderr says so, and the program goes on; what is rejected further out
// is a rejection like any other.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function run(program) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  assert.ok(stderr.startsWith('Exception in PromiseRejectCallback:\n'), stderr);
  assert.ok(stderr.includes('RangeError: Maximum call stack size exceeded'), stderr);
  return { status, stdout };
}

assert.deepStrictEqual(run(`
  async function dive() { await dive(); }
  dive();
  process.on('exit', (code) => console.log('exit', code));
`), { status: 1, stdout: 'exit 1\n' });

assert.deepStrictEqual(run(`
  function dive() { try { dive(); } catch { Promise.reject(new Error('deep')); } }
  dive();
  setImmediate(() => console.log('goes on'));
`), { status: 0, stdout: 'goes on\n' });
