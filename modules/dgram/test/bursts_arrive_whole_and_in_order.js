'use strict';
// Many datagrams that wait in the kernel together each come as a message of their own; the microtasks of one run
// before the next.
const finish = require('../../../test/_finish');
const assert = finish.plan(201);
const dgram = require('node:dgram');

const COUNT = 100;
const server = dgram.createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
const order = [];
server.on('message', (message) => {
  const number = message.readUInt32LE();
  assert.strictEqual(message.length, 4 + number);
  assert.ok(message.subarray(4).every((byte) => byte === (number & 255)));
  order.push(number);
  Promise.resolve().then(() => order.push('job'));
  process.nextTick(() => order.push('tick'));
  if (number === COUNT - 1) setImmediate(check);
});
server.bind(0, '127.0.0.1', () => {
  const client = dgram.createSocket('udp4');
  client.connect(server.address().port, '127.0.0.1', () => {
    for (let number = 0; number < COUNT; number++) {
      const message = Buffer.alloc(4 + number, number);
      message.writeUInt32LE(number);
      client.send(message);
    }
    client.close();
  });
});

function check() {
  const expected = [];
  for (let number = 0; number < COUNT; number++) expected.push(number, 'tick', 'job');
  assert.deepStrictEqual(order, expected);
  server.close();
}
