'use strict';
// kue 0.8.9: a job's update and its delay are written over two connections, and which comes last is open. Mended in 0.8.11:
// one behind the other.
const { assert, net, isMended, atEnd, onLines, serve } = require('./_race');

let state = '';
serve((line, reply) => {
  state = line;
  reply('OK');
}, (port, server) => {
  const pool = [net.connect(port, '127.0.0.1'), net.connect(port, '127.0.0.1')];
  let left = 2;
  const done = () => {
    if (--left > 0) return;
    for (const socket of pool) socket.end();
    server.close();
  };
  const set = (socket, value, callback) => {
    onLines(socket, () => {
      done();
      callback();
    });
    socket.write(`${value}\n`);
  };
  const delay = () => set(pool[1], 'delayed', () => {});
  set(pool[0], 'inactive', isMended ? delay : () => {});
  if (!isMended) setTimeout(delay, 25);
});
atEnd(() => assert.strictEqual(state, 'delayed'));
