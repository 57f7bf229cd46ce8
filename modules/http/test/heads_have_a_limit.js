'use strict';
// maxHeaderSize, to the byte: of the URL or reason, names and values; of servers and clients, by default and by option. And
// maxHeadersCount, beyond which headers are dropped.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const DEFAULT = 16 * 1024;
const SMALL = 1024;

async function requests(limit, options) {
  let error = null;
  const server = http.createServer(options, (request, response) => { response.end('fine'); });
  const port = await listen(server);
  server.on('clientError', (given, socket) => {
    error = given;
    socket.end('HTTP/1.1 431 Too Large\r\nConnection: close\r\n\r\n');
  });
  const status = async (text) => (await exchange(port, text, (got) => /fine|431/.test(got))).slice(9, 12);
  const OTHERS = '/'.length + 'Host'.length + 'x'.length;
  const shapes = {
    value: (size) => `GET / HTTP/1.1\r\nHost: x\r\nA: ${'b'.repeat(size - OTHERS - 1)}\r\n\r\n`,
    name: (size) => `GET / HTTP/1.1\r\nHost: x\r\n${'A'.repeat(size - OTHERS - 1)}: b\r\n\r\n`,
    url: (size) => `GET /${'b'.repeat(size - OTHERS)} HTTP/1.1\r\nHost: x\r\n\r\n`,
  };
  for (const [name, shape] of Object.entries(shapes)) {
    assert.strictEqual(await status(shape(limit - 1)), '200', name);
    assert.strictEqual(await status(shape(limit)), '431', name);
    assert.strictEqual(error.code, 'HPE_HEADER_OVERFLOW');
    // In pieces, too; and each request of a connection has the whole limit.
    assert.strictEqual(await status(shape(limit).match(/[^]{1,500}/g)), '431', name);
    const twice = await exchange(port, [shape(limit - 1), shape(limit - 1)], (got) => got.match(/fine/g)?.length === 2);
    assert.strictEqual(twice.match(/ 200 OK/g).length, 2, name);
  }
  server.close();
  server.closeAllConnections();
}

async function responses(limit, options) {
  let text = '';
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => { socket.end(text); });
  });
  const port = await listen(server);
  const ask = () => new Promise((resolve) => {
    http.get({ port, host: '127.0.0.1', agent: false, ...options }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', (error) => resolve(error.code));
  });
  const others = 'OK'.length + 'Content-Length'.length + '0'.length + 'A'.length;
  const shape = (size) => `HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: ${'b'.repeat(size - others)}\r\n\r\n`;
  text = shape(limit - 1);
  assert.strictEqual(await ask(), 200);
  text = shape(limit);
  assert.strictEqual(await ask(), 'HPE_HEADER_OVERFLOW');
  server.close();
}

async function counts() {
  let count = 0;
  const server = http.createServer((request, response) => {
    count = Object.keys(request.headers).length;
    response.end('fine');
  });
  const port = await listen(server);
  const many = Array.from({ length: 1500 }, (_, i) => `A${i}: b\r\n`).join('');
  const ask = () => exchange(port, `GET / HTTP/1.1\r\nHost: x\r\n${many}\r\n`, (got) => got.includes('fine'));
  for (const [limit, expected] of [[null, 1000], [20, 20], [0, 1501]]) {
    server.maxHeadersCount = limit;
    await ask();
    assert.strictEqual(count, expected);
  }
  server.close();
  server.closeAllConnections();
}

finish(async () => {
  await requests(DEFAULT, {});
  await requests(SMALL, { maxHeaderSize: SMALL });
  await responses(DEFAULT, {});
  await responses(SMALL, { maxHeaderSize: SMALL });
  await counts();
});
