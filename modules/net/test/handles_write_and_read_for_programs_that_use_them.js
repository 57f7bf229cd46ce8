'use strict';
// What programs do with socket._handle by themselves: writes with request objects, reads with a function of theirs.
const assert = require('node:assert');
const net = require('node:net');
const finish = require('../../../test/_finish');

const { WriteWrap, ShutdownWrap, streamBaseState, kBytesWritten, kLastWriteWasAsync, kReadBytesOrError } =
  process.binding('stream_wrap');

const SIZE = 20_000_000;
const small = 'butfl\xe9ascu\0bxy';

finish(async () => {
  const { promise: received, resolve } = Promise.withResolvers();
  const server = net.createServer((socket) => {
    const chunks = [];
    socket.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      resolve(Buffer.concat(chunks));
      socket.end('answer');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => { server.on('listening', listening); });
  const socket = net.connect({ port: server.address().port, host: '127.0.0.1', allowHalfOpen: true });
  await new Promise((connected) => { socket.on('connect', connected); });
  const handle = socket._handle;

  const request = (oncomplete = finish.never('ends at once')) => Object.assign(new WriteWrap(), { oncomplete });
  const told = [];
  for (const [method, argument] of [
    ['writeBuffer', Buffer.from('b')], ['writeUtf8String', 'ut'], ['writeLatin1String', 'fl\xe9'], ['writeAsciiString', 'asc'],
    ['writeUcs2String', 'u'], ['writev', ['b', 'utf8', Buffer.from('x'), 'buffer']],
  ]) {
    told.push([method, handle[method](request(), argument, false), streamBaseState[kBytesWritten],
               streamBaseState[kLastWriteWasAsync]]);
  }
  told.push(['all', handle.writev(request(), [Buffer.from('y')], true), streamBaseState[kBytesWritten]]);
  assert.deepStrictEqual(told, [
    ['writeBuffer', 0, 1, 0], ['writeUtf8String', 0, 2, 0], ['writeLatin1String', 0, 3, 0], ['writeAsciiString', 0, 3, 0],
    ['writeUcs2String', 0, 2, 0], ['writev', 0, 2, 0], ['all', 0, 1],
  ]);
  assert.strictEqual(handle.bytesWritten, small.length);

  // What the kernel does not take at once: oncomplete(status, handle, error), `this` being the request.
  await new Promise((written) => {
    const large = request(function(...args) {
      assert.strictEqual(this, large);
      assert.deepStrictEqual([args[0], args[1] === handle, args[2]], [0, true, undefined]);
      written();
    });
    large.buffer = Buffer.alloc(SIZE, 'A'); // who writes keeps the bytes
    assert.strictEqual(handle.writeBuffer(large, large.buffer), 0);
    assert.strictEqual(streamBaseState[kLastWriteWasAsync], 1);
    assert.ok(handle.writeQueueSize > 0);
  });

  // Reads go to the function that was set; the stream's own can be called by it.
  const own = handle.onread;
  assert.strictEqual(handle.onread, own);
  const reads = [];
  handle.onread = function(memory) {
    assert.strictEqual(this, handle);
    reads.push([streamBaseState[kReadBytesOrError] > 0, memory?.byteLength]);
    return own.call(this, memory);
  };
  const shutdown = new ShutdownWrap();
  assert.deepStrictEqual(Object.keys(shutdown), ['oncomplete', 'callback', 'handle']);
  const ended = new Promise((done) => { shutdown.oncomplete = (status, which) => done([status, which === handle]); });
  assert.strictEqual(handle.shutdown(shutdown), 0);
  assert.deepStrictEqual(await ended, [0, true]);
  let answer = '';
  for await (const chunk of socket.setEncoding('latin1')) answer += chunk;
  assert.strictEqual(answer, 'answer');
  assert.deepStrictEqual(reads, [[true, 6], [false, undefined]]);

  const bytes = await received;
  assert.strictEqual(bytes.latin1Slice(0, small.length), small);
  assert.strictEqual(bytes.length, SIZE + small.length);
  server.close();

  // Their classes make open handles; nothing but the owner is to be seen of ours.
  const { TCP, constants } = process.binding('tcp_wrap');
  const made = new TCP(constants.SOCKET);
  assert.ok(made instanceof handle.constructor);
  assert.deepStrictEqual([made.getProviderType(), new TCP(constants.SERVER).getProviderType()], [41, 40]);
  assert.ok(made.getAsyncId() > 0);
  assert.deepStrictEqual(Object.getOwnPropertySymbols(made).map(String), ['Symbol(owner_symbol)']);
  made.close();
});
