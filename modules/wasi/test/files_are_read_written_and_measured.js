'use strict';
const assert = require('assert');
const { drive, makeFolder } = require('./_driver');

const wasi = drive({ preopens: { '/box': makeFolder({}) } });
const { calls, view } = wasi;
const { fd } = wasi.open(3, 'file', { o: 1 });
assert.strictEqual(fd, 4);
assert.deepStrictEqual(wasi.write(fd, '0123456789'), { written: 10 });
assert.deepStrictEqual(wasi.write(fd, 'AB', 3n), { written: 2 });
assert.strictEqual(wasi.read(fd, 4, 2n), '2AB5');

const seek = (offset, whence) => calls.fd_seek(fd, offset, whence, 0) || view().getBigUint64(0, true);
assert.strictEqual(seek(4n, 0), 4n);
assert.strictEqual(seek(1n, 1), 5n);
assert.strictEqual(seek(-2n, 2), 8n);
assert.strictEqual(seek(-200n, 2), 28);
assert.strictEqual(seek(0n, 3), 28);
assert.strictEqual(wasi.read(fd, 10), '89');
assert.strictEqual(calls.fd_tell(fd, 0), 0);
assert.strictEqual(view().getBigUint64(0, true), 10n);

assert.strictEqual(calls.fd_filestat_set_size(fd, 4n), 0);
assert.strictEqual(wasi.stat(fd).size, 4n);
assert.strictEqual(calls.fd_allocate(fd, 0n, 100n), 0);
assert.strictEqual(wasi.stat(3, 'file').size, 100n);
assert.deepStrictEqual([calls.fd_advise(fd, 0n, 10n, 0), calls.fd_advise(fd, 0n, 10n, 9)], [0, 28]);
assert.deepStrictEqual([calls.fd_sync(fd), calls.fd_datasync(fd)], [0, 0]);
assert.strictEqual(calls.fd_filestat_set_times(fd, 5000000000n, 7000000000n, 5), 0);
assert.strictEqual(wasi.stat(fd).mtime, 7000000000n);
assert.strictEqual(calls.fd_filestat_set_times(fd, 5n, 7n, 3), 28);
assert.strictEqual(calls.fd_filestat_set_times(fd, 5n, 7n, 16), 28);
assert.strictEqual(calls.path_filestat_set_times(3, 1, ...wasi.put('file'), 0n, 9000000000n, 4), 0);
assert.strictEqual(wasi.stat(fd).mtime, 9000000000n);

assert.strictEqual(wasi.open(3, 'file', { o: 5 }), 20);
assert.strictEqual(wasi.open(3, 'file', { o: 2 }), 54);
assert.strictEqual(wasi.open(3, 'dir', { o: 3 }), 28);
assert.strictEqual(calls.fd_renumber(fd, 77), 8);
const other = wasi.open(3, 'other', { o: 1 }).fd;
assert.strictEqual(calls.fd_renumber(other, fd), 0);
assert.strictEqual(wasi.rights(other), 8);
assert.strictEqual(wasi.stat(fd).size, 0n);
// Places outside of the memory.
assert.strictEqual(calls.fd_read(fd, 131072 - 4, 1, 8), 61);
assert.strictEqual(calls.random_get(131072 - 8, 9), 61);
assert.strictEqual(calls.random_get(131072 - 8, 8), 0);
assert.strictEqual(calls.fd_close(fd), 0);
assert.strictEqual(calls.fd_close(fd), 8);
