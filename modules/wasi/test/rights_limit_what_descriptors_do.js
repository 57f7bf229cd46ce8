'use strict';
const assert = require('assert');
const { drive, makeFolder } = require('./_driver');

const wasi = drive({ preopens: { '/box': makeFolder({ 'file': 'text', 'sub/file': 'sub' }) } });
const { calls } = wasi;
const ENOTCAPABLE = 76;
const [READ, PATH_OPEN, READDIR] = [1n << 1n, 1n << 13n, 1n << 14n];

assert.deepStrictEqual(wasi.rights(3), [3, 0xfbffe98n, 0xfffffffn]);
const { fd } = wasi.open(3, 'file', { base: READ, inheriting: 0n });
assert.deepStrictEqual(wasi.rights(fd), [4, READ, 0n]);
assert.strictEqual(wasi.read(fd, 10), 'text');
assert.strictEqual(wasi.write(fd, 'x'), ENOTCAPABLE);
for (const [name, ...rest] of [
  ['fd_seek', 0n, 0, 0], ['fd_tell', 0], ['fd_sync'], ['fd_datasync'], ['fd_filestat_get', 0], ['fd_allocate', 0n, 1n],
  ['fd_filestat_set_size', 1n], ['fd_fdstat_set_flags', 0], ['fd_readdir', 0, 10, 0n, 0],
]) {
  assert.strictEqual(calls[name](fd, ...rest), ENOTCAPABLE, name);
}

const sub = wasi.open(3, 'sub', { o: 2, base: PATH_OPEN | READDIR, inheriting: READ }).fd;
assert.deepStrictEqual(wasi.rights(sub), [3, PATH_OPEN | READDIR, READ]);
assert.strictEqual(wasi.read(wasi.open(sub, 'file', { base: READ, inheriting: 0n }).fd, 10), 'sub');
assert.strictEqual(wasi.open(sub, 'file', { base: READ | 1n, inheriting: 0n }), ENOTCAPABLE);
assert.strictEqual(wasi.open(sub, 'new', { base: READ, inheriting: 0n, o: 1 }), ENOTCAPABLE);
assert.strictEqual(wasi.open(sub, 'file', { base: READ, inheriting: 0n, o: 8 }), ENOTCAPABLE);
assert.strictEqual(calls.path_create_directory(sub, ...wasi.put('new')), ENOTCAPABLE);
assert.strictEqual(calls.fd_fdstat_set_rights(sub, PATH_OPEN | READ, 0n), ENOTCAPABLE);
assert.strictEqual(calls.fd_fdstat_set_rights(sub, READDIR, 0n), 0);
assert.strictEqual(wasi.open(sub, 'file', { base: 0n, inheriting: 0n }), ENOTCAPABLE);
assert.strictEqual(wasi.readdir(sub).entries.length, 1);
