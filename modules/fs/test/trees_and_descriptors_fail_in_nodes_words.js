'use strict';
// The system call, the error's class and its properties where Node's depend on what was asked for.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

process.noDeprecation = true;
const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'words-'));
const at = (name) => path.join(directory, name);
finish.atExit(() => { fs.rmSync(directory, { recursive: true, force: true }); });

const UNUSED = 99999;
assert.throws(() => fs.readFileSync(UNUSED, 'utf8'), { code: 'EBADF', syscall: 'read' });
assert.throws(() => fs.readFileSync(UNUSED, 'latin1'), { code: 'EBADF', syscall: 'fstat' });
assert.throws(() => fs.readFileSync(UNUSED), { code: 'EBADF', syscall: 'fstat' });

fs.mkdirSync(at('from/below'), { recursive: true });
fs.writeFileSync(at('from/below/file'), 'x');
fs.cpSync(at('from'), at('to'), { recursive: true });
const refuse = { errorOnExist: true, force: false, recursive: true };
assert.throws(() => fs.cpSync(at('from'), at('to'), refuse), (error) => {
  assert.strictEqual(error.name, 'Error');
  assert.strictEqual(error.message,
    `[ERR_FS_CP_EEXIST]: Target already exists: cp returned EEXIST (${at('to/below/file')} already exists)`);
  assert.deepStrictEqual(Object.keys(error), ['code']);
  return error.code === 'ERR_FS_CP_EEXIST';
});
assert.throws(() => fs.cpSync(at('from/below/file'), at('to/below/file'), refuse), { name: 'SystemError', errno: 17 });
assert.throws(() => fs.cpSync(at('from'), at('to'), { ...refuse, filter: () => true }), { name: 'SystemError', errno: 17 });

assert.throws(() => fs.rmdirSync(at('none'), { recursive: true }), { code: 'ENOENT', syscall: 'lstat' });
assert.throws(() => fs.rmdirSync(at('from/below/file'), { recursive: true }), { code: 'ENOTDIR', syscall: 'rmdir' });
fs.rmdir(at('none'), { recursive: true }, finish.once((error) => {
  assert.strictEqual(error.syscall, 'lstat');
}));

finish(async () => {
  const pieces = [[65, 66], new Uint8Array([67]), 'd', new ArrayBuffer(1)];
  await fs.promises.writeFile(at('pieces'), pieces);
  assert.strictEqual(fs.readFileSync(at('pieces'), 'latin1'), 'ABCd\0');
  await assert.rejects(fs.promises.writeFile(at('pieces'), [5]), { code: 'ERR_INVALID_ARG_TYPE', message: /^The first argument / });

  const handle = await fs.promises.open(at('pieces'));
  for await (const chunk of handle.readableWebStream()) assert.strictEqual(chunk.byteLength, 5);
  assert.throws(() => handle.readableWebStream(),
                { code: 'ERR_INVALID_STATE', message: 'Invalid state: The FileHandle is locked' });
  await handle.close();
});
