// eddy only: Node crashes
'use strict';
// A database, its statements and sessions may be closed from within whatever SQLite calls.
const assert = require('node:assert');
const { DatabaseSync, constants } = require('node:sqlite');
const finish = require('../../../test/_finish');

const checked = finish.plan(30);

function withDatabase(run) {
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE t(id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)');
  run(db);
  checked.strictEqual(db.isOpen, false);
  db.open();
  checked.deepStrictEqual(db.prepare('SELECT 1 AS x').all(), [{ __proto__: null, x: 1 }]);
  db.close();
}

for (const how of ['all', 'get', 'run', 'iterate']) {
  withDatabase((db) => {
    db.function('bye', (n) => {
      if (n === 1) db.close();
      return n;
    });
    const statement = db.prepare('SELECT bye(id) AS x FROM t');
    let result = statement[how]();
    if (how === 'iterate') {
      checked.deepStrictEqual(result.next(), { __proto__: null, done: false, value: { __proto__: null, x: 1 } });
      checked.throws(() => result.next(), { code: 'ERR_INVALID_STATE' });
    } else if (how === 'all') {
      checked.deepStrictEqual(result.map((row) => row.x), [1, 2, 3]); // what runs, runs to its end
    } else if (how === 'get') {
      checked.strictEqual(result.x, 1);
    } else {
      checked.deepStrictEqual(Object.keys(result), ['lastInsertRowid', 'changes']);
    }
    checked.throws(() => statement.all(), { code: 'ERR_INVALID_STATE', message: 'statement has been finalized' });
  });
}

for (const step of ['start', 'step', 'result', 'inverse']) {
  withDatabase((db) => {
    const closes = (name, value) => () => {
      if (name === step && db.isOpen) db.close();
      return value;
    };
    db.aggregate('agg', { start: closes('start', 0), step: closes('step', 1), result: closes('result', 2), inverse: closes('inverse', 3),
                          varargs: true });
    const rows = db.prepare(`SELECT agg(v) OVER (ORDER BY id ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS x FROM t`).all();
    checked.deepStrictEqual(rows.map((row) => row.x), [2, 2, 2]);
  });
}

withDatabase((db) => {
  db.setAuthorizer(() => {
    if (db.isOpen) db.close();
    return constants.SQLITE_OK;
  });
  checked.throws(() => db.prepare('SELECT * FROM t'), { code: 'ERR_INVALID_STATE', message: 'database is not open' });
});

withDatabase((db) => {
  const session = db.createSession();
  db.exec('UPDATE t SET v = 5');
  const changeset = session.changeset();
  const other = new DatabaseSync(':memory:');
  other.exec('CREATE TABLE t(id INTEGER PRIMARY KEY, v)');
  checked.strictEqual(other.applyChangeset(changeset, {
    onConflict() {
      if (other.isOpen) other.close();
      return constants.SQLITE_CHANGESET_OMIT;
    },
  }), true);
  checked.strictEqual(other.isOpen, false);
  db.function('endSession', () => {
    session[Symbol.dispose]();
    return 0;
  });
  db.exec('UPDATE t SET v = endSession()');
  checked.throws(() => session.changeset(), { message: 'session is not open' });
  db.close();
});

// What SQLite compiles may not change meanwhile: its authorizer cannot use the database.
{
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE t(v)');
  const statement = db.prepare('SELECT v FROM t');
  const refused = { code: 'ERR_INVALID_STATE', message: 'database cannot be used by its authorizer' };
  let asked = 0;
  db.setAuthorizer(() => {
    asked++;
    for (const use of [() => db.exec('DROP TABLE t'), () => db.prepare('SELECT 1'), () => statement.get(), () => statement.iterate(),
      () => db.createSession(), () => db.function('f', () => 1)]) checked.throws(use, refused);
    return constants.SQLITE_OK;
  });
  db.exec('DROP TABLE t');
  checked.ok(asked > 0);
  db.setAuthorizer(() => {
    db.setAuthorizer(null);
    return constants.SQLITE_OK;
  });
  checked.deepStrictEqual(db.prepare('SELECT 1 AS x').get(), { __proto__: null, x: 1 });
}

// A getter among the options or the parameters.
withDatabase((db) => {
  const statement = db.prepare('SELECT $a AS a');
  checked.throws(() => statement.get({ get a() { db.close(); return 1; } }), { message: 'statement has been finalized' });
  db.open();
  checked.throws(() => db.createSession({ get table() { db.close(); return 't'; } }), { message: 'database is not open' });
  db.open();
  checked.throws(() => db.function('f', { get varargs() { db.close(); return true; } }, () => 1), { message: 'database is not open' });
  db.open();
  checked.throws(() => db.aggregate('f', { start: 0, step() {}, get inverse() { db.close(); return undefined; } }),
                 { message: 'database is not open' });
});

// A statement runs once at a time.
{
  const db = new DatabaseSync(':memory:');
  let statement;
  db.function('again', () => statement.get().x);
  statement = db.prepare('SELECT again() AS x');
  checked.throws(() => statement.get(), { code: 'ERR_INVALID_STATE', message: 'statement is being executed' });
  let iterator;
  db.function('further', () => iterator.return().done ? 1 : 2);
  iterator = db.prepare('SELECT further() AS x').iterate();
  checked.throws(() => iterator.next(), { code: 'ERR_INVALID_STATE', message: 'statement is being executed' });
  // Others may run within it, at any depth.
  db.function('depth', (n) => (n === 0 ? 0 : db.prepare('SELECT depth(?) AS x').get(n - 1).x + 1));
  checked.strictEqual(db.prepare('SELECT depth(30) AS x').get().x, 30);
}
