// eddy only: called from JavaScript, Node's poll_oneoff does not return
'use strict';
const assert = require('assert');
const { drive, makeFolder } = require('./_driver');

const wasi = drive({ preopens: { '/box': makeFolder({ file: 'content' }) } });
const clock = (userdata, timeout, id = 1, flags = 0) => ({ userdata, tag: 0, id, timeout, flags });

assert.deepStrictEqual(wasi.poll([clock(7n, 1000n)]), [[7n, 0, 0, 0n, 0]]);
assert.deepStrictEqual(wasi.poll([clock(7n, 3600_000_000_000n), clock(8n, 1000n)]), [[8n, 0, 0, 0n, 0]]);
// A time of day that is over.
assert.deepStrictEqual(wasi.poll([clock(9n, 1000n, 0, 1)]), [[9n, 0, 0, 0n, 0]]);
const before = process.hrtime.bigint();
wasi.poll([clock(1n, 30_000_000n)]);
assert.ok(process.hrtime.bigint() - before >= 30_000_000n);
assert.strictEqual(wasi.poll([{ userdata: 1n, tag: 3, id: 0 }]), 28);

const { fd } = wasi.open(3, 'file');
const reading = (userdata, id) => ({ userdata, tag: 1, id });
const writing = (userdata, id) => ({ userdata, tag: 2, id });

assert.deepStrictEqual(wasi.poll([reading(1n, fd), writing(2n, fd)]), [[1n, 0, 1, 7n, 0], [2n, 0, 2, 0n, 0]]);
assert.deepStrictEqual(wasi.poll([reading(1n, 99)]), [[1n, 8, 1, 0n, 0]]);
assert.deepStrictEqual(wasi.poll([reading(1n, 99), writing(2n, fd)]), [[1n, 8, 1, 0n, 0], [2n, 0, 2, 0n, 0]]);
const limited = wasi.open(3, 'file', { base: 2n, inheriting: 0n }).fd;
assert.deepStrictEqual(wasi.poll([reading(3n, limited)]), [[3n, 76, 1, 0n, 0]]);
assert.deepStrictEqual(wasi.poll([{ userdata: 4n, tag: 0, id: 2, timeout: 1n }]), [[4n, 28, 0, 0n, 0]]);
assert.strictEqual(wasi.poll([]), 28);
// Sockets' functions on what is none.
assert.strictEqual(wasi.calls.sock_accept(99, 0, 0), 8);
assert.strictEqual(wasi.calls.sock_recv(fd, 16, 0, 0, 0, 8), 57);
assert.strictEqual(wasi.calls.sock_send(fd, 16, 0, 0, 0), 57);
assert.strictEqual(wasi.calls.sock_shutdown(fd, 1), 76);
