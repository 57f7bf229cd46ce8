// A request that cannot be parsed: more bytes get the same error again, and the end of the connection adds none.
'use strict';
const finish = require('../../../test/_finish');
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');

const heads = {
  'GET / HTTP/1.1\nHost: a\n\n': ['HPE_INVALID_VERSION', 15],
  'GARB': ['HPE_INVALID_METHOD', 1],
  'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n': ['HPE_INVALID_CHUNK_SIZE', 56],
  'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc': ['HPE_INVALID_TRANSFER_ENCODING', 63],
  'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc': ['HPE_INVALID_CONTENT_LENGTH', 66],
  'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding:': ['HPE_INVALID_TRANSFER_ENCODING', 63],
  'GET / HTTP/1.1\r\nHost: a\r\n: b\r\n': ['HPE_INVALID_HEADER_TOKEN', 25],
  'GET / HTTP/1.1\rX': ['HPE_STRICT', 15],
  'GET / HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n': ['HPE_INVALID_HEADER_TOKEN', 25],
};

const server = http.createServer((request, response) => {
  request.on('error', () => {}); // its body ends too early
  response.end();
});
let errors;
server.on('clientError', ({ code, bytesParsed, rawPacket }, socket) => {
  errors.push([code, bytesParsed, String(rawPacket)]);
  socket.write('seen');
});

finish(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  for (const [head, error] of Object.entries(heads)) {
    errors = [];
    const [client, [socket]] = [net.connect(server.address().port, '127.0.0.1'), await once(server, 'connection')];
    const [ended, closed] = [once(socket, 'end'), once(client, 'close')];
    client.resume();
    client.write(head);
    await finish.until(() => errors.length === 1);
    client.end('more');
    await finish.until(() => errors.length === 2);
    await ended;
    socket.destroy();
    await closed;
    assert.deepStrictEqual(errors, [[...error, head], [...error, 'more']]);
  }
  server.close();
});
