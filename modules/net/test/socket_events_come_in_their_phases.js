'use strict';
// 'close' of a socket comes in the close phase, behind the immediates of its turn; a refused connection is told of before
// the check phase; what listen() finds out comes on the next tick.
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

const noting = (order, what) => (error) => { order.push(error?.code ? `${what} ${error.code}` : what); };

async function closing() {
  const order = [];
  await new Promise((resolve) => {
    const server = net.createServer((socket) => {
      socket.on('data', () => {
        setImmediate(noting(order, 'immediate'));
        process.nextTick(noting(order, 'tick'));
        Promise.resolve().then(noting(order, 'job'));
        socket.on('close', noting(order, 'close'));
        socket.on('close', () => server.close(resolve));
        socket.destroy();
      });
    });
    server.listen(0, '127.0.0.1', () => { net.connect(server.address().port, '127.0.0.1').end('x').resume(); });
  });
  assert.deepStrictEqual(order, ['tick', 'job', 'immediate', 'close']);
}

async function refused() {
  const order = [];
  await new Promise((resolve) => {
    setTimeout(() => {
      const socket = net.connect(1, '127.0.0.1');
      socket.on('error', noting(order, 'error'));
      socket.on('close', noting(order, 'close'));
      socket.on('close', resolve);
      process.nextTick(noting(order, 'tick'));
    }, 1);
  });
  assert.deepStrictEqual(order, ['tick', 'error ECONNREFUSED', 'close']);
}

async function inUse() {
  const order = [];
  await new Promise((resolve) => {
    const first = net.createServer();
    first.listen(0, '127.0.0.1', () => {
      const second = net.createServer();
      second.on('error', noting(order, 'error'));
      second.on('error', () => setImmediate(() => first.close(resolve)));
      second.listen(first.address().port, '127.0.0.1');
      process.nextTick(noting(order, 'tick'));
      Promise.resolve().then(noting(order, 'job'));
      order.push('listen() returned');
    });
  });
  // The address is known at once and still looked up: hence behind the first tick.
  assert.deepStrictEqual(order, ['listen() returned', 'tick', 'error EADDRINUSE', 'job']);
}

async function brokenPipe() {
  const order = [];
  await new Promise((resolve) => {
    const path = `\0eddy-test-${process.pid}`;
    let client;
    let left = 2;
    const whenBothKnow = () => {
      if (--left > 0) return;
      setTimeout(() => {
        client.on('error', noting(order, 'error'));
        client.on('close', noting(order, 'close'));
        client.on('close', () => server.close(resolve));
        client.write('x', noting(order, 'written'));
        order.push('write() returned');
        process.nextTick(noting(order, 'tick'));
        setImmediate(noting(order, 'immediate'));
      }, 1);
    };
    const server = net.createServer((socket) => { socket.on('close', whenBothKnow).destroy(); });
    server.listen(path, () => {
      client = net.connect(path, () => {
        client.pause();
        whenBothKnow();
      });
    });
  });
  assert.deepStrictEqual(order, ['write() returned', 'written EPIPE', 'tick', 'error EPIPE', 'immediate', 'close']);
}

async function reset() {
  const order = [];
  await new Promise((resolve) => {
    const server = net.createServer((socket) => { socket.on('data', () => socket.resetAndDestroy()); });
    server.listen(0, '127.0.0.1', () => {
      const client = net.connect(server.address().port, '127.0.0.1', () => client.write('x'));
      client.on('error', noting(order, 'error'));
      client.on('error', () => setImmediate(noting(order, 'immediate')));
      client.on('close', (hadError) => {
        order.push(`close ${hadError}`);
        server.close(resolve);
      });
    });
  });
  assert.deepStrictEqual(order, ['error ECONNRESET', 'immediate', 'close true']);
}

finish(async () => {
  for (const claim of [closing, refused, inUse, brokenPipe, reset]) await claim();
});
