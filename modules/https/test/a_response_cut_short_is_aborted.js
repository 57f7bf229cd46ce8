'use strict';
// Whoever can cut a connection can not make a shorter message of one: with close_notify or without, a body that has a length or
// chunks fails when it ends early. One that ends with the connection ends.
const assert = require('node:assert');
const { once } = require('node:events');
const https = require('node:https');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('../../tls/test/_pem');

const heads = {
  '/length': 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun',
  '/chunked': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n',
  '/open': 'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nbegun',
};

async function outcome(port, path) {
  const request = https.get({ port, host: '127.0.0.1', servername: 'localhost', ca: authority, path, agent: false });
  const [response] = await once(request, 'response');
  let text = '';
  response.on('data', (chunk) => { text += chunk; });
  const code = await new Promise((resolve) => {
    response.on('end', () => { resolve('ended'); });
    response.on('error', (error) => { resolve(error.code); });
  });
  return [text, code, response.complete];
}

finish(async () => {
  for (const cut of [(socket) => socket.end(), (socket) => socket._parent?.end() ?? socket.end()]) {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3']) {
      const server = tls.createServer({ ...identity('server'), maxVersion }, (socket) => {
        socket.on('error', () => {});
        socket.once('data', (bytes) => {
          socket.write(heads[String(bytes).split(' ')[1]], () => { cut(socket); });
        });
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address();
      assert.deepStrictEqual(await outcome(port, '/length'), ['begun', 'ECONNRESET', false]);
      assert.deepStrictEqual(await outcome(port, '/chunked'), ['begun', 'ECONNRESET', false]);
      assert.deepStrictEqual(await outcome(port, '/open'), ['begun', 'ended', true]);
      await new Promise((resolve) => { server.close(resolve); });
    }
  }
});
