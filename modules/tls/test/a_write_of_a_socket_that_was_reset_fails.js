'use strict';
// A write that waits for the handshake is told of the end, also when a listener of 'error' has reset the socket.
const assert = require('node:assert');
const { once } = require('node:events');
const net = require('node:net');
const tls = require('node:tls');
const finish = require('../../../test/_finish');

finish(async () => {
  const server = net.createServer((socket) => { socket.destroy(); }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = tls.connect({ port: server.address().port, host: '127.0.0.1' });
  client.on('error', () => { client._undestroy(); });
  const error = await new Promise((resolve) => { client.write('hello', resolve); });
  assert.strictEqual(error.code, 'ECANCELED');
  assert.strictEqual(error.syscall, 'write');
  server.close();
  await once(server, 'close');
});
