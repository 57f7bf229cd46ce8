'use strict';
// Chunks through a Transform, in object mode and as bytes; streams made; for-await over streams and over lines.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { Duplex, PassThrough, Readable, Transform, Writable, pipeline } = require('node:stream');
const { measure } = require('./_measure.js');

const bytes = Buffer.alloc(100, 'x');
const object = { a: 1 };

function through(objectMode, chunk, times) {
  let left = times;
  const source = new Readable({ objectMode, read() { this.push(left-- > 0 ? chunk : null); } });
  const middle = new Transform({ objectMode, transform(data, encoding, callback) { callback(null, data); } });
  const sink = new Writable({ objectMode, write(data, encoding, callback) { callback(); } });
  return new Promise((resolve, reject) => {
    pipeline(source, middle, sink, (error) => error ? reject(error) : resolve());
  });
}

async function chunks() {
  await measure('chunks through a Transform', (times) => through(false, bytes, times));
  await measure('objects through a Transform', (times) => through(true, object, times));
  await measure('for await over a Readable', async (times) => {
    let left = times;
    const source = new Readable({ objectMode: true, read() { this.push(left-- > 0 ? left + 1 : null); } });
    let sum = 0;
    for await (const value of source) sum += value;
    return sum;
  });
  await measure('for await over Readable.from', async (times) => {
    function* values() { for (let i = 0; i < times; i++) yield i; }
    let sum = 0;
    for await (const value of Readable.from(values())) sum += value;
    return sum;
  });
}

/** The last one made, so that making it can't be left out. */
let made;

async function construction() {
  const read = () => {};
  const write = () => {};
  const transform = () => {};
  await measure('new Readable', (times) => { while (times-- > 0) made = new Readable({ read }); });
  await measure('new Writable', (times) => { while (times-- > 0) made = new Writable({ write }); });
  await measure('new Duplex', (times) => { while (times-- > 0) made = new Duplex({ read, write }); });
  await measure('new Transform', (times) => { while (times-- > 0) made = new Transform({ transform }); });
  await measure('new PassThrough', (times) => { while (times-- > 0) made = new PassThrough(); });
}

async function lines() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-lines-'));
  const file = path.join(folder, 'lines.txt');
  try {
    fs.writeFileSync(file, Array.from({ length: 100_000 }, (_, i) => `line ${i} ${'x'.repeat(80)}\n`).join(''));
    await measure('for await over lines', async (times) => {
      let left = times;
      while (left > 0) {
        for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) left -= line.length > 0;
      }
    });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

async function main() {
  await chunks();
  await construction();
  await lines();
}
main();
