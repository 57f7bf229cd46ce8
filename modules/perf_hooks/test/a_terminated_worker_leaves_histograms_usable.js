// A worker that is terminated while it records into a shared histogram keeps nobody from recording, reading or resetting it.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(20);
const { once } = require('node:events');
const { createHistogram } = require('node:perf_hooks');
const { Worker } = require('node:worker_threads');

finish(async () => {
  const histogram = createHistogram({ lowest: 1, highest: 1000, figures: 1 });
  for (let i = 0; i < 10; i++) {
    const worker = new Worker(`
      const { parentPort, workerData } = require('worker_threads');
      workerData.record(7);
      parentPort.postMessage('recording');
      for (;;) workerData.record(7);`, { eval: true, workerData: histogram });
    await once(worker, 'message');
    for (let read = 0; read < 100; read++) {
      const { percentiles } = histogram; // agree with themselves, whatever is recorded or reset meanwhile
      if (percentiles.get(100) !== 7 && percentiles.get(100) !== 0) assert.fail(`${[...percentiles]}`);
      histogram.reset();
    }
    await worker.terminate();
    histogram.reset();
    histogram.record(7);
    assert.strictEqual(histogram.count, 1);
    assert.deepStrictEqual([...histogram.percentiles], [[0, 7], [100, 7]]);
  }
});
