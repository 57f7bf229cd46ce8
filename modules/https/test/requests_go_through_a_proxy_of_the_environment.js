'use strict';
// CONNECT, then TLS with the server itself; what the proxy refuses, cuts short or leaves open fails in words that say so.
const assert = require('node:assert');
const { once } = require('node:events');
const https = require('node:https');
const net = require('node:net');
const finish = require('../../../test/_finish');
const { authority, identity } = require('../../tls/test/_pem');

const heads = [];
let answer; // of the proxy; undefined: it connects

const proxy = net.createServer((client) => {
  client.on('error', () => {});
  let head = '';
  client.on('data', function onData(bytes) {
    head += bytes.latin1Slice();
    if (!head.endsWith('\r\n\r\n')) return;
    client.removeListener('data', onData);
    heads.push(head);
    if (answer !== undefined) return void answer(client);
    const [, port] = /^CONNECT localhost:(\d+) /.exec(head);
    const server = net.connect(Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\nProxy-agent: test\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    server.on('error', () => {});
    client.on('close', () => { server.destroy(); });
  });
});

function ask(options) {
  return new Promise((resolve) => {
    const events = [];
    const request = https.get({ host: 'localhost', ca: authority, ...options }, (response) => {
      let text = '';
      response.setEncoding('latin1').on('data', (chunk) => { text += chunk; }).on('end', () => { resolve(text); });
    });
    request.on('timeout', () => { events.push('timeout'); });
    request.once('error', ({ code, message, statusCode }) => { resolve([...events, code, message, statusCode]); });
    request.on('error', () => {});
  });
}

finish(async () => {
  const server = https.createServer(identity('server'), (request, response) => { response.end(`${request.method} ${request.url}`); });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  const href = `http://us%20er:p@127.0.0.1:${proxy.address().port}`;

  const kept = new https.Agent({ keepAlive: true, proxyEnv: { HTTPS_PROXY: href } });
  assert.strictEqual(await ask({ port, path: '/a', agent: kept }), 'GET /a');
  assert.strictEqual(await ask({ port, path: '/b', agent: kept }), 'GET /b');
  assert.deepStrictEqual(heads.splice(0), [
    `CONNECT localhost:${port} HTTP/1.1\r\nproxy-authorization: Basic ${btoa('us er:p')}\r\nproxy-connection: keep-alive\r\n` +
      `host: localhost:${port}\r\n\r\n`,
  ]);
  kept.destroy();

  const agent = new https.Agent({ proxyEnv: { https_proxy: href, no_proxy: 'other.test' } });
  assert.strictEqual(await ask({ port, agent }), 'GET /');
  assert.deepStrictEqual(heads.splice(0), [
    `CONNECT localhost:${port} HTTP/1.1\r\nproxy-authorization: Basic ${btoa('us er:p')}\r\nhost: localhost:${port}\r\n\r\n`,
  ]);

  // The certificate is the server's own to show: a proxy cannot stand in for it.
  assert.deepStrictEqual((await ask({ port, agent, servername: 'other.test' }))[0], 'ERR_TLS_CERT_ALTNAME_INVALID');

  const failed = `Failed to establish tunnel to localhost:${port} via ${href}: `;
  const ended = 'Connection to establish proxy tunnel ended unexpectedly';
  for (const [text, message, statusCode] of [
    ['HTTP/1.1 404 Not Found\r\n\r\nbody', `${failed}HTTP/1.1 404 Not Found`, 404],
    ['HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', `${failed}HTTP/1.1 407 Proxy Authentication Required`, 407],
    ['HTTP/1.1 201 Created\r\n\r\n', `${failed}HTTP/1.1 201 Created`, 201],
    ['NOT HTTP\r\n\r\n', `${failed}NOT HTTP`, NaN],
    ['HTTP/1.1 200 OK\r\nA', ended, undefined],
    ['', ended, undefined],
  ]) {
    answer = (client) => { client.end(text); };
    assert.deepStrictEqual(await ask({ port, agent }), ['ERR_PROXY_TUNNEL', message, statusCode]);
  }
  answer = () => {};
  assert.deepStrictEqual(await ask({ port, agent, timeout: 100 }),
                         ['timeout', 'ERR_PROXY_TUNNEL', 'Connection to establish proxy tunnel timed out after 100ms', undefined]);
  proxy.close();
  server.close();
});
