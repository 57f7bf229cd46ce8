'use strict';
// server.maxRequestsPerSocket that is set while a connection lives counts the requests that come from then on.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

finish(async () => {
  const log = [];
  const server = http.createServer((request, response) => {
    log.push(request.url);
    if (request.url === '/2') server.maxRequestsPerSocket = 2;
    response.end();
  });
  server.on('dropRequest', (request) => log.push(`${request.url} dropped`));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = net.connect(server.address().port, '127.0.0.1').setEncoding('latin1');
  for (let i = 1; i <= 5; i++) {
    client.write(`GET /${i} HTTP/1.1\r\nHost: a\r\n\r\n`);
    for (let text = ''; !text.includes('\r\n\r\n');) text += (await once(client, 'data'))[0];
  }
  assert.deepStrictEqual(log, ['/1', '/2', '/3', '/4', '/5 dropped']);
  client.destroy();
  await once(server.close(), 'close');
});
