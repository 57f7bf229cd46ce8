'use strict';
// Whenever in the life of a connection somebody asks for its socket, it is there, is the same for all, and what went
// before it counts.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const GET = (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`;
const done = [];
/** Waits until the server has no connection; does not look at any socket. */
const gone = () => finish.until(() => new Promise((resolve, reject) => {
  server.getConnections((error, count) => (error ? reject(error) : resolve(count === 0)));
}));
const claims = {
  '/same'(request, response) {
    const { socket } = request;
    assert.ok(socket instanceof net.Socket);
    for (const other of [request.connection, response.socket, response.connection]) assert.strictEqual(other, socket);
    assert.strictEqual(socket.server, server);
    assert.strictEqual(socket._httpMessage, response);
    assert.strictEqual(socket.remoteAddress, '127.0.0.1');
    assert.strictEqual(socket.localPort, server.address().port);
    assert.strictEqual(socket.bytesRead, GET('/same').length);
    response.on('finish', finish.once(() => {
      assert.strictEqual(response.socket, null);
      assert.strictEqual(request.socket, socket);
      assert.ok(socket.bytesWritten > 50);
    }));
    response.end('x');
  },
  '/after_end'(request, response) {
    response.end('x');
    assert.strictEqual(response.writableEnded, true);
    const { socket } = response;
    assert.ok(socket instanceof net.Socket);
    response.on('close', finish.once(() => { assert.strictEqual(request.socket, socket); }));
  },
  '/much_later'(request, response) {
    response.end('x');
    gone().then(finish.once(() => {
      assert.strictEqual(response.socket, null);
      assert.strictEqual(request.socket.destroyed, true);
      assert.strictEqual(request.complete, true);
      assert.strictEqual(request.destroyed, true);
    }));
  },
  '/patched_write'(request, response) {
    const pieces = [];
    const { write } = request.socket;
    request.socket.write = function(data, ...rest) {
      pieces.push(String(data));
      return write.call(this, data, ...rest);
    };
    response.on('finish', finish.once(() => {
      delete request.socket.write;
      assert.match(pieces.join(''), /^HTTP\/1\.1 200 OK\r\n[^]*patched$/);
    }));
    response.end('patched');
  },
  '/destroyed_response'(request, response) {
    response.on('close', finish.once(() => {
      assert.strictEqual(response.destroyed, true);
      assert.strictEqual(response.writableFinished, false);
      assert.strictEqual(request.destroyed, true);
    }));
    response.write('x');
    response.destroy();
  },
  '/timeout'(request, response) {
    response.setTimeout(10, (socket) => {
      assert.strictEqual(socket, request.socket);
      response.end('x');
    });
  },
  '/events'(request, response) {
    const order = [];
    for (const name of ['prefinish', 'finish', 'close']) response.on(name, () => { order.push(`response ${name}`); });
    for (const name of ['end', 'close']) request.on(name, () => { order.push(`request ${name}`); });
    request.resume();
    response.end('x', () => { order.push('callback'); });
    order.push('returned');
    process.nextTick(() => { order.push('tick'); });
    response.on('close', () => {
      setImmediate(finish.once(() => {
        assert.deepStrictEqual(order.slice(0, 2), ['response prefinish', 'returned']);
        assert.ok(order.indexOf('response finish') < order.indexOf('callback'));
        assert.ok(order.indexOf('callback') < order.indexOf('response close'));
        assert.ok(order.indexOf('request end') < order.indexOf('request close'));
        assert.strictEqual(order.length, 8);
      }));
    });
  },
  '/large'(request, response) {
    const body = Buffer.alloc(30_000_000, 'y');
    response.setHeader('Content-Length', body.length);
    assert.strictEqual(response.write(body), false);
    assert.strictEqual(response.writableNeedDrain, true);
    response.on('drain', () => { response.end(); });
  },
};

const server = http.createServer((request, response) => {
  done.push(request.url);
  claims[request.url](request, response);
});
server.keepAliveTimeout = 0;

finish(async () => {
  const port = await listen(server);
  for (const path of Object.keys(claims)) {
    if (path === '/large') {
      const length = await new Promise((resolve) => {
        http.get({ port, path, agent: false }, (response) => {
          let size = 0;
          response.on('data', (bytes) => { size += bytes.length; });
          response.on('end', () => resolve(size));
          response.pause();
          setTimeout(() => response.resume(), 1);
        });
      });
      assert.strictEqual(length, 30_000_000);
      continue;
    }
    // On a connection of its own, and as the third of another.
    const isOver = (text) => path === '/destroyed_response' ? false : text.endsWith('x') || text.endsWith('patched');
    await exchange(port, GET(path), isOver);
    await gone();
  }
  assert.deepStrictEqual(done, Object.keys(claims));
  // With a listener for connections the socket is there from the start.
  let seen;
  server.once('connection', (socket) => { seen = socket; });
  claims['/listener'] = (request, response) => {
    assert.strictEqual(request.socket, seen);
    response.end('x');
  };
  await exchange(port, GET('/listener'), (text) => text.endsWith('x'));
  assert.ok(seen instanceof net.Socket);
  await gone();
  server.close();
});
