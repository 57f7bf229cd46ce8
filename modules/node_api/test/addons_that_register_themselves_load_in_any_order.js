'use strict';
// In threads one after the other, though each closes the library as it ends, and in many at once; also where the library
// stays in memory, so that its constructor does not run again.
// eddy only: Node says "Module did not self-register" where the library stayed
const assert = require('node:assert');
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');
const compile = require('./_compile');

const load = async (library) => {
  const worker = new Worker(`require('node:worker_threads').parentPort.postMessage(require(${JSON.stringify(library)}))`, { eval: true });
  const exited = once(worker, 'exit');
  const [{ answer }] = await once(worker, 'message');
  await exited;
  return answer;
};

finish(async () => {
  for (const options of [[], ['-Wl,-z,nodelete']]) {
    const library = compile('registers_itself', options);
    assert.strictEqual(await load(library), 42);
    assert.strictEqual(await load(library), 42);
    assert.deepStrictEqual(await Promise.all(Array(8).fill(library).map(load)), Array(8).fill(42));
    assert.strictEqual(require(library).answer, 42);
  }
});
