// What cpSync() refuses before it copies is a plain Error with a code; cp() and promises.cp() have the system's.
'use strict';
const finish = require('../../../test/_finish');
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-cp-'));
process.chdir(folder);
fs.mkdirSync('a/b', { recursive: true });
fs.writeFileSync('file', '');
execFileSync('mkfifo', ['fifo']);

const refused = [
  ['a', 'a', 'ERR_FS_CP_EINVAL', 'src and dest cannot be the same a'],
  ['file', 'file', 'ERR_FS_CP_EINVAL', 'src and dest cannot be the same file'],
  ['a', 'a/b/c', 'ERR_FS_CP_EINVAL', 'Cannot copy a/ to a subdirectory of self a/b/c'],
  ['a', 'file', 'ERR_FS_CP_DIR_TO_NON_DIR', 'Cannot overwrite non-directory file with directory a'],
  ['file', 'a', 'ERR_FS_CP_NON_DIR_TO_DIR', 'Cannot overwrite directory a with non-directory file'],
  ['fifo', 'other', 'ERR_FS_CP_FIFO_PIPE', 'Cannot copy a FIFO pipe: other'],
];
for (const [from, to, code, message] of refused) {
  assert.throws(() => fs.cpSync(from, to, { recursive: true }), (error) => {
    assert.deepStrictEqual({ name: error.name, message: error.message, ...error }, { name: 'Error', message, code });
    return true;
  });
}

finish(async () => {
  for (const [from, to, code] of refused.slice(0, 3)) {
    await assert.rejects(fs.promises.cp(from, to, { recursive: true }), { name: 'SystemError', code, syscall: 'cp', errno: 22 });
  }
  process.chdir('/');
  fs.rmSync(folder, { recursive: true });
});
