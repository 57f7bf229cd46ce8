'use strict';
const assert = require('node:assert');
const { DatabaseSync } = require('node:sqlite');

const db = new DatabaseSync(':memory:');
db.exec('CREATE TABLE t(id INTEGER PRIMARY KEY, value)');
const insert = db.prepare('INSERT INTO t (value) VALUES (?)');
const read = db.prepare('SELECT value, typeof(value) AS type FROM t WHERE id = ?');

function comesBack(value, type, as = value) {
  const { lastInsertRowid } = insert.run(value);
  assert.deepStrictEqual(read.get(lastInsertRowid), { __proto__: null, value: as, type });
}

comesBack(null, 'null');
for (const number of [0, -0, 1, 1.5, -7, 2 ** 31, 2 ** 53, Number.MAX_VALUE, Number.MIN_VALUE, Infinity]) comesBack(number, 'real');
comesBack(NaN, 'null', null);
for (const number of [0n, 5n, -5n, 2n ** 31n, 2n ** 53n - 1n, -(2n ** 53n - 1n)]) comesBack(number, 'integer', Number(number));
for (const text of ['', 'a', 'gr\u00fc\u00df', '\u2603', '\u{1f600}', 'x'.repeat(63), 'x'.repeat(64), 'x'.repeat(65),
  '\u00e4'.repeat(1000), 'y'.repeat(200000)]) comesBack(text, 'text');
comesBack('\ud800', 'text', '\ufffd');
for (const size of [0, 1, 100, 70000]) comesBack(new Uint8Array(size).fill(7), 'blob');
comesBack(Buffer.from('abc'), 'blob', new Uint8Array([97, 98, 99]));
comesBack(new Uint16Array([1, 2]).subarray(1), 'blob', new Uint8Array([2, 0]));
comesBack(new DataView(new ArrayBuffer(3), 1), 'blob', new Uint8Array(2));

// A statement keeps nothing of a call for the next one.
const three = db.prepare('SELECT ? AS a, ? AS b, ? AS c');
assert.deepStrictEqual(three.get('a'.repeat(5000), 'b', 'c'), { __proto__: null, a: 'a'.repeat(5000), b: 'b', c: 'c' });
assert.deepStrictEqual(three.get('d'), { __proto__: null, a: 'd', b: null, c: null });
assert.strictEqual(three.expandedSQL, "SELECT 'd' AS a, NULL AS b, NULL AS c");

// Integers beyond what a number holds.
const large = db.prepare('SELECT 9007199254740992 AS value');
const outOfRange = {
  name: 'RangeError',
  code: 'ERR_OUT_OF_RANGE',
  message: 'Value is too large to be represented as a JavaScript number: 9007199254740992',
};
assert.throws(() => large.get(), outOfRange);
assert.throws(() => large.all(), outOfRange);
assert.throws(() => [...large.iterate()], outOfRange);
large.setReadBigInts(true);
assert.deepStrictEqual(large.get(), { __proto__: null, value: 9007199254740992n });
assert.throws(() => insert.run(2n ** 63n), { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message: 'BigInt value is too large to bind.' });
for (const value of [undefined, true, Symbol('s'), {}, [], () => {}, new ArrayBuffer(2)]) {
  assert.throws(() => insert.run(null, value), {
    name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message: 'Provided value cannot be bound to SQLite parameter 2.',
  });
}
