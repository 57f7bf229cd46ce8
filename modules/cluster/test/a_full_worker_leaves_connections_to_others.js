'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(1);
const cluster = require('node:cluster');
const net = require('node:net');

if (cluster.isWorker) {
  const server = net.createServer((socket) => socket.write(`${cluster.worker.id}`));
  server.maxConnections = 1;
  server.listen(0, '127.0.0.1');
  return;
}

const sockets = [];
let connected = 0;
let listening = 0;
for (let i = 0; i < 2; i++) cluster.fork();
cluster.on('listening', (worker, { port }) => {
  if (++listening < 2) return;
  const got = [];
  for (let i = 0; i < 3; i++) {
    const socket = net.connect(port, '127.0.0.1', () => { connected++; }).setEncoding('utf8').on('data', (id) => {
      got.push(id);
      // Both are full, the third waits; when a place is free, it is served.
      if (got.length === 2) finish.until(() => connected === 3).then(() => sockets.find((one) => one.bytesRead > 0).destroy());
      if (got.length < 3) return;
      assert.deepStrictEqual(new Set(got.slice(0, 2)), new Set(['1', '2']));
      for (const one of sockets) one.destroy();
      cluster.disconnect();
    });
    sockets.push(socket);
  }
});
