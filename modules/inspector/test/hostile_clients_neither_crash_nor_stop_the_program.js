// eddy only: Node closes such connections without a word, or waits.
// Frames that break RFC 6455 end their connection, and nothing else: unmasked, reserved bits, unknown opcodes, long control
// frames, continuations of nothing, lengths beyond all bounds, binary; pieces, pings and half-open clients are served.
'use strict';
const net = require('node:net');
const finish = require('../../../test/_finish');
const assert = finish.plan(17);
const inspector = require('node:inspector');

inspector.open(0, '127.0.0.1', false);
const { port, pathname } = new URL(inspector.url());

function frame(first, payload, { mask = true, length = payload.length, extended = false } = {}) {
  const bytes = Buffer.from(payload);
  const key = Buffer.from([1, 2, 3, 4]);
  const head = [first];
  const bit = mask ? 0x80 : 0;
  if (extended || length > 65535) {
    const long = Buffer.alloc(8);
    long.writeBigUInt64BE(BigInt(length));
    head.push(bit | 127, ...long);
  } else if (length > 125) {
    head.push(bit | 126, length >> 8, length & 255);
  } else {
    head.push(bit | length);
  }
  if (!mask) return Buffer.concat([Buffer.from(head), bytes]);
  return Buffer.concat([Buffer.from(head), key, bytes.map((byte, i) => byte ^ key[i % 4])]);
}

// Connects, sends the pieces one after the other, and gives what came back until the server ended or `until` was in it.
function talk(pieces, until) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = Buffer.alloc(0);
    let sent = false;
    const done = () => {
      socket.destroy();
      resolve(answer.subarray(answer.indexOf('\r\n\r\n') + 4));
    };
    socket.on('error', () => {});
    socket.on('close', done);
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk]);
      if (until && answer.includes(until)) return done();
      if (sent || !answer.includes('\r\n\r\n')) return;
      sent = true;
      for (const piece of pieces) socket.write(piece);
    });
    socket.write(`GET ${pathname} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n');
  });
}

const request = '{"id":1,"method":"Runtime.evaluate","params":{"expression":"6*7"}}';
const closed = Buffer.from([0x88, 0]);

finish(async () => {
  const broken = [
    frame(0x81, request, { mask: false }),
    frame(0xc1, request),
    frame(0x83, request),
    frame(0x80, request),
    frame(0x82, request),
    frame(0x89, Buffer.alloc(126)),
    frame(0x09, 'a ping in pieces'),
    frame(0x81, '', { length: 2 ** 40 }),
    frame(0x81, '', { length: 2 ** 52 }),
    Buffer.concat([frame(0x01, '{'), frame(0x81, request)]),
    Buffer.concat([frame(0x01, '{'), frame(0x80, '', { length: 64 * 1024 * 1024 })]),
  ];
  for (const bytes of broken) assert.deepStrictEqual(await talk([bytes]), closed);
  assert.deepStrictEqual(await talk([frame(0x88, Buffer.from([3, 232]))]), closed);

  const expected = '{"id":1,"result":{"result":{"type":"number","value":42,"description":"42"}}}';
  const inPieces = [frame(0x01, request.slice(0, 5)), frame(0x89, 'ping'), frame(0x00, request.slice(5, 9)), frame(0x80, request.slice(9))];
  const answer = String(await talk(inPieces, expected));
  assert.ok(answer.includes(expected));
  assert.ok(answer.includes('ping'));
  const bytewise = [...frame(0x81, request)].map((byte) => Buffer.from([byte]));
  assert.ok(String(await talk(bytewise, expected)).includes(expected));
  assert.ok(String(await talk([frame(0x81, 'no JSON'), frame(0x81, request)], expected)).includes(expected));

  // A hundred at once that never say anything.
  const sockets = await Promise.all(Array.from({ length: 100 }, () => new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => resolve(socket)).on('error', reject);
    socket.write('GET /json HTTP/1.1\r\nHost: loc');
  })));
  assert.ok(String(await talk([frame(0x81, request)], expected)).includes(expected));
  for (const socket of sockets) socket.destroy();
  inspector.close();
});
