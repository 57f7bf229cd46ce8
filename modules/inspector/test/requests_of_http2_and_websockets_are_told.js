// Flags: --experimental-network-inspection
// The Network domain hears of http2's streams, their bodies and failures, and of WebSockets that open and close.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(16);
const { createHash } = require('node:crypto');
const { once } = require('node:events');
const http = require('node:http');
const http2 = require('node:http2');
const { Session } = require('node:inspector/promises');

const next = async (session, event) => (await once(session, `Network.${event}`))[0].params;

async function streams(session) {
  const server = http2.createServer((request, response) => {
    if (request.url === '/broken') return response.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR);
    request.resume().on('end', () => response.writeHead(201, { 'content-type': 'text/plain; charset=UTF-8' }).end('got it'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  const client = http2.connect(origin);
  {
    const told = ['requestWillBeSent', 'responseReceived', 'loadingFinished'].map((event) => next(session, event));
    client.request({ ':method': 'PUT', ':path': '/file', 'content-type': 'text/plain; charset=utf-8', 'x': ['1', '2'] })
      .resume().end('a body');
    const [asked, answered, done] = await Promise.all(told);
    assert.strictEqual(asked.request.url, `${origin}/file`);
    assert.strictEqual(asked.request.method, 'PUT');
    assert.strictEqual(asked.request.hasPostData, true);
    assert.strictEqual(asked.request.headers.x, '1, 2');
    assert.strictEqual(answered.response.status, 201);
    assert.strictEqual(answered.response.charset, 'utf-8');
    assert.deepStrictEqual([answered.requestId, done.requestId], [asked.requestId, asked.requestId]);
    const { requestId } = asked;
    assert.deepStrictEqual(await session.post('Network.getRequestPostData', { requestId }), { postData: 'a body' });
    assert.deepStrictEqual(await session.post('Network.getResponseBody', { requestId }), { body: 'got it', base64Encoded: false });
  }
  {
    const told = ['requestWillBeSent', 'loadingFailed'].map((event) => next(session, event));
    client.request({ ':path': '/broken' }).on('error', () => {}).resume();
    const [asked, failed] = await Promise.all(told);
    assert.strictEqual(asked.request.hasPostData, false);
    assert.strictEqual(failed.requestId, asked.requestId);
    assert.strictEqual(failed.errorText, 'Stream closed with error code NGHTTP2_INTERNAL_ERROR');
  }
  client.close();
  server.close();
}

async function sockets(session) {
  const server = http.createServer().on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Ours: yes\r\n' +
      `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}\r\n\r\n`);
    socket.once('data', () => socket.end(Buffer.from([0x88, 0])));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const told = ['webSocketCreated', 'webSocketHandshakeResponseReceived', 'webSocketClosed'].map((event) => next(session, event));
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/chat`);
  socket.onopen = () => socket.close();
  const [created, shaken, closed] = await Promise.all(told);
  assert.strictEqual(created.url, socket.url);
  assert.strictEqual(shaken.response.status, 101);
  assert.strictEqual(shaken.response.headers['x-ours'], 'yes');
  assert.deepStrictEqual([shaken.requestId, closed.requestId], [created.requestId, created.requestId]);
  server.close();
}

finish(async () => {
  const session = new Session();
  session.connect();
  await session.post('Network.enable');
  await streams(session);
  await sockets(session);
  session.disconnect();
});
