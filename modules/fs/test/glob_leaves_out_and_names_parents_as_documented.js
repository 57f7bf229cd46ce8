'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const finish = require('../../../test/_finish');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'glob-')));
for (const folder of ['sub/deep', 'skip/inner', '.hidden']) fs.mkdirSync(path.join(root, folder), { recursive: true });
for (const file of ['a.txt', 'b.js', 'sub/c.txt', 'sub/deep/d.txt', 'skip/s.txt', 'skip/inner/t.txt', '.hidden/h.txt', '.dot.txt']) {
  fs.writeFileSync(path.join(root, file), '');
}
process.on('exit', () => fs.rmSync(root, { recursive: true }));

const find = (pattern, options) => fs.globSync(pattern, { cwd: root, ...options }).sort();
const skip = (name) => name === 'skip';
const text = (name) => name.endsWith('.txt');

// A function is asked about what ** comes upon and about directories on the way, not about the last part's matches.
const cases = [
  ['*', undefined, ['a.txt', 'b.js', 'skip', 'sub']],
  ['*', skip, ['a.txt', 'b.js', 'skip', 'sub']],
  ['skip', skip, ['skip']],
  ['skip/*', skip, []],
  ['skip/**', skip, []],
  ['*/*', skip, ['sub/c.txt', 'sub/deep']],
  ['**/*.txt', skip, ['a.txt', 'sub/c.txt', 'sub/deep/d.txt']],
  ['**/*.txt', text, []],
  ['**', text, ['.', 'b.js', 'skip', 'skip/inner', 'sub', 'sub/deep']],
  ['a.txt', text, ['a.txt']],
  ['*', ['skip'], ['a.txt', 'b.js', 'sub']],
  ['*', ['*.txt', 'skip/**'], ['b.js', 'skip', 'sub']],
  ['*', ['sub/'], ['a.txt', 'b.js', 'skip']],
  ['**', ['**/sub/**', 'skip'], ['.', 'a.txt', 'b.js']],
  ['**/*.txt', ['**/sub/**'], ['a.txt', 'skip/inner/t.txt', 'skip/s.txt']],
  ['**/*.txt', [path.join(root, 'skip', '**')], ['a.txt', 'sub/c.txt', 'sub/deep/d.txt']],
  ['.*', ['**/*.txt'], ['.dot.txt', '.hidden']],
];
for (const [pattern, exclude, expected] of cases) {
  assert.deepStrictEqual(find(pattern, { exclude }), expected, `${pattern} without ${exclude}`);
}

function parentsOf(pattern, options) {
  return fs.globSync(pattern, { withFileTypes: true, ...options }).map((entry) => `${entry.parentPath} ${entry.name}`).sort();
}
assert.deepStrictEqual(parentsOf('sub/*', { cwd: root }), [`${root}/sub c.txt`, `${root}/sub deep`]);
assert.deepStrictEqual(parentsOf('*.txt', { cwd: pathToFileURL(root) }), [`${root} a.txt`]);
assert.deepStrictEqual(parentsOf(`${root}/*.txt`), [`${root} a.txt`]);
process.chdir(root);
assert.deepStrictEqual(parentsOf('*.txt', { cwd: './sub/' }), ['sub c.txt']);
assert.deepStrictEqual(parentsOf('sub/*.txt'), ['sub c.txt']);
assert.deepStrictEqual(parentsOf('*.js'), ['. b.js']);
// What may be missing, and what is wrong.
assert.deepStrictEqual(fs.globSync('*.js', { cwd: null, exclude: null, withFileTypes: null }), ['b.js']);
for (const [options, code, message] of [
  [{ cwd: 1 }, 'ERR_INVALID_ARG_TYPE', /^The "paths\[0\]" argument must be of type string\. Received type number \(1\)$/],
  [{ exclude: 1 }, 'ERR_INVALID_ARG_TYPE', /^The "options\.exclude" property must be of type function or string\[\]\. Received type number/],
  [{ cwd: 'a\0b' }, 'ERR_INVALID_ARG_VALUE', /without null bytes/],
]) assert.throws(() => fs.globSync('*', options), { code, message });
assert.throws(() => fs.globSync('a\0b'), { code: 'ERR_INVALID_ARG_VALUE' });

finish(async () => {
  const options = { cwd: root, withFileTypes: true, exclude: (entry) => entry.name === 'skip' };
  const found = [];
  for await (const entry of fs.promises.glob('**/*.txt', options)) found.push(path.join(entry.parentPath, entry.name));
  const expected = ['a.txt', 'sub/c.txt', 'sub/deep/d.txt'].map((file) => path.join(root, file));
  assert.deepStrictEqual(found.sort(), expected);
  const called = await new Promise((resolve, reject) => {
    fs.glob('**/*.txt', options, (error, matches) => (error ? reject(error) : resolve(matches)));
  });
  assert.deepStrictEqual(called.map((entry) => path.join(entry.parentPath, entry.name)).sort(), expected);
});
