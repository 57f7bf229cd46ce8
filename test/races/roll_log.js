'use strict';
// logger-file 0.3.4: a line that comes while the file is rolled rolls it once more. Mended: one line after the other, so that
// none comes while the file is rolled, and the file is not rolled while one is written.
const { assert, fs, path, isMended, folder, atEnd } = require('./_race');
const MOST = 3; // lines a file

const file = path.join(folder(), 'log');
const errors = [];
const waiting = [];
let lines = 0;
let files = 0;

function roll(callback) {
  fs.rename(file, `${file}.${files}`, (error) => {
    if (error) errors.push(error.code);
    files++;
    fs.writeFile(file, '', () => {
      lines = 0;
      callback();
    });
  });
}

function write(line, done) {
  if (lines >= MOST) return roll(() => append(line, done));
  append(line, done);
}

function append(line, done) {
  lines++;
  fs.appendFile(file, `${line}\n`, (error) => {
    if (error) errors.push(error.code);
    done?.();
  });
}

function writeInTurn(line) {
  waiting.push(line);
  if (waiting.length === 1) writeNext();
}

function writeNext() {
  write(waiting[0], () => {
    waiting.shift();
    if (waiting.length > 0) writeNext();
  });
}

for (let i = 0; i < 8; i++) setTimeout(isMended ? writeInTurn : write, 1 + i * 25, `line ${i}`);
atEnd(() => {
  const all = [...Array.from({ length: files }, (_, i) => `${file}.${i}`), file].filter((name) => fs.existsSync(name));
  const written = all.flatMap((name) => fs.readFileSync(name, 'utf8').split('\n').slice(0, -1));
  assert.deepStrictEqual(errors, []);
  assert.deepStrictEqual([...written].sort(), Array.from({ length: 8 }, (_, i) => `line ${i}`));
});
