// SIGINT ends the script that began last, of those with breakOnSigint; those of other threads neither wait for it nor end with it.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(6);
const { once } = require('node:events');
const vm = require('node:vm');
const { Worker } = require('node:worker_threads');

const breakOnSigint = true;
const interrupted = { code: 'ERR_SCRIPT_EXECUTION_INTERRUPTED', message: 'Script execution was interrupted by `SIGINT`' };

globalThis.interrupt = () => process.kill(process.pid, 'SIGINT');
globalThis.runInner = () => {
  assert.throws(() => vm.runInThisContext('interrupt(); for (;;);', { breakOnSigint }), interrupted);
};

// A script within a script.
assert.strictEqual(vm.runInThisContext('runInner(); "goes on"', { breakOnSigint }), 'goes on');
assert.throws(() => vm.runInThisContext('runInner(); interrupt(); for (;;);', { breakOnSigint }), interrupted);

// A script of another thread, which runs on while scripts here begin and end.
finish(async () => {
  const isRunning = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(`
    const { parentPort, workerData } = require('worker_threads');
    globalThis.begin = () => { Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); };
    let code;
    try {
      require('vm').runInThisContext('begin(); for (;;);', { breakOnSigint: true });
    } catch (error) {
      code = error.code;
    }
    parentPort.postMessage(code);`, { eval: true, workerData: isRunning });
  Atomics.wait(isRunning, 0, 0);
  assert.strictEqual(vm.runInThisContext('1 + 1', { breakOnSigint }), 2);
  const message = once(worker, 'message');
  globalThis.interrupt();
  assert.deepStrictEqual(await message, ['ERR_SCRIPT_EXECUTION_INTERRUPTED']);
});
