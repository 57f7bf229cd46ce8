'use strict';
// node:sqlite in memory: rows inserted within a transaction, rows selected by their key, rows walked through.
const { DatabaseSync } = require('node:sqlite');
const { measure } = require('./_measure.js');

const ROWS = 100_000; // that are selected from

const database = new DatabaseSync(':memory:');
database.exec('CREATE TABLE inserted(id INTEGER PRIMARY KEY, name TEXT, score REAL)');
database.exec('CREATE TABLE kept(id INTEGER PRIMARY KEY, name TEXT, score REAL)');
fill('kept', ROWS);

function fill(table, times) {
  const insert = database.prepare(`INSERT INTO ${table}(name, score) VALUES (?, ?)`);
  database.exec('BEGIN');
  for (let i = 0; i < times; i++) insert.run(`name ${i}`, i / 3);
  database.exec('COMMIT');
}

(async () => {
  await measure('sqlite: insert within a transaction', (times) => {
    database.exec('DELETE FROM inserted');
    fill('inserted', times);
  });

  const byKey = database.prepare('SELECT name, score FROM kept WHERE id = ?');
  await measure('sqlite: select by key', (times) => {
    for (let i = 0; i < times; i++) byKey.get(1 + (i * 7919) % ROWS);
  });

  const some = database.prepare('SELECT id, name, score FROM kept WHERE id <= 1000');
  await measure('sqlite: 1,000 rows by all()', (times) => {
    for (let i = 0; i < times; i++) some.all();
  });
  await measure('sqlite: 1,000 rows by iterate()', (times) => {
    let sum = 0;
    for (let i = 0; i < times; i++) for (const row of some.iterate()) sum += row.score;
    return sum > 0 ? undefined : Promise.reject(new Error('no rows'));
  });
})();
