'use strict';
// Reading files of 1 KiB, 64 KiB and 16 MiB: one after the other, 16 at a time, synchronously; stat; writing.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { measure: measureBy, wallClock } = require('./_measure.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-files-'));
const file = path.join(folder, 'file');
const small = path.join(folder, 'small');
const large = path.join(folder, 'large');
const written = path.join(folder, 'written');
const content = Buffer.alloc(65536, 'x');
fs.writeFileSync(file, content);
fs.writeFileSync(small, Buffer.alloc(1024, 'x'));
fs.writeFileSync(large, Buffer.alloc(16 << 20, 'x'));

// What waits for a disk or the pool is measured by wall time.
const measure = (name, work) => measureBy(name, work, { clock: wallClock });

/** Does `one(callback)` so many times, one after the other. */
function inTurn(times, one) {
  return new Promise((resolve, reject) => {
    (function next(error) {
      if (error) reject(error);
      else if (times-- > 0) one(next);
      else resolve();
    })();
  });
}

(async () => {
  await measure('fs.promises.readFile of 64 KiB', async (times) => {
    for (let i = 0; i < times; i++) await fs.promises.readFile(file);
  });
  await measure('fs.promises.readFile of 64 KiB, 16 at a time', async (times) => {
    let left = times;
    async function reader() { while (left-- > 0) await fs.promises.readFile(file); }
    await Promise.all(Array.from({ length: 16 }, reader));
  });
  await measure('fs.promises.readFile of 1 KiB', async (times) => {
    for (let i = 0; i < times; i++) await fs.promises.readFile(small);
  });
  await measure('fs.promises.readFile of 16 MiB', async (times) => {
    for (let i = 0; i < times; i++) await fs.promises.readFile(large);
  });
  await measure('fs.promises.readFile of 64 KiB as text', async (times) => {
    for (let i = 0; i < times; i++) await fs.promises.readFile(file, 'utf8');
  });
  await measure('fs.readFile of 1 KiB', (times) => inTurn(times, (next) => fs.readFile(small, next)));
  await measure('fs.readFile of 64 KiB', (times) => inTurn(times, (next) => fs.readFile(file, next)));
  await measure('fs.readFile of 16 MiB', (times) => inTurn(times, (next) => fs.readFile(large, next)));
  await measure('fs.readFileSync of 1 KiB', (times) => { for (let i = 0; i < times; i++) fs.readFileSync(small); });
  await measure('fs.readFileSync of 64 KiB', (times) => { for (let i = 0; i < times; i++) fs.readFileSync(file); });
  await measure('fs.stat', (times) => inTurn(times, (next) => fs.stat(file, next)));
  await measure('fs.statSync', (times) => { for (let i = 0; i < times; i++) fs.statSync(file); });
  await measure('fs.promises.writeFile of 64 KiB', async (times) => {
    for (let i = 0; i < times; i++) await fs.promises.writeFile(written, content);
  });
  await measure('fs.writeFile of 64 KiB', (times) => inTurn(times, (next) => fs.writeFile(written, content, next)));
  await measure('fs.writeFileSync of 64 KiB', (times) => {
    for (let i = 0; i < times; i++) fs.writeFileSync(written, content);
  });
  fs.rmSync(folder, { recursive: true });
})();
