'use strict';
// Small programs, one for each part of Node that most programs use. Each calls `ok()` when it has come to its end; `fails` says
// how those end whose errors nobody catches. They use no method that replacements.js replaces, where they can do without.
const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const { exec, spawn } = require('node:child_process');
const crypto = require('node:crypto');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { EventEmitter } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const net = require('node:net');
const path = require('node:path');
const readline = require('node:readline');
const { PassThrough, Transform, pipeline } = require('node:stream');
const timersPromises = require('node:timers/promises');
const util = require('node:util');
const { Worker } = require('node:worker_threads');
const zlib = require('node:zlib');

const TEXT = 'one\ntwo\nthree\n';

function listening(server, use) {
  server.listen(0, '127.0.0.1', () => use(server.address().port));
}

exports.scenarios = {
  __proto__: null,
  'setTimeout'(ok) { setTimeout(ok, 1); },
  'setInterval'(ok) {
    let count = 0;
    const timer = setInterval(() => {
      if (++count < 3) return;
      clearInterval(timer);
      ok();
    }, 1);
  },
  'several timers'(ok) {
    let order = '';
    setTimeout(() => { order += '3'; if (order === '123') ok(); }, 200);
    setTimeout(() => { order += '1'; }, 1);
    setTimeout(() => { order += '2'; }, 100);
    clearTimeout(setTimeout(() => { order += 'x'; }, 50));
  },
  'setImmediate'(ok) { setImmediate(() => setImmediate(ok)); },
  'nextTick'(ok) { process.nextTick((a, b) => { if (a + b === 3) process.nextTick(ok); }, 1, 2); },
  'queueMicrotask'(ok) { queueMicrotask(ok); },
  async 'await'(ok) {
    await null;
    await new Promise((resolve) => { setImmediate(resolve); });
    ok();
  },
  async 'timers/promises'(ok) {
    if (await timersPromises.setTimeout(1, 'x') === 'x') ok();
  },
  'fs.readFile'(ok) { fs.readFile(__filename, 'utf8', (error, text) => { if (error === null && text.length > 100) ok(); }); },
  async 'fs.promises'(ok) { if ((await fs.promises.readFile(__filename)).length > 100) ok(); },
  'fs.readFileSync'(ok) { if (fs.readFileSync(__filename, 'utf8').length > 100) ok(); },
  'fs.stat'(ok) { fs.stat(__dirname, (error, stats) => { if (error === null && stats.isDirectory()) ok(); }); },
  'an error of fs'(ok) { fs.stat('/does/not/exist', (error) => { if (error.code === 'ENOENT') ok(); }); },
  'fs.writeFile'(ok) {
    fs.writeFile('written.txt', TEXT, () => {
      if (fs.statSync('written.txt').size === TEXT.length) fs.unlink('written.txt', ok);
    });
  },
  'file streams'(ok) {
    fs.createReadStream(__filename).pipe(fs.createWriteStream('copied.txt')).on('finish', ok);
  },
  'pipeline'(ok) {
    const upper = new Transform({ transform(chunk, encoding, done) { done(null, chunk); } });
    const source = new PassThrough();
    pipeline(source, upper, new PassThrough().resume(), (error) => { if (!error) ok(); });
    source.end(TEXT);
  },
  'http.get'(ok) {
    const server = http.createServer((request, response) => response.end(TEXT));
    listening(server, (port) => http.get({ port, host: '127.0.0.1', agent: false }, (response) => {
      let length = 0;
      response.on('data', (data) => { length += data.length; });
      response.on('end', () => { if (length === TEXT.length) server.close(ok); });
    }));
  },
  'an HTTP POST'(ok) {
    const server = http.createServer((request, response) => request.pipe(response));
    listening(server, (port) => {
      const request = http.request({ port, host: '127.0.0.1', method: 'POST', agent: false }, (response) => {
        response.resume().on('end', () => server.close(ok));
      });
      request.end(TEXT);
    });
  },
  'net'(ok) {
    const server = net.createServer((socket) => socket.pipe(socket));
    listening(server, (port) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.end(TEXT));
      socket.resume().on('close', () => server.close(ok));
    });
  },
  'dgram'(ok) {
    const socket = dgram.createSocket('udp4');
    socket.on('message', (message) => { if (message.length === TEXT.length) socket.close(ok); });
    socket.bind(0, '127.0.0.1', () => socket.send(TEXT, socket.address().port, '127.0.0.1'));
  },
  'exec'(ok) { exec('echo hello', (error, stdout) => { if (error === null && stdout === 'hello\n') ok(); }); },
  'spawn'(ok) {
    let length = 0;
    const child = spawn('echo', ['hello']);
    child.stdout.on('data', (data) => { length += data.length; });
    child.on('close', (code) => { if (code === 0 && length === 6) ok(); });
  },
  'a worker'(ok) {
    const worker = new Worker('require("worker_threads").parentPort.once("message", (x) => process.exit(x))', { eval: true });
    worker.postMessage(7);
    worker.on('exit', (code) => { if (code === 7) ok(); });
  },
  'a message channel'(ok) {
    const { port1, port2 } = new MessageChannel();
    port1.on('message', ({ text }) => {
      port1.close();
      if (text === TEXT) ok();
    });
    port2.postMessage({ text: TEXT });
  },
  'EventEmitter'(ok) {
    const emitter = new EventEmitter();
    emitter.once('a', () => emitter.emit('b', 1));
    emitter.on('b', () => {});
    emitter.on('b', (value) => { if (value === 1) ok(); });
    emitter.emit('a');
  },
  'EventTarget'(ok) {
    const target = new EventTarget();
    target.addEventListener('a', ok);
    target.dispatchEvent(new Event('a'));
  },
  'AsyncLocalStorage'(ok) {
    const storage = new AsyncLocalStorage();
    storage.run(7, () => setTimeout(() => { if (storage.getStore() === 7) ok(); }, 1));
  },
  'a hash'(ok) { if (crypto.createHash('sha256').update(TEXT).digest('hex').length === 64) ok(); },
  'randomBytes'(ok) { crypto.randomBytes(16, (error, bytes) => { if (bytes.length === 16) ok(); }); },
  'zlib'(ok) { zlib.gzip(TEXT, (error, bytes) => { if (zlib.gunzipSync(bytes).length === TEXT.length) ok(); }); },
  'dns.lookup'(ok) { dns.lookup('127.0.0.1', (error, address) => { if (address === '127.0.0.1') ok(); }); },
  'readline'(ok) {
    const input = new PassThrough();
    let lines = 0;
    const reader = readline.createInterface({ input });
    reader.on('line', () => lines++);
    reader.on('close', () => { if (lines === 3) ok(); });
    input.end(TEXT);
  },
  'paths and inspect'(ok) {
    if (path.join('a', '..', 'b') === 'b' && util.inspect({ a: 1 }) === '{ a: 1 }') ok();
  },
  'an uncaught error'() { setTimeout(() => { throw new TypeError('nobody catches this'); }, 1); },
  'an unhandled rejection'() { Promise.reject(new RangeError('nobody catches this')); },
  'a failed assertion'() { setImmediate(() => assert.strictEqual(1, 2, 'nobody catches this')); },
  'uncaughtException'(ok) {
    process.on('uncaughtException', (error) => { if (error.message === 'caught') setImmediate(ok); });
    setImmediate(() => { throw new Error('caught'); });
  },
};

exports.fails = { '__proto__': null, 'an uncaught error': 1, 'an unhandled rejection': 1, 'a failed assertion': 1 };
