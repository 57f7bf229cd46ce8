'use strict';
// Ticks and promise jobs run where a piece of a request's body was delivered: before the next piece, the body's end, the next
// request and an error in the bytes, though all of it came in one packet. So who listens for 'end' behind an await hears it.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const sized = (number, body) => `POST /${number} HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const chunked = (number, ...bodies) => `POST /${number} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n` +
  `${bodies.map((body) => `${body.length.toString(16)}\r\n${body}\r\n`).join('')}0\r\n\r\n`;

/** What a server sees of a client that sends `bytes` in one packet. */
async function seen(bytes) {
  const log = [];
  const server = http.createServer(async (request, response) => {
    const name = request.url.slice(1);
    log.push(`request ${name}`);
    request.on('data', (data) => {
      log.push(`data ${name} ${data}`);
      Promise.resolve().then(() => log.push(`job behind data ${name}`));
    });
    await undefined;
    log.push(`job ${name} ${request.complete}`);
    request.on('end', () => {
      log.push(`end ${name}`);
      response.end();
    });
  });
  server.on('clientError', (error, socket) => {
    log.push(error.code);
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  client.end(bytes).resume().on('error', () => {}); // a reset, when the server destroys it
  await once(client, 'close');
  await once(server.close(), 'close');
  return log;
}

finish(async () => {
  assert.deepStrictEqual(await seen(sized(1, 'abc')), [
    'request 1', 'data 1 abc', 'job 1 false', 'job behind data 1', 'end 1']);
  assert.deepStrictEqual(await seen(sized(1, 'abc') + sized(2, 'de')), [
    'request 1', 'data 1 abc', 'job 1 false', 'job behind data 1',
    'request 2', 'end 1', 'data 2 de', 'job 2 false', 'job behind data 2', 'end 2']);
  assert.deepStrictEqual(await seen(chunked(1, 'a', 'bb')), [
    'request 1', 'data 1 a', 'job 1 false', 'job behind data 1', 'data 1 bb', 'job behind data 1', 'end 1']);
  assert.deepStrictEqual(await seen(`${sized(1, 'abc')}NONSENSE\r\n\r\n`), [
    'request 1', 'data 1 abc', 'job 1 false', 'job behind data 1', 'HPE_INVALID_METHOD', 'end 1']);
});
