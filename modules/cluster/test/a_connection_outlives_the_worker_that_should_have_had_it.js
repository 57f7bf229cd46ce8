// eddy only: Node lets go of a connection when the worker it was sent to has died
'use strict';
const assert = require('node:assert');
const cluster = require('node:cluster');
const net = require('node:net');
const finish = require('../../../test/_finish');

if (cluster.isWorker) {
  const server = net.createServer((socket) => socket.end(`${cluster.worker.id}`));
  if (cluster.worker.id === 1) {
    // It hangs before the connection that it is sent is taken, and is killed then.
    server.listen(0, '127.0.0.1', () => setImmediate(() => process.send('ready', () => { for (;;); })));
  } else {
    server.listen(0, '127.0.0.1');
  }
  return;
}

let port;
const answered = finish.end('the answer');
const first = cluster.fork();
first.on('listening', (address) => { port = address.port; });
first.on('message', () => {
  const client = net.connect(port, '127.0.0.1', () => {
    cluster.fork().on('listening', () => first.kill('SIGKILL'));
  });
  let text = '';
  client.setEncoding('utf8').on('data', (data) => { text += data; }).on('end', () => {
    assert.strictEqual(text, '2');
    answered();
    cluster.disconnect();
  });
});
