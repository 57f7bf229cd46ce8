'use strict';
// cpSync() of a file to a link that leads to it, and of such a link to its file, is refused; nothing is changed.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'eddy-cp-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
process.chdir(folder);
fs.writeFileSync('file', 'content');
fs.writeFileSync('other', 'other');
fs.symlinkSync('file', 'link');
fs.symlinkSync('link', 'second');

for (const [src, dest] of [['file', 'link'], ['link', 'file'], ['file', 'second'], ['second', 'link'], ['file', 'file'], ['link', './link']]) {
  assert.throws(() => fs.cpSync(src, dest), { name: 'Error', code: 'ERR_FS_CP_EINVAL', message: `src and dest cannot be the same ${dest}` },
                `${src} to ${dest}`);
}
assert.strictEqual(fs.readFileSync('file', 'utf8'), 'content');
assert.deepStrictEqual([fs.readlinkSync('link'), fs.readlinkSync('second')], ['file', 'link']);

fs.cpSync('link', 'new');
assert.strictEqual(fs.readlinkSync('new'), path.join(folder, 'file'));
fs.cpSync('other', 'link'); // takes the link's place
assert.deepStrictEqual([fs.readFileSync('file', 'utf8'), fs.readFileSync('link', 'utf8'), fs.lstatSync('link').isSymbolicLink()],
                       ['content', 'other', false]);
