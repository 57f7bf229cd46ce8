'use strict';
// Ticks and promise jobs of the 'end' of a request with trailers run before the next request of the same packet is reported.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

finish(async () => {
  const notes = [];
  const mark = (what) => {
    notes.push(what);
    process.nextTick(() => notes.push(`${what} tick`));
    Promise.resolve().then(() => notes.push(`${what} job`));
  };
  const done = Promise.withResolvers();
  const server = http.createServer((request, response) => {
    mark(`request ${request.url}`);
    request.on('data', (data) => mark(`data ${data}`));
    request.on('end', () => {
      mark(`end ${request.url}`);
      response.end();
      if (request.url === '/last') setImmediate(done.resolve);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = net.connect(server.address().port, '127.0.0.1');
  socket.resume().write('POST /chunked HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nTrailer: yes\r\n\r\n' +
                        'GET /last HTTP/1.1\r\nHost: a\r\n\r\n');
  await done.promise;
  const at = notes.indexOf('end /chunked');
  assert.deepStrictEqual(notes.slice(at, at + 4), ['end /chunked', 'end /chunked tick', 'end /chunked job', 'request /last']);
  socket.destroy();
  server.close();
});
