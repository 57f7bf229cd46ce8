'use strict';
// HPACK: a few bytes that unpack to many, and too many fields: ENHANCE_YOUR_CALM for the stream; the connection goes on.
const assert = require('node:assert');
const http2 = require('node:http2');
const finish = require('../../../test/_finish');
const { connect, frame, GET, HEADERS, RST_STREAM, END_STREAM, END_HEADERS } = require('./_peer');

// A literal field that goes into the dynamic table: 'a' with 4000 bytes.
const value = Buffer.alloc(4000, 0x62);
const entry = Buffer.concat([Buffer.from([0x40, 1, 0x61, 0x7f, (4000 - 127) & 127 | 128, (4000 - 127) >> 7]), value]);
const bomb = Buffer.concat([GET, entry, Buffer.alloc(200, 0xbe)]);
const many = Buffer.concat([GET, Buffer.alloc(200, 0x90)]); // 'accept-encoding: gzip, deflate'

finish(async () => {
  const paths = [];
  const server = http2.createServer();
  server.on('stream', (stream, headers) => {
    paths.push(headers[':path']);
    stream.respond();
    stream.end('ok');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const resets = [];
  await new Promise((resolve) => {
    const socket = connect(server.address().port, {
      onFrame({ type, id, payload }) {
        if (type === RST_STREAM) resets.push([id, payload.readUInt32BE(0)]);
        if (type === HEADERS && id === 5) socket.destroy();
      },
      onEnd: resolve,
    });
    const flags = END_HEADERS | END_STREAM;
    socket.write(Buffer.concat([frame(HEADERS, flags, 1, many), frame(HEADERS, flags, 3, bomb), frame(HEADERS, flags, 5, GET)]));
  });
  const { NGHTTP2_ENHANCE_YOUR_CALM } = http2.constants;
  assert.deepStrictEqual(resets, [[1, NGHTTP2_ENHANCE_YOUR_CALM], [3, NGHTTP2_ENHANCE_YOUR_CALM]]);
  assert.deepStrictEqual(paths, ['/']);
  server.close();
});
