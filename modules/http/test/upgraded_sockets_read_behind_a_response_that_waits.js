// eddy only: Node does not read from such a socket.
'use strict';
// A client that does not read its answer is not read from; once it has upgraded, the socket is the program's.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const finish = require('../../../test/_finish');

const server = http.createServer((request, response) => { response.end(Buffer.alloc(1024 * 1024)); });
let received = '';
let watched = 0;

function test(withSocket) {
  return new Promise((resolve) => {
    server.removeAllListeners('connect');
    server.on('connect', (request, socket) => {
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        received += bytes;
        client.destroy();
      });
      socket.on('close', resolve);
      client.write('said after the upgrade');
    });
    if (withSocket) server.on('connection', () => { watched++; });
    const client = net.connect(server.address().port, '127.0.0.1', () => {
      client.pause();
      client.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\nGET /next HTTP/1.1\r\nHost: x\r\n\r\nCONNECT other:80 HTTP/1.1\r\nHost: x\r\n\r\n');
    });
  });
}

server.listen(0, '127.0.0.1', async () => {
  await test(false);
  await test(true);
  server.close();
});
finish.atExit(() => {
  assert.strictEqual(received, 'said after the upgrade'.repeat(2));
  assert.strictEqual(watched, 1);
});
