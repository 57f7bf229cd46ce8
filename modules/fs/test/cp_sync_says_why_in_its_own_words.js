'use strict';
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'cp-'));
const at = (name) => path.join(root, name);
fs.mkdirSync(at('d/e'), { recursive: true });
fs.writeFileSync(at('d/f'), 'x');
fs.writeFileSync(at('d/e/z'), 'y');
fs.writeFileSync(at('file'), 'x');
fs.mkdirSync(at('empty'));
execFileSync('mkfifo', [at('d/p')]);

const cases = [
  ['d', 'new', {}, 'ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: ${at('d')}/`],
  ['file', 'empty', {}, 'ERR_FS_CP_NON_DIR_TO_DIR', `Cannot overwrite directory ${at('empty')} with non-directory ${at('file')}`],
  ['d', 'file', { recursive: true }, 'ERR_FS_CP_DIR_TO_NON_DIR',
   `Cannot overwrite non-directory ${at('file')} with directory ${at('d')}`],
];
for (const [src, dest, options, code, message] of cases) {
  assert.throws(() => fs.cpSync(at(src), at(dest), options), { name: 'Error', code, message });
}

// A FIFO in a tree is passed over.
fs.cpSync(at('d'), at('g'), { recursive: true });
assert.deepStrictEqual(fs.readdirSync(at('g'), { recursive: true }).sort(), ['e', 'e/z', 'f']);
assert.strictEqual(fs.readFileSync(at('g/e/z'), 'utf8'), 'y');

// An entry is missing, or a file is where a directory should be.
assert.strictEqual(fs.statSync(at('file/x'), { throwIfNoEntry: false }), undefined);
assert.strictEqual(fs.lstatSync(at('nope/x'), { throwIfNoEntry: false }), undefined);
for (const bigint of [false, true]) {
  assert.throws(() => fs.lstatSync(at('file/x'), { throwIfNoEntry: false, bigint }), {
    code: 'ENOTDIR', message: `ENOTDIR: not a directory, lstat '${at('file/x')}'`,
  });
}
fs.rmSync(root, { recursive: true });
