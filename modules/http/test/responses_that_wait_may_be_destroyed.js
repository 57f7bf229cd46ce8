'use strict';
// What is done to a response before its turn on the connection has come, happens when it comes.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const GET = (url) => `GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n`;

async function destroyed(httpAllowHalfOpen) {
  const order = [];
  const server = http.createServer((request, response) => {
    order.push(request.url);
    if (request.url === '/slow') setImmediate(() => { response.end('slow'); });
    if (request.url === '/destroyed') response.destroy();
    if (request.url === '/after') response.end('after');
  });
  server.httpAllowHalfOpen = httpAllowHalfOpen;
  const port = await listen(server);
  const text = await exchange(port, GET('/slow') + GET('/destroyed') + GET('/after'));
  assert.deepStrictEqual(order, ['/slow', '/destroyed', '/after']);
  assert.ok(!text.includes('after'));
  await new Promise((resolve) => { server.close(resolve); }); // no connection is left
}

async function listenedTo() {
  const events = [];
  const server = http.createServer((request, response) => {
    if (request.url === '/slow') {
      setImmediate(() => {
        events.push('slow ends');
        response.end('slow');
      });
      return;
    }
    assert.strictEqual(response.socket, null);
    response.on('socket', (socket) => {
      assert.ok(socket instanceof net.Socket);
      assert.strictEqual(response.socket, socket);
      events.push('socket');
    });
    response.setTimeout(5000);
    response.write('one ');
    response.end('two');
  });
  const port = await listen(server);
  const text = await exchange(port, GET('/slow') + GET('/next'), (got) => got.includes('two'));
  assert.match(text, /slow.*one .*two/s);
  assert.deepStrictEqual(events, ['slow ends', 'socket']);
  server.closeAllConnections();
  server.close();
}

finish(async () => {
  await destroyed(false);
  await destroyed(true);
  await listenedTo();
});
