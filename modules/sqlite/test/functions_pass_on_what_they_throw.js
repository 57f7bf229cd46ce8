'use strict';
const assert = require('node:assert');
const { DatabaseSync, constants } = require('node:sqlite');

const db = new DatabaseSync(':memory:');
db.exec('CREATE TABLE t(v); INSERT INTO t VALUES (1), (2), (3)');
const boom = new Error('boom');
let calls = 0;
db.function('boom', () => { calls++; throw boom; });
const same = (error) => error === boom;

assert.throws(() => db.exec('SELECT boom()'), same);
assert.throws(() => db.prepare('SELECT boom() FROM t').all(), same);
assert.throws(() => db.prepare('SELECT boom()').iterate().next(), same);
assert.throws(() => db.exec('INSERT OR IGNORE INTO t VALUES (boom())'), same);
assert.strictEqual(calls, 4); // once each: nothing is called behind what threw
db.exec('CREATE TRIGGER r AFTER DELETE ON t BEGIN SELECT boom(); END');
assert.throws(() => db.exec('DELETE FROM t'), same);
assert.strictEqual(db.prepare('SELECT count(*) AS n FROM t').get().n, 3);

for (const part of ['start', 'step', 'result']) {
  const options = { start: () => 0, step: (sum, v) => sum + v, result: (sum) => sum };
  options[part] = () => { throw boom; };
  if (part !== 'result') delete options.result;
  db.aggregate('agg', { ...options, varargs: true });
  assert.throws(() => db.prepare('SELECT agg(1)').get(), same, part);
}
db.function('throwUndefined', () => { throw undefined; });
assert.throws(() => db.exec('SELECT throwUndefined()'), (error) => error === undefined);

// An error that the program's own code catches within a callback is no error of the outer call.
db.function('caught', () => {
  try {
    db.exec('SELECT boom()');
    return 'not reached';
  } catch (error) {
    return error.message;
  }
});
assert.strictEqual(db.prepare('SELECT caught() AS x').get().x, 'boom');

// What a function gets and gives.
let seen;
db.function('look', { varargs: true }, (...values) => { seen = values; });
assert.deepStrictEqual(db.prepare("SELECT look(1, 2.5, 'x', NULL, x'00ff') AS x").get(), { __proto__: null, x: null });
assert.deepStrictEqual(seen, [1, 2.5, 'x', null, new Uint8Array([0, 255])]);
db.function('look', { varargs: true, useBigIntArguments: true }, (...values) => { seen = values; });
db.prepare('SELECT look(1, 9007199254740993)').get();
assert.deepStrictEqual(seen, [1n, 9007199254740993n]);
const manyNumbers = Array.from({ length: 60 }, (_, i) => i);
db.prepare(`SELECT look(${manyNumbers.join(',')})`).get();
assert.deepStrictEqual(seen, manyNumbers.map(BigInt));
for (const [value, message] of [[true, /cannot be converted/], [{}, /cannot be converted/], [2n ** 70n, /too large for SQLite/],
  [Promise.resolve(1), /Asynchronous user-defined functions are not supported/]]) {
  db.function('bad', () => value);
  assert.throws(() => db.prepare('SELECT bad()').get(), { code: 'ERR_SQLITE_ERROR', errcode: 1, message });
}

// Aggregates keep a state for each group.
const log = [];
db.aggregate('gather', { start: () => { log.push('start'); return []; }, step: (list, v) => [...list, v], result: (list) => list.join('+') });
assert.deepStrictEqual(db.prepare('SELECT v % 2 AS odd, gather(v) AS all_of_them FROM t GROUP BY odd').all(),
                       [{ __proto__: null, odd: 0, all_of_them: '2' }, { __proto__: null, odd: 1, all_of_them: '1+3' }]);
assert.deepStrictEqual(log, ['start', 'start']);
assert.strictEqual(db.prepare('SELECT gather(v) AS x FROM t WHERE 0').get().x, '');

// The authorizer is asked when SQL is compiled.
const asked = [];
db.setAuthorizer((action, first, second) => {
  asked.push([action, first, second]);
  return first === 't' && second === 'v' ? constants.SQLITE_IGNORE : constants.SQLITE_OK;
});
assert.deepStrictEqual(db.prepare('SELECT v FROM t LIMIT 1').get(), { __proto__: null, v: null });
assert.deepStrictEqual(asked, [[constants.SQLITE_SELECT, null, null], [constants.SQLITE_READ, 't', 'v']]);
for (const [answer, name, message] of [['x', 'TypeError', /must return an integer/], [3, 'RangeError', /returned a invalid/]]) {
  db.setAuthorizer(() => answer);
  assert.throws(() => db.exec('SELECT 1'), { name, message });
}
db.setAuthorizer(() => { throw boom; });
assert.throws(() => db.prepare('SELECT 1'), same);
db.setAuthorizer(null);
db.exec('SELECT 1');
