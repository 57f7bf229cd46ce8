'use strict';
// What a program knows as process is one object, the built-in files' own, whatever it puts in the global's place.
const assert = require('node:assert');
const EventEmitter = require('node:events');
const vm = require('node:vm');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const own = process;
assert.strictEqual(own, require('node:process'));
assert.strictEqual(own, require('process'));
assert.strictEqual(own, globalThis.process);

// A class of its own, whose prototype inherits from EventEmitter's.
const prototype = Object.getPrototypeOf(own);
assert.deepStrictEqual(Object.getOwnPropertyNames(prototype), ['constructor']);
assert.deepStrictEqual([prototype.constructor.name, prototype.constructor.length], ['process', 0]);
assert.strictEqual(prototype.constructor.prototype, prototype);
assert.strictEqual(Object.getPrototypeOf(prototype), EventEmitter.prototype);
assert.ok(own instanceof EventEmitter);
assert.strictEqual(Object.prototype.toString.call(own), '[object process]');
assert.throws(() => structuredClone(own), { name: 'DataCloneError' });

async function anotherInItsPlace() {
  globalThis.process = { nextTick() { throw new Error('not asked'); }, emitWarning() { throw new Error('not asked'); }, env: {} };
  try {
    // Files that are loaded now, and those that were, go on with their own.
    const warned = new Promise((resolve) => own.once('warning', resolve));
    require('node:util').deprecate(() => {}, 'old', 'TEST_PROCESS')();
    assert.strictEqual((await warned).code, 'TEST_PROCESS');
    assert.strictEqual(require('node:readline').createInterface({ input: new (require('node:stream').PassThrough)() }).close(), undefined);
    assert.strictEqual(require('node:process'), own);
    const caught = new Promise((resolve) => own.once('uncaughtException', resolve));
    setImmediate(() => { throw new Error('thrown'); });
    assert.strictEqual((await caught).message, 'thrown');
  } finally {
    globalThis.process = own;
  }
}

async function othersElsewhere() {
  assert.strictEqual(vm.runInNewContext('typeof process'), 'undefined');
  process.mark = 1;
  const worker = new Worker(`
    const { parentPort } = require('node:worker_threads');
    const facts = [process === require('node:process'), process.mark, process.pid, Object.getPrototypeOf(process).constructor.name];
    parentPort.postMessage(facts);`, { eval: true });
  const facts = await new Promise((resolve) => worker.once('message', resolve));
  assert.deepStrictEqual(facts, [true, undefined, process.pid, 'process']);
}

finish(async () => {
  await anotherInItsPlace();
  await othersElsewhere();
});
