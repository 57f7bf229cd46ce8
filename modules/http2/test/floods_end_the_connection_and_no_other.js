// eddy only: how many frames pass before the server hangs up differs, and Node waits for a peer that reads nothing
'use strict';
// Attacks with many small frames: the server hangs up after a limited number, and goes on serving others.
const assert = require('node:assert');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');
const {
  connect, frame, GET, POST, DATA, HEADERS, RST_STREAM, SETTINGS, PING, CONTINUATION, END_STREAM, END_HEADERS,
} = require('./_frames');

const CANCEL = Buffer.from([0, 0, 0, 8]);
const id = (n) => 2 * n + 1;

// Each gives the n-th frames of an attack, and how many an honest server lets pass at the very most.
const attacks = {
  'rapid reset': {
    most: 5_000,
    make: (n) => [frame(HEADERS, END_HEADERS | END_STREAM, id(n), GET), frame(RST_STREAM, 0, id(n), CANCEL)],
  },
  'continuation flood': {
    most: 1_000,
    make: (n) => [n === 0 ? frame(HEADERS, 0, 1, GET) : frame(CONTINUATION, 0, 1)],
  },
  'settings flood': { most: 20_000, make: () => [frame(SETTINGS, 0, 0)] },
  'ping flood': { most: 20_000, make: () => [frame(PING, 0, 0, Buffer.alloc(8))] },
  'empty data': {
    most: 5_000,
    make: (n) => [n === 0 ? frame(HEADERS, END_HEADERS, 1, POST) : frame(DATA, 0, 1)],
  },
};

function attack(port, { make }) {
  return new Promise((resolve) => {
    let isOver = false;
    const socket = connect(port, { onEnd: () => { isOver = true; resolve(sent); } });
    socket.pause(); // nothing the server says is read
    let sent = 0;
    const next = () => {
      if (isOver) return;
      assert.ok(sent <= 200_000, `still open after ${sent} frames`);
      const many = [];
      for (let i = 0; i < 500; i++) many.push(...make(sent++));
      socket.write(Buffer.concat(many), () => setImmediate(next));
    };
    next();
    socket.on('close', () => { isOver = true; resolve(sent); });
    setInterval(() => { if (!isOver) socket.resume(); }, 200).unref();
  });
}

function ask(port) {
  return new Promise((resolve, reject) => {
    const client = http2.connect(`http://127.0.0.1:${port}`);
    client.on('error', reject);
    const request = client.request({ ':path': '/' });
    request.on('response', (headers) => { resolve(headers[':status']); client.close(); });
    request.resume();
  });
}

finish(async () => {
  let streams = 0;
  const server = http2.createServer();
  server.on('stream', (stream) => {
    streams++;
    stream.on('error', () => {});
    stream.respond();
    if (stream.endAfterHeaders) stream.end('x');
    else stream.resume();
  });
  server.on('sessionError', () => {});
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address();
  for (const name of Object.keys(attacks)) {
    streams = 0;
    const sent = await attack(port, attacks[name]);
    assert.ok(sent > 0, name);
    assert.ok(streams <= attacks[name].most, `${name}: ${streams} streams`);
    assert.strictEqual(await ask(port), 200, name);
  }
  server.close();
});
