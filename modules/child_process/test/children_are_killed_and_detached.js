// Signals to children: kill(), timeouts, AbortSignals, `using`; and children that outlive their parent.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(23);
const { once } = require('node:events');
const { text } = require('node:stream/consumers');
const { spawn, fork, ChildProcess } = require('node:child_process');

const sleeper = (options) => spawn('sleep', ['100'], { stdio: 'ignore', ...options });

async function main() {
  for (const [signal, name] of [['SIGTERM', 'SIGTERM'], [2, 'SIGINT'], [undefined, 'SIGTERM'], ['sigkill', 'SIGKILL']]) {
    const child = sleeper();
    assert.strictEqual(child.kill(0), true);
    assert.strictEqual(child.kill(signal), true);
    assert.deepStrictEqual(await once(child, 'exit'), [null, name]);
    assert.strictEqual(child.kill(0), false);
  }

  assert.deepStrictEqual(await once(sleeper({ timeout: 20, killSignal: 'SIGKILL' }), 'exit'), [null, 'SIGKILL']);

  const controller = new AbortController();
  const aborted = sleeper({ signal: controller.signal });
  await once(aborted, 'spawn');
  const failure = new Promise((resolve) => aborted.on('error', resolve));
  controller.abort();
  const error = await failure;
  assert.deepStrictEqual([error.name, error.code, error.cause.name], ['AbortError', 'ABORT_ERR', 'AbortError']);

  const disposed = sleeper();
  disposed[Symbol.dispose]();
  assert.strictEqual(disposed.killed, true);
  assert.strictEqual(ChildProcess.prototype[Symbol.dispose].length, 0);
  assert.deepStrictEqual(await once(disposed, 'exit'), [null, 'SIGTERM']);

  // A session of its own.
  const detached = spawn('sh', ['-c', 'cut -d" " -f6 /proc/self/stat; echo $$'], { detached: true });
  const [session, pid] = (await text(detached.stdout)).trim().split('\n');
  assert.strictEqual(session, pid);
}

// An unref'd child, and an unref'd channel, let the parent end.
if (process.argv[2] === 'child') {
  setTimeout(() => {}, 100000);
} else if (process.argv[2] === 'parent') {
  const child = fork(__filename, ['child'], { detached: true });
  child.unref();
  child.channel.unref();
  process.on('exit', () => child.kill('SIGKILL'));
} else {
  const parent = fork(__filename, ['parent']);
  parent.on('exit', (code) => {
    assert.strictEqual(code, 0);
    main();
  });
}
