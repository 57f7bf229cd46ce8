'use strict';
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

const order = [];

// A connection that begins paused, half-open sockets, a time-out.
const server = net.createServer({ pauseOnConnect: true, allowHalfOpen: true }, (socket) => {
  assert.strictEqual(socket.isPaused(), true);
  assert.strictEqual(socket._handle.reading, false);
  setTimeout(() => {
    socket.setEncoding('utf8').on('data', (text) => order.push(`server got ${text}`));
    socket.resume();
  }, 5);
  socket.on('end', () => {
    order.push('server end');
    assert.strictEqual(socket.writable, true);
    socket.write('late');
    socket.setTimeout(20, () => {
      order.push('timeout');
      socket.end('r than late');
    });
  });
}).listen(0, '127.0.0.1', () => {
  const buffer = Buffer.alloc(4);
  const pieces = [];
  const socket = net.connect({
    port: server.address().port, host: '127.0.0.1', noDelay: true, keepAlive: true, keepAliveInitialDelay: 2000,
    onread: {
      buffer,
      callback(count, into) {
        assert.strictEqual(into, buffer);
        pieces.push(into.toString('latin1', 0, count));
        return true;
      },
    },
  });
  socket.on('data', () => assert.fail('the stream sees nothing'));
  socket.end('hello');
  socket.on('close', () => {
    assert.strictEqual(pieces.join(''), 'later than late');
    assert.strictEqual(pieces.every((piece) => piece.length <= 4), true);
    server.close();
  });
});

// An abort ends a connection, and a server.
const controller = new AbortController();
const aborted = net.createServer().listen({ port: 0, signal: controller.signal }, () => {
  const socket = net.connect({ port: aborted.address().port, signal: controller.signal }, () => controller.abort());
  socket.on('error', (error) => order.push(`${error.name} ${error.code}`));
});
aborted.on('connection', (socket) => socket.destroy());

// Unreferenced, a server does not keep the process.
net.createServer().listen(0).unref();

finish.atExit(() => {
  assert.deepStrictEqual(order.filter((entry) => !entry.startsWith('Abort')), [
    'server got hello', 'server end', 'timeout',
  ]);
  assert.ok(order.includes('AbortError ABORT_ERR'));
});
