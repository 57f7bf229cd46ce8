'use strict';
// Each reason has its code; with rejectUnauthorized: false the connection stands and says so.
const assert = require('node:assert');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

const cases = [
  ['server', { ca: authority }, undefined],
  ['server', { ca: authority, servername: 'a.example.test' }, undefined],
  ['server', { ca: authority, servername: 'a.b.example.test' }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['other', { ca: authority }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['server', {}, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['self', { ca: authority }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['self', { ca: identity('self').cert }, undefined],
  ['expired', { ca: authority }, 'CERT_HAS_EXPIRED'],
];

async function outcome(name, options, rejectUnauthorized) {
  const server = tls.createServer(identity(name), (socket) => socket.on('error', () => {}).end()).on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = tls.connect({ port: server.address().port, host: 'localhost', rejectUnauthorized, ...options });
  let error;
  let secure = false;
  client.on('error', (failure) => { error = failure; });
  client.on('secureConnect', () => { secure = true; });
  client.resume();
  await once(client, 'close').catch(() => once(client, 'close'));
  server.close();
  return { code: error?.code, secure, authorized: client.authorized, why: client.authorizationError };
}

finish(async () => {
  for (const [name, options, code] of cases) {
    const strict = await outcome(name, options, true);
    assert.deepStrictEqual([strict.code, strict.secure, strict.authorized], [code, code === undefined, code === undefined], name);
    const lenient = await outcome(name, options, false);
    assert.deepStrictEqual([lenient.code, lenient.secure, lenient.why], [undefined, true, code ?? null], name);
  }
});
