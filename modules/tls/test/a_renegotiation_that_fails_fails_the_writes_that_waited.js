'use strict';
// While a renegotiation is under way, a write waits. A peer's record that is no good then fails the connection in the middle
// of the write: it is called back with an error, and 'error' says why.
const assert = require('node:assert');
const { once } = require('node:events');
const net = require('node:net');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

finish(async () => {
  const server = tls.createServer({ ...identity('server'), maxVersion: 'TLSv1.2' }, (socket) => {
    socket.on('error', () => {}); // the client ends it
    socket.resume();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  let isAltering = false;
  const between = net.createServer((near) => {
    const far = net.connect(server.address().port, '127.0.0.1');
    near.pipe(far);
    far.on('data', (chunk) => {
      if (isAltering) chunk[20] ^= 1;
      near.write(chunk);
    });
    far.on('end', () => near.end());
    for (const socket of [near, far]) socket.on('error', () => {});
  });
  await once(between.listen(0, '127.0.0.1'), 'listening');

  const client = tls.connect({ port: between.address().port, host: 'localhost', ca: authority }).resume();
  await once(client, 'secureConnect');
  const error = once(client, 'error');
  isAltering = true;
  assert.strictEqual(client.renegotiate({}, () => {}), true);
  const written = new Promise((resolve) => client.write(Buffer.alloc(100_000), resolve));
  assert.strictEqual((await error)[0].code, 'EPROTO');
  assert.ok(await written instanceof Error);
  server.close();
  between.close();
});
