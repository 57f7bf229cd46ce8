// Handles sent over the channel: a connection, which the child answers, and a server, which both then have.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(5);
const net = require('node:net');
const { once } = require('node:events');
const { fork } = require('node:child_process');
const { text } = require('node:stream/consumers');

if (process.argv[2] === 'child') child();
else parent();

function child() {
  process.on('message', (message, handle) => {
    if (message === 'socket') {
      assert.ok(handle instanceof net.Socket);
      handle.end('from the child');
    } else if (message === 'server') {
      assert.ok(handle instanceof net.Server);
      handle.on('connection', (socket) => {
        socket.end('served by the child');
        handle.close();
      });
      process.send('listening');
    } else if (message === 'end') {
      process.disconnect();
    } else {
      process.send(message);
    }
  });
}

async function parent() {
  const forked = fork(__filename, ['child']);
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();

  const client = net.connect(port, '127.0.0.1');
  const [socket] = await once(server, 'connection');
  forked.send('socket', socket);
  forked.send('after'); // waits until the handle has arrived
  assert.deepStrictEqual(await once(forked, 'message'), ['after', undefined]);
  assert.strictEqual(await text(client), 'from the child');
  // The child's connections count until they are closed there.
  const count = () => new Promise((resolve, reject) => {
    server.getConnections((error, connections) => (error ? reject(error) : resolve(connections)));
  });
  while (await count() !== 0);

  // While we listen no more, the child does.
  forked.send('server', server);
  assert.deepStrictEqual(await once(forked, 'message'), ['listening', undefined]);
  server.close();
  await once(server, 'close');
  assert.strictEqual(await text(net.connect(port, '127.0.0.1')), 'served by the child');
  forked.send('end');
  assert.deepStrictEqual(await once(forked, 'close'), [0, null]);
}
