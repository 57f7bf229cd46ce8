'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(9);
const cluster = require('node:cluster');
const net = require('node:net');

if (cluster.isWorker) {
  const server = net.createServer((socket) => socket.end(`${cluster.worker.id}`)).listen(0, '127.0.0.1');
  process.on('message', () => server.close());
  return;
}

cluster.schedulingPolicy = cluster.SCHED_NONE;
const addresses = [];
const first = cluster.fork();
cluster.on('listening', (worker, address) => {
  addresses.push(address);
  assert.strictEqual(worker.state, 'listening');
  if (addresses.length === 1) cluster.fork();
  else closeTheFirst(address.port);
});

function closeTheFirst(port) {
  assert.deepStrictEqual(addresses[0], { addressType: 4, address: '127.0.0.1', port, fd: undefined });
  assert.deepStrictEqual(addresses[0], addresses[1]);
  first.send('close');
  first.disconnect();
  // The other one listens on, and takes all.
  first.on('exit', async () => {
    for (let i = 0; i < 5; i++) assert.strictEqual(await answerOf(port), '2');
    cluster.disconnect();
  });
}

function answerOf(port) {
  return new Promise((resolve, reject) => {
    let text = '';
    net.connect(port, '127.0.0.1').setEncoding('utf8').on('data', (data) => { text += data; })
      .on('end', () => resolve(text)).on('error', reject);
  });
}
