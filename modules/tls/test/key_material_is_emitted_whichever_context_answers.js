'use strict';
// Listeners for 'keylog' get the lines of their own connections: with the server's context, one that SNICallback chooses, and where
// others of the same contexts have no listeners.
const finish = require('../../../test/_finish');
const assert = finish.plan(4);
const { readFileSync } = require('node:fs');
const tls = require('node:tls');

const read = (name) => readFileSync(`${__dirname}/fixtures/${name}.pem`);
const identity = { key: read('server-key'), cert: read('server') };
const labels = [
  'SERVER_HANDSHAKE_TRAFFIC_SECRET', 'EXPORTER_SECRET', 'SERVER_TRAFFIC_SECRET_0', 'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
  'CLIENT_TRAFFIC_SECRET_0',
].sort();
const labelsOf = (lines) => lines.map((line) => `${line}`.split(' ')[0]).sort();

const other = tls.createSecureContext(identity);
const server = tls.createServer({
  ...identity, minVersion: 'TLSv1.3',
  SNICallback: (name, callback) => setImmediate(callback, null, name === 'other.example' ? other : undefined),
}, (socket) => socket.end('hello'));

function connect(servername, listens) {
  return new Promise((resolve, reject) => {
    const lines = { client: [], server: [] };
    const log = (line) => lines.server.push(line);
    if (listens.server) server.on('keylog', log);
    const socket = tls.connect({ port: server.address().port, servername, rejectUnauthorized: false });
    if (listens.client) socket.on('keylog', (line) => lines.client.push(line));
    socket.on('error', reject).resume().on('close', () => {
      server.off('keylog', log);
      resolve({ client: labelsOf(lines.client), server: labelsOf(lines.server) });
    });
  });
}

server.listen(0, '127.0.0.1', async () => {
  const none = { client: [], server: [] };
  assert.deepStrictEqual(await connect('one.example', {}), none);
  assert.deepStrictEqual(await connect('other.example', { client: true, server: true }), { client: labels, server: labels });
  assert.deepStrictEqual(await connect('one.example', { server: true }), { client: [], server: labels });
  assert.deepStrictEqual(await connect('other.example', {}), none);
  server.close();
});
