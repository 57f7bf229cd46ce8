'use strict';
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

const order = [];
const server = net.createServer((socket) => socket.end('x'));
server.listen(0, '127.0.0.1', () => {
  order.push('listening');
  const socket = net.connect(server.address().port, '127.0.0.1');
  assert.strictEqual(socket.connecting, true);
  assert.strictEqual(socket.pending, true);
  assert.strictEqual(socket.readyState, 'opening');
  for (const event of ['connect', 'ready', 'data', 'end', 'finish']) {
    socket.on(event, () => order.push(`${event} ${socket.readyState}`));
  }
  socket.on('close', (hadError) => {
    order.push(`close ${hadError} ${socket.readyState}`);
    assert.strictEqual(socket.bytesRead, 1);
    assert.strictEqual(socket._handle, null);
    server.close(() => order.push('closed'));
    assert.strictEqual(server.listening, false);
  });
  socket.on('end', () => {
    setImmediate(() => order.push('immediate after end'));
  });
});

finish.atExit(() => {
  assert.deepStrictEqual(order, [
    'listening', 'connect open', 'ready open', 'data open', 'end writeOnly', 'finish closed',
    'immediate after end', 'close false closed', 'closed',
  ]);
});
