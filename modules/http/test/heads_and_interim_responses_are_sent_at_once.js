'use strict';
// flushHeaders(), writeContinue() and their like do not wait until the handler returns: the client has them before.
const assert = require('node:assert');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
const finish = require('../../../test/_finish');

const heads = {
  flushHeaders: [(response) => response.flushHeaders(), /^HTTP\/1\.1 200 OK\r\n(.*\r\n)+\r\n$/],
  'writeHead, then flushHeaders': [(response) => response.writeHead(201).flushHeaders(), /^HTTP\/1\.1 201 Created\r\n(.*\r\n)+\r\n$/],
  writeContinue: [(response) => response.writeContinue(), /^HTTP\/1\.1 100 Continue\r\n\r\n$/],
  writeProcessing: [(response) => response.writeProcessing(), /^HTTP\/1\.1 102 Processing\r\n\r\n$/],
  writeEarlyHints: [(response) => response.writeEarlyHints({ link: '</a.css>; rel=preload' }),
                    /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload\r\n\r\n$/],
  end: [(response) => response.end('all'), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nall$/],
  'write, then end': [(response) => { response.write('all'); response.end(); }, /\r\n3\r\nall\r\n0\r\n\r\n$/],
};

finish(async () => {
  for (const [name, [send, expected]] of Object.entries(heads)) {
    let received;
    let client;
    const server = http.createServer((request, response) => {
      send(response);
      const buffer = Buffer.alloc(1000);
      received = buffer.latin1Slice(0, fs.readSync(client._handle.fd, buffer)); // EAGAIN while nothing is there
      response.destroy();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    client = net.connect({ port: server.address().port, host: '127.0.0.1' });
    client.pause(); // nobody reads from its descriptor but the handler
    client.on('error', () => {});
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(server, 'request');
    client.destroy();
    server.close();
    assert.match(received, expected, name);
  }
});
