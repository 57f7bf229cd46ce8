'use strict';
// Some megabytes there and back over each version, in pieces and at once; then both sides end.
const assert = require('node:assert');
const crypto = require('node:crypto');
const { once } = require('node:events');
const tls = require('node:tls');
const finish = require('../../../test/_finish');
const { authority, identity } = require('./_pem');

const hash = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
const body = Buffer.alloc(3 << 20, 'some plain text\n');

function read(socket) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    socket.on('data', (chunk) => { chunks.push(chunk); });
    socket.on('end', () => { resolve(Buffer.concat(chunks)); });
    socket.on('error', reject);
  });
}

async function exchange(version) {
  const server = tls.createServer({ ...identity('server'), minVersion: version, maxVersion: version, allowHalfOpen: true }, async (socket) => {
    assert.strictEqual(socket.encrypted, true);
    const got = await read(socket); // no sooner is the other side's end told
    assert.strictEqual(hash(got), hash(body));
    socket.end(got);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = tls.connect({ port: server.address().port, host: 'localhost', ca: authority, allowHalfOpen: true });
  await once(client, 'secureConnect');
  assert.deepStrictEqual([client.authorized, client.authorizationError, client.getProtocol()], [true, null, version]);
  assert.strictEqual(client.getPeerCertificate().subject.CN, 'localhost');
  client.write(body.subarray(0, 10));
  client.write(body.subarray(10, 100_000));
  client.end(body.subarray(100_000));
  assert.strictEqual(hash(await read(client)), hash(body));
  const closed = once(server, 'close');
  server.close();
  await closed;
}

finish(async () => {
  for (const version of ['TLSv1.2', 'TLSv1.3']) await exchange(version);
});
