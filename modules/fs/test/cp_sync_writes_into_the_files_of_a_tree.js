'use strict';
// cpSync() of a tree writes files into those that are there: names that share a file, and links that lead to one, have its new
// contents. What is no file, or the file itself, is refused.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'cp-sync-'));
process.on('exit', () => { fs.rmSync(root, { recursive: true, force: true }); });
let count = 0;

/** Copies a tree with the file `f` over one that `prepare(directory, source)` has made; what is in it then. */
function copied(prepare, options) {
  const [from, to] = ['from', 'to'].map((name) => path.join(root, `${name}${count}`));
  count++;
  fs.mkdirSync(from);
  fs.mkdirSync(to);
  fs.writeFileSync(path.join(from, 'f'), 'new', { mode: 0o640 });
  fs.utimesSync(path.join(from, 'f'), 5, 5);
  prepare(to, path.join(from, 'f'));
  const act = () => { fs.cpSync(from, to, { recursive: true, ...options }); };
  return { to, act, read: (name) => fs.readFileSync(path.join(to, name), 'utf8') };
}

{
  const { act, read, to } = copied((to) => {
    fs.writeFileSync(path.join(to, 'f'), 'a longer one', { mode: 0o666 });
    fs.linkSync(path.join(to, 'f'), path.join(to, 'other name'));
  }, { preserveTimestamps: true });
  act();
  assert.strictEqual(read('f'), 'new');
  assert.strictEqual(read('other name'), 'new');
  const stats = fs.statSync(path.join(to, 'f'));
  assert.deepStrictEqual([stats.mode & 0o777, stats.nlink, stats.mtimeMs], [0o640, 2, 5000]);
}

for (const target of ['there', 'not yet there']) {
  const { act, read, to } = copied((to) => {
    fs.writeFileSync(path.join(to, 'there'), 'old');
    fs.symlinkSync(target, path.join(to, 'f'));
  });
  act();
  assert.strictEqual(read(target), 'new');
  assert.strictEqual(fs.readlinkSync(path.join(to, 'f')), target);
}

for (const force of [true, false]) {
  const { act, to } = copied((to) => {
    fs.mkdirSync(path.join(to, 'directory'));
    fs.symlinkSync('directory', path.join(to, 'f'));
  }, { force });
  assert.throws(act, { code: 'EINVAL', message: `EINVAL, Invalid argument '${to}'`, errno: 22, syscall: 'cp', path: to });
}

{
  const { act, to } = copied((to, source) => { fs.symlinkSync(source, path.join(to, 'f')); });
  assert.throws(act, {
    code: 'ERR_FS_CP_EEXIST',
    message: `[ERR_FS_CP_EEXIST]: Target already exists: cp returned EEXIST (${to}/f already exists)`,
  });
}

{
  const { act, to } = copied((to) => { fs.symlinkSync('nowhere', path.join(to, 'f')); }, { force: false });
  act();
  assert.deepStrictEqual(fs.readdirSync(to), ['f']);
}
