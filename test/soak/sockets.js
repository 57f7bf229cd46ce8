'use strict';
// Twenty thousand connections open at once on loopback (fewer where the limit of open files is less), each of them served
// while all are open; again and again. The clients are processes of their own, since they need descriptors too.
const assert = require('node:assert');
const fs = require('node:fs');
const net = require('node:net');
const { fork } = require('node:child_process');
const { holdFlat, rounds } = require('./_memory.js');

const WANTED = 20_000;
const CLIENT_PROCESSES = 2;

if (process.argv[2] === 'client') {
  process.on('message', ({ port, count }) => {
    const answers = new Array(count).fill('');
    let left = count;
    for (let i = 0; i < count; i++) {
      const socket = net.connect(port, '127.0.0.1');
      socket.write(`${i}`);
      socket.setEncoding('utf8');
      socket.on('data', (chunk) => { answers[i] += chunk; });
      socket.on('end', () => {
        assert.strictEqual(answers[i], `served ${i}`);
        if (--left === 0) process.send('done');
      });
    }
  });
} else {
  main();
}

async function main() {
  const limit = /open files\s+(\d+)/.exec(fs.readFileSync('/proc/self/limits', 'utf8'));
  const count = Math.min(WANTED, limit === null ? 900 : Math.floor((Number(limit[1]) - 100) / CLIENT_PROCESSES) * CLIENT_PROCESSES);
  console.error(`${count} connections at once`);
  const clients = Array.from({ length: CLIENT_PROCESSES }, () => fork(__filename, ['client'], { execArgv: ['--expose-gc'] }));

  let open = [];
  const server = net.createServer((socket) => {
    open.push(socket);
    if (open.length < count) return;
    for (const each of open) each.on('data', (chunk) => each.end(`served ${chunk}`));
    open = [];
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', 4096, resolve); });
  const { port } = server.address();

  await holdFlat(rounds(30), () => Promise.all(clients.map((client) => new Promise((resolve) => {
    client.once('message', resolve);
    client.send({ port, count: count / CLIENT_PROCESSES });
  }))), { heap: 4, rss: 64 });
  for (const client of clients) client.disconnect();
  server.close();
}
