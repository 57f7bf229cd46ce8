'use strict';
// Start, messages both ways, exit codes, errors with their class, limits, and what the worker sees of itself.
const assert = require('node:assert');
const { once } = require('node:events');
const { Worker, isMainThread, threadId, parentPort, setEnvironmentData, SHARE_ENV } = require('node:worker_threads');
const finish = require('../../../test/_finish');

assert.ok(isMainThread && threadId === 0 && parentPort === null);

const run = (source, options) => new Worker(source, { eval: true, ...options });
const exitCode = async (worker) => (await once(worker, 'exit'))[0];

async function main() {
  setEnvironmentData('key', { shared: 1 });
  process.env.IN_PARENT = 'yes';
  const echo = run(`
    const { parentPort, workerData, threadId, threadName, getEnvironmentData, isMainThread } = require('worker_threads');
    process.env.IN_PARENT += ' changed';
    parentPort.postMessage([workerData, threadId, threadName, getEnvironmentData('key'), isMainThread, process.argv.slice(2)]);
    parentPort.once('message', (message) => parentPort.postMessage({ message }));
  `, { workerData: { a: [1] }, name: 'echo', argv: [1, 'b'] });
  assert.strictEqual(echo.threadName, 'echo');
  const [facts] = await once(echo, 'message');
  assert.deepStrictEqual(facts, [{ a: [1] }, echo.threadId, 'echo', { shared: 1 }, false, ['1', 'b']]);
  echo.postMessage('hello');
  assert.deepStrictEqual(await once(echo, 'message'), [{ message: 'hello' }]);
  assert.strictEqual(await exitCode(echo), 0);
  assert.strictEqual(echo.threadId, -1);
  assert.strictEqual(process.env.IN_PARENT, 'yes');
  assert.deepStrictEqual(echo.resourceLimits, {});

  assert.strictEqual(await exitCode(run("process.env.IN_PARENT = 'set'", { env: SHARE_ENV })), 0);
  assert.strictEqual(process.env.IN_PARENT, 'set');
  assert.strictEqual(await exitCode(run("process.on('exit', () => { process.exitCode = 9; }); process.exit(3)")), 9);
  assert.strictEqual(await exitCode(run('await new Promise(() => {}); export {};')), 13);
  assert.strictEqual(await exitCode(new Worker(new URL('data:text/javascript,process.exit(5)'))), 5);

  const failing = run("throw Object.assign(new RangeError('too far'), { code: 'FAR', when() {}, cause: new TypeError('inner') })");
  const [error, code] = await Promise.all([
    new Promise((resolve) => failing.once('error', resolve)), new Promise((resolve) => failing.once('exit', resolve)),
  ]);
  assert.ok(error instanceof RangeError && error.cause instanceof TypeError);
  assert.deepStrictEqual([error.message, error.code, code, 'when' in error], ['too far', 'FAR', 1, false]);

  const full = run('const a = []; for (;;) a.push([a]);', { resourceLimits: { maxOldGenerationSizeMb: 16 } });
  assert.strictEqual((await once(full, 'error'))[0].code, 'ERR_WORKER_OUT_OF_MEMORY');

  for (const method of ['chdir', 'abort', 'setuid']) {
    const refused = run(`process.${method}('/')`);
    assert.strictEqual((await once(refused, 'error'))[0].code, 'ERR_WORKER_UNSUPPORTED_OPERATION');
  }
  // No channel: libraries look for process.send.
  assert.strictEqual(await exitCode(run(`
    const none = ['send', 'disconnect', 'channel', 'connected'].every((name) => !(name in process));
    process.exitCode = none && process.send === undefined ? 4 : 1;
  `)), 4);
  const named = run('process.send(1)', { env: { NODE_CHANNEL_FD: '3' } });
  assert.strictEqual((await once(named, 'error'))[0].message, 'process.send() is not supported in workers');
  assert.throws(() => new Worker('relative.js'), { code: 'ERR_WORKER_PATH' });
  assert.throws(() => run('', { workerData: () => {} }), { name: 'DataCloneError' });
  // V8's flags are the whole process's: refused as options, ignored in NODE_OPTIONS, and never set.
  for (const flag of ['--expose-gc', '--jitless', '--stack-trace-limit=5', '--nonsense', '--title=x']) {
    assert.throws(() => run('', { execArgv: [flag] }), {
      code: 'ERR_WORKER_INVALID_EXEC_ARGV', message: `Initiated Worker with invalid execArgv flags: ${flag}`,
    });
  }
  const options = '--jitless --expose-gc --no_warnings --redirect-warnings=x --max_old_space_size=100';
  assert.strictEqual(await exitCode(run('process.exitCode = typeof gc === "undefined" ? 6 : 7', {
    env: { NODE_OPTIONS: options },
  })), 6);
  const program = 'process.exitCode = process.execArgv.join() === "--no_deprecation" ? 6 : 7';
  assert.strictEqual(await exitCode(run(program, { execArgv: ['--no_deprecation', '--'] })), 6);
  assert.throws(() => run('', { env: { NODE_OPTIONS: '--nonsense' } }), {
    message: 'Initiated Worker with invalid NODE_OPTIONS env variable: --nonsense is not allowed in NODE_OPTIONS',
  });
}
finish(main);
