'use strict';
// A program that writes is killed at a random moment; SQLite's own check then finds nothing wrong, and what was committed is
// there. KILLS=200 tries longer (make kill-writers), SEED repeats the moments.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { DatabaseSync } = require('node:sqlite');
const finish = require('../../../test/_finish');

const kills = Number(process.env.KILLS ?? 3);
const seed = Number(process.env.SEED ?? Date.now() % 100000);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-sqlite-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

let state = seed;
const random = () => (state = (state * 48271 + 1) % 2147483647) / 2147483647;

const writer = `
  const { DatabaseSync } = require('node:sqlite');
  const db = new DatabaseSync(process.argv[1]);
  db.exec('PRAGMA journal_mode = ' + process.argv[2]);
  db.exec('CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, pair INTEGER, v TEXT); CREATE INDEX IF NOT EXISTS i ON t(v)');
  const insert = db.prepare('INSERT INTO t (pair, v) VALUES (?, ?)');
  let pair = db.prepare('SELECT coalesce(max(pair), 0) AS n FROM t').get().n;
  for (;;) {
    db.exec('BEGIN');
    pair++;
    insert.run(pair, 'first'.repeat(pair % 300));
    insert.run(pair, 'second'.repeat(pair % 200));
    if (pair % 7 === 0) db.exec('DELETE FROM t WHERE pair = ' + (pair - 5));
    db.exec('COMMIT');
    process.stdout.write(pair + '\\n');
  }
`;

function killOnce(file, mode) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--no-warnings', '-e', writer, file, mode], { stdio: ['ignore', 'pipe', 'inherit'] });
    const enough = 1 + Math.floor(random() * 40);
    let text = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.split('\n').length > enough) child.kill('SIGKILL');
    });
    child.on('close', (code, signal) => {
      assert.strictEqual(signal, 'SIGKILL', `code ${code}, seed ${seed}`);
      resolve(Number(text.slice(0, text.lastIndexOf('\n')).split('\n').pop()));
    });
  });
}

finish(async () => {
  for (let i = 0; i < kills; i++) {
    const mode = ['DELETE', 'WAL', 'TRUNCATE'][i % 3];
    const file = path.join(folder, `${mode}.db`);
    const last = await killOnce(file, mode);
    const db = new DatabaseSync(file);
    const where = `seed ${seed}, kill ${i}, ${mode}`;
    assert.deepStrictEqual(db.prepare('PRAGMA integrity_check').all(), [{ __proto__: null, integrity_check: 'ok' }], where);
    assert.deepStrictEqual(db.prepare('SELECT pair FROM t GROUP BY pair HAVING count(*) <> 2').all(), [], where);
    assert.ok(db.prepare('SELECT max(pair) AS n FROM t').get().n >= last, where);
    db.close();
  }
});
