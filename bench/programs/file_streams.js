'use strict';
// A file of 128 MiB, in MiB a second: copied through streams, and read line by line.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { pipeline } = require('node:stream/promises');
const { report } = require('./_measure.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-streams-'));
const file = path.join(folder, 'file');
const MIB = 128;
const block = Buffer.from(`${'a line of some sixty-four characters, as log files have them ....'.slice(0, 63)}\n`);
const mebibyte = Buffer.alloc(1 << 20, block);
for (let i = 0; i < MIB; i++) fs.appendFileSync(file, mebibyte);

async function time(name, work) {
  const start = performance.now();
  await work();
  report(name, MIB / (performance.now() - start) * 1000);
}

(async () => {
  await time('copy by pipeline, MiB/s', () =>
    pipeline(fs.createReadStream(file), fs.createWriteStream(path.join(folder, 'copy'))));
  await time('read stream, MiB/s', async () => {
    for await (const chunk of fs.createReadStream(file)) void chunk;
  });
  await time('lines by readline, MiB/s', async () => {
    for await (const line of readline.createInterface({ input: fs.createReadStream(file) })) void line;
  });
  await time('lines by FileHandle, MiB/s', async () => {
    const handle = await fs.promises.open(file);
    for await (const line of handle.readLines()) void line;
  });
  fs.rmSync(folder, { recursive: true });
})();
