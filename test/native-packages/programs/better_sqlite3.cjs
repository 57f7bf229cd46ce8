'use strict';
// better-sqlite3, built from its source against V8's interface: statements, functions, aggregates, transactions, backup, errors.
const path = require('node:path');
const Database = require('better-sqlite3');

module.exports = async (print, folder) => {
  const db = new Database(path.join(folder, 'data.db'));
  db.pragma('journal_mode = WAL');
  db.exec('create table t (id integer primary key, name text unique, amount real, data blob)');
  const insert = db.prepare('insert into t (name, amount, data) values (@name, @amount, @data)');
  const all = db.transaction((rows) => rows.map((row) => insert.run(row).lastInsertRowid));
  print(all(Array.from({ length: 300 }, (_, i) => ({ name: `name ${i} é`, amount: i / 4, data: Buffer.from([i % 256]) }))).length);
  db.function('twice', { deterministic: true }, (x) => x * 2);
  db.aggregate('joined', { start: () => [], step: (list, next) => { list.push(next); }, result: (list) => list.join('-') });
  db.table('series', { columns: ['value'], parameters: ['n'], * rows(n) { for (let i = 0; i < n; i++) yield [i]; } });
  print(db.prepare('select twice(amount) as a, name from t where id in (5, 6)').all());
  print(db.prepare('select joined(id) from t where id < 10').pluck().get(), db.prepare('select sum(value) from series(100)').pluck().get());
  print(db.prepare('select * from t limit 2').raw().all(), db.prepare('select * from t').columns().map(({ name, type }) => [name, type]));
  let count = 0;
  for (const row of db.prepare('select * from t').iterate()) if (++count === 50 && row.id === 50) break;
  print(count, db.prepare('select max(id) from t').safeIntegers().pluck().get());
  print(await db.backup(path.join(folder, 'copy.db')), new Database(path.join(folder, 'copy.db')).prepare('select count(*) as n from t').get());
  print(db.serialize().length > 4096);
  const failing = [
    () => db.prepare('selec 1'), () => insert.run({ name: 'name 1 é', amount: 1, data: null }), () => insert.run({ name: 'x' }), () => insert.run(Symbol('s')),
    () => db.prepare('select 1').run(), () => db.prepare('select twice(?)').get({}), () => new Database('/absent/folder/x.db'),
    () => all([{ name: 'new', amount: 1, data: null }, { name: 'name 1 é', amount: 1, data: null }]),
    () => { db.function('throws', () => { throw new RangeError('of a function'); }); db.prepare('select throws()').get(); },
    () => { for (const row of db.prepare('select * from t').iterate()) db.exec(`delete from t where id = ${row.id}`); },
    () => { db.close(); db.prepare('select 1'); }, () => new Database.prototype.constructor(5),
  ];
  for (const fails of failing) {
    try {
      fails();
      print('no error');
    } catch (error) {
      print(error.name, error.code, error.message);
    }
  }
};
