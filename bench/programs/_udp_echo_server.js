'use strict';
// Sends datagrams back to where they came from. It prints its port; the driver loads it, and counts the processor time it
// used.
const dgram = require('node:dgram');

const server = dgram.createSocket('udp4', (message, { address, port }) => server.send(message, port, address));
server.bind(0, '127.0.0.1', () => console.log(server.address().port));
process.on('SIGTERM', () => process.exit(0));
