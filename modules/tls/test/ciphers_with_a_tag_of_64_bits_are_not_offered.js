'use strict';
// AES-CCM-8 is refused as OpenSSL 3.5 does it, and allowed by the security level 0.
const assert = require('node:assert');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

async function meet(clientCiphers) {
  const server = tls.createServer({ ...identity('server'), ciphers: 'ALL:@SECLEVEL=0', maxVersion: 'TLSv1.2' });
  server.on('secureConnection', (socket) => { socket.end(); }).on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const client = tls.connect({ port, host: '127.0.0.1', ca: authority, servername: 'localhost', ciphers: clientCiphers,
    maxVersion: 'TLSv1.2' });
  const outcome = await new Promise((resolve) => {
    client.on('secureConnect', () => { resolve(client.getCipher().name); }).on('error', (error) => { resolve(error.code); });
  });
  client.destroy();
  server.close();
  await once(server, 'close');
  return outcome;
}

finish(async () => {
  assert.strictEqual(await meet('ECDHE-ECDSA-AES128-GCM-SHA256'), 'ECDHE-ECDSA-AES128-GCM-SHA256');
  for (const name of ['ECDHE-ECDSA-AES128-CCM8', 'ECDHE-ECDSA-AES256-CCM8']) {
    assert.strictEqual(await meet(name), 'ERR_SSL_NO_CIPHERS_AVAILABLE');
    assert.strictEqual(await meet(`${name}:@SECLEVEL=0`), name);
  }
});
