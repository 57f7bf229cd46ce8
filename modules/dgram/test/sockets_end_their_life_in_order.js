'use strict';
// What is sent before a socket is bound goes before its close; a send that is being looked up is forgotten by it.
const assert = require('node:assert');
const dgram = require('node:dgram');
const { AsyncLocalStorage } = require('node:async_hooks');
const diagnostics = require('node:diagnostics_channel');
const finish = require('../../../test/_finish');

const made = [];
diagnostics.subscribe('udp.socket', ({ socket }) => made.push(socket));

finish(async () => {
  const events = [];
  const socket = dgram.createSocket('udp4');
  assert.strictEqual(made[0], socket);
  socket.on('listening', () => events.push('listening'));
  socket.on('close', () => events.push('close'));
  socket.send('x', 9, '127.0.0.1', () => events.push('never'));
  const returned = socket.close(() => events.push('callback'));
  assert.strictEqual(returned, socket);
  assert.strictEqual(socket.listenerCount('listening'), 2);
  await new Promise((resolve) => { socket.once('close', () => setImmediate(resolve)); });
  assert.deepStrictEqual(events, ['listening', 'close', 'callback']);

  const controller = new AbortController();
  const aborted = dgram.createSocket({ type: 'udp4', signal: controller.signal });
  aborted.bind(0);
  controller.abort();
  await new Promise((resolve) => { aborted.on('close', resolve); });
  assert.throws(() => aborted.address(), { code: 'ERR_SOCKET_DGRAM_NOT_RUNNING' });

  const disposed = dgram.createSocket('udp4');
  await disposed[Symbol.asyncDispose]();
  await disposed[Symbol.asyncDispose]();

  const storage = new AsyncLocalStorage();
  const contexts = [];
  await new Promise((resolve) => {
    const receiver = storage.run('made here', () => dgram.createSocket('udp4', () => {
      contexts.push(storage.getStore());
      receiver.close(resolve);
    }));
    receiver.bind(0, '127.0.0.1', () => {
      const sender = dgram.createSocket('udp4');
      storage.run('sent here', () => sender.send('x', receiver.address().port, '127.0.0.1', () => {
        contexts.push(storage.getStore());
        sender.close();
      }));
    });
  });
  assert.deepStrictEqual(contexts.sort(), ['made here', 'sent here']);

  const idle = dgram.createSocket('udp4').bind(0); // keeps nobody alive
  assert.strictEqual(idle.unref(), idle);
  assert.strictEqual(idle.ref().unref(), idle);
});
