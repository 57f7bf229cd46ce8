'use strict';
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

const MEGABYTE = 1 << 20;
let received = 0;
let drained = false;
let isWritten = false; // all is given to the client, and nothing is read yet
let read = () => {};

const server = net.createServer((socket) => {
  read = () => socket.on('data', (chunk) => { received += chunk.length; });
  if (isWritten) read();
  socket.on('end', () => {
    assert.strictEqual(socket.bytesRead, received);
    server.close();
  });
}).listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1');
  // What is written before the connection is there waits for it, in order.
  socket.write('ab');
  assert.strictEqual(socket.bytesWritten, 2);
  socket.on('connect', () => {
    // Strings of several encodings and buffers go out in one call.
    socket.cork();
    socket.write('\u00e9');
    socket.write(Buffer.from([1, 2, 3]));
    socket.write('ff00', 'hex');
    socket.write('');
    socket.write('\u20ac', 'utf16le');
    socket.uncork();
    const chunk = Buffer.alloc(MEGABYTE);
    let room = true;
    for (let i = 0; i < 16; i++) room = socket.write(chunk);
    assert.strictEqual(room, false);
    assert.strictEqual(socket.bufferSize, socket.writableLength);
    assert.strictEqual(socket.bytesWritten, 11 + 16 * MEGABYTE);
    isWritten = true;
    read();
    socket.once('drain', () => {
      drained = true;
      assert.strictEqual(socket.writableLength, 0);
      socket.end('c');
    });
  });
});

finish.atExit(() => {
  assert.strictEqual(drained, true);
  assert.strictEqual(received, 12 + 16 * MEGABYTE);
});
