// eddy only: eddy:loop
// Flags: --expose-gc
'use strict';
const assert = require('node:assert');
const { AsyncLocalStorage } = require('node:async_hooks');
const { fork } = require('node:child_process');
const fs = require('node:fs');
const http2 = require('node:http2');
const os = require('node:os');
const path = require('node:path');
const { pipeline, Readable, Writable } = require('node:stream');
const timers = require('node:timers/promises');
const finish = require('../../../test/_finish');
const { loop, isEnough, reportOf, assertLine } = require('./_blockers');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-blockers-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

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

// A module whose top level blocks, for far longer than it took to load.
function plantModule(name) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, 'const before = samples(); for (let size = 1; samples() < 12 + 10 * before || !isEnough(); size *= 2) spin(size);\n');
  return file;
}
Object.assign(globalThis, { isEnough, spin, samples: () => loop.running().samples });

let registry; // outlives the objects that it is told of

// What each callback is called in a report; undefined: not always the same -> what makes it block.
const callbacks = {
  'immediate (a CommonJS module in it)': () => setImmediate(() => { require(plantModule('blocks.cjs')); }),
  'any (an ES module)': () => setImmediate(() => { import(plantModule('blocks.mjs')); }),
  'immediate (an async generator in it)': (block) => {
    async function* generate() { yield 1; yield 2; }
    setImmediate(async () => { for await (const one of generate()) if (one === 2) block(); });
  },
  'immediate (a chain of jobs that never yields)': () => {
    let done = false;
    const chain = async () => { while (!done) { await undefined; spin(1); done = isEnough(); } };
    setImmediate(chain);
  },
  'immediate (ticks that make ticks)': () => {
    const again = () => { spin(1); if (!isEnough()) process.nextTick(again); };
    setImmediate(again);
  },
  'immediate (an AbortSignal in it)': (block) => {
    const controller = new AbortController();
    controller.signal.addEventListener('abort', block);
    setImmediate(() => controller.abort());
  },
  'immediate (a rejection in it)': (block) => {
    process.once('unhandledRejection', block);
    setImmediate(() => { Promise.reject(new Error('nobody handles this')); });
  },
  'immediate (an error in it)': (block) => {
    process.once('uncaughtException', block);
    setImmediate(() => { throw new Error('nobody catches this'); });
  },
  'immediate (a getter in it)': (block) => setImmediate(() => JSON.stringify({ get value() { block(); return 1; } })),
  'immediate (within a storage)': (block) => new AsyncLocalStorage().run(1, () => setImmediate(block)),
  'timer (of a promise)': (block) => { timers.setTimeout(1).then(block); },
  'timer (of a signal)': (block) => { AbortSignal.timeout(1).addEventListener('abort', block); },
  'any (FinalizationRegistry)': (block) => {
    registry = new FinalizationRegistry(() => { isOver = true; block(); });
    registry.register({}, 1);
    let isOver = false;
    const collect = () => { gc(); if (!isOver) setTimeout(collect, 1); };
    setTimeout(collect, 1);
  },
  'any (a stream of objects)': (block) => {
    setImmediate(() => pipeline(Readable.from(['a', 'b']), new Writable({ objectMode: true, write(chunk, encoding, done) { block(); done(); } }), () => {}));
  },
  'file watcher': (block) => {
    const watcher = fs.watch(folder, () => { block(); watcher.close(); });
    const change = () => { fs.writeFileSync(path.join(folder, 'changed'), String(Math.random())); };
    const again = setInterval(change, 50);
    watcher.on('close', () => clearInterval(again));
  },
  'any (a message over IPC)': (block) => {
    const file = path.join(folder, 'child.js');
    fs.writeFileSync(file, "process.send('x'); process.once('message', () => process.disconnect());");
    const child = fork(file).on('message', () => { block(); child.send('done'); });
  },
  'message (of a BroadcastChannel)': (block) => {
    const [from, to] = [new BroadcastChannel('blockers'), new BroadcastChannel('blockers')];
    to.onmessage = () => { block(); from.close(); to.close(); };
    from.postMessage(1);
  },
  'any (an http2 stream)': (block) => {
    const server = http2.createServer().on('stream', (stream) => { block(); stream.respond(); stream.end(); });
    server.listen(0, '127.0.0.1', () => {
      const client = http2.connect(`http://127.0.0.1:${server.address().port}`);
      client.request().on('close', () => { client.close(); server.close(); }).resume();
    });
  },
};

finish(async () => {
  for (const [name, start] of Object.entries(callbacks)) {
    const report = await reportOf(() => start(makeBlock()));
    assertLine(report, __filename, 'spin');
    const kind = name.replace(/ \(.*/, '');
    if (kind !== 'any') assert.strictEqual(report.callback, kind, `${name}: ${JSON.stringify(report)}`);
  }
});
