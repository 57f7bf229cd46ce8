// Failed operations: errno, code, syscall, path and dest, and the same words in all forms.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { at, directory } = require('./_directory.js');
const finish = require('../../../test/_finish');

const missing = at('missing');
fs.writeFileSync(at('file'), '');

const failures = [
  ['open', [missing], { code: 'ENOENT', syscall: 'open', path: missing }],
  ['readFile', [directory], { code: 'EISDIR', message: 'EISDIR: illegal operation on a directory, read' }],
  ['stat', [missing], { code: 'ENOENT', syscall: 'stat', path: missing }],
  ['lstat', [missing], { code: 'ENOENT', syscall: 'lstat', path: missing }],
  ['access', [missing], { code: 'ENOENT', syscall: 'access', path: missing }],
  ['rename', [missing, at('to')], { code: 'ENOENT', syscall: 'rename', path: missing, dest: at('to') }],
  ['link', [missing, at('to')], { code: 'ENOENT', syscall: 'link', path: missing, dest: at('to') }],
  ['symlink', ['x', at('file')], { code: 'EEXIST', syscall: 'symlink', path: 'x', dest: at('file') }],
  ['copyFile', [missing, at('to')], { code: 'ENOENT', syscall: 'copyfile', path: missing, dest: at('to') }],
  ['mkdir', [at('missing', 'a')], { code: 'ENOENT', syscall: 'mkdir', path: at('missing', 'a') }],
  ['mkdir', [at('file', 'a', 'b'), { recursive: true }], { code: 'ENOTDIR', path: at('file', 'a', 'b') }],
  ['mkdir', [at('file'), { recursive: true }], { code: 'EEXIST', syscall: 'mkdir', path: at('file') }],
  ['mkdtemp', [at('missing', 'x')], { code: 'ENOENT', syscall: 'mkdtemp' }],
  ['readdir', [missing], { code: 'ENOENT', syscall: 'scandir', path: missing }],
  ['readlink', [at('file')], { code: 'EINVAL', syscall: 'readlink', path: at('file') }],
  ['rmdir', [at('file')], { code: 'ENOTDIR', syscall: 'rmdir', path: at('file') }],
  ['rm', [missing], { code: 'ENOENT', syscall: 'lstat', path: missing }],
  ['rm', [directory], { code: 'ERR_FS_EISDIR', name: 'SystemError', errno: 21, syscall: 'rm', path: directory }],
  ['unlink', [missing], { code: 'ENOENT', syscall: 'unlink', path: missing }],
  ['utimes', [missing, 1, 1], { code: 'ENOENT', syscall: 'utime', path: missing }],
  ['chmod', [missing, 0o600], { code: 'ENOENT', syscall: 'chmod', path: missing }],
  ['truncate', [missing], { code: 'ENOENT', syscall: 'open', path: missing }],
  ['statfs', [missing], { code: 'ENOENT', syscall: 'statfs', path: missing }],
  ['writeFile', [at('missing', 'a'), ''], { code: 'ENOENT', syscall: 'open', path: at('missing', 'a') }],
  ['open', ['null\0byte'], { code: 'ERR_INVALID_ARG_VALUE', name: 'TypeError',
                             message: "The argument 'path' must be a string, Uint8Array, or URL without null bytes. " +
                               "Received 'null\\x00byte'" }],
  ['stat', [5], { code: 'ERR_INVALID_ARG_TYPE',
                  message: 'The "path" argument must be of type string or an instance of Buffer or URL. ' +
                    'Received type number (5)' }],
  ['open', [missing, 'bad'], { code: 'ERR_INVALID_ARG_VALUE' }],
  ['readdir', [directory, 'bad'], { code: 'ERR_INVALID_ARG_VALUE',
                                    message: "The argument 'encoding' is invalid encoding. Received 'bad'" }],
];

function viaCallback(name, values) {
  return new Promise((resolve, reject) => fs[name](...values, (error) => (error ? reject(error) : resolve())));
}

async function main() {
  for (const [name, values, expected] of failures) {
    assert.throws(() => fs[`${name}Sync`](...values), expected, name);
    await assert.rejects(viaCallback(name, values), expected, name);
    await assert.rejects(fs.promises[name](...values), expected, name);
  }
  assert.throws(() => fs.openSync(''), { message: "ENOENT: no such file or directory, open ''", path: '' });
  assert.throws(() => fs.closeSync(-1), { code: 'ERR_OUT_OF_RANGE' });
  assert.throws(() => fs.fsyncSync(999999), { code: 'EBADF', message: 'EBADF: bad file descriptor, fsync' });
  assert.throws(() => fs.stat(missing), { code: 'ERR_INVALID_ARG_TYPE', message: /^The "cb" argument must be/ });
  assert.strictEqual(fs.statSync(missing, { throwIfNoEntry: false }), undefined);
  assert.strictEqual(fs.existsSync(missing), false);
  assert.strictEqual(fs.existsSync('a\0b'), false);
}
finish(main);
