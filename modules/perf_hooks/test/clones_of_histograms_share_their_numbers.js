// A histogram that is cloned, or sent to another thread, keeps its kind, and what one of them records all have.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(11);
const { once } = require('node:events');
const { createHistogram, monitorEventLoopDelay } = require('node:perf_hooks');
const { Worker } = require('node:worker_threads');

finish(async () => {
  const histogram = createHistogram({ lowest: 1, highest: 1e6, figures: 2 });
  histogram.record(7);
  const clone = structuredClone(histogram);
  clone.record(1000);
  clone.record(2e6);
  assert.notStrictEqual(clone, histogram);
  assert.deepStrictEqual([histogram.count, histogram.min, histogram.exceeds], [2, 7, 1]);
  assert.deepStrictEqual(histogram.toJSON(), clone.toJSON());
  histogram.record(9);
  assert.strictEqual(clone.count, 3);

  const worker = new Worker(`
    const { parentPort, workerData } = require('worker_threads');
    for (let i = 0; i < 1000; i++) workerData.record(50);
    parentPort.postMessage(workerData.count);`, { eval: true, workerData: histogram });
  for (let i = 0; i < 1000; i++) histogram.record(60);
  await once(worker, 'message');
  await once(worker, 'exit');
  assert.strictEqual(histogram.count, 2003);
  assert.strictEqual(clone.count, 2003);
  clone.add(createHistogram());
  clone.reset();
  assert.deepStrictEqual([histogram.count, histogram.exceeds, histogram.max], [0, 0, 0]);
  histogram.record(3);
  assert.deepStrictEqual([clone.count, clone.min, clone.max], [1, 3, 3]);

  const delay = structuredClone(monitorEventLoopDelay());
  assert.strictEqual(delay.enable, undefined);
  assert.strictEqual(delay.record, undefined);
  assert.strictEqual(delay.count, 0);
});
