// exec and execFile: output for a callback or a promise; limits, signals and errors.
'use strict';
const assert = require('node:assert');
const { promisify } = require('node:util');
const { exec, execFile } = require('node:child_process');
const finish = require('../../../test/_finish');

const run = promisify(exec);

async function main() {
  assert.deepStrictEqual(await run('printf out; printf err >&2'), { stdout: 'out', stderr: 'err' });
  assert.deepStrictEqual(await run('printf a', { encoding: 'buffer' }),
                         { stdout: Buffer.from('a'), stderr: Buffer.alloc(0) });
  assert.strictEqual(run('true').child.spawnfile, '/bin/sh');

  await assert.rejects(run('printf x; printf why >&2; exit 4'), {
    message: 'Command failed: printf x; printf why >&2; exit 4\nwhy',
    code: 4, killed: false, signal: null, cmd: 'printf x; printf why >&2; exit 4', stdout: 'x', stderr: 'why',
  });
  await assert.rejects(run('exec sleep 100', { timeout: 50 }),
                       { killed: true, signal: 'SIGTERM', code: null, cmd: 'exec sleep 100' });
  await assert.rejects(run('printf 12345', { maxBuffer: 4 }),
                       { code: 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER', name: 'RangeError', stdout: '1234',
                         message: 'stdout maxBuffer length exceeded' });
  await assert.rejects(promisify(execFile)('/no/such/program', ['a']),
                       { code: 'ENOENT', cmd: '/no/such/program a', stdout: '', stderr: '' });

  const controller = new AbortController();
  const aborted = run('exec sleep 100', { signal: controller.signal });
  controller.abort(new Error('enough'));
  await assert.rejects(aborted, (error) => {
    assert.strictEqual(error.name, 'AbortError');
    assert.strictEqual(error.code, 'ABORT_ERR');
    assert.strictEqual(error.cause.message, 'enough');
    return true;
  });
  await assert.rejects(run('true', { signal: AbortSignal.abort() }), { name: 'AbortError' });

  const child = execFile(process.execPath, ['-e', 'process.exit(Number(process.argv[1]))', 7], (error, stdout) => {
    assert.strictEqual(error.code, 7);
    assert.strictEqual(stdout, '');
  });
  assert.deepStrictEqual(child.spawnargs.slice(1), ['-e', 'process.exit(Number(process.argv[1]))', 7]);
}

finish(main);
