'use strict';
// The command line, NODE_OPTIONS and a worker's execArgv: what wins, what is refused, and what the program sees of it.
const assert = require('assert');
const finish = require('../../../test/_finish');
const { execFile } = require('child_process');
const { Worker } = require('worker_threads');

const run = (flags, source, env = {}) => new Promise((done) => {
  execFile(process.execPath, [...flags, '-p', source], { env: { ...process.env, NODE_OPTIONS: '', ...env } },
           (error, stdout, stderr) => done([error?.code ?? 0, stdout.trim(), stderr.trim().replace(/^.*: /, '')]));
});

finish(async () => {
  const limit = 'Error.stackTraceLimit';
  assert.deepStrictEqual(await run([], limit), [0, '10', '']);
  assert.deepStrictEqual(await run(['--stack-trace-limit=3'], limit), [0, '3', '']);
  assert.deepStrictEqual(await run([], limit, { NODE_OPTIONS: '--stack-trace-limit=4' }), [0, '4', '']);
  assert.deepStrictEqual(await run(['--stack-trace-limit=5'], limit, { NODE_OPTIONS: '--stack-trace-limit=4' }), [0, '5', '']);

  // Arrays gather from both places, those of the environment first.
  const conditions = "process.execArgv.join() + ' ' + process.argv.length";
  assert.deepStrictEqual(await run(['-C', 'a', '--conditions=b'], conditions), [0, '-C,a,--conditions=b,-p,' + conditions + ' 1', '']);

  // Refused.
  const [code, out] = await run(['--no-such-option-there-is'], '1');
  assert.deepStrictEqual([code, out], [9, '']);
  assert.deepStrictEqual((await run([], '1', { NODE_OPTIONS: '--eval 1' })).slice(0, 2), [9, '']);
  assert.deepStrictEqual((await run(['--max-http-header-size=x'], 'require("http").maxHeaderSize')).slice(0, 1), [0]);
  assert.deepStrictEqual(await run(['--max-http-header-size=1024'], 'require("http").maxHeaderSize'), [0, '1024', '']);
  assert.deepStrictEqual(await run(['--no-warnings'], 'process.emitWarning("w"), process.noDeprecation'), [0, 'undefined', '']);

  // What a worker is given is its own.
  const seen = await new Promise((done) => {
    new Worker('require("worker_threads").parentPort.postMessage([process.execArgv, typeof gc])', { eval: true, execArgv: ['--no-warnings'] })
      .on('message', done);
  });
  assert.deepStrictEqual(seen[0], ['--no-warnings']);
  assert.throws(() => new Worker('', { eval: true, execArgv: ['--title=x'] }), { code: 'ERR_WORKER_INVALID_EXEC_ARGV' });
});
