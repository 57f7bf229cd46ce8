// eddy only: on Node, SQL reads and writes whatever files it likes
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-sqlite-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const inside = path.join(folder, 'inside');
const outside = path.join(folder, 'outside');
for (const name of [inside, outside]) fs.mkdirSync(name);

const { DatabaseSync } = require('node:sqlite');
for (const name of [path.join(inside, 'a.db'), path.join(outside, 'secret.db')]) {
  const db = new DatabaseSync(name);
  db.exec('CREATE TABLE t(v); INSERT INTO t VALUES (1)');
  db.close();
}
fs.symlinkSync(inside, path.join(folder, 'link'));

const program = path.join(inside, 'program.js');
fs.writeFileSync(program, `
  const { DatabaseSync, backup } = require('node:sqlite');
  const [inside, outside] = process.argv.slice(2);
  const secret = outside + '/secret.db';
  const results = {};
  const attempt = (name, action) => {
    try {
      action();
      results[name] = 'done';
    } catch (error) {
      results[name] = error.code + ' ' + error.permission;
    }
  };
  const open = (location, options = {}) => new DatabaseSync(location, options).close();
  attempt('memory', () => open(':memory:'));
  attempt('temporary', () => open(''));
  attempt('inside', () => open(inside + '/a.db', { readOnly: true }));
  attempt('inside, written', () => {
    const db = new DatabaseSync(inside + '/a.db');
    for (const mode of ['truncate', 'wal', 'delete']) {
      db.exec("PRAGMA journal_mode = " + mode + "; BEGIN; INSERT INTO t SELECT 1 FROM t; COMMIT");
    }
    db.close();
  });
  attempt('by link', () => open(inside + '/../link/a.db', { readOnly: true }));
  attempt('outside', () => open(secret));
  attempt('outside, read', () => open(secret, { readOnly: true }));
  attempt('new file', () => open(outside + '/new.db'));
  attempt('dots', () => open(inside + '/../outside/secret.db', { readOnly: true }));
  attempt('URI', () => open('file://' + secret + '?mode=ro', { readOnly: true }));
  attempt('URL', () => open(require('node:url').pathToFileURL(secret), { readOnly: true }));
  attempt('Buffer', () => open(Buffer.from(secret), { readOnly: true }));
  attempt('other file system', () => open('file:' + secret + '?vfs=unix-none&mode=ro', { readOnly: true }));
  attempt('immutable', () => open('file:' + secret + '?immutable=1', { readOnly: true }));
  const db = new DatabaseSync(':memory:');
  attempt('ATTACH', () => db.exec("ATTACH '" + secret + "' AS x"));
  attempt('ATTACH of a parameter', () => db.prepare('ATTACH ? AS x').run(secret));
  attempt('ATTACH inside', () => db.exec("ATTACH '" + inside + "/b.db' AS b; CREATE TABLE b.t(v); DETACH b"));
  attempt('VACUUM INTO', () => db.exec("VACUUM INTO '" + outside + "/copy.db'"));
  attempt('VACUUM INTO inside', () => db.exec("VACUUM INTO '" + inside + "/copy.db'"));
  attempt('extension', () => new DatabaseSync(':memory:', { allowExtension: true }));
  const done = (name) => [() => { results[name] = 'done'; }, (error) => { results[name] = error.code + ' ' + error.permission; }];
  Promise.all([
    backup(db, outside + '/backup.db').then(...done('backup')),
    backup(db, inside + '/backup.db').then(...done('backup inside')),
  ]).then(() => console.log(JSON.stringify(results)));
`);

function run(...rules) {
  const child = spawnSync(process.execPath, ['--no-warnings', '--permission', ...rules, program, inside, outside], { encoding: 'utf8' });
  assert.strictEqual(child.stderr, '');
  assert.strictEqual(child.status, 0);
  return JSON.parse(child.stdout);
}

const read = 'ERR_ACCESS_DENIED FileSystemRead';
const expected = {
  'memory': 'done',
  'temporary': 'done',
  'inside': 'done',
  'inside, written': 'done',
  'by link': read, // the link's own name is not allowed
  'outside': read,
  'outside, read': read,
  'new file': read,
  'dots': read,
  'URI': read,
  'URL': read,
  'Buffer': read,
  'other file system': 'ERR_SQLITE_ERROR undefined',
  'immutable': read,
  'ATTACH': read,
  'ATTACH of a parameter': read,
  'ATTACH inside': 'done',
  'VACUUM INTO': read,
  'VACUUM INTO inside': 'done',
  'extension': 'ERR_LOAD_SQLITE_EXTENSION undefined',
  'backup': read,
  'backup inside': 'done',
};
assert.deepStrictEqual(run(`--allow-fs-read=${inside}`, `--allow-fs-write=${inside}`), expected);
assert.deepStrictEqual(fs.readdirSync(outside), ['secret.db']);

// What may be read may not be written.
for (const name of ['b.db', 'copy.db', 'backup.db']) fs.rmSync(path.join(inside, name));
const write = 'ERR_ACCESS_DENIED FileSystemWrite';
const results = run('--allow-fs-read=*');
for (const name of ['inside', 'outside, read', 'dots', 'URI', 'by link']) assert.strictEqual(results[name], 'done', name);
for (const name of ['inside, written', 'outside', 'new file', 'ATTACH', 'ATTACH inside', 'VACUUM INTO', 'backup', 'backup inside']) {
  assert.strictEqual(results[name], write, name);
}
assert.deepStrictEqual(fs.readdirSync(outside), ['secret.db']);
assert.deepStrictEqual(fs.readdirSync(inside).sort(), ['a.db', 'program.js']);
