'use strict';
// Ticks and promise jobs run between records that come in one read: a listener that is put back behind
// `await once(socket, 'data')` misses none.
const assert = require('node:assert');
const net = require('node:net');
const tls = require('node:tls');
const { once } = require('node:events');
const { identity } = require('./_pem');
const finish = require('../../../test/_finish');

const COUNT = 5;

/** How many whole TLS records these are. */
function countRecords(bytes) {
  let count = 0;
  for (let at = 0; at + 5 <= bytes.length && at + 5 + bytes.readUInt16BE(at + 3) <= bytes.length; count++) {
    at += 5 + bytes.readUInt16BE(at + 3);
  }
  return count;
}

finish(async () => {
  const server = tls.createServer(identity('server'), (socket) => {
    socket.once('data', async () => {
      // (What is written while a write is under way goes into one record.)
      for (let i = 0; i < COUNT; i++) await new Promise((resolve) => { socket.write(`record ${i}`, resolve); });
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');

  // What the server sends behind the request goes on as one piece.
  let held = null;
  const relay = net.createServer((near) => {
    const far = net.connect(server.address().port, '127.0.0.1');
    near.on('error', () => {}).pipe(far.on('error', () => {}));
    far.on('data', (bytes) => {
      if (held === null) {
        near.write(bytes);
        return;
      }
      held.push(bytes);
      const all = Buffer.concat(held);
      if (countRecords(all) === COUNT) near.write(all);
    });
  });
  await once(relay.listen(0, '127.0.0.1'), 'listening');

  const client = tls.connect({ port: relay.address().port, host: '127.0.0.1', rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
  await once(client, 'secureConnect'); // (in TLS 1.3, tickets come behind it)
  held = [];
  client.write('now');
  const got = [];
  client.setEncoding('utf8');
  while (got.length < COUNT) got.push((await once(client, 'data'))[0]);
  assert.deepStrictEqual(got, Array.from({ length: COUNT }, (_, i) => `record ${i}`));
  client.destroy();
  relay.close();
  server.close();
});
