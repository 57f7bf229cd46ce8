'use strict';
// A tree of 20,000 files in 200 directories: listed, copied and removed, in entries a second.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { report } = require('./_measure.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-trees-'));
const tree = path.join(folder, 'tree');
const FILES = 20000;
for (let i = 0; i < 200; i++) {
  const directory = path.join(tree, `directory-${i % 20}`, `inner-${i}`);
  fs.mkdirSync(directory, { recursive: true });
  for (let j = 0; j < FILES / 200; j++) fs.writeFileSync(path.join(directory, `file-${j}.txt`), 'contents');
}

async function time(name, work) {
  const start = performance.now();
  await work();
  report(name, FILES / (performance.now() - start) * 1000);
}

(async () => {
  await fs.promises.readdir(tree, { recursive: true });
  await time('fs.promises.readdir recursive', () => fs.promises.readdir(tree, { recursive: true }));
  await time('fs.promises.readdir recursive withFileTypes', () =>
    fs.promises.readdir(tree, { recursive: true, withFileTypes: true }));
  await time('fs.readdirSync recursive', () => fs.readdirSync(tree, { recursive: true }));
  await time('fs.promises.cp recursive', () => fs.promises.cp(tree, path.join(folder, 'a'), { recursive: true }));
  await time('fs.cpSync recursive', () => fs.cpSync(tree, path.join(folder, 'b'), { recursive: true }));
  await time('fs.cpSync recursive, over files', () => fs.cpSync(tree, path.join(folder, 'b'), { recursive: true }));
  await time('fs.promises.rm recursive', () => fs.promises.rm(path.join(folder, 'a'), { recursive: true }));
  await time('fs.rmSync recursive', () => fs.rmSync(path.join(folder, 'b'), { recursive: true }));
  fs.rmSync(folder, { recursive: true });
})();
