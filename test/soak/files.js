'use strict';
// 100,000 requests of fs.stat with 10,000 under way, and as many reads and handles opened and closed.
const fs = require('node:fs');
const { holdFlat, rounds } = require('./_memory.js');

const UNDER_WAY = 10_000;

function crowd(start) {
  return new Promise((resolve) => {
    let left = UNDER_WAY;
    const done = () => { if (--left === 0) resolve(); };
    for (let i = 0; i < UNDER_WAY; i++) start(i, done);
  });
}

holdFlat(rounds(12), async () => {
  await crowd((i, done) => fs.stat(i % 4 ? __filename : '/does/not/exist', done));
  await crowd((i, done) => fs.promises.stat(__filename).then(done, done));
  for (let i = 0; i < 100; i++) {
    await Promise.all(Array.from({ length: 20 }, () => fs.promises.readFile(__filename)));
    const handle = await fs.promises.open(__filename);
    await handle.read(Buffer.alloc(100));
    await handle.close();
  }
}, { heap: 2, rss: 48 });
