'use strict';
const finish = require('../../../test/_finish');
const assert = require('node:assert');
const v8 = require('node:v8');
const { Worker } = require('node:worker_threads');

assert.strictEqual(v8.getHeapStatistics().does_zap_garbage, 0);
const worker = new Worker('require("worker_threads").parentPort.on("message", () => process.exit())', { eval: true });
worker.on('online', finish.once(async () => {
  const numbers = await worker.getHeapStatistics();
  assert.strictEqual(numbers.does_zap_garbage, false);
  assert.deepStrictEqual(Object.keys(numbers), Object.keys(v8.getHeapStatistics()));
  worker.postMessage('exit');
}));
