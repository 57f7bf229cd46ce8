'use strict';
// logger-file 0.3.4: a line that comes while the file is rolled rolls it once more. Mended: one roll at a time.
const { assert, fs, path, isMended, folder, atEnd } = require('./_race');
const MOST = 3; // lines a file

const file = path.join(folder(), 'log');
const errors = [];
let lines = 0;
let files = 0;
let rolling = null;

function roll(callback) {
  if (isMended && rolling !== null) return void rolling.push(callback);
  rolling = [callback];
  fs.rename(file, `${file}.${files}`, (error) => {
    if (error) errors.push(error.code);
    files++;
    fs.writeFile(file, '', () => {
      lines = 0;
      const waiting = rolling;
      rolling = null;
      for (const listener of waiting ?? []) listener();
    });
  });
}

function write(line) {
  if (lines >= MOST) return roll(() => append(line));
  append(line);
}

function append(line) {
  lines++;
  fs.appendFile(file, `${line}\n`, (error) => error && errors.push(error.code));
}

for (let i = 0; i < 8; i++) setTimeout(write, 1 + i * 25, `line ${i}`);
atEnd(() => {
  const all = [...Array.from({ length: files }, (_, i) => `${file}.${i}`), file].filter((name) => fs.existsSync(name));
  const written = all.flatMap((name) => fs.readFileSync(name, 'utf8').split('\n').slice(0, -1));
  assert.deepStrictEqual(errors, []);
  assert.deepStrictEqual([...written].sort(), Array.from({ length: 8 }, (_, i) => `line ${i}`));
});
