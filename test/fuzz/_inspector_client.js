'use strict';
// The client of inspector.js: reads inputs (each with its length before it) from stdin, sends them to the inspector at the URL that it is given,
// ends the connection, and has a second, well-behaved client ask something. Prints 'served' when that was answered.
const net = require('node:net');
const { MODES, QUESTION, frame } = require('./_inspector_frames');
const { cut } = require('./_target');

const { hostname, port, pathname } = new URL(process.argv[2]);
const UPGRADE = `GET ${pathname} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
const ANSWER = '{"id":1,"result":{"result":{"type":"number","value":42,"description":"42"}}}';

function framesOf(line, seed) {
  const pieces = cut(line, seed);
  return Buffer.concat(pieces.map((piece, i) => frame((i === 0 ? 1 : 0) | (i === pieces.length - 1 ? 0x80 : 0), piece)));
}

function linesOf(bytes) {
  return bytes.toString('latin1').split('\n').filter(Boolean).map((line) => Buffer.from(line, 'latin1'));
}

function bytesOf(mode, seed, bytes) {
  switch (mode) {
    case MODES.http: return Buffer.from(bytes.toString('latin1').replace('/@', pathname), 'latin1');
    case MODES.bytes: return bytes;
    case MODES.messages: return Buffer.concat(linesOf(bytes).map((line) => frame(0x81, line)));
    default: return Buffer.concat(linesOf(bytes).map((line) => framesOf(line, seed)));
  }
}

/** Resolved with what came, once the server has closed the connection. */
function connect(onText) {
  const socket = net.connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
    onText?.(text);
  });
  socket.on('error', () => {});
  socket.over = new Promise((resolve) => { socket.on('close', () => resolve(text)); });
  return socket;
}

async function attack(input) {
  const mode = input[0] % 4;
  const bytes = bytesOf(mode, input[1], input.subarray(2));
  const socket = connect();
  if (mode !== MODES.http) socket.write(UPGRADE);
  for (const piece of cut(bytes, input[1])) {
    await new Promise((resolve) => { socket.write(piece, resolve); });
  }
  socket.end();
  await socket.over;
}

async function ask() {
  const socket = connect((text) => { if (text.includes(ANSWER)) socket.end(); });
  socket.write(UPGRADE);
  socket.write(frame(0x81, Buffer.from(QUESTION)));
  const text = await socket.over;
  return text.includes(ANSWER) ? 'served' : JSON.stringify(text);
}

async function work() {
  let waiting = Buffer.alloc(0);
  for await (const chunk of process.stdin) {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32LE(0)) {
      const end = 4 + waiting.readUInt32LE(0);
      await attack(waiting.subarray(4, end));
      waiting = waiting.subarray(end);
      console.log(await ask());
    }
  }
}

work();
