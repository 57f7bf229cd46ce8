'use strict';
// A hello-world server in two processes behind one port. Prints the port once both listen; ends on SIGTERM, behind its
// workers, so that their processor time is counted with its own.
const cluster = require('node:cluster');
const http = require('node:http');
const net = require('node:net');

const WORKERS = 2;

if (cluster.isPrimary) {
  let listening = 0;
  let left = WORKERS;
  cluster.on('listening', (worker, { port }) => {
    if (++listening === WORKERS) process.stdout.write(`${port}\n`);
  });
  cluster.on('exit', () => {
    if (--left === 0) process.exit();
  });
  process.on('SIGTERM', () => {
    for (const worker of Object.values(cluster.workers)) worker.kill();
  });
  // A port of its own choice would be another for each worker on Bun.
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => { for (let i = 0; i < WORKERS; i++) cluster.fork({ PORT: port }); });
  });
} else {
  http.createServer((request, response) => response.end('hello world')).listen(process.env.PORT, '127.0.0.1');
}
