'use strict';
// OpenSSL waits for the answer of a pskCallback, also in a renegotiation. What the program does meanwhile with the
// connection happens once OpenSSL has the answer.
// eddy only: Node has OpenSSL send the data in the middle of the handshake, which the peer does not bear
const assert = require('node:assert');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');

const psk = Buffer.alloc(16, 7);
const options = { ciphers: 'PSK', maxVersion: 'TLSv1.2' };

finish(async () => {
  let asked = 0;
  const pskCallback = (socket, name) => {
    assert.strictEqual(name, 'me');
    if (++asked === 2) {
      socket.write('written while it was asked');
      socket.renegotiate({}, () => {});
      socket.resume();
    }
    return psk;
  };
  const server = tls.createServer({ ...options, pskCallback });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const connected = once(server, 'secureConnection');
  const client = tls.connect({ ...options, port: server.address().port, host: '127.0.0.1', checkServerIdentity() {}, pskCallback: () => ({ identity: 'me', psk }) });
  const [[accepted]] = await Promise.all([connected, once(client, 'secureConnect')]);
  accepted.on('error', () => {});
  accepted.resume();
  const data = once(client, 'data');
  client.renegotiate({}, () => {});
  assert.strictEqual(`${(await data)[0]}`, 'written while it was asked');
  assert.ok(asked >= 2);
  client.destroy();
  server.close();
});
