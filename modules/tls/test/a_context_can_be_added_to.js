'use strict';
// The native half of a context has the methods that packages call. What is added to the default authorities is this
// context's alone.
const assert = require('node:assert');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

async function outcome(server, secureContext) {
  const client = tls.connect({ port: server.address().port, host: 'localhost', secureContext }).resume();
  const result = await Promise.race([once(client, 'secureConnect').then(() => 'secure'), once(client, 'close')]).catch((error) => error.code);
  client.destroy();
  return result;
}

finish(async () => {
  const plain = tls.createSecureContext();
  const added = tls.createSecureContext();
  added.context.addCACert(authority);
  const own = tls.createSecureContext({ ca: authority });
  own.context.setSessionTimeout(10);
  const { key, cert } = identity('server');
  const built = tls.createSecureContext();
  built.context.setCert(cert);
  built.context.setKey(key.toString());
  assert.deepStrictEqual(built.context.getCertificate(), new (require('node:crypto').X509Certificate)(cert).raw);
  assert.strictEqual(plain.context.getCertificate(), null);
  assert.strictEqual(built.context.getTicketKeys().length, 48);
  own.context.setMaxProto(0x303);
  assert.deepStrictEqual([own.context.getMinProto(), own.context.getMaxProto()], [0x303, 0x303]);

  const server = tls.createServer(identity('server'), (socket) => socket.on('error', () => {}).end());
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  assert.deepStrictEqual([await outcome(server, plain), await outcome(server, added), await outcome(server, own)],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'secure', 'secure']);
  server.close();
});
