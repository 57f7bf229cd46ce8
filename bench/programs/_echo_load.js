'use strict';
// Loads an echo server: node _echo_load.js tcp|udp PORT SECONDS. Each of its clients sends a message, waits for the echo,
// and sends the next. Prints how many came back.
const dgram = require('node:dgram');
const net = require('node:net');

const CLIENTS = 64;
const message = Buffer.alloc(64, 'x');
const [kind, port, seconds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
let echoes = 0;

function startTcp() {
  const socket = net.connect(port, '127.0.0.1', () => socket.write(message));
  let received = 0;
  socket.setNoDelay(true);
  socket.on('data', ({ length }) => {
    received += length;
    if (received < message.length) return;
    received = 0;
    echoes++;
    socket.write(message);
  });
}

function startUdp() {
  const socket = dgram.createSocket('udp4', () => {
    echoes++;
    socket.send(message);
  });
  socket.connect(port, '127.0.0.1', () => socket.send(message));
}

for (let i = 0; i < CLIENTS; i++) (kind === 'tcp' ? startTcp : startUdp)();
setTimeout(() => {
  console.log(echoes);
  process.exit(0);
}, seconds * 1000);
