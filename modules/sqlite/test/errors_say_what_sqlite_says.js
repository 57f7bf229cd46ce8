'use strict';
const assert = require('node:assert');
const { DatabaseSync, Session, StatementSync, backup } = require('node:sqlite');

const db = new DatabaseSync(':memory:');
db.exec('CREATE TABLE t(id INTEGER PRIMARY KEY, n NOT NULL)');
db.exec('INSERT INTO t VALUES (1, 1)');

function fails(action, code, message, more = {}) {
  assert.throws(action, (error) => {
    assert.strictEqual(error.message, message);
    assert.deepStrictEqual({ ...error }, { code, ...more });
    return true;
  });
}
const sqlite = (action, message, errcode, errstr) => fails(action, 'ERR_SQLITE_ERROR', message, { errcode, errstr });

sqlite(() => db.exec('SELEC 1'), 'near "SELEC": syntax error', 1, 'SQL logic error');
sqlite(() => db.prepare('SELECT * FROM nowhere'), 'no such table: nowhere', 1, 'SQL logic error');
sqlite(() => db.prepare('INSERT INTO t VALUES (1, 2)').run(), 'UNIQUE constraint failed: t.id', 1555, 'constraint failed');
sqlite(() => db.prepare('INSERT INTO t VALUES (2, NULL)').get(), 'NOT NULL constraint failed: t.n', 1299, 'constraint failed');
sqlite(() => db.prepare('SELECT ?').all(1, 2), 'column index out of range', 25, 'column index out of range');
sqlite(() => new DatabaseSync('/nowhere/at/all.db'), 'unable to open database file', 14, 'unable to open database file');
sqlite(() => db.exec('SELECT "double quoted"'), 'no such column: "double quoted" - should this be a string literal in single-quotes?',
       1, 'SQL logic error');

const state = (action, message) => fails(action, 'ERR_INVALID_STATE', message);
state(() => db.open(), 'database is already open');
state(() => db.prepare('SELECT $a').get({ $b: 1 }), "Unknown named parameter '$b'");
state(() => db.prepare('SELECT $a, :a').get({ a: 1 }),
      "Cannot create bare named parameter 'a' because of conflicting names '$a' and ':a'.");
state(() => db.enableLoadExtension(true), 'Cannot enable extension loading because it was disabled at database creation.');
state(() => db.loadExtension('x'), 'extension loading is not allowed');

const type = (action, message) => fails(action, 'ERR_INVALID_ARG_TYPE', message);
for (const path of [undefined, 1, null, 'a\0b', Buffer.from('a\0b'), new Uint16Array(1), {}]) {
  type(() => new DatabaseSync(path), 'The "path" argument must be a string, Uint8Array, or URL without null bytes.');
}
type(() => new DatabaseSync(':memory:', null), 'The "options" argument must be an object.');
for (const name of ['open', 'readOnly', 'enableForeignKeyConstraints', 'enableDoubleQuotedStringLiterals', 'allowExtension',
  'readBigInts', 'returnArrays', 'allowBareNamedParameters', 'allowUnknownNamedParameters', 'defensive']) {
  type(() => new DatabaseSync(':memory:', { [name]: 1 }), `The "options.${name}" argument must be a boolean.`);
}
type(() => new DatabaseSync(':memory:', { timeout: 1.5 }), 'The "options.timeout" argument must be an integer.');
type(() => db.exec(1), 'The "sql" argument must be a string.');
type(() => db.function('f', 1), 'The "function" argument must be a function.');
type(() => db.setAuthorizer(1), 'The "callback" argument must be a function or null.');
type(() => db.applyChangeset('x'), 'The "changeset" argument must be a Uint8Array.');
type(() => backup(), 'The "sourceDb" argument must be an object.');
fails(() => new DatabaseSync(new URL('http://a/b')), 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file:');
fails(() => DatabaseSync(':memory:'), 'ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`');
for (const refused of [StatementSync, Session]) fails(() => new refused(), 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
for (const [prototype, name] of [[DatabaseSync.prototype, 'exec'], [StatementSync.prototype, 'get'], [Session.prototype, 'close']]) {
  assert.throws(() => prototype[name].call({}), { name: 'TypeError', message: 'Illegal invocation' });
}

// What is closed says so.
const statement = db.prepare('SELECT 1');
const iterator = statement.iterate();
const session = db.createSession();
const store = db.createTagStore();
db.close();
for (const name of ['get', 'all', 'run', 'iterate', 'columns']) state(() => statement[name](), 'statement has been finalized');
for (const name of ['sourceSQL', 'expandedSQL']) state(() => statement[name], 'statement has been finalized');
for (const name of ['next', 'return']) state(() => iterator[name](), 'statement has been finalized');
for (const name of ['changeset', 'patchset', 'close']) state(() => session[name](), 'database is not open');
state(() => store.get`SELECT 1`, 'database is not open');
for (const name of ['exec', 'prepare', 'location', 'close', 'function', 'createSession', 'createTagStore']) {
  state(() => db[name](), 'database is not open');
}
assert.strictEqual(db.isOpen, false);
db[Symbol.dispose]();
session[Symbol.dispose]();
