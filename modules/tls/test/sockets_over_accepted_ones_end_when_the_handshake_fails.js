'use strict';
// new TLSSocket() over a socket that a net.Server accepted, which has bytes that are no TLS: 'error', then 'close'.
const assert = require('node:assert');
const { once } = require('node:events');
const net = require('node:net');
const tls = require('node:tls');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const finish = require('../../../test/_finish');

const fixture = (name) => readFileSync(path.join(__dirname, 'fixtures', name));
const secureContext = tls.createSecureContext({ key: fixture('server-key.pem'), cert: fixture('server.pem') });

async function fails(waits, more) {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = net.connect(server.address().port, '127.0.0.1');
  client.on('error', () => {}).resume().write(Buffer.alloc(1024, 42));
  const [accepted] = await once(server, 'connection');
  if (waits) await once(accepted, 'readable');
  const socket = new tls.TLSSocket(accepted, { isServer: true, secureContext, ...more(server) });
  const events = [];
  for (const event of ['_tlsError', 'secure', 'end']) socket.on(event, () => events.push(event));
  socket.on('error', (error) => events.push(error.code));
  await once(socket, 'close').catch(() => {});
  if (!socket.closed) await once(socket, 'close');
  assert.deepStrictEqual(events, ['_tlsError', 'ERR_SSL_WRONG_VERSION_NUMBER']);
  assert.strictEqual(socket.destroyed, true);
  server.close();
  await once(server, 'close');
}

/** With bytes that are TLS, for comparison. */
async function succeeds() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = tls.connect({ port: server.address().port, host: '127.0.0.1', rejectUnauthorized: false }, () => client.end('x'));
  client.resume();
  const [accepted] = await once(server, 'connection');
  const socket = new tls.TLSSocket(accepted, { isServer: true, secureContext });
  const events = [];
  for (const event of ['_tlsError', 'secure', 'end']) socket.on(event, () => events.push(event));
  socket.on('data', (data) => events.push(String(data)));
  socket.on('end', () => socket.end());
  await once(socket, 'close');
  assert.deepStrictEqual(events, ['secure', 'x', 'end']);
  server.close();
  await once(server, 'close');
}

finish(async () => {
  await succeeds();
  await fails(false, () => ({}));
  await fails(true, () => ({}));
  await fails(true, (server) => ({ server }));
  await fails(true, () => ({ server: tls.createServer() }));
});
