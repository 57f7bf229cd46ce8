'use strict';
// Sends every datagram back to where it came from:
//   eddy udp_echo.js [PORT]                          default: 4000. Try: nc -u 127.0.0.1 4000
const dgram = require('node:dgram');

const [port = '4000'] = process.argv.slice(2);
const socket = dgram.createSocket('udp4');

socket.on('message', (message, { address, port: from }) => {
  console.log(`${message.length} bytes from ${address}:${from}`);
  socket.send(message, from, address, (error) => {
    if (error) console.error(error.message);
  });
});
socket.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
  socket.close();
});
socket.bind(Number(port), () => console.log(`listening on port ${socket.address().port}; ctrl-C ends it`));
process.once('SIGINT', () => socket.close());
