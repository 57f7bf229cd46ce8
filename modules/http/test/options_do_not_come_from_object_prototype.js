'use strict';
// An option that is not given is not given, whatever Object.prototype has: a lenient parser lets requests be smuggled.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const finish = require('../../../test/_finish');

Object.defineProperty(Object.prototype, 'insecureHTTPParser', { configurable: true, value: true, writable: true });

const MALFORMED = 'GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n';

function statusOf(server) {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      let answer = '';
      const socket = net.connect(server.address().port, '127.0.0.1', () => socket.end(MALFORMED));
      socket.setEncoding('latin1').on('data', (data) => { answer += data; });
      socket.on('close', () => server.close(() => resolve(answer.split('\r\n')[0])));
    });
  });
}

finish(async () => {
  const respond = (request, response) => response.end('x');
  assert.strictEqual(await statusOf(http.createServer(respond)), 'HTTP/1.1 400 Bad Request');
  assert.strictEqual(await statusOf(http.createServer().on('request', respond)), 'HTTP/1.1 400 Bad Request');
  assert.strictEqual(await statusOf(http.createServer({ __proto__: null, insecureHTTPParser: true }, respond)), 'HTTP/1.1 200 OK');
});
