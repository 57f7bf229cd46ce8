'use strict';
// No write-ahead log stays beside the file of a program that ended by itself, whatever it left open.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-sqlite-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

const program = `
  const { DatabaseSync } = require('node:sqlite');
  const { Worker, isMainThread } = require('node:worker_threads');
  const db = new DatabaseSync(require('node:path').join(isMainThread ? process.argv[1] : process.argv[2], isMainThread ? 'main.db' : 'worker.db'));
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t(v); INSERT INTO t VALUES (1), (2)');
  const iterator = db.prepare('SELECT v FROM t').iterate();
  iterator.next();
  db.exec('BEGIN; INSERT INTO t VALUES (3)');
`;
const both = `${program} if (isMainThread) new Worker(${JSON.stringify(program)}, { eval: true, argv: [process.argv[1]] });`;
const child = spawnSync(process.execPath, ['--no-warnings', '-e', both, folder], { encoding: 'utf8' });
assert.strictEqual(child.stderr, '');
assert.strictEqual(child.status, 0);
assert.deepStrictEqual(fs.readdirSync(folder), ['main.db', 'worker.db']);
