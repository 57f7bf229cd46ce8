'use strict';
// What 'clientError' and a client's 'error' are given, for what a server or client must refuse.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const HOST = 'Host: x\r\n';
const POST = `POST / HTTP/1.1\r\n${HOST}`;
const TOKEN = 'HPE_INVALID_HEADER_TOKEN';
const requests = [
  [`GET / HTTP/1.1\r\n${HOST}A: b\r\n c\r\n\r\n`, TOKEN, 'Unexpected whitespace after header value'],
  [`GET / HTTP/1.1\r\n${HOST}A:\r\n c\r\n\r\n`, TOKEN, 'Invalid header value char'],
  [`GET / HTTP/1.1\n${HOST}\r\n`, 'HPE_INVALID_VERSION', 'Expected CRLF after version'],
  ['GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n', 'HPE_CR_EXPECTED', 'Missing expected CR after header value'],
  [`GET / HTTP/1.1\r\n${HOST}\nX`, TOKEN, 'Invalid header field char'],
  [`${POST}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH',
   "Content-Length can't be present with Transfer-Encoding"],
  [`${POST}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`, 'HPE_INVALID_TRANSFER_ENCODING',
   "Transfer-Encoding can't be present with Content-Length"],
  [`${POST}Content-Length: 1\r\nContent-Length: 1\r\n\r\n`, 'HPE_UNEXPECTED_CONTENT_LENGTH', 'Duplicate Content-Length'],
  [`${POST}Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 3\r\n\r\n`, 'HPE_INVALID_CONTENT_LENGTH',
   "Content-Length can't be present with Transfer-Encoding"],
  [`GET /\t HTTP/1.1\r\n${HOST}\r\n`, 'HPE_INVALID_URL', 'Invalid characters in url'],
  [`GET / HTTP/1.1\r\n${HOST}A: ${'b'.repeat(20_000)}\r\n\r\n`, 'HPE_HEADER_OVERFLOW', 'Header overflow'],
  [`GET / HTTP/1.1\r\n${HOST}: b\r\n\r\n`, TOKEN, 'Invalid header token'],
  ['GET / HTTP/1.2\r\n\r\n', 'HPE_INVALID_VERSION', 'Invalid HTTP version'],
];
const answers = [
  ['HTTP/1.1 200 OK\nContent-Length: 0\n\n', 'HPE_CR_EXPECTED', 'Missing expected CR after response line'],
  ['HTTP/1.1 200 OK\r\nA: b\nContent-Length: 0\r\n\r\n', 'HPE_CR_EXPECTED', 'Missing expected CR after header value'],
  ['HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n', TOKEN, 'Invalid header value char'],
  ['HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n', TOKEN, 'Unexpected whitespace after header value'],
];

async function refusedRequests() {
  let error = null;
  const server = http.createServer((request, response) => { request.resume().on('end', () => response.end('fine')); });
  server.on('clientError', (given, socket) => {
    error ??= given;
    socket.destroy();
  });
  const port = await listen(server);
  for (const [text, code, reason] of requests) {
    for (const pieces of [text, text.length < 200 ? [...text] : [text.slice(0, 40), text.slice(40)]]) {
      error = null;
      await exchange(port, pieces);
      assert.deepStrictEqual({ code: error?.code, reason: error?.reason, message: error?.message },
                             { code, reason, message: `Parse Error: ${reason}` }, JSON.stringify(text));
    }
  }
  // Others are served on.
  error = null;
  assert.match(await exchange(port, `GET / HTTP/1.1\r\n${HOST}\r\n`, (got) => got.endsWith('fine')), /^HTTP\/1.1 200 OK\r\n/);
  assert.strictEqual(error, null);
  server.close();
}

async function cutShort() {
  const server = http.createServer(() => {});
  const port = await listen(server);
  for (const text of ['GET / HT', `${POST}Content-Length: 5\r\n\r\nab`, `${POST}Transfer-Encoding: chunked\r\n\r\n5\r\nab`]) {
    const failed = new Promise((resolve) => { server.once('clientError', (error) => resolve(error)); });
    const socket = net.connect(port, '127.0.0.1').on('error', () => {});
    socket.end(text);
    const { code, reason, message } = await failed;
    assert.deepStrictEqual([code, reason, message], ['HPE_INVALID_EOF_STATE', 'Invalid EOF state', 'Parse Error']);
    socket.destroy();
  }
  server.closeAllConnections();
  server.close();
}

async function refusedAnswers() {
  let text = '';
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => { socket.end(text, 'latin1'); });
  });
  const port = await listen(server);
  for (const [answer, code, reason] of answers) {
    text = answer;
    const error = await new Promise((resolve) => {
      http.get({ port, host: '127.0.0.1', agent: false }, () => { resolve(null); }).on('error', resolve);
    });
    assert.deepStrictEqual([error?.code, error?.reason], [code, reason], JSON.stringify(answer));
  }
  server.close();
}

finish(async () => {
  await refusedRequests();
  await cutShort();
  await refusedAnswers();
});
