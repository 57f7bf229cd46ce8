'use strict';
// terminate() at any moment: in an endless loop, waiting, in the middle of I/O, in promise jobs, while it starts.
const assert = require('node:assert');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const programs = [
  'for (;;);',
  'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)',
  "(function read() { require('fs').readFile(process.execPath, read); })()",
  "require('net').createServer().listen(0)",
  'const again = () => Promise.resolve().then(again); again()',
  'setInterval(() => {}, 1)',
  "require('vm').runInNewContext('for (;;);')",
  "const { Worker } = require('worker_threads'); new Worker('for (;;);', { eval: true })",
];

async function main() {
  for (const program of programs) {
    const worker = new Worker(program, { eval: true });
    await once(worker, 'online');
    const exit = once(worker, 'exit');
    assert.strictEqual(await worker.terminate(), 1);
    assert.deepStrictEqual((await exit)[0], 1);
    assert.strictEqual(await worker.terminate(), undefined);
  }
  const starting = Array.from({ length: 4 }, () => new Worker('for (;;);', { eval: true }));
  const codes = await Promise.all(starting.map((worker) => worker.terminate()));
  assert.ok(codes.every((code) => code === 0 || code === 1), `${codes}`); // 0: its program never began
}
finish(main);
