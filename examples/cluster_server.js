// An HTTP server on all cores. A worker that dies is replaced; SIGHUP replaces all workers, one after the other, without
// losing a request: the new one listens before the old one leaves, and the old one asks its clients to come back on a
// new connection before it closes any.
//
//   eddy examples/cluster_server.js [port]      kill -HUP <pid of the primary>
'use strict';
const cluster = require('node:cluster');
const http = require('node:http');
const { availableParallelism } = require('node:os');
const { once } = require('node:events');

const PORT = Number(process.argv[2] ?? 8080);
const FAREWELL = 500; // milliseconds in which a leaving worker lets its clients know
const PATIENCE = 10_000; // milliseconds after which a worker that does not leave is killed

if (cluster.isPrimary) lead();
else work();

function lead() {
  console.log(`primary ${process.pid}`);
  for (let i = 0; i < availableParallelism(); i++) cluster.fork();
  cluster.on('listening', (worker, { port }) => console.log(`worker ${worker.id} listens on port ${port}`));
  cluster.on('exit', (worker, code, signal) => {
    if (worker.exitedAfterDisconnect) return;
    console.log(`worker ${worker.id} died of ${signal ?? code}`);
    cluster.fork();
  });

  let restart = Promise.resolve();
  process.on('SIGHUP', () => { restart = restart.then(replaceAll); });
}

async function replaceAll() {
  for (const old of Object.values(cluster.workers)) {
    if (!old.isConnected()) continue; // it died, and has a successor
    await once(cluster.fork(), 'listening');
    await retire(old);
  }
  console.log('all replaced');
}

async function retire(worker) {
  const ended = once(worker, 'exit');
  const impatience = setTimeout(() => worker.kill('SIGKILL'), PATIENCE);
  worker.send('farewell');
  setTimeout(() => { if (worker.isConnected()) worker.disconnect(); }, FAREWELL);
  await ended;
  clearTimeout(impatience);
}

function work() {
  let leaving = false;
  process.on('message', () => { leaving = true; });
  http.createServer((request, response) => {
    if (leaving) response.setHeader('Connection', 'close');
    response.end(`worker ${cluster.worker.id}\n`);
  }).listen(PORT);
}
