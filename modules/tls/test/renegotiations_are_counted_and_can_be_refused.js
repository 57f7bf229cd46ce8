'use strict';
// Up to TLS 1.2 a client may renegotiate: 'secure' comes again. A server may refuse that, for one connection or after three
// times. TLS 1.3 has none.
const assert = require('node:assert');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

async function pair(maxVersion) {
  const server = tls.createServer({ ...identity('server'), maxVersion });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const accepted = once(server, 'secureConnection');
  const client = tls.connect({ port: server.address().port, host: 'localhost', ca: authority }).resume();
  client.on('error', () => {}); // the server ends it
  const [[socket]] = await Promise.all([accepted, once(client, 'secureConnect')]);
  const failed = new Promise((resolve) => socket.on('error', (error) => resolve(error.code)));
  socket.resume();
  server.close();
  return { client, socket, failed };
}

function renegotiate(client) {
  return new Promise((resolve, reject) => {
    client.once('close', () => reject(new Error('closed')));
    assert.strictEqual(client.renegotiate({}, (error) => (error ? reject(error) : resolve())), true);
  });
}

finish(async () => {
  const first = await pair('TLSv1.2');
  const events = [];
  for (const name of ['secure', 'secureConnect']) first.client.on(name, () => events.push(name));
  await renegotiate(first.client);
  assert.deepStrictEqual(events, ['secureConnect', 'secure']);
  first.socket.disableRenegotiation();
  first.client.renegotiate({});
  assert.strictEqual(await first.failed, 'ERR_TLS_RENEGOTIATION_DISABLED');
  first.client.destroy();

  const second = await pair('TLSv1.2');
  let begun = 0;
  (function again(error) {
    if (error) return; // the server has ended it
    second.client.write('');
    second.client.renegotiate({}, again);
    begun++;
  })();
  assert.strictEqual(await second.failed, 'ERR_TLS_SESSION_ATTACK');
  assert.strictEqual(begun, tls.CLIENT_RENEG_LIMIT + 1);
  second.client.destroy();

  const newest = await pair('TLSv1.3');
  const error = await new Promise((resolve) => assert.strictEqual(newest.client.renegotiate({}, resolve), false));
  assert.deepStrictEqual({ ...error, message: error.message }, {
    message: 'error:0A00010A:SSL routines::wrong ssl version', code: 'ERR_SSL_WRONG_SSL_VERSION', library: 'SSL routines', reason: 'wrong ssl version',
  });
  newest.client.destroy();
});
