'use strict';
// A TLS 1.3 server sends two tickets; with each 'session' event, getSession() and getTLSTicket() are that ticket's.
const assert = require('node:assert');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

finish(async () => {
  const server = tls.createServer(identity('server'), (socket) => socket.end('bye'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = tls.connect({ port: server.address().port, host: 'localhost', ca: authority }).resume();
  const tickets = [];
  client.on('session', (session) => {
    assert.deepStrictEqual(session, client.getSession());
    tickets.push(client.getTLSTicket().toString('hex'));
  });
  await once(client, 'close');
  assert.strictEqual(new Set(tickets).size, 2);
  server.close();
});
