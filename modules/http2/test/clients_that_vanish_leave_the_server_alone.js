'use strict';
// Connections that break while large responses go out, plain and with TLS: their streams end, the server serves on.
const assert = require('node:assert');
const { once } = require('node:events');
const http2 = require('node:http2');
const net = require('node:net');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { connect } = require('node:tls');
const finish = require('../../../test/_finish');

const fixtures = path.join(__dirname, '../../tls/test/fixtures');
const tls = { key: readFileSync(path.join(fixtures, 'server-key.pem')), cert: readFileSync(path.join(fixtures, 'server.pem')) };
const body = Buffer.alloc(8 << 20, 'x');

async function serves(server, scheme) {
  let closed = 0;
  let served = 0;
  server.on('stream', (stream, headers) => {
    stream.on('error', () => {}).on('close', () => { closed++; });
    served++;
    stream.respond();
    stream.end(headers[':path'] === '/small' ? 'small' : body);
  });
  server.on('sessionError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `${scheme}://127.0.0.1:${server.address().port}`;
  for (let i = 0; i < 4; i++) {
    const { port } = server.address();
    const socket = scheme === 'http' ? net.connect(port, '127.0.0.1') : connect({
      port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'],
    });
    const client = http2.connect(url, { createConnection: () => socket }).on('error', () => {});
    const streams = Array.from({ length: 20 }, () => client.request().on('error', () => {}));
    await once(streams[0], 'data');
    socket.destroy();
    await once(client, 'close');
  }
  const client = http2.connect(url, { rejectUnauthorized: false });
  const small = client.request({ ':path': '/small' }).setEncoding('utf8');
  let text = '';
  for await (const part of small) text += part;
  assert.strictEqual(text, 'small');
  client.close();
  server.close();
  await once(server, 'close');
  assert.strictEqual(closed, served);
}

finish(async () => {
  await serves(http2.createServer(), 'http');
  await serves(http2.createSecureServer(tls), 'https');
});
