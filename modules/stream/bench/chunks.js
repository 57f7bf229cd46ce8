'use strict';
// Chunks per second through streams. Usage: chunks.js [name ...]
const { Readable, Writable, Transform, PassThrough, pipeline } = require('stream');

const COUNT = 1_000_000;
const bytes = Buffer.alloc(64);
const object = { a: 1 };

function source(objectMode, count) {
  const chunk = objectMode ? object : bytes;
  return new Readable({
    objectMode,
    read() { this.push(count-- > 0 ? chunk : null); },
  });
}

function sink(objectMode) {
  return new Writable({ objectMode, write(chunk, encoding, callback) { callback(); } });
}

function transform(objectMode) {
  return new Transform({ objectMode, transform(chunk, encoding, callback) { callback(null, chunk); } });
}

function finish(stream) {
  return new Promise((resolve, reject) => stream.on('finish', resolve).on('error', reject));
}

const scenarios = {
  'pipe object': () => finish(source(true, COUNT).pipe(sink(true))),
  'pipe bytes': () => finish(source(false, COUNT).pipe(sink(false))),
  'transform object': () => finish(source(true, COUNT).pipe(transform(true)).pipe(sink(true))),
  'transform bytes': () => finish(source(false, COUNT).pipe(transform(false)).pipe(sink(false))),
  'pipeline 3 transforms': () => new Promise((resolve) => {
    pipeline(source(true, COUNT), transform(true), new PassThrough({ objectMode: true }), transform(true), sink(true), resolve);
  }),
  'write and data': () => new Promise((resolve) => {
    const t = transform(true);
    let left = COUNT;
    t.on('data', () => {});
    t.on('end', resolve);
    function write() {
      while (left-- > 0) if (!t.write(object)) return void t.once('drain', write);
      t.end();
    }
    write();
  }),
  'write with callbacks': () => new Promise((resolve) => {
    const w = sink(true);
    let left = COUNT;
    function next() {
      if (left-- > 0) w.write(object, next);
      else w.end(resolve);
    }
    next();
  }),
  'async sink': () => finish(source(true, COUNT).pipe(new Writable({
    objectMode: true, write(chunk, encoding, callback) { process.nextTick(callback); },
  }))),
  'for await object': async () => { for await (const chunk of source(true, COUNT)); },
  'for await bytes': async () => { for await (const chunk of source(false, COUNT)); },
  'for await Readable.from': async () => {
    function* values() { for (let i = 0; i < COUNT; i++) yield i; }
    for await (const chunk of Readable.from(values()));
  },
  'push and data': () => new Promise((resolve) => {
    const r = new Readable({ objectMode: true, read() {} });
    let left = COUNT;
    r.on('data', () => {});
    r.on('end', resolve);
    function turn() {
      for (let i = 0; i < 100 && left > 0; i++, left--) r.push(object);
      if (left > 0) setImmediate(turn);
      else r.push(null);
    }
    setImmediate(turn);
  }),
  'new Transform': async () => { for (let i = 0; i < COUNT; i++) new Transform({ transform() {} }); },
};

async function main() {
  const names = process.argv.slice(2);
  for (const [name, run] of Object.entries(scenarios)) {
    if (names.length > 0 && !names.includes(name)) continue;
    let best = Infinity;
    for (let i = 0; i < 7; i++) {
      // CPU time, so that a busy machine measures the same.
      const start = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(start);
      best = Math.min(best, (user + system) / 1e6);
    }
    console.log(`${name.padEnd(26)} ${(COUNT / best / 1e6).toFixed(2)} M/s`);
  }
}
main();
