'use strict';
// A peer that asks and lets nothing be sent (SETTINGS_INITIAL_WINDOW_SIZE 0): the server's timeout ends its session.
const assert = require('node:assert');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');
const { connect, frame, GET, DATA, HEADERS, END_STREAM, END_HEADERS } = require('./_peer');

const noWindow = Buffer.from([0, 4, 0, 0, 0, 0]);

finish(async () => {
  const server = http2.createServer();
  const closed = [];
  let isAsked = false;
  server.on('stream', finish.once((stream) => {
    stream.on('error', () => {});
    stream.on('close', () => { closed.push('stream'); });
    stream.session.on('close', () => { closed.push('session'); });
    stream.respond();
    stream.end(Buffer.alloc(100_000));
    isAsked = true;
  }));
  // (Where the machine stands still before the request is read, a timeout comes then; the request begins another.)
  server.setTimeout(100, finish.some((session) => { if (isAsked) session.destroy(); }));
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const frames = [];
  await new Promise((resolve) => {
    const socket = connect(server.address().port, {
      settings: noWindow, onFrame({ type, id }) { if (id === 1) frames.push(type); }, onEnd: resolve,
    });
    socket.write(frame(HEADERS, END_HEADERS | END_STREAM, 1, GET));
  });
  assert.deepStrictEqual(frames.filter((type) => type === DATA), []);
  assert.strictEqual(frames[0], HEADERS);
  await new Promise((resolve) => { server.close(resolve); });
  assert.deepStrictEqual(closed.sort(), ['session', 'stream']);
});
