// eddy only: Node ends by a signal when the heap's profile is left on
'use strict';
const assert = require('node:assert');
const { Worker } = require('node:worker_threads');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const programs = {
  'CPU profile': `process.cpuProfile = require('node:v8').startCpuProfile();`,
  'collections': `new (require('node:v8').GCProfiler)().start();
    new PerformanceObserver(() => {}).observe({ entryTypes: ['gc'] });`,
  'hooks of promises': `require('node:v8').promiseHooks.createHook({ init() {}, settled() {} });
    require('node:async_hooks').createHook({ init() {}, destroy() {} }).enable();`,
  'snapshot being read': `require('node:v8').getHeapSnapshot().once('readable', () => {});`,
  'memory being measured': `require('node:vm').measureMemory({ execution: 'eager' }).then(() => {}, () => {});`,
  'delays of the loop': `require('node:perf_hooks').monitorEventLoopDelay().enable();`,
  'snapshots near the limit': `require('node:v8').setHeapSnapshotNearHeapLimit(1);`,
  'counted objects': `require('node:v8').queryObjects?.(Object);`,
};
const endings = {
  'by itself': () => '',
  'by process.exit()': () => 'setImmediate(() => process.exit());',
  'by terminate()': (worker) => { if (worker) worker.terminate(); return 'setInterval(() => {}, 1);'; },
};
const garbage = `const kept = []; for (let i = 0; i < 5000; i++) kept[i % 1000] = new (require('node:vm').Script)('1'), [i, {}];
  Promise.resolve().then(() => {});`;

async function end(program, ending, ask) {
  const worker = new Worker(`${program};${garbage};require('node:worker_threads').parentPort.postMessage(0);${ending()}`, { eval: true });
  const exit = once(worker, 'exit');
  if (ask) await worker[ask]();
  await once(worker, 'message');
  ending(worker);
  await exit;
}

finish(async () => {
  let count = 0;
  for (const ending of Object.values(endings)) {
    for (const program of Object.values(programs)) {
      await end(program, ending);
      count++;
    }
  }
  for (let i = 0; i < 3; i++) {
    await end('setInterval(() => {}, 1)', endings['by terminate()'], 'startHeapProfile');
    await end('setInterval(() => {}, 1)', endings['by terminate()'], 'startCpuProfile');
  }
  assert.strictEqual(count, 24);
});
