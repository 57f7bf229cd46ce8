'use strict';
// headersTimeout, requestTimeout, keepAliveTimeout, server.timeout, maxRequestsPerSocket, and the closing of connections.
const assert = require('node:assert');
const { once } = require('node:events');
const http = require('node:http');
const net = require('node:net');
const { exchange, listen } = require('./_raw');
const finish = require('../../../test/_finish');

const answer = (request, response) => { request.resume().on('end', () => { response.end('x'); }); };
const TIMED_OUT = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n';
const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

async function timeouts() {
  const server = http.createServer({ headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 }, answer);
  const port = await listen(server);
  const start = Date.now();
  const [silent, head, body] = await Promise.all([
    exchange(port, []),
    exchange(port, 'GET / HTTP/1.1\r\nHost: '),
    exchange(port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc'),
  ]);
  assert.deepStrictEqual([silent, head, body], [TIMED_OUT, TIMED_OUT, TIMED_OUT]);
  assert.ok(Date.now() - start >= 200);
  server.close();
}

// Bytes that drip win no time: it counts from the first byte of the request.
async function dripping() {
  const server = http.createServer({ headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 20 }, answer);
  const port = await listen(server);
  const drip = (text) => new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1').setEncoding('latin1');
    const start = Date.now();
    let got = '';
    let sent = 0;
    socket.write(text);
    const timer = setInterval(() => { socket.write(sent++ % 2 ? 'a' : 'b'); }, 10);
    socket.on('data', (data) => { got += data; });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      resolve({ got, sent, taken: Date.now() - start });
    });
  });
  await Promise.all([
    ['GET / HTTP/1.1\r\nHost: ', 150],
    ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n', 300],
  ].map(async ([text, limit]) => {
    let dripped;
    do {
      dripped = await drip(text); // ends, though the bytes do not
      assert.ok(dripped.got === TIMED_OUT || dripped.got === '', dripped.got); // a reset may overtake it
      assert.ok(dripped.taken >= limit - 5, `${dripped.taken} ms`);
    } while (dripped.sent < 2); // the machine stood still
  }));
  server.close();
}

async function keepAlive() {
  const server = http.createServer({ keepAliveTimeout: 60, keepAliveTimeoutBuffer: 0 }, answer);
  const port = await listen(server);
  for (const withSocket of [false, true]) {
    if (withSocket) server.on('connection', () => {});
    const times = [];
    do { // the machine may stand still, but not each time
      const start = Date.now();
      const text = await exchange(port, [GET, GET]);
      assert.strictEqual(text.match(/200 OK/g).length, 2);
      times.push(Date.now() - start);
      assert.ok(times.at(-1) >= 55, `${times} ms`);
    } while (times.at(-1) >= 1000 && times.length < 5);
    assert.ok(times.at(-1) < 1000, `${times} ms`);
  }
  server.close();
}

async function inactivity() {
  const server = http.createServer((request) => { request.resume(); });
  server.setTimeout(30);
  const port = await listen(server);
  assert.strictEqual(await exchange(port, GET), '');
  server.on('timeout', (socket) => { socket.end('HTTP/1.1 504 Too Late\r\n\r\n'); });
  assert.strictEqual(await exchange(port, GET), 'HTTP/1.1 504 Too Late\r\n\r\n');
  server.close();
}

async function requestsPerSocket() {
  const server = http.createServer(answer);
  server.maxRequestsPerSocket = 2;
  let dropped = 0;
  server.on('dropRequest', (request, socket) => {
    assert.ok(request instanceof http.IncomingMessage && socket instanceof net.Socket);
    dropped++;
  });
  const port = await listen(server);
  const text = await exchange(port, GET + GET + GET, (got) => got.includes('503'));
  assert.deepStrictEqual(text.match(/HTTP\/1.1 \d+|Connection: \S+|max=\d/g), [
    'HTTP/1.1 200', 'Connection: keep-alive', 'max=2', 'HTTP/1.1 200', 'Connection: close',
    'HTTP/1.1 503', 'Connection: close',
  ]);
  assert.strictEqual(dropped, 1);
  server.close();
}

async function closing() {
  let hold;
  const held = new Promise((resolve) => { hold = resolve; });
  const server = http.createServer((request, response) => {
    if (request.url === '/idle') response.end('x');
    else hold(response);
  });
  const port = await listen(server);
  const idle = net.connect(port, '127.0.0.1').on('error', () => {});
  idle.write('GET /idle HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(idle, 'data'); // answered, kept
  const busy = exchange(port, GET);
  const response = await held;
  let closed = false;
  server.close(() => { closed = true; });
  idle.resume();
  await once(idle, 'close'); // ended at once
  assert.strictEqual(closed, false);
  server.closeIdleConnections();
  assert.strictEqual(response.destroyed, false);
  response.end('x');
  assert.match(await busy, /x$/); // its answer came
  if (!closed) await once(server, 'close');
  assert.strictEqual(server.listening, false);
}

finish(async () => {
  await Promise.all([timeouts(), dripping(), keepAlive(), inactivity(), requestsPerSocket(), closing()]);
});
