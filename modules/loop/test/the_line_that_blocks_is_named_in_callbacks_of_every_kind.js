// eddy only: eddy:loop
'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const crypto = require('node:crypto');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const { Transform } = require('node:stream');
const { Worker } = require('node:worker_threads');
const zlib = require('node:zlib');
const finish = require('../../../test/_finish');
const { isEnough, reportOf, assertLine } = require('./_blockers');

// On one line: where V8 does not know a place in optimized code, it says where the function begins.
function spin(size) { for (let i = 0, sum = 0; i < size * 1e5; i++) sum += Math.sqrt(i) % 3; } // HERE spin
// A callback may come more often: it blocks once.
function makeBlock() {
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    for (let size = 1; !isEnough(); size *= 2) spin(size);
  };
}

function withServer(server, then) {
  server.listen(0, '127.0.0.1', () => then(server.address().port));
}

// What each callback is called in a report -> what makes it block.
const callbacks = {
  'timer': (block) => setTimeout(block, 1),
  'timer (of an interval)': (block) => {
    const interval = setInterval(() => { clearInterval(interval); block(); }, 1);
  },
  'immediate': (block) => setImmediate(block),
  'immediate (a tick in it)': (block) => setImmediate(() => process.nextTick(block)),
  'immediate (a promise job in it)': (block) => setImmediate(async () => { await null; block(); }),
  'immediate (a microtask in it)': (block) => setImmediate(() => queueMicrotask(block)),
  'immediate (an event in it)': (block) => {
    const emitter = new EventEmitter().on('event', block);
    setImmediate(() => emitter.emit('event'));
  },
  'fs result': (block) => fs.stat(__filename, block),
  'fs result (of a promise)': (block) => { fs.promises.readFile(__filename).then(block); },
  'fs result (of a stream)': (block) => { fs.createReadStream(__filename).on('data', block); },
  'tcp connection': (block) => {
    const server = net.createServer((socket) => { block(); socket.destroy(); server.close(); });
    withServer(server, (port) => net.connect(port, '127.0.0.1').on('error', () => {}));
  },
  'tcp read': (block) => {
    const server = net.createServer((socket) => socket.on('data', () => { block(); socket.destroy(); server.close(); }));
    withServer(server, (port) => net.connect(port, '127.0.0.1').on('error', () => {}).write('x'));
  },
  'tcp connected': (block) => {
    const server = net.createServer((socket) => socket.destroy());
    withServer(server, (port) => net.connect(port, '127.0.0.1', () => { block(); server.close(); }).on('error', () => {}));
  },
  'http request': (block) => {
    const server = http.createServer((request, response) => { block(); response.end(); server.close(); });
    withServer(server, (port) => http.get({ port, agent: false }, (response) => response.resume()));
  },
  'tcp read (of an http response)': (block) => {
    const server = http.createServer((request, response) => response.end('x'));
    withServer(server, (port) => http.get({ port, agent: false }, (response) => { response.resume(); block(); server.close(); }));
  },
  'datagram': (block) => {
    const socket = dgram.createSocket('udp4').on('message', () => { block(); socket.close(); });
    socket.bind(0, '127.0.0.1', () => socket.send('x', socket.address().port, '127.0.0.1'));
  },
  'dns answer': (block) => dns.lookup('127.0.0.1.nip.invalid', { family: 4, hints: dns.ADDRCONFIG }, block),
  'child process ended': (block) => spawn(process.execPath, ['--version'], { stdio: 'ignore' }).on('exit', block),
  'pipe read': (block) => spawn(process.execPath, ['--version']).stdout.on('data', block),
  'message': (block) => new Worker('require("worker_threads").parentPort.postMessage(1)', { eval: true }).on('message', block),
  'message (of a port)': (block) => {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = () => { block(); port1.close(); };
    port1.postMessage(1);
  },
  'worker ended': (block) => new Worker('', { eval: true }).on('exit', block),
  'signal': (block) => {
    process.once('SIGUSR2', block);
    process.kill(process.pid, 'SIGUSR2');
  },
  'zlib result': (block) => zlib.gzip('x'.repeat(1000), block),
  'zlib result (of a pipeline)': (block) => {
    const transform = new Transform({ transform(chunk, encoding, done) { block(); done(null, chunk); } });
    zlib.createGzip().end('x').pipe(transform).resume();
  },
  'crypto result': (block) => crypto.randomBytes(10, block),
  'crypto result (of a key)': (block) => crypto.scrypt('password', 'salt', 32, block),
};

finish(async () => {
  for (const [name, start] of Object.entries(callbacks)) {
    const report = await reportOf(() => start(makeBlock()));
    assertLine(report, __filename, 'spin');
    assert.strictEqual(report.function.function, 'spin', name);
    const kind = name.replace(/ \(.*/, '');
    assert.strictEqual(report.callback, kind, `${name}: ${JSON.stringify(report)}`);
  }
});
