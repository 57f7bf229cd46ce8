'use strict';
// Reading a file of 64 KiB: one after the other, 16 at a time, synchronously.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { measure } = require('./_measure.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-files-'));
const file = path.join(folder, 'file');
fs.writeFileSync(file, Buffer.alloc(65536, 'x'));

(async () => {
  await measure('fs.promises.readFile of 64 KiB', async (times) => {
    for (let i = 0; i < times; i++) await fs.promises.readFile(file);
  });
  await measure('fs.promises.readFile of 64 KiB, 16 at a time', async (times) => {
    let left = times;
    async function reader() { while (left-- > 0) await fs.promises.readFile(file); }
    await Promise.all(Array.from({ length: 16 }, reader));
  });
  await measure('fs.readFile of 64 KiB', (times) => new Promise((resolve, reject) => {
    let left = times;
    (function next(error) {
      if (error) reject(error);
      else if (left-- > 0) fs.readFile(file, next);
      else resolve();
    })();
  }));
  await measure('fs.readFileSync of 64 KiB', (times) => { for (let i = 0; i < times; i++) fs.readFileSync(file); });
  await measure('fs.stat', (times) => new Promise((resolve) => {
    let left = times;
    (function next() { left-- > 0 ? fs.stat(file, next) : resolve(); })();
  }));
  await measure('fs.statSync', (times) => { for (let i = 0; i < times; i++) fs.statSync(file); });
  fs.rmSync(folder, { recursive: true });
})();
