'use strict';
// What programs ask of files synchronously, by processor time: reading, writing, looking, listing, making, removing.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { measure } = require('./_measure.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-files-'));
const inside = (name) => path.join(folder, name);
const small = inside('small.txt');
const medium = inside('medium.txt');
const wide = inside('wide.txt');
const written = inside('written');
const appended = inside('appended');
const missing = inside('missing');
const link = inside('link');
const list = inside('list');
const tree = inside('tree');
const made = inside('made');
fs.writeFileSync(small, 'x'.repeat(1024));
fs.writeFileSync(medium, 'The quick brown fox. '.repeat(3121).slice(0, 65536));
fs.writeFileSync(wide, '\u0416\u0443\u043a \u6f22\u5b57 '.repeat(300));
fs.symlinkSync(small, link);
fs.mkdirSync(list);
for (let i = 0; i < 100; i++) fs.writeFileSync(path.join(list, `file-${i}.txt`), '');
for (let i = 0; i < 10; i++) {
  fs.mkdirSync(path.join(tree, `folder-${i}`), { recursive: true });
  for (let j = 0; j < 10; j++) fs.writeFileSync(path.join(tree, `folder-${i}`, `file-${j}.txt`), '');
}
const bytes = Buffer.alloc(1024, 'x');
const text = 'x'.repeat(1024);
const descriptor = fs.openSync(small, 'r');
const target = Buffer.alloc(1024);
let kept = 0;

function fails(operation) {
  try {
    operation();
  } catch (error) {
    return error.errno;
  }
  return 0;
}

const benches = {
  'readFileSync of 1 KiB': () => fs.readFileSync(small).length,
  'readFileSync of 1 KiB, utf8': () => fs.readFileSync(small, 'utf8').length,
  'readFileSync of 64 KiB': () => fs.readFileSync(medium).length,
  'readFileSync of 64 KiB, utf8': () => fs.readFileSync(medium, 'utf8').length,
  'readFileSync of 3 KB of non-Latin text, utf8': () => fs.readFileSync(wide, 'utf8').length,
  'readFileSync of a missing file': () => fails(() => fs.readFileSync(missing)),
  'writeFileSync of 1 KiB': () => fs.writeFileSync(written, bytes),
  'writeFileSync of 1 KiB of text': () => fs.writeFileSync(written, text),
  'appendFileSync of 18 characters': () => fs.appendFileSync(appended, 'Hello, world! 0123'),
  'openSync, readSync, closeSync': () => {
    const fd = fs.openSync(small, 'r');
    const read = fs.readSync(fd, target, 0, 1024, 0);
    fs.closeSync(fd);
    return read;
  },
  'readSync of 1 KiB': () => fs.readSync(descriptor, target, 0, 1024, 0),
  'statSync': () => fs.statSync(small).size,
  'statSync, its mtime': () => fs.statSync(small).mtime.getTime(),
  'statSync of a missing file, no error': () => Number(fs.statSync(missing, { throwIfNoEntry: false }) === undefined),
  'statSync of a missing file': () => fails(() => fs.statSync(missing)),
  'lstatSync': () => fs.lstatSync(link).size,
  'fstatSync': () => fs.fstatSync(descriptor).size,
  'existsSync': () => Number(fs.existsSync(small)),
  'existsSync of a missing file': () => Number(fs.existsSync(missing)),
  'accessSync': () => { fs.accessSync(small); },
  'realpathSync': () => fs.realpathSync(link).length,
  'readlinkSync': () => fs.readlinkSync(link).length,
  'readdirSync of 100': () => fs.readdirSync(list).length,
  'readdirSync of 100, withFileTypes': () => fs.readdirSync(list, { withFileTypes: true }).length,
  'readdirSync of 110, recursive': () => fs.readdirSync(tree, { recursive: true }).length,
  'mkdirSync, rmdirSync': () => { fs.mkdirSync(made); fs.rmdirSync(made); },
  'mkdirSync recursive, of what is there': () => { fs.mkdirSync(list, { recursive: true }); },
  'mkdirSync recursive, rmSync recursive': () => {
    fs.mkdirSync(path.join(made, 'a', 'b'), { recursive: true });
    fs.rmSync(made, { recursive: true });
  },
  'writeFileSync, renameSync, unlinkSync': () => {
    fs.writeFileSync(written, bytes);
    fs.renameSync(written, made);
    fs.unlinkSync(made);
  },
  'copyFileSync of 1 KiB': () => { fs.copyFileSync(small, written); },
};

const inTurn = {
  'promises.stat': () => fs.promises.stat(small),
  'promises.readFile of 1 KiB': () => fs.promises.readFile(small),
  'promises.writeFile of 1 KiB': () => fs.promises.writeFile(written, bytes),
  'promises.appendFile of 18 characters': () => fs.promises.appendFile(appended, 'Hello, world! 0123'),
  'promises.access': () => fs.promises.access(small),
  'promises.readdir of 100': () => fs.promises.readdir(list),
};

(async () => {
  for (const [name, one] of Object.entries(benches)) {
    await measure(name, (times) => { for (let i = 0; i < times; i++) kept += one(); });
  }
  for (const [name, one] of Object.entries(inTurn)) {
    await measure(name, async (times) => { for (let i = 0; i < times; i++) await one(); });
  }
  fs.rmSync(folder, { recursive: true });
})();
