'use strict';
const net = require('node:net');
const log = require('./_trace').expectOrder(['destroyed', 'tick', 'immediate', 'close']);

const server = net.createServer().listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1', () => {
    setImmediate(() => {
      socket.destroy();
      log('destroyed');
      process.nextTick(() => log('tick'));
    });
    setImmediate(() => log('immediate'));
    socket.on('close', () => {
      log('close');
      server.close();
    });
  });
});
