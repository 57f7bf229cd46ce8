'use strict';
// Chunks through a Transform, and a for-await over a Readable.
const { Readable, Transform, Writable, pipeline } = require('node:stream');
const { measure } = require('./_measure.js');

const chunk = Buffer.alloc(100, 'x');

(async () => {
  await measure('chunks through a Transform', (times) => new Promise((resolve, reject) => {
    let left = times;
    const source = new Readable({ read() { this.push(left-- > 0 ? chunk : null); } });
    const middle = new Transform({ transform(data, encoding, callback) { callback(null, data); } });
    const sink = new Writable({ write(data, encoding, callback) { callback(); } });
    pipeline(source, middle, sink, (error) => error ? reject(error) : resolve());
  }));

  await measure('for await over a Readable', async (times) => {
    let left = times;
    const source = new Readable({ objectMode: true, read() { this.push(left-- > 0 ? left + 1 : null); } });
    let sum = 0;
    for await (const value of source) sum += value;
    return sum;
  });
})();
