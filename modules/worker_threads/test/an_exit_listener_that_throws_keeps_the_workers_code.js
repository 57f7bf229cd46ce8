'use strict';
// An error that a listener of 'exit' throws in a worker is the parent's 'error' event; the exit code is what it was.
const assert = require('node:assert');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

function run(program) {
  return new Promise((resolve) => {
    const log = [];
    const worker = new Worker(program, { eval: true });
    worker.on('error', (error) => { log.push(error.message); });
    worker.on('exit', (code) => { resolve([...log, code]); });
  });
}

const thrower = "process.on('exit', (code) => { throw new Error(`in exit ${code}`); });";
finish(async () => {
  assert.deepStrictEqual(await run(thrower), ['in exit 0', 0]);
  assert.deepStrictEqual(await run(`${thrower} process.exit(3);`), ['in exit 3', 3]);
  assert.deepStrictEqual(await run(`${thrower} process.exitCode = 4;`), ['in exit 4', 4]);
  assert.deepStrictEqual(await run(`${thrower} throw new Error('first');`), ['first', 1]);
  assert.deepStrictEqual(await run("process.on('beforeExit', () => { throw new Error('before'); });"), ['before', 1]);
  assert.deepStrictEqual(await run("process.on('exit', () => { process.exit(9); });"), [9]);
});
