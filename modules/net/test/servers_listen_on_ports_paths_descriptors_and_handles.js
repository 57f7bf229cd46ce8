'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(22);
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'net-'));
let served = 0;

/** Listens, sends a word there and back, and closes. */
function serve(listenArgs, connectArgs, check) {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => socket.pipe(socket));
    server.listen(...listenArgs, () => {
      check(server);
      let echo = '';
      const socket = net.connect(...connectArgs(server));
      socket.setEncoding('utf8').on('data', (text) => { echo += text; }).on('close', () => {
        assert.strictEqual(echo, 'word');
        served++;
        server.close(resolve);
      });
      socket.end('word');
    });
  });
}

const portOf = (server) => [server.address().port];

async function main() {
  await serve([], portOf, (server) => assert.strictEqual(typeof server.address().port, 'number'));
  await serve([0], portOf, (server) => assert.ok(['IPv4', 'IPv6'].includes(server.address().family)));
  await serve([0, '127.0.0.1'], portOf, ({ address }) => {
    assert.strictEqual(typeof address, 'function');
  });
  await serve([{ port: 0, host: 'localhost', exclusive: true }], (server) => [server.address().port, 'localhost'],
              (server) => assert.notStrictEqual(server.address(), null));

  const file = path.join(folder, 'socket');
  await serve([file], () => [file], (server) => assert.strictEqual(server.address(), file));
  assert.strictEqual(fs.existsSync(file), false);
  await serve([{ path: file, readableAll: true, writableAll: true }], () => [{ path: file }], () => {
    assert.strictEqual(fs.statSync(file).mode & 0o666, 0o666);
  });
  if (process.platform === 'linux') {
    const name = `\0net-test-${process.pid}`;
    await serve([name], () => [name], (server) => assert.strictEqual(server.address(), name));
  }

  // A child process takes over a descriptor that is bound.
  const bound = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => bound.once('listening', resolve));
  const program = `const server = require('node:net').createServer((socket) => { socket.end('child'); server.close(); });
    server.listen({ fd: 3 });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'inherit', 'inherit', bound._handle.fd] });
  const { port } = bound.address();
  bound.close();
  const answer = await new Promise((resolve) => {
    net.connect(port, '127.0.0.1').setEncoding('utf8').on('data', resolve);
  });
  assert.strictEqual(answer, 'child');
  assert.deepStrictEqual(await once(child, 'exit'), [0, null]);

  // At most so many connections; the others are dropped.
  const server = net.createServer();
  server.maxConnections = 1;
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const first = net.connect(server.address().port, '127.0.0.1');
  await new Promise((resolve) => server.once('connection', resolve));
  const second = net.connect(server.address().port, '127.0.0.1');
  second.resume().on('error', () => {});
  const dropped = await new Promise((resolve) => server.once('drop', resolve));
  assert.strictEqual(dropped.remoteFamily, 'IPv4');
  assert.deepStrictEqual(Object.keys(dropped), [
    'localAddress', 'localPort', 'localFamily', 'remoteAddress', 'remotePort', 'remoteFamily',
  ]);
  const count = await new Promise((resolve) => server.getConnections((error, n) => resolve(n)));
  assert.strictEqual(count, 1);
  first.destroy();
  await server[Symbol.asyncDispose]();
  await new Promise((resolve) => server.close((error) => {
    assert.strictEqual(error.code, 'ERR_SERVER_NOT_RUNNING');
    resolve();
  }));
}

main().then(() => {
  assert.strictEqual(served, process.platform === 'linux' ? 7 : 6);
}).finally(() => fs.rmSync(folder, { recursive: true, force: true }));
