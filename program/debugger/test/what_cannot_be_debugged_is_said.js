'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(11);
const http = require('node:http');
const { once } = require('node:events');
const { Debugger } = require('./_debugger');

async function outcome(...args) {
  const session = new Debugger(args);
  const { code } = await session.leave();
  return { code, output: session.output, errors: session.errors };
}

async function listening(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${server.address().port}`;
}

finish(async () => {
  const none = await outcome();
  assert.strictEqual(none.code, 9);
  assert.match(none.errors, /^Usage: .* inspect script\.js\n {7}.* inspect <host>:<port>\n/);

  const process = await outcome('-p', '99999999');
  assert.strictEqual(process.code, 1);
  assert.strictEqual((process.output + process.errors).trim(), "Target process: 99999999 doesn't exist.");

  // Whoever answers there is no inspector.
  const server = http.createServer((request, response) => response.end('not JSON'));
  const address = await listening(server);
  assert.strictEqual((await outcome(address)).code, 1);
  server.close();
  await once(server, 'close');
  const gone = await outcome(address);
  assert.strictEqual(gone.code, 1);
  assert.match(gone.output, /^connecting to \S+ \.{4,} failed to connect, please retry\n/);

  const liar = http.createServer((request, response) => {
    const { port } = liar.address();
    response.end(JSON.stringify([{ webSocketDebuggerUrl: `ws://127.0.0.1:${port}/x` }]));
  });
  liar.on('upgrade', (request, socket) => {
    socket.end('HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n');
  });
  const mismatch = await outcome(await listening(liar));
  liar.close();
  assert.notStrictEqual(mismatch.code, 0);
  assert.match(mismatch.errors, /\bWebSocket secret mismatch\b/);
  assert.doesNotMatch(mismatch.output, /\bok\b/);
  assert.match(mismatch.output, /^connecting to /);
});
