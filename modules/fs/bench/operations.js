// CPU time of one call, in microseconds: run it on two runtimes and compare. On a memory file system, so that no disk
// has a say.
'use strict';
const fs = require('node:fs');

const directory = fs.mkdtempSync('/dev/shm/fs-bench-');
const file = `${directory}/file`;
const small = `${directory}/small`;
const tree = `${directory}/tree`;
const bytes = Buffer.alloc(64 * 1024, 'x');

function cpuTime() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function measure(name, calls, operation) {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = cpuTime();
    for (let i = 0; i < calls; i++) {
      const result = operation();
      if (typeof result?.then === 'function') await result;
    }
    best = Math.min(best, cpuTime() - start);
  }
  console.log(name.padEnd(28), (best / calls).toFixed(2));
}

async function main() {
  fs.writeFileSync(file, bytes);
  fs.writeFileSync(small, 'small');
  for (let i = 0; i < 200; i++) {
    fs.mkdirSync(`${tree}/${i % 20}/${i}`, { recursive: true });
    fs.writeFileSync(`${tree}/${i % 20}/${i}/file`, '');
  }
  await measure('readFileSync 64 KiB', 2000, () => fs.readFileSync(file));
  await measure('readFileSync utf8 64 KiB', 2000, () => fs.readFileSync(file, 'utf8'));
  await measure('readFileSync utf8 small', 10000, () => fs.readFileSync(small, 'utf8'));
  await measure('writeFileSync 64 KiB', 2000, () => fs.writeFileSync(file, bytes));
  await measure('statSync', 20000, () => fs.statSync(file));
  await measure('existsSync', 20000, () => fs.existsSync(file));
  await measure('realpathSync', 5000, () => fs.realpathSync(file));
  await measure('readdirSync recursive', 20, () => fs.readdirSync(tree, { recursive: true }));
  await measure('promises.readFile 64 KiB', 2000, () => fs.promises.readFile(file));
  await measure('readFile 64 KiB', 2000, () => new Promise((resolve) => { fs.readFile(file, resolve); }));
  await measure('promises.writeFile 64 KiB', 2000, () => fs.promises.writeFile(file, bytes));
  await measure('promises.stat', 5000, () => fs.promises.stat(file));
  await measure('promises.readdir recursive', 20, () => fs.promises.readdir(tree, { recursive: true }));
  await measure('promises.cp tree', 3, async () => {
    await fs.promises.cp(tree, `${tree}2`, { recursive: true });
    await fs.promises.rm(`${tree}2`, { recursive: true });
  });
  await measure('createReadStream 64 KiB', 500, async () => {
    for await (const chunk of fs.createReadStream(file)) chunk.length;
  });
}
main().finally(() => fs.rmSync(directory, { recursive: true }));
