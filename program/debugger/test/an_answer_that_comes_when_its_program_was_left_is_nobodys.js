'use strict';
// An inspector of the test's own, which answers what it was asked only when the debugger says that it goes.
const finish = require('../../../test/_finish');
const { createHash } = require('node:crypto');
const { once } = require('node:events');
const http = require('node:http');
const { Debugger } = require('./_debugger');
const assert = finish.plan(3);

const TEXT = 0x81, CLOSE = 0x88;

/** A frame of a server: short, and not masked. */
const frame = (first, text) => Buffer.concat([Buffer.from([first, text.length]), Buffer.from(text)]);

/** Calls use(first byte, text) for each frame of a client, which are short and masked. */
function readFrames(socket, use) {
  let bytes = Buffer.alloc(0);
  socket.on('data', (data) => {
    bytes = Buffer.concat([bytes, data]);
    for (;;) {
      const isLong = (bytes[1] & 0x7f) === 126;
      const maskAt = isLong ? 4 : 2;
      if (bytes.length < maskAt + 4) return;
      const start = maskAt + 4, end = start + (isLong ? bytes.readUInt16BE(2) : bytes[1] & 0x7f);
      if (bytes.length < end) return;
      const text = bytes.subarray(start, end).map((byte, i) => byte ^ bytes[maskAt + i % 4]);
      use(bytes[0], Buffer.from(text).toString());
      bytes = bytes.subarray(end);
    }
  });
}

const inspector = http.createServer((request, response) => {
  response.end(JSON.stringify([{ webSocketDebuggerUrl: `ws://127.0.0.1:${inspector.address().port}/x` }]));
});

inspector.on('upgrade', (request, socket) => {
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
  const late = [];
  readFrames(socket, (first, text) => {
    if (first === CLOSE) {
      assert.strictEqual(late.length, 1);
      socket.end(Buffer.concat(late));
      return;
    }
    const { id, method } = JSON.parse(text);
    const answer = frame(TEXT, JSON.stringify({ id, result: {} }));
    if (method === 'Runtime.evaluate') late.push(answer);
    else socket.write(answer);
  });
});

finish(async () => {
  inspector.listen(0, '127.0.0.1');
  await once(inspector, 'listening');
  const session = new Debugger([`127.0.0.1:${inspector.address().port}`]);
  await session.find(/^debug> $/m);
  await session.enter('exec 1\nkill', /Use `run` to start the app again/);
  inspector.close();
  await once(inspector, 'close'); // and the connection with it
  assert.match((await session.enter('1 + 1', /2\ndebug> $/))[0], /2/);
  assert.strictEqual((await session.leave()).code, 0);
});
