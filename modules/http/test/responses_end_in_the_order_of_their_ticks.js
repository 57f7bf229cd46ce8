'use strict';
// 'prefinish', 'finish', callbacks and 'close' of a response come between the ticks and jobs that were asked for before and
// after end(), in the async context of end(), and reach whoever listens by then. Each claim runs on a connection whose socket
// nobody looked at, on one that had a request before, on one whose socket was looked at, and behind a listener for connections.
const assert = require('node:assert');
const http = require('node:http');
const net = require('node:net');
const { AsyncLocalStorage } = require('node:async_hooks');
const { once } = require('node:events');
const { listen } = require('./_raw');
const finish = require('../../../test/_finish');

const storage = new AsyncLocalStorage();
const log = [];
const events = (response, ...names) => { for (const name of names) response.on(name, () => log.push(name)); };

const claims = {
  'all of it': [(request, response) => {
    events(response, 'prefinish', 'finish', 'close');
    process.nextTick(() => log.push('tick before'));
    response.end('x', () => log.push('callback'));
    log.push('ended', response.socket === null, response.writableFinished, response.writableLength);
    process.nextTick(() => log.push('tick', response.socket === null, response.closed));
    Promise.resolve().then(() => log.push('job', response.closed, response.destroyed));
  }, ['prefinish', 'ended', false, true, 0, 'tick before', 'finish', 'callback', 'tick', true, false, 'close', 'job', true, true]],
  'listeners that come in a tick before': [(request, response) => {
    process.nextTick(() => events(response, 'finish', 'close'));
    response.end('x');
  }, ['finish', 'close']],
  'listeners that come in a tick behind': [(request, response) => {
    response.end('x');
    process.nextTick(() => events(response, 'finish', 'close'));
  }, ['close']],
  'listeners that come in a job': [(request, response) => {
    response.end('x');
    Promise.resolve().then(() => events(response, 'finish', 'close'));
  }, []],
  'listeners that come right behind': [(request, response) => {
    response.end('x');
    events(response, 'finish', 'close');
  }, ['finish', 'close']],
  'callbacks of writes': [(request, response) => {
    events(response, 'finish', 'close');
    response.write('a', (...args) => log.push('first', args));
    log.push(response.writableCorked, response.writableNeedDrain, response.writableLength > 100);
    const { writableLength } = response;
    response.write('b', (...args) => log.push('second', args));
    log.push(response.writableLength - writableLength);
    process.nextTick(() => log.push('tick', response.writableLength));
    response.end('x', (...args) => log.push('end', args));
    log.push(response.writableLength);
  }, [0, false, true, 6, 0, 'tick', 0, 'first', [null], 'second', [null], 'finish', 'end', [], 'close']],
  'a callback of a write alone': [(request, response) => {
    response.write('a', () => { log.push('callback', response.writableLength); response.end('x'); });
    process.nextTick(() => log.push('tick', response.writableLength));
  }, ['tick', 0, 'callback', 0]],
  'drain': [(request, response) => {
    log.push(response.write('y'.repeat(70_000), () => log.push('callback')), response.writableNeedDrain, response.writableLength);
    response.on('drain', () => { log.push('drain', response.writableNeedDrain, response.writableLength); response.end('x'); });
    process.nextTick(() => log.push('tick'));
    process.nextTick(() => process.nextTick(() => log.push('tick of a tick')));
  }, [false, true, 70_140, 'tick', 'drain', false, 0, 'callback', 'tick of a tick']],
  'several pieces that are no text': [(request, response) => {
    const piece = Buffer.alloc(40_000, 'z');
    response.setHeader('Content-Length', 120_001);
    for (let i = 0; i < 3; i++) log.push(response.write(piece));
    log.push(response.writableLength);
    process.nextTick(() => log.push('tick'));
    response.on('drain', () => { log.push('drain', response.writableLength); response.end('x'); });
  }, [true, false, false, 120_127, 'tick', 'drain', 0]],
  'interim responses': [(request, response) => {
    response.writeContinue(() => log.push('continue'));
    log.push(response.writableLength);
    response.writeProcessing(() => log.push('processing'));
    process.nextTick(() => log.push('tick'));
    response.end('x');
  }, [0, 'continue', 'processing', 'tick']],
  'a head that was flushed': [(request, response) => {
    response.flushHeaders();
    log.push(response.writableLength);
    response.write('a');
    log.push(response.writableLength);
    response.end('x');
    log.push(response.writableLength);
  }, [0, 6, 0]],
  'async contexts': [(request, response) => {
    storage.run('listens', () => {
      for (const name of ['finish', 'close']) response.on(name, () => log.push(name, storage.getStore()));
    });
    storage.run('ends', () => response.end('x', () => log.push('callback', storage.getStore())));
  }, ['finish', 'ends', 'callback', 'ends', 'close', 'ends']],
  'the async context of close alone': [(request, response) => {
    storage.run('ends', () => response.end('x'));
    process.nextTick(() => response.on('close', () => log.push(storage.getStore())));
  }, ['ends']],
  'a callback of end() without a body': [(request, response) => {
    response.write('x');
    response.end(() => log.push('callback'));
    process.nextTick(() => log.push('tick'));
  }, ['callback', 'tick']],
};

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

/** Asks again when the first answer is no claim's. */
async function ask(port) {
  const socket = net.connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').write(GET);
  for await (const part of socket) {
    text += part;
    if (text.endsWith('first')) {
      text = '';
      socket.write(GET);
    }
    if (/x(\r\n0\r\n\r\n)?$/.test(text)) return;
  }
}

async function run(handler, mode) {
  log.length = 0;
  let isFirst = mode === 'second';
  let closed;
  const server = http.createServer((request, response) => {
    if (isFirst) {
      isFirst = false;
      response.end('first');
      return;
    }
    if (mode === 'looked at') request.socket;
    closed = new Promise((resolve) => { request.on('close', resolve); });
    handler(request, response);
  });
  if (mode === 'connection') server.on('connection', () => {});
  const port = await listen(server);
  await ask(port);
  await closed;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  return log.slice();
}

finish(async () => {
  for (const [name, [handler, expected]] of Object.entries(claims)) {
    for (const mode of ['plain', 'second', 'looked at', 'connection']) {
      assert.deepStrictEqual(await run(handler, mode), expected, `${name}, ${mode}`);
    }
  }
});
