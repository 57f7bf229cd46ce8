// eddy only: Node connects all the same, and leaves the connection open
'use strict';
// net.connect() and tls.connect() with a signal that is aborted already: 'error', 'close', and no connection comes of it.
const assert = require('node:assert');
const { once } = require('node:events');
const net = require('node:net');
const tls = require('node:tls');
const finish = require('../../../test/_finish');

async function eventsOf(socket) {
  const events = [];
  for (const event of ['lookup', 'connect', 'secureConnect', 'end']) socket.on(event, () => events.push(event));
  socket.on('error', (error) => events.push(`${error.name} ${error.code}`));
  await new Promise((resolve) => { socket.on('close', resolve); });
  return [...events, 'close'];
}

finish(async () => {
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    socket.end('hello');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  for (const { connect } of [net, tls]) {
    for (const host of ['127.0.0.1', 'localhost']) {
      const socket = connect({ host, port, signal: AbortSignal.abort() });
      assert.deepStrictEqual(await eventsOf(socket), ['AbortError ABORT_ERR', 'close']);
      assert.deepStrictEqual([socket.destroyed, socket.connecting], [true, false]);
    }
  }
  // The server takes connections in their order.
  const last = net.connect({ port, host: '127.0.0.1', signal: new AbortController().signal }).resume();
  assert.deepStrictEqual(await eventsOf(last), ['connect', 'end', 'close']);
  assert.strictEqual(connections, 1);
  server.close();
  await once(server, 'close');
});
