'use strict';
// Flags: --expose-gc
// An addon of Node-API: values, classes, errors, work on the pool, calls from threads, memory; the same in a worker.
const assert = require('node:assert');
const { setImmediate: turn } = require('node:timers/promises');
const { pathToFileURL } = require('node:url');
const { Worker, isMainThread, workerData } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const library = isMainThread ? require('./_compile')('everyday') : workerData;
const addon = require(library);

function valuesAndErrors() {
  assert.strictEqual(addon.reverse('abc'), 'cba');
  assert.throws(() => addon.reverse(1), { name: 'TypeError', code: 'ERR_REVERSE', message: 'A string was expected' });
  const error = new Error('thrown');
  assert.deepStrictEqual(addon.call(() => 5), [5, false, 0]);
  assert.deepStrictEqual(addon.call(() => { throw error; }), [error, true, 10]);
  assert.deepStrictEqual(addon.call('no function'), [undefined, false, 1]);
  assert.strictEqual(addon.file(), pathToFileURL(library).href);
  assert.strictEqual(require(library), addon);
}

function classes() {
  const counter = new addon.Counter(3);
  assert.strictEqual(addon.Counter.name, 'Counter');
  assert.strictEqual(counter.next(), 4);
  assert.strictEqual(counter.value, 4);
  assert.throws(() => counter.next.call({}), { name: 'TypeError', message: 'Illegal invocation' });
}

async function calls() {
  assert.deepStrictEqual(await Promise.all([addon.square(3), addon.square(4)]), [9, 16]);
  const seen = [];
  await new Promise((resolve) => {
    addon.fromThreads((number) => { if (seen.push(number) === 40) resolve(); });
  });
  assert.deepStrictEqual(seen.sort((a, b) => a - b), Array.from({ length: 40 }, (_, i) => i >> 1));
}

async function memory() {
  const before = addon.freed();
  (function use() {
    const buffer = addon.memory();
    assert.ok(Buffer.isBuffer(buffer));
    assert.strictEqual(buffer.toString(), 'memory');
    assert.throws(() => structuredClone(buffer.buffer, { transfer: [buffer.buffer] }), { name: 'DataCloneError' });
  }());
  for (let i = 0; i < 100 && addon.freed() === before; i++) {
    globalThis.gc();
    await turn();
  }
  assert.strictEqual(addon.freed(), before + 1);
}

finish(async () => {
  valuesAndErrors();
  classes();
  await calls();
  await memory();
  if (isMainThread) {
    const worker = new Worker(__filename, { workerData: library });
    worker.on('error', finish.never('the same works in a worker'));
    worker.on('exit', finish.once((code) => assert.strictEqual(code, 0)));
  }
});
