'use strict';
const assert = require('assert');
const { drive } = require('./_driver');

const wasi = drive({ args: ['a', 'bb', 7], env: { X: '1', YY: 'zwei', gone: undefined, N: 5 } });
const { calls, view } = wasi;
assert.strictEqual(calls.args_sizes_get(0, 4), 0);
assert.deepStrictEqual([view().getUint32(0, true), view().getUint32(4, true)], [3, 7]);
assert.strictEqual(calls.args_get(0, 100), 0);
assert.deepStrictEqual([0, 4, 8].map((at) => view().getUint32(at, true)), [100, 102, 105]);
assert.strictEqual(wasi.text(100, 7), 'a\0bb\x007\0');
assert.strictEqual(calls.environ_sizes_get(0, 4), 0);
assert.deepStrictEqual([view().getUint32(0, true), view().getUint32(4, true)], [3, 16]);
assert.strictEqual(calls.environ_get(0, 100), 0);
assert.strictEqual(wasi.text(100, 16), 'X=1\0YY=zwei\0N=5\0');

// Numbers of the wrong kind, too few, too many.
for (const args of [[], [0], [0, 4, 8], ['0', 4], [0.5, 4], [0n, 4], [undefined, 4]]) {
  assert.strictEqual(calls.args_sizes_get(...args), 28, String(args));
}
assert.strictEqual(calls.args_sizes_get(0, 131072 - 3), 61);
assert.strictEqual(calls.clock_time_get(0, 0, 0), 28);
assert.strictEqual(calls.clock_time_get(0, 0n, 0), 0);
assert.ok(view().getBigUint64(0, true) > 1_600_000_000_000_000_000n);
assert.strictEqual(calls.clock_time_get(9, 0n, 0), 28);
assert.strictEqual(calls.clock_res_get(1, 0), 0);
assert.strictEqual(calls.sched_yield(), 0);
assert.strictEqual(calls.proc_raise(0), 52);
