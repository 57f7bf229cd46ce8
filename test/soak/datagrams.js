'use strict';
// Hundreds of thousands of datagrams sent, received and sent back, by sockets that are bound, connected and short-lived.
const dgram = require('node:dgram');
const { holdFlat, rounds } = require('./_memory.js');

const PER_ROUND = 20_000;

const server = dgram.createSocket('udp4', (message, { address, port }) => {
  server.send(message, port, address);
});
server.bind(0, '127.0.0.1', async () => {
  const { port } = server.address();
  await holdFlat(rounds(50), () => new Promise((resolve) => {
    let left = PER_ROUND;
    let client;
    const renew = () => {
      client?.close();
      client = dgram.createSocket('udp4', () => {
        if (--left === 0) {
          client.close();
          resolve();
        } else if (left % 1000 === 0) {
          renew();
        } else {
          client.send('message');
        }
      });
      const next = client;
      next.connect(port, '127.0.0.1', () => next.send(Buffer.alloc(left % 1400)));
    };
    renew();
  }));
  server.close();
});
