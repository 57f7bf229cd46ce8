'use strict';
const assert = require('node:assert');
const cluster = require('node:cluster');
const net = require('node:net');
const finish = require('../../../test/_finish');

const ways = ['disconnect', 'disconnectItself', 'killItself', 'kill', 'exit', 'dropChannel'];

if (cluster.isWorker) {
  assert.strictEqual(process.env.NODE_UNIQUE_ID, undefined);
  assert.strictEqual(cluster.worker.process, process);
  assert.strictEqual(cluster.worker.isDead(), false);
  assert.strictEqual(cluster.worker.isConnected(), true);
  assert.strictEqual(cluster.fork, undefined);
  assert.strictEqual(cluster.workers, undefined);
  net.createServer().listen(0, '127.0.0.1', () => setImmediate(() => {
    const { WAY: way } = process.env;
    if (way === 'disconnectItself') assert.strictEqual(cluster.worker.disconnect(), cluster.worker);
    if (way === 'killItself') cluster.worker.kill();
    if (way === 'exit') process.exit(3);
  }));
  return;
}

assert.strictEqual(cluster.isPrimary, true);
assert.strictEqual(cluster.worker, undefined);
const all = [];
const perWorker = new Map();
for (const event of ['fork', 'online', 'listening', 'disconnect', 'exit']) {
  cluster.on(event, (worker) => all.push(`${event} ${worker.id}`));
}

const expected = {
  disconnect: [0, null, true],
  disconnectItself: [0, null, true],
  killItself: [0, null, true],
  kill: [null, 'SIGTERM', false],
  exit: [3, null, false],
  dropChannel: [0, null, false],
};

for (const way of ways) {
  const worker = cluster.fork({ WAY: way });
  assert.strictEqual(worker.state, 'none');
  assert.strictEqual(worker.exitedAfterDisconnect, undefined);
  assert.strictEqual(cluster.workers[worker.id], worker);
  const seen = [];
  perWorker.set(worker, seen);
  for (const event of ['online', 'listening', 'disconnect', 'exit']) {
    worker.on(event, () => seen.push(`${event} ${worker.state}`));
  }
  worker.on('listening', () => {
    if (way === 'disconnect') assert.strictEqual(worker.disconnect(), worker);
    if (way === 'kill') worker.kill();
    if (way === 'dropChannel') worker.process.disconnect();
  });
  worker.on('exit', (code, signal) => {
    assert.deepStrictEqual([code, signal, worker.exitedAfterDisconnect], expected[way], way);
    assert.strictEqual(worker.isDead(), true);
  });
}

finish.atExit(() => {
  assert.deepStrictEqual(cluster.workers, {});
  assert.strictEqual(all.length, 5 * ways.length);
  for (const [worker, seen] of perWorker) {
    const { id } = worker;
    // Each once; 'disconnect' and 'exit' come in either order.
    const [fork, online, listening, ...ends] = all.filter((line) => line.endsWith(` ${id}`));
    assert.deepStrictEqual([fork, online, listening], [`fork ${id}`, `online ${id}`, `listening ${id}`]);
    assert.deepStrictEqual(ends.sort(), [`disconnect ${id}`, `exit ${id}`]);
    assert.deepStrictEqual(seen.slice(0, 2), ['online online', 'listening listening']);
    assert.deepStrictEqual(seen.slice(2).sort(), ['disconnect disconnected', 'exit dead']);
  }
});
