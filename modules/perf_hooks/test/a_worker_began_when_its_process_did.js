'use strict';
const assert = require('node:assert');
const { nodeTiming } = require('node:perf_hooks').performance;
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const finish = require('../../../test/_finish');

if (isMainThread) {
  new Worker(__filename).on('message', finish.once(({ nodeStart, v8Start, environment }) => {
    assert.deepStrictEqual([nodeStart, v8Start], [nodeTiming.nodeStart, nodeTiming.v8Start]);
    assert.ok(environment > nodeTiming.bootstrapComplete);
  }));
} else {
  const { nodeStart, v8Start, environment } = nodeTiming;
  parentPort.postMessage({ nodeStart, v8Start, environment });
}
