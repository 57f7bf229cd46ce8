'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(15);
const cluster = require('node:cluster');
const net = require('node:net');

const WORKERS = 2;
const CONNECTIONS = 8;

if (cluster.isWorker) {
  // Port 0 is the same port in all workers, and another one for a second server of the same worker.
  const first = net.createServer((socket) => socket.end(`${cluster.worker.id}`)).listen(0, '127.0.0.1', () => {
    const second = net.createServer().listen(0, '127.0.0.1', () => {
      process.send({ first: first.address(), second: second.address() });
      assert.strictEqual(cluster.worker.state, 'listening');
    });
  });
  return;
}

assert.strictEqual(cluster.schedulingPolicy, cluster.SCHED_RR);
const ports = [];
for (let i = 0; i < WORKERS; i++) cluster.fork();
cluster.on('message', (worker, { first, second }) => {
  assert.deepStrictEqual(first, { address: '127.0.0.1', family: 'IPv4', port: first.port });
  assert.notStrictEqual(first.port, second.port);
  ports.push([first.port, second.port]);
  if (ports.length === WORKERS) connectOften(first.port);
});

async function connectOften(port) {
  assert.deepStrictEqual(ports[0], ports[1]);
  const answers = [];
  for (let i = 0; i < CONNECTIONS; i++) answers.push(await answerOf(port));
  // Each in its turn; who begins is not said.
  for (let i = 2; i < CONNECTIONS; i++) assert.strictEqual(answers[i], answers[i - 2]);
  assert.deepStrictEqual(new Set(answers), new Set(['1', '2']));
  cluster.disconnect(() => {
    assert.deepStrictEqual(cluster.workers, {});
    // The last worker has gone: nobody listens any more.
    net.connect(port, '127.0.0.1').on('error', (error) => assert.strictEqual(error.code, 'ECONNREFUSED'));
  });
}

function answerOf(port) {
  return new Promise((resolve, reject) => {
    let text = '';
    net.connect(port, '127.0.0.1').setEncoding('utf8').on('data', (data) => { text += data; })
      .on('end', () => resolve(text)).on('error', reject);
  });
}
