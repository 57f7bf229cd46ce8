'use strict';
// However many sockets are ready at every look at them, the poll phase ends: an immediate waits for no more reads than
// there are sockets (times what one of them may read at a stretch), and a timer that is due gets its turn.
const finish = require('../../../test/_finish');
const assert = finish.plan(15);
const net = require('node:net');

const PAIRS = 100;
const READS_AT_A_STRETCH = 32; // libuv's limit for one socket
const BOUND = 2 * PAIRS * READS_AT_A_STRETCH;
const TURNS = 20;

const sockets = [];
let reads = 0;

function flood(socket) {
  sockets.push(socket);
  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    reads++;
    socket.write(chunk); // the other side is ready again
  });
}

const server = net.createServer((socket) => {
  flood(socket);
  if (sockets.length === 2 * PAIRS) measure();
});
server.listen(0, '127.0.0.1', () => {
  for (let i = 0; i < PAIRS; i++) {
    const { port } = server.address();
    net.connect(port, '127.0.0.1', function() {
      flood(this);
      this.write('x');
      if (sockets.length === 2 * PAIRS) measure();
    });
  }
});

function measure() {
  let turns = 0;
  let timers = 0;
  const timer = setInterval(() => { timers++; }, 1);
  const next = () => {
    const before = reads;
    setImmediate(() => {
      assert.ok(reads - before <= BOUND, `an immediate waited for ${reads - before} reads`);
      if (++turns < TURNS || timers < TURNS) return next();
      assert.ok(reads > PAIRS);
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      server.close();
    });
  };
  next();
}
