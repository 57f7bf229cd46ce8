'use strict';
// Objects with a native half whose wrappers the collector has found dead are freed once, though the thread ends in between.
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const program = (make) => `const vm = require('node:vm'), crypto = require('node:crypto'), kept = [];
for (let i = 0; ; i++) { ${make}; kept[i % 200_000] = { a: [i, { i }] }; }`;

finish(async () => {
  let seed = 20251129;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  for (let round = 0; round < 24; round++) {
    const worker = new Worker(program(['new vm.Script("1")', 'crypto.createHash("sha1")'][round % 2]), { eval: true });
    await new Promise((resolve) => { worker.once('online', resolve); });
    await new Promise((resolve) => { setTimeout(resolve, 40 + random() * 150); });
    await worker.terminate();
  }
});
