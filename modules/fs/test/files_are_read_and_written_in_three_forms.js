// readFile, writeFile and appendFile: synchronous, with a callback, with a promise; Buffers, strings, encodings, flags.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { promisify } = require('node:util');
const { at } = require('./_directory.js');
const finish = require('../../../test/_finish');

const text = 'h\u00e9llo \u{1F30A}\n';
const file = at('file');

fs.writeFileSync(file, text);
assert.strictEqual(fs.readFileSync(file, 'utf8'), text);
assert.ok(Buffer.isBuffer(fs.readFileSync(file)));
assert.deepStrictEqual(fs.readFileSync(file), Buffer.from(text));
assert.strictEqual(fs.readFileSync(file, 'latin1'), Buffer.from(text).toString('latin1'));
assert.strictEqual(fs.readFileSync(file, { encoding: 'base64' }), Buffer.from(text).toString('base64'));
fs.appendFileSync(file, Buffer.from([0xff]));
assert.strictEqual(fs.readFileSync(file, 'utf8'), `${text}\ufffd`);
fs.writeFileSync(file, 'ff00', 'hex');
assert.deepStrictEqual([...fs.readFileSync(file)], [255, 0]);
assert.throws(() => fs.writeFileSync(file, 'x', { flag: 'wx' }), { code: 'EEXIST', syscall: 'open', path: file });
fs.writeFileSync(at('mode'), '', { mode: 0o600 });
assert.strictEqual(fs.statSync(at('mode')).mode & 0o777, 0o600);
fs.writeFileSync(at('flushed'), 'abc', { flush: true });
assert.strictEqual(fs.readFileSync(at('flushed'), 'utf8'), 'abc');

// A file that tells no size, and the current place of a descriptor.
assert.match(fs.readFileSync('/proc/self/stat', 'utf8'), /^\d+ \(/);
const fd = fs.openSync(at('flushed'), 'r');
assert.strictEqual(fs.readSync(fd, Buffer.alloc(1)), 1);
assert.strictEqual(fs.readFileSync(fd, 'utf8'), 'bc');
assert.strictEqual(fs.readFileSync(fd, 'utf8'), '');
fs.closeSync(fd);

async function main() {
  const big = Buffer.alloc(3 * 1024 * 1024, 'ab');
  await fs.promises.writeFile(file, big);
  assert.ok((await fs.promises.readFile(file)).equals(big));
  assert.strictEqual((await fs.promises.readFile(file, 'ascii')).length, big.length);
  await promisify(fs.writeFile)(file, 'one');
  await promisify(fs.appendFile)(file, 'two');
  assert.strictEqual(await promisify(fs.readFile)(file, 'utf8'), 'onetwo');
  await fs.promises.writeFile(file, (function* () { yield 'a'; yield Buffer.from('b'); })());
  await fs.promises.appendFile(file, 'c');
  assert.strictEqual(await fs.promises.readFile(file, { encoding: 'utf8' }), 'abc');

  const calls = [];
  await new Promise((resolve) => {
    fs.writeFile(file, 'x', (...values) => {
      calls.push(values);
      fs.readFile(at('missing'), (...more) => { calls.push(more); resolve(); });
    });
  });
  assert.deepStrictEqual(calls[0], [null]);
  assert.strictEqual(calls[1].length, 1);
  assert.strictEqual(calls[1][0].message, `ENOENT: no such file or directory, open '${at('missing')}'`);

  const aborted = { name: 'AbortError', code: 'ABORT_ERR', message: 'The operation was aborted' };
  await assert.rejects(fs.promises.readFile(file, { signal: AbortSignal.abort() }), aborted);
  const controller = new AbortController();
  const reading = fs.promises.readFile(file, { signal: controller.signal });
  controller.abort();
  await assert.rejects(reading, aborted);
  await assert.rejects(promisify(fs.writeFile)(file, 'y', { signal: AbortSignal.abort() }), aborted);
  assert.strictEqual(fs.readFileSync(file, 'utf8'), 'x');

  // The error of a promise tells who waited for it.
  await assert.rejects(async function reader() { await fs.promises.readFile(at('missing')); },
                       ({ stack }) => /at async reader/.test(stack));
}
finish(main);
