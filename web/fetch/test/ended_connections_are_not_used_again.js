// eddy only: Node sends on a connection that the server has ended when it has not seen that yet
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(20);
const net = require('node:net');

let ended;
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', () => { ended.resolve(); }); // and nobody says 'close'
  });
});

finish(async () => {
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  for (let i = 0; i < 20; i++) {
    ended = Promise.withResolvers();
    const response = await fetch(`http://127.0.0.1:${server.address().port}`);
    assert.strictEqual(await response.text(), 'ok');
    await ended.promise;
  }
  server.close();
});
