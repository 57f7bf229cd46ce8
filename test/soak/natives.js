'use strict';
// Native objects that come and go: sockets, servers, readers of directories, contexts, buffers, modules compiled.
const fs = require('node:fs');
const net = require('node:net');
const vm = require('node:vm');
const { holdFlat, rounds } = require('./_memory.js');

function connection() {
  return new Promise((resolve) => {
    const server = net.createServer((socket) => socket.end('x'.repeat(1000))).listen(0, '127.0.0.1', () => {
      net.connect(server.address().port, '127.0.0.1').resume().on('close', () => server.close(resolve));
    });
  });
}

holdFlat(rounds(16), async () => {
  for (let i = 0; i < 100; i++) await connection();
  for (let i = 0; i < 100; i++) (await fs.promises.opendir('.')).closeSync();
  for (let i = 0; i < 20; i++) vm.runInNewContext('x = 1');
  for (let i = 0; i < 1000; i++) new vm.Script(`(function () { return ${i} })`).runInThisContext();
  for (let i = 0; i < 10_000; i++) Buffer.alloc(10_000);
  for (let i = 0; i < 1000; i++) structuredClone({ i, bytes: new Uint8Array(100) });
  for (let i = 0; i < 1000; i++) new TextDecoder('utf-16le').decode(Buffer.from(String(i)));
}, { heap: 3, rss: 64 });
