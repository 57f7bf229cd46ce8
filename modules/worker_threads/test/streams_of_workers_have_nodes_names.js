'use strict';
// What packages and logs print of them; and a transferList that is no list is none.
const assert = require('node:assert');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

finish(async () => {
  const worker = new Worker(`
    process.stdin.resume();
    const names = ['stdin', 'stdout', 'stderr'].map((name) => process[name].constructor.name);
    require('node:worker_threads').parentPort.postMessage(names);
  `, { eval: true, stdin: true, transferList: 5 });
  assert.strictEqual(worker.stdin.constructor.name, 'WritableWorkerStdio');
  assert.strictEqual(worker.stdout.constructor.name, 'ReadableWorkerStdio');
  assert.strictEqual(worker.stderr.constructor.name, 'ReadableWorkerStdio');
  worker.on('message', finish.once((names) => {
    assert.deepStrictEqual(names, ['ReadableWorkerStdio', 'WritableWorkerStdio', 'WritableWorkerStdio']);
  }));
  worker.on('online', finish.once(async () => {
    const snapshot = await worker.getHeapSnapshot();
    assert.strictEqual(snapshot.constructor.name, 'HeapSnapshotStream');
    assert.ok(JSON.parse(snapshot.read()).snapshot.node_count > 0); // one read() gives all of it
    worker.stdin.end();
  }));
  await new Promise((resolve) => { worker.on('exit', resolve); });
});
