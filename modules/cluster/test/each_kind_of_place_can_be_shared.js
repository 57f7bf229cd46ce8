'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(2);
const cluster = require('node:cluster');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const listening = (server) => new Promise((resolve, reject) => server.on('listening', resolve).on('error', reject));
const closed = (server) => new Promise((resolve) => server.close(resolve));

async function work(folder, taken) {
  // A path, seen from the worker's working directory, open to all.
  process.chdir(folder);
  const byPath = net.createServer().listen({ path: './socket', readableAll: true, writableAll: true });
  await listening(byPath);
  assert.strictEqual(byPath.address(), './socket');
  // (Node lets the mode be under SCHED_NONE.)
  if (process.env.POLICY === 'rr') assert.strictEqual(fs.statSync('socket').mode & 0o666, 0o666);
  await closed(byPath);

  // What is taken elsewhere, or by another server of ours, says so.
  await assert.rejects(listening(net.createServer().listen(taken, '127.0.0.1')),
    { code: 'EADDRINUSE', syscall: 'bind', address: '127.0.0.1', port: taken });
  const first = net.createServer().listen(0, '127.0.0.1');
  await listening(first);
  const { port } = first.address();
  await assert.rejects(listening(net.createServer().listen(port, '127.0.0.1')), { code: 'EADDRINUSE' });
  // Closed, it can be had again.
  await closed(first);
  const again = net.createServer().listen(port, '127.0.0.1');
  await listening(again);
  await closed(again);

  // An exclusive one is the worker's own; several with reusePort share the port through the kernel.
  const exclusive = net.createServer().listen({ port: 0, host: '127.0.0.1', exclusive: true });
  await listening(exclusive);
  assert.notStrictEqual(exclusive.address().port, port);
  await closed(exclusive);
  const one = net.createServer().listen({ port: 0, host: '127.0.0.1', reusePort: true });
  await listening(one);
  const other = net.createServer().listen({ port: one.address().port, host: '127.0.0.1', reusePort: true });
  await listening(other);
  await closed(one);
  await closed(other);

  // A descriptor is the primary's.
  const fd = Number(process.env.SHARED_FD);
  const byDescriptor = net.createServer((socket) => socket.end('by descriptor')).listen({ fd });
  await listening(byDescriptor);
  assert.strictEqual(byDescriptor.address().port, Number(process.env.SHARED_PORT));
  await closed(byDescriptor);
  process.disconnect();
}

async function lead() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cluster-'));
  const blocker = net.createServer().listen(0, '127.0.0.1');
  await listening(blocker);
  const bound = net._createServerHandle('127.0.0.1', 0, 4);
  const name = {};
  bound.getsockname(name);
  const env = {
    POLICY: process.argv[2] ?? 'rr',
    FOLDER: folder,
    TAKEN: blocker.address().port,
    SHARED_FD: bound.fd,
    SHARED_PORT: name.port,
  };
  cluster.schedulingPolicy = process.argv[2] === 'none' ? cluster.SCHED_NONE : cluster.SCHED_RR;
  cluster.fork(env).on('exit', (code, signal) => {
    fs.rmSync(folder, { recursive: true });
    blocker.close();
    assert.deepStrictEqual([code, signal], [0, null]);
    if (process.argv[2] === 'none') return;
    const { status } = require('node:child_process')
      .spawnSync(process.execPath, [__filename, 'none'], { stdio: 'inherit' });
    assert.strictEqual(status, 0);
  });
}

if (cluster.isWorker) work(process.env.FOLDER, Number(process.env.TAKEN));
else lead();
