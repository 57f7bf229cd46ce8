// mkdir, readdir, opendir, cp, rm and glob over trees, with links and names that are no UTF-8.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { at } = require('./_directory.js');
const finish = require('../../../test/_finish');

assert.strictEqual(fs.mkdirSync(at('tree', 'a', 'b'), { recursive: true }), at('tree'));
assert.strictEqual(fs.mkdirSync(at('tree', 'a', 'b'), { recursive: true }), undefined);
assert.strictEqual(fs.mkdirSync(at('plain')), undefined);
fs.writeFileSync(at('tree', 'a', 'b', 'deep.js'), 'deep');
fs.writeFileSync(at('tree', 'top.js'), 'top');
fs.symlinkSync('top.js', at('tree', 'link'));

const names = ['a', 'a/b', 'a/b/deep.js', 'link', 'top.js'];
assert.deepStrictEqual(fs.readdirSync(at('tree')), ['a', 'link', 'top.js']);
assert.deepStrictEqual(fs.readdirSync(at('tree'), { recursive: true }).sort(), names);
const kinds = fs.readdirSync(at('tree'), { withFileTypes: true })
  .map((entry) => [entry.name, entry.parentPath, entry.isDirectory(), entry.isSymbolicLink(), entry.isFile()]);
assert.deepStrictEqual(kinds, [['a', at('tree'), true, false, false], ['link', at('tree'), false, true, false],
                               ['top.js', at('tree'), false, false, true]]);

// A name of bytes that are no UTF-8.
const odd = Buffer.concat([Buffer.from(at('plain/')), Buffer.from([0x66, 0xff, 0x67])]);
fs.writeFileSync(odd, 'odd');
assert.deepStrictEqual(fs.readdirSync(at('plain'), 'buffer'), [Buffer.from([0x66, 0xff, 0x67])]);
assert.deepStrictEqual(fs.readdirSync(at('plain')), ['f\ufffdg']);
assert.strictEqual(fs.readFileSync(odd, 'utf8'), 'odd');
assert.strictEqual(fs.statSync(odd).size, 3);

async function main() {
  const list = await fs.promises.readdir(at('tree'), { recursive: true, withFileTypes: true });
  assert.deepStrictEqual(list.map((entry) => path.relative(at('tree'), path.join(entry.parentPath, entry.name))).sort(),
                         names);
  const read = [];
  for await (const entry of await fs.promises.opendir(at('tree'), { recursive: true, bufferSize: 1 })) {
    read.push(path.relative(at('tree'), path.join(entry.parentPath, entry.name)));
  }
  assert.deepStrictEqual(read.sort(), names);

  const dir = fs.opendirSync(at('tree'));
  assert.strictEqual(dir.path, at('tree'));
  const reading = dir.read();
  assert.throws(() => dir.readSync(), { code: 'ERR_DIR_CONCURRENT_OPERATION' });
  assert.ok(names.includes((await reading).name));
  await dir.close();
  assert.throws(() => dir.readSync(), { code: 'ERR_DIR_CLOSED' });

  // Copies: links become absolute, a filter chooses, what is there is kept or refused.
  fs.cpSync(at('tree'), at('copy'), { recursive: true });
  assert.strictEqual(fs.readFileSync(at('copy', 'a', 'b', 'deep.js'), 'utf8'), 'deep');
  assert.strictEqual(fs.readlinkSync(at('copy', 'link')), at('tree', 'top.js'));
  await fs.promises.cp(at('tree'), at('chosen'), { recursive: true, filter: async (from) => !from.endsWith('a') });
  assert.deepStrictEqual(fs.readdirSync(at('chosen')), ['link', 'top.js']);
  fs.writeFileSync(at('copy', 'top.js'), 'kept');
  await fs.promises.cp(at('tree', 'top.js'), at('copy', 'top.js'), { force: false });
  assert.strictEqual(fs.readFileSync(at('copy', 'top.js'), 'utf8'), 'kept');
  await assert.rejects(fs.promises.cp(at('tree', 'top.js'), at('copy', 'top.js'), { force: false, errorOnExist: true }),
                       { code: 'ERR_FS_CP_EEXIST' });
  await assert.rejects(fs.promises.cp(at('tree'), at('no')), { code: 'ERR_FS_EISDIR' });
  await assert.rejects(fs.promises.cp(at('tree'), at('tree', 'in'), { recursive: true }), { code: 'ERR_FS_CP_EINVAL' });

  // Globs.
  assert.deepStrictEqual(fs.globSync('**/*.js', { cwd: at('tree') }).sort(), ['a/b/deep.js', 'top.js']);
  assert.deepStrictEqual(fs.globSync('**/*.js', { cwd: at('tree'), exclude: (name) => name === 'a' }), ['top.js']);
  const found = [];
  for await (const entry of fs.promises.glob('a/**', { cwd: at('tree'), withFileTypes: true })) found.push(entry.name);
  assert.deepStrictEqual(found.sort(), ['a', 'b', 'deep.js']);

  assert.strictEqual(fs.realpathSync(at('copy', 'link')), at('tree', 'top.js'));
  await fs.promises.rm(at('copy'), { recursive: true });
  assert.strictEqual(fs.existsSync(at('copy')), false);
  assert.strictEqual(fs.existsSync(at('tree', 'top.js')), true);
  fs.rmSync(at('copy'), { force: true });
}
finish(main);
