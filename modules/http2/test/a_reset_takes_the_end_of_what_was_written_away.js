'use strict';
// end(data) and a reset in one turn: the data go out, but without END_STREAM, so that nobody takes them for all there is;
// with CANCEL they end the stream, and there is nothing left to reset.
const assert = require('node:assert');
const http2 = require('node:http2');
const net = require('node:net');
const finish = require('../../../test/_finish');

const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR } = http2.constants;
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
const PING = Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const FIELDS = Buffer.from([0x82, 0x86, 0x84, 0x41, 0x01, 0x61]); // GET http://a/
const END_STREAM = 1;
const END_HEADERS = 4;
const NAMES = { 0: 'DATA', 1: 'HEADERS', 3: 'RST_STREAM' };

/** The frames of stream 1 until the peer answers a PING that is sent once the stream has closed over there. */
function framesOf(port, endsRequest, closed) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    const frames = [];
    let bytes = Buffer.alloc(0);
    socket.on('data', (data) => {
      bytes = Buffer.concat([bytes, data]);
      for (let length; bytes.length >= 9 && bytes.length >= 9 + (length = bytes.readUIntBE(0, 3));) {
        const [type, flags] = [bytes[3], bytes[4]];
        if (type === 3) frames.push(`RST_STREAM ${bytes.readUInt32BE(9)}`);
        else if (type === 0) frames.push(`DATA ${length}${(flags & END_STREAM) !== 0 ? ' END_STREAM' : ''}`);
        else if (type in NAMES) frames.push(NAMES[type]);
        bytes = bytes.subarray(9 + length);
        if (type === 6) {
          socket.destroy();
          resolve(frames);
          return;
        }
      }
    });
    const flags = END_HEADERS | (endsRequest ? END_STREAM : 0);
    const head = Buffer.from([0, 0, FIELDS.length, 1, flags, 0, 0, 0, 1]);
    socket.write(Buffer.concat([PREFACE, SETTINGS, head, FIELDS]));
    closed.then(() => { socket.write(PING); });
  });
}

const cases = [
  [(stream) => { stream.end('body'); stream.close(NGHTTP2_INTERNAL_ERROR); }, false, ['DATA 4', 'RST_STREAM 2']],
  [(stream) => { stream.end('body'); stream.close(NGHTTP2_INTERNAL_ERROR); }, true, ['DATA 4', 'RST_STREAM 2']],
  [(stream) => { stream.end('body'); stream.destroy(); }, true, ['DATA 4', 'RST_STREAM 0']],
  [(stream) => { stream.end('body'); stream.destroy(new Error('gone')); }, false, ['DATA 4', 'RST_STREAM 2']],
  [(stream) => { stream.end('body'); stream.close(NGHTTP2_CANCEL); }, true, ['DATA 4 END_STREAM']],
  [(stream) => { stream.end('body'); stream.close(NGHTTP2_CANCEL); }, false, ['DATA 4 END_STREAM', 'RST_STREAM 8']],
  [(stream) => { stream.end('body'); }, true, ['DATA 4 END_STREAM']],
];

finish(async () => {
  for (const [respond, endsRequest, expected] of cases) {
    const { promise: closed, resolve } = Promise.withResolvers();
    const server = http2.createServer();
    server.on('stream', (stream) => {
      stream.on('error', () => {});
      stream.on('close', resolve);
      stream.respond();
      respond(stream);
    });
    await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
    assert.deepStrictEqual(await framesOf(server.address().port, endsRequest, closed), ['HEADERS', ...expected], `${respond}`);
    server.close();
  }
});
