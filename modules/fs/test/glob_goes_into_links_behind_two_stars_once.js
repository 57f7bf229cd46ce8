'use strict';
// ** goes into no symbolic links; in a link that the part behind it matches, that part is looked for once more.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'glob-links-'));
process.on('exit', () => fs.rmSync(cwd, { recursive: true }));
for (const dir of ['a/b', 'r/s']) fs.mkdirSync(path.join(cwd, dir), { recursive: true });
for (const file of ['a/1.js', 'a/b/2.js', 'r/5.js', 'r/s/4.js']) fs.writeFileSync(path.join(cwd, file), '');
fs.symlinkSync('../r', path.join(cwd, 'a/to'));
fs.symlinkSync('a', path.join(cwd, 'link'));
fs.symlinkSync('a/1.js', path.join(cwd, 'file'));

const expected = {
  '**/*': 'a a/1.js a/b a/b/2.js a/to a/to/5.js a/to/s file link link/1.js link/b link/to r r/5.js r/s r/s/4.js',
  '**/*.js': 'a/1.js a/b/2.js r/5.js r/s/4.js',
  '**/*/*.js': 'a/1.js a/b/2.js a/to/s/4.js link/b/2.js r/5.js r/s/4.js',
  '**/*/': 'a a/b a/to/s link/b r r/s',
  '**/to': 'a/to',
  '**/to/*': '',
  'a/to/*': 'a/to/5.js a/to/s',
  'link/**/*': 'link/1.js link/b link/b/2.js link/to link/to/5.js link/to/s',
  '**': '. a a/1.js a/b a/b/2.js a/to file link r r/5.js r/s r/s/4.js',
};
finish(async () => {
  for (const [pattern, paths] of Object.entries(expected)) {
    assert.strictEqual(fs.globSync(pattern, { cwd }).sort().join(' '), paths, pattern);
    assert.strictEqual((await Array.fromAsync(fs.promises.glob(pattern, { cwd }))).sort().join(' '), paths, pattern);
  }
});
