'use strict';
// A peer that makes its frames by hand.
const net = require('node:net');
const { FLAGS, PREFACE, TYPES, frame } = require('../../../test/fuzz/_frames');

const { DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION } = TYPES;
const { END_STREAM, ACK, END_HEADERS } = FLAGS;
// ":method: GET", ":scheme: http", ":path: /", ":authority: a".
const GET = Buffer.from([0x82, 0x86, 0x84, 0x41, 0x01, 0x61]);
const POST = Buffer.from([0x83, 0x86, 0x84, 0x41, 0x01, 0x61]);

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
