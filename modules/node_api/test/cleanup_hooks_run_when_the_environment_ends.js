'use strict';
// Hooks run, the last added first, when a program ends by itself or a worker ends however; not behind process.exit().
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

if (process.argv[2] !== undefined) {
  const [,, library, ending] = process.argv;
  if (ending === 'worker' || ending === 'terminated') {
    const { Worker } = require('node:worker_threads');
    const rest = ending === 'worker' ? '' : 'require("node:worker_threads").parentPort.postMessage(0); for (;;);';
    const worker = new Worker(`const a = require(${JSON.stringify(library)}); a.onEnd('one\\n'); a.onEnd('two\\n'); ${rest}`, { eval: true });
    worker.on('message', () => worker.terminate());
  } else {
    const addon = require(library);
    addon.onEnd('one\n');
    addon.onEnd('two\n');
    if (ending === 'exit') process.exit();
  }
} else {
  const library = require('./_compile')('everyday');
  const outputOf = (ending) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [__filename, library, ending]);
    assert.strictEqual(`${stderr}`, '');
    assert.strictEqual(status, 0);
    return `${stdout}`;
  };
  assert.strictEqual(outputOf('end'), 'two\none\n');
  assert.strictEqual(outputOf('exit'), '');
  assert.strictEqual(outputOf('worker'), 'two\none\n');
  assert.strictEqual(outputOf('terminated'), 'two\none\n');
}
