'use strict';
// What a thread is asked about itself it tells at once, also when its program never comes back to the loop; and reports
// tell of workers, busy or waiting.
const assert = require('node:assert');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const online = (worker) => new Promise((resolve) => { worker.once('online', resolve); });
const exit = (worker) => new Promise((resolve) => { worker.once('exit', resolve); });

async function main() {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const busy = new Worker('const { workerData } = require("worker_threads"); while (workerData[0] === 0);',
                          { eval: true, workerData: flag, name: 'busy one' });
  const idle = new Worker('setInterval(() => {}, 1000)', { eval: true });
  await Promise.all([online(busy), online(idle)]);
  for (const worker of [busy, idle]) {
    const { used_heap_size: used } = await worker.getHeapStatistics();
    assert.ok(used > 0 && Number.isInteger(used));
    const { user, system } = await worker.cpuUsage();
    assert.ok(user >= 0 && system >= 0);
    assert.ok(worker.performance.eventLoopUtilization().utilization <= 1);
  }
  let snapshot = '';
  for await (const chunk of await busy.getHeapSnapshot()) snapshot += chunk;
  assert.ok(JSON.parse(snapshot).nodes.length > 0);

  const { header, workers } = process.report.getReport();
  assert.strictEqual(header.threadId, 0);
  assert.deepStrictEqual(workers.map((report) => [report.header.threadId, report.header.event, report.header.trigger]).sort(), [
    [busy.threadId, 'Worker thread subreport [busy one]', 'GetReport'],
    [idle.threadId, 'Worker thread subreport [WorkerThread]', 'GetReport'],
  ].sort());
  for (const report of workers) {
    assert.strictEqual(report.header.processId, process.pid);
    assert.strictEqual(report.header.filename, null);
    assert.ok(report.javascriptHeap.usedMemory > 0);
    assert.deepStrictEqual(report.workers, []);
  }

  assert.strictEqual(flag[0], 0);
  Atomics.store(flag, 0, 1);
  idle.terminate();
  assert.deepStrictEqual(await Promise.all([exit(busy), exit(idle)]), [0, 1]);
  await assert.rejects(busy.getHeapStatistics(), { code: 'ERR_WORKER_NOT_RUNNING' });
  assert.deepStrictEqual(process.report.getReport().workers, []);
}

finish(main);
