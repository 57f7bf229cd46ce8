'use strict';
// What packages read of the handles below sockets and servers: ids, kinds, sizes, references, and their life.
const assert = require('assert');
const finish = require('../../../test/_finish');
const net = require('net');
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-handles-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

async function look(address) {
  const server = net.createServer((socket) => socket.end('bye')).listen(address);
  await new Promise((done) => server.on('listening', done));
  const listening = server._handle;
  const at = server.address();
  const socket = net.connect(typeof at === 'string' ? at : { port: at.port, host: '127.0.0.1' });
  assert.strictEqual(socket.pending, true);
  await new Promise((done) => socket.on('connect', done));
  const handle = socket._handle;
  const seen = {
    kinds: [listening.constructor.name, handle.constructor.name],
    ids: handle.getAsyncId() !== listening.getAsyncId() && handle.getAsyncId() > 0,
    owner: handle[Object.getOwnPropertySymbols(handle).find((symbol) => symbol.description === 'owner_symbol')] === socket,
    refs: [handle.hasRef(), (socket.unref(), handle.hasRef()), (socket.ref(), handle.hasRef())],
    fds: [listening.fd > 2, handle.fd > 2, listening.fd !== handle.fd],
    queue: handle.writeQueueSize,
    stream: handle.isStreamBase,
  };
  socket.resume();
  await new Promise((done) => socket.on('close', done));
  assert.strictEqual(socket._handle, null);
  assert.strictEqual(handle.bytesRead, 3);
  await new Promise((done) => server.close(done));
  assert.strictEqual(server._handle, null);
  return seen;
}

finish(async () => {
  const expected = { ids: true, owner: true, refs: [true, false, true], fds: [true, true, true], queue: 0, stream: true };
  assert.deepStrictEqual(await look({ port: 0, host: '127.0.0.1' }), { kinds: ['TCP', 'TCP'], ...expected });
  assert.deepStrictEqual(await look({ path: path.join(folder, 'socket') }), { kinds: ['Pipe', 'Pipe'], ...expected });

  // An address that is taken is said with its errno, by the handle's own methods too.
  const { TCP, constants } = process.binding('tcp_wrap');
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.on('listening', done));
  const second = new TCP(constants.SERVER);
  const failure = second.bind('127.0.0.1', server.address().port) || second.listen(1);
  assert.strictEqual(require('util').getSystemErrorName(failure), 'EADDRINUSE');
  await new Promise((done) => second.close(done));
  server.close();
});
