'use strict';
// SNI chooses a certificate, ALPN a protocol; a session is resumed; a client shows who it is.
const assert = require('node:assert');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

async function visit(server, options) {
  const client = tls.connect({ port: server.address().port, host: '127.0.0.1', ca: authority, ...options });
  const sessions = [];
  client.on('session', (session) => sessions.push(session));
  client.resume();
  const [socket] = await once(server, 'secureConnection');
  if (client.secureConnecting) await once(client, 'secureConnect');
  const seen = {
    peer: client.getPeerCertificate().subject?.CN, alpn: client.alpnProtocol, server: socket.servername, reused: client.isSessionReused(),
    authorized: socket.authorized, client: socket.getPeerCertificate().subject?.CN, why: socket.authorizationError,
  };
  socket.end('bye');
  await once(client, 'close');
  return { ...seen, session: sessions[0] };
}

finish(async () => {
  const server = tls.createServer({
    ...identity('server'), ca: authority, ALPNProtocols: ['h9', 'b'], requestCert: true, rejectUnauthorized: false,
  });
  server.addContext('other.test', identity('other'));
  await once(server.listen(0, '127.0.0.1'), 'listening');

  const first = await visit(server, { servername: 'localhost', ALPNProtocols: ['a', 'b'] });
  assert.deepStrictEqual([first.peer, first.alpn, first.server, first.reused, first.authorized, first.client],
                         ['localhost', 'b', 'localhost', false, false, undefined]);
  assert.ok(Buffer.isBuffer(first.session));
  const other = await visit(server, { servername: 'other.test' });
  assert.deepStrictEqual([other.peer, other.alpn, other.server], ['other.test', false, 'other.test']);
  const again = await visit(server, { servername: 'localhost', session: first.session });
  assert.strictEqual(again.reused, true);
  const known = await visit(server, { servername: 'localhost', ...identity('client') });
  assert.deepStrictEqual([known.authorized, known.client, known.why], [true, 'a client', null]);
  const stranger = await visit(server, { servername: 'localhost', ...identity('self') });
  assert.deepStrictEqual([stranger.authorized, stranger.why], [false, 'DEPTH_ZERO_SELF_SIGNED_CERT']);
  server.close();
});
