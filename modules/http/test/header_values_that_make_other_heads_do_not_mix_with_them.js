'use strict';
// What becomes a string while a head is made may make another response's head: each keeps the framing of its own headers.
const assert = require('node:assert');
const http = require('node:http');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

function otherHead(headers) {
  const other = new http.ServerResponse({ method: 'GET', httpVersionMajor: 1, httpVersionMinor: 1 });
  other.writeHead(200, headers);
  return other;
}

finish(async () => {
  let other;
  const server = http.createServer((request, response) => {
    const value = { toString() { other = otherHead({ 'Content-Length': '5', Date: 'x', Connection: 'close', Trailer: 'y' }); return 'v'; } };
    try {
      if (request.url === '/set') response.setHeader('X-First', value);
      if (request.url === '/head') response.writeHead(200, { 'X-First': value });
      if (request.url === '/list') response.writeHead(200, ['X-First', value]);
    } catch (error) {
      response.end(error.code);
      return;
    }
    response.write('hello');
    response.end(' world');
  });
  const port = await listen(server);
  for (const url of ['/set', '/head', '/list']) {
    const text = await exchange(port, `GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n`, (got) => got.includes('world') || got.includes('ERR'));
    // The other head has a Trailer header with a length: that head is refused, and so is the value.
    assert.match(text, /ERR_HTTP_TRAILER_INVALID$/);
  }
  const server2 = http.createServer((request, response) => {
    const value = { toString() { other = otherHead({ 'Content-Length': '5', Date: 'x', Connection: 'close' }); return 'v'; } };
    if (request.url === '/set') response.setHeader('X-First', value);
    if (request.url === '/head') response.writeHead(200, { 'X-First': value });
    if (request.url === '/list') response.writeHead(200, ['X-First', value]);
    response.write('hello');
    response.end(' world');
  });
  const port2 = await listen(server2);
  for (const url of ['/set', '/head', '/list']) {
    const text = await exchange(port2, `GET ${url} HTTP/1.1\r\nHost: x\r\n\r\n`, (got) => got.endsWith('0\r\n\r\n'));
    assert.strictEqual(text, 'HTTP/1.1 200 OK\r\nX-First: v\r\nDate: D\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\n' +
      'Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n');
    assert.strictEqual(other._header, 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nDate: x\r\nConnection: close\r\n\r\n');
  }
  for (const each of [server, server2]) {
    each.closeAllConnections();
    each.close();
  }
});
