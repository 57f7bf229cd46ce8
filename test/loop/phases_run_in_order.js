'use strict';
// poll → check → close → timers: one turn, entered at its poll phase.
const net = require('node:net');
const log = require('./_trace').expectOrder(['poll', 'check', 'close', 'timer']);

const server = net.createServer((socket) => socket.end('x')).listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1');
  client.once('data', () => {
    log('poll');
    const start = Date.now();
    setTimeout(() => log('timer'), 1);
    while (Date.now() - start < 5); // the timer is due, and yet its phase comes last
    setImmediate(() => log('check'));
    client.on('close', () => {
      log('close');
      server.close();
    });
    client.destroy();
  });
});
