'use strict';
const assert = require('node:assert');
const { DatabaseSync } = require('node:sqlite');

const db = new DatabaseSync(':memory:');
const get = (sql) => db.prepare(sql).get();

assert.deepStrictEqual(Object.entries(get('SELECT 1 AS b, 2 AS a, 3 AS b')), [['b', 3], ['a', 2]]);
assert.deepStrictEqual(Object.entries(get('SELECT 1 AS "10", 2 AS x, 3 AS "2"')), [['2', 3], ['10', 1], ['x', 2]]);
assert.deepStrictEqual(Object.entries(get('SELECT 1 AS __proto__, 2 AS "", 3 AS "\u2603 x"')),
                       [['__proto__', 1], ['', 2], ['\u2603 x', 3]]);
assert.strictEqual(Object.getPrototypeOf(get('SELECT 1 AS __proto__')), null);
assert.deepStrictEqual(Object.getOwnPropertyDescriptor(get('SELECT 1.5 AS x'), 'x'),
                       { value: 1.5, writable: true, enumerable: true, configurable: true });

// Many columns, of all types in every place.
const names = Array.from({ length: 40 }, (_, i) => `c${i}`);
const wide = db.prepare(`SELECT ${names.map((name) => `? AS ${name}`).join(', ')}`);
const kinds = [1n, 1.5, 'text', null, new Uint8Array([1])];
for (let shift = 0; shift < 10; shift++) {
  const values = names.map((_, i) => kinds[(i + shift) % kinds.length]);
  const row = wide.get(...values);
  assert.deepStrictEqual(Object.keys(row), names);
  assert.deepStrictEqual(Object.values(row), values.map((value) => (typeof value === 'bigint' ? Number(value) : value)));
}

// Rows of one statement are objects of their own.
const two = db.prepare("SELECT 1 AS n, 'a' AS s UNION SELECT 2, 'b'");
const [first, second] = two.all();
first.n = 'changed';
first.more = true;
delete second.s;
assert.deepStrictEqual(two.all(), [{ __proto__: null, n: 1, s: 'a' }, { __proto__: null, n: 2, s: 'b' }]);

// The table changes under a statement.
db.exec('CREATE TABLE t(a); INSERT INTO t VALUES (1)');
const all = db.prepare('SELECT * FROM t');
assert.deepStrictEqual(all.get(), { __proto__: null, a: 1 });
db.exec("ALTER TABLE t ADD COLUMN b DEFAULT 'new'");
assert.deepStrictEqual(all.get(), { __proto__: null, a: 1, b: 'new' });
db.exec('ALTER TABLE t RENAME COLUMN a TO z');
assert.deepStrictEqual(all.all(), [{ __proto__: null, z: 1, b: 'new' }]);
all.setReturnArrays(true);
assert.deepStrictEqual(all.all(), [[1, 'new']]);
assert.deepStrictEqual(all.columns(), ['z', 'b'].map((name) => (
  { __proto__: null, column: name, database: 'main', name, table: 't', type: null })));

// Whatever programs put on Object.prototype.
Object.defineProperty(Object.prototype, 'n', { __proto__: null, configurable: true, set() { throw new Error('setter'); } });
try {
  assert.strictEqual(two.get().n, 1);
} finally {
  delete Object.prototype.n;
}
