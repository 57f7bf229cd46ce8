'use strict';
const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const dgram = require('node:dgram');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const zlib = require('node:zlib');
const { spawn } = require('node:child_process');
const { Worker, MessageChannel } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const storage = new AsyncLocalStorage();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'store-'));
const seen = {};

/** Runs `start(see, later)` with its name in the store; see(event) notes what the store shows; later(act) leaves it for `act`. */
function ask(name, start) {
  return new Promise((resolve) => {
    storage.run(name, () => start((event) => {
      seen[`${name} ${event}`] = storage.getStore();
    }, (act) => storage.exit(() => setImmediate(() => storage.run('another', act))), resolve));
  });
}

const sources = {
  'fs.watch'(see, later, done) {
    const watcher = fs.watch(folder);
    watcher.on('change', () => { see('change'); watcher.close(); });
    watcher.on('close', () => { see('close'); done(); });
    later(() => fs.writeFileSync(path.join(folder, 'a'), 'x'));
  },
  'fs.watchFile'(see, later, done) {
    const file = path.join(folder, 'b');
    fs.writeFileSync(file, '');
    let isSeen = false;
    fs.watchFile(file, { interval: 10 }, () => { see('change'); isSeen = true; });
    // Again and again: a change before its first look at the file is not seen.
    later(() => finish.until(() => isSeen || fs.appendFileSync(file, 'x')).then(() => { fs.unwatchFile(file); done(); }));
  },
  'signal'(see, later, done) {
    process.once('SIGUSR2', () => { see('SIGUSR2'); done(); });
    later(() => process.kill(process.pid, 'SIGUSR2'));
  },
  'worker'(see, later, done) {
    const worker = new Worker(`const { parentPort } = require('node:worker_threads');
      parentPort.once('message', (message) => parentPort.postMessage(message));`, { eval: true, stdout: true });
    worker.on('online', () => { see('online'); storage.exit(() => worker.postMessage(1)); });
    worker.on('message', () => see('message'));
    worker.stdout.on('end', () => see('stdout end')).resume();
    worker.on('exit', () => { see('exit'); done(); });
  },
  'terminated worker'(see, later, done) {
    const worker = new Worker('setInterval(() => {}, 1000)', { eval: true });
    worker.on('online', () => storage.exit(() => worker.terminate()));
    worker.on('exit', () => { see('exit'); done(); });
  },
  'port'(see, later, done) {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', () => see('message'));
    port1.on('close', () => { see('close'); done(); });
    later(() => { port2.postMessage(1); port2.close(); });
  },
  'zlib'(see, later, done) {
    const gzip = zlib.createGzip();
    gzip.on('data', () => see('data')).on('end', () => see('end')).on('close', () => { see('close'); done(); });
    later(() => gzip.end('x', () => see('end callback')));
  },
  'child process'(see, later, done) {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    child.on('exit', () => see('exit')).on('close', () => { see('close'); done(); });
    later(() => child.stdin.end());
  },
  'datagrams'(see, later, done) {
    const socket = dgram.createSocket('udp4');
    socket.on('message', () => { see('message'); socket.close(() => { see('close'); done(); }); });
    socket.bind(0, '127.0.0.1', () => later(() => socket.send('x', socket.address().port, '127.0.0.1')));
  },
};

finish(async () => {
  const alive = setInterval(() => {}, 1000); // a signal's listener keeps no process alive
  for (const [name, start] of Object.entries(sources)) await ask(name, start);
  clearInterval(alive);
  fs.rmSync(folder, { recursive: true });
  assert.ok(Object.keys(seen).length >= 18, `${Object.keys(seen)}`);
  for (const [event, store] of Object.entries(seen)) assert.ok(event.startsWith(`${store} `), `${event} shows ${store}`);
});
