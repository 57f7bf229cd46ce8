'use strict';
// Threads end in the middle of a statement, of an iteration, of a backup, or with all of it left lying about.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Worker } = require('node:worker_threads');
const finish = require('../../../test/_finish');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-sqlite-'));
finish.atExit(() => fs.rmSync(folder, { recursive: true }));

const common = `
  const { DatabaseSync, backup } = require('node:sqlite');
  const { parentPort } = require('node:worker_threads');
  const db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE t(v); INSERT INTO t VALUES (1), (2), (3)');
  const statement = db.prepare('SELECT v FROM t');
  const iterator = statement.iterate();
  iterator.next();
  const session = db.createSession();
  const store = db.createTagStore();
  store.get\`SELECT \${1}\`;
  db.aggregate('sumUp', { start: 0, step: (sum, v) => sum + v });
`;
const programs = {
  ends: common,
  exits: `${common} process.exit(3);`,
  exitsInFunction: `${common} db.function('leave', () => process.exit(4)); statement.all(); db.prepare('SELECT leave() FROM t').all();`,
  terminatedInFunction: `${common} db.function('stay', () => { parentPort.postMessage('ready'); for (;;); }); db.exec('SELECT stay()');`,
  terminatedInAggregate: `${common}
    db.aggregate('stay', { start: 0, step: () => { parentPort.postMessage('ready'); for (;;); } });
    db.prepare('SELECT stay() FROM t').get();`,
  terminatedInAuthorizer: `${common} db.setAuthorizer(() => { parentPort.postMessage('ready'); for (;;); }); db.prepare('SELECT 1');`,
  endsWithBackup: `${common} backup(db, ${JSON.stringify(path.join(folder, 'backup'))},
    { rate: 0, progress: () => parentPort.postMessage('ready') });`,
  throws: `${common} db.function('boom', () => { throw new Error('boom'); }); db.exec('SELECT boom()');`,
};
const codes = { exits: 3, exitsInFunction: 4, ends: 0 };

finish(async () => {
  for (const [name, program] of Object.entries(programs)) {
    const worker = new Worker(program, { eval: true });
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.once('message', () => worker.terminate());
    worker.on('error', (error) => assert.strictEqual(error.message, 'boom'));
    assert.strictEqual(await ended, codes[name] ?? 1, name);
  }
});
