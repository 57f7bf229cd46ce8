'use strict';
// A peer that makes its frames by hand (RFC 9113, section 4).
const net = require('node:net');

const DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7, WINDOW_UPDATE = 8, CONTINUATION = 9;
const END_STREAM = 1, ACK = 1, END_HEADERS = 4;
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
// ":method: GET", ":scheme: http", ":path: /", ":authority: a".
const GET = Buffer.from([0x82, 0x86, 0x84, 0x41, 0x01, 0x61]);
const POST = Buffer.from([0x83, 0x86, 0x84, 0x41, 0x01, 0x61]);

function frame(type, flags, id, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(id, 5);
  return Buffer.concat([head, payload]);
}

/** Connects to `port`, says hello with `settings`; `onFrame({type, flags, id, payload})`, `onEnd()` when the server hangs up. */
function connect(port, { settings = Buffer.alloc(0), onFrame = () => {}, onEnd = () => {} }) {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(Buffer.concat([PREFACE, frame(SETTINGS, 0, 0, settings)]));
  let waiting = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length >= 9 && waiting.length >= 9 + waiting.readUIntBE(0, 3)) {
      const size = waiting.readUIntBE(0, 3);
      const [type, flags] = [waiting[3], waiting[4]];
      const id = waiting.readUInt32BE(5) & 0x7fffffff;
      const payload = waiting.subarray(9, 9 + size);
      waiting = waiting.subarray(9 + size);
      onFrame({ type, flags, id, payload });
    }
  });
  socket.on('error', () => {});
  socket.on('close', onEnd);
  return socket;
}

module.exports = {
  connect, frame, GET, POST,
  DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION, END_STREAM, ACK, END_HEADERS,
};
