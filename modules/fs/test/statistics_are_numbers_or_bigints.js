// stat in its forms: numbers, bigints, times as Dates, file types; times set come back.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { at, directory } = require('./_directory.js');
const finish = require('../../../test/_finish');

fs.writeFileSync(at('file'), 'four');
fs.utimesSync(at('file'), 1.5, new Date(2500));
fs.symlinkSync('file', at('link'));
fs.lutimesSync(at('link'), 7, 8);

const fields = ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks', 'atimeMs', 'mtimeMs',
                'ctimeMs', 'birthtimeMs'];
const stats = fs.statSync(at('file'));
assert.deepStrictEqual(Object.keys(stats), fields);
assert.strictEqual(stats.size, 4);
assert.strictEqual(stats.atimeMs, 1500);
assert.strictEqual(stats.mtime.getTime(), 2500);
assert.strictEqual(stats.isFile(), true);
assert.strictEqual(stats.isDirectory(), false);
assert.ok(stats instanceof fs.Stats);
assert.deepStrictEqual(Object.keys(stats), fields);

const wide = fs.statSync(at('file'), { bigint: true });
assert.deepStrictEqual(Object.keys(wide), [...fields, 'atimeNs', 'mtimeNs', 'ctimeNs', 'birthtimeNs']);
assert.strictEqual(wide.mtimeNs, 2_500_000_000n);
assert.strictEqual(wide.mtimeMs, 2500n);
assert.strictEqual(wide.ino, BigInt(stats.ino));
assert.strictEqual(wide.isFile(), true);

assert.strictEqual(fs.lstatSync(at('link')).isSymbolicLink(), true);
assert.strictEqual(fs.lstatSync(at('link')).mtimeMs, 8000);
assert.strictEqual(fs.statSync(directory).isDirectory(), true);
assert.strictEqual(fs.statSync('/dev/null').isCharacterDevice(), true);
assert.strictEqual(typeof fs.statfsSync(directory).bsize, 'number');
assert.strictEqual(typeof fs.statfsSync(directory, { bigint: true }).bsize, 'bigint');

async function main() {
  assert.deepStrictEqual(await fs.promises.stat(at('file')), stats);
  // Two at once do not mix.
  const [file, folder] = await Promise.all([fs.promises.stat(at('file')), fs.promises.stat(directory)]);
  assert.strictEqual(file.isFile() && folder.isDirectory(), true);
  fs.stat(at('file'), { bigint: true }, finish.once((...values) => {
    assert.strictEqual(values[0], null);
    assert.deepStrictEqual(values[1], wide);
  }));
}
finish(main);
