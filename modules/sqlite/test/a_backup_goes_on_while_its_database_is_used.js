'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { DatabaseSync, backup } = require('node:sqlite');
const finish = require('../../../test/_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-sqlite-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

function filled(rows) {
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE t(id INTEGER PRIMARY KEY, v)');
  db.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
           INSERT INTO t SELECT i, printf('%0100d', i) FROM n`);
  return db;
}

finish(async () => {
  // The database is read and written in every step: the copy has what was committed when it ended.
  const db = filled(2000);
  const target = path.join(folder, 'copy.db');
  const update = db.prepare('UPDATE t SET v = ? WHERE id = ?');
  const reports = [];
  const pages = await backup(db, target, {
    rate: 5,
    progress(report) {
      reports.push(report);
      if (reports.length % 3 === 0) update.run(`changed ${reports.length}`, reports.length);
    },
  });
  assert.ok(reports.length >= pages / 5 - 1, `${reports.length} reports of ${pages} pages`);
  assert.deepStrictEqual(Object.keys(reports[0]), ['totalPages', 'remainingPages']);
  assert.ok(reports.every((report) => report.remainingPages > 0 && report.totalPages === pages));
  const copy = new DatabaseSync(target, { readOnly: true });
  const rows = 'SELECT * FROM t ORDER BY id';
  assert.deepStrictEqual(copy.prepare('PRAGMA integrity_check').get(), { __proto__: null, integrity_check: 'ok' });
  assert.deepStrictEqual(copy.prepare(rows).all(), db.prepare(rows).all());
  copy.close();

  // Closed while it runs, it still ends.
  const closing = backup(db, path.join(folder, 'closing.db'), { rate: 1 });
  db.close();
  assert.strictEqual(await closing, pages);

  // A statement that runs in a callback while the backup begins and copies.
  const busy = filled(500);
  let within;
  busy.function('begin', () => {
    within ??= backup(busy, path.join(folder, 'within.db'));
    return 1;
  });
  assert.strictEqual(busy.prepare('SELECT sum(begin()) AS n FROM t').get().n, 500);
  assert.ok(await within > 0);

  const fails = (promise, expected) => assert.rejects(promise, expected);
  await fails(backup(busy, path.join(folder, 'none', 'x.db')),
              { code: 'ERR_SQLITE_ERROR', errcode: 14, message: 'unable to open database file' });
  await fails(backup(busy, path.join(folder, 'a.db'), { source: 'nowhere' }), { code: 'ERR_SQLITE_ERROR', message: 'unknown database nowhere' });
  await fails(backup(busy, path.join(folder, 'b.db'), { rate: 1, progress() { throw new Error('enough'); } }), { message: 'enough' });
  busy.close();
});
