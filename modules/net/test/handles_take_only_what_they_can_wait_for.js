'use strict';
// eddy only: these are handles of our own shape; Node ends by libuv's abort().
// Native handles are reached by programs: opened twice, over a file, given each other's kinds, they answer with an error
// number.
const assert = require('node:assert');
const dgram = require('node:dgram');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const zlib = require('node:zlib');
const finish = require('../../../test/_finish');

const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'handles-')), 'file');
fs.writeFileSync(file, 'text');
const isError = (number) => assert(number < 0, String(number));

finish(async () => {
  const server = net.createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.on('listening', resolve));
  const pipeServer = net.createServer().listen(path.join(path.dirname(file), 'socket'));
  await new Promise((resolve) => pipeServer.on('listening', resolve));
  const socket = net.connect(server.address().port, '127.0.0.1');
  await new Promise((resolve) => socket.on('connect', resolve));
  const udp = dgram.createSocket('udp4').bind(0, '127.0.0.1');
  await new Promise((resolve) => udp.on('listening', resolve));

  for (const handle of [server._handle, pipeServer._handle, socket._handle]) {
    isError(handle.open()); // a second time
    const fd = fs.openSync(file);
    isError((handle.openFd ?? handle.open).call(handle, fd));
    fs.closeSync(fd);
  }
  if (typeof pipeServer._handle.accept === 'function') {
    for (const other of [socket._handle, server._handle]) isError(pipeServer._handle.accept(other));
  }
  await new Promise((resolve) => udp.send([], udp.address().port, '127.0.0.1', resolve));

  // A child's channel over a file: the loop cannot wait for it.
  const fd = fs.openSync(file, 'r+');
  assert.throws(() => require('node:child_process')._forkChild(fd, 0), Error);
  fs.closeSync(fd);

  const deflate = zlib.createDeflate();
  const done = new Promise((resolve) => deflate.on('data', resolve));
  deflate.write(Buffer.alloc(1 << 20, 'x'));
  deflate.end();
  await done;

  for (const one of [server, pipeServer, socket, udp]) one.close?.() ?? one.destroy?.();
  socket.destroy();
});
