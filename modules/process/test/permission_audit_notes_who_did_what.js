// eddy only: --permission-audit and --permission-from
'use strict';
// A program under --permission-audit does everything, and what the rules would have refused stands in the record once, with
// the package that did it; with that record as its rules it may do the same, and nothing more.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-')));
const file = (name) => path.join(folder, name);
function write(name, text) {
  fs.mkdirSync(path.dirname(file(name)), { recursive: true });
  fs.writeFileSync(file(name), text);
}
write('data.txt', 'data');
write('other.txt', 'other');
write('node_modules/@team/reader/index.js', "exports.read = (name) => require('fs').readFileSync(name, 'utf8');");
write('node_modules/starter/index.js', "exports.start = () => require('child_process').execFileSync('echo', ['hi'], { encoding: 'utf8' });");
write('app.js', `
  const fs = require('fs');
  const { read } = require('@team/reader');
  const attempt = (work) => { try { return String(work()).trim(); } catch (error) { return error.code + ' ' + (error.resource ?? ''); } };
  console.log(attempt(() => read('data.txt')), attempt(() => read('data.txt')));
  console.log(attempt(() => require('starter').start()));
  console.log(attempt(() => fs.writeFileSync('out\\t%.txt', 'x') ?? 'written'));
  console.log(attempt(() => fs.fchmodSync(fs.openSync('data.txt'), 0o644) ?? 'changed'));
  console.log(process.permission.has('fs.read', '/etc/passwd'));
  if (process.argv[2]) console.log(attempt(() => read(process.argv[2])));`);
const run = (...args) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

const audited = run('--permission-audit=record', 'app.js');
assert.strictEqual(audited.stderr, '');
assert.strictEqual(audited.stdout, 'data data\nhi\nwritten\nchanged\ntrue\n');
assert.strictEqual(audited.status, 0);
const once = fs.readFileSync(file('record'), 'utf8');
// The loader looks for package.json in every folder, up to the root.
assert.deepStrictEqual(once.split('\n').filter((line) => !line.includes('/package.json\t')), [
  `FileSystemRead\t${file('node_modules/@team/reader/index.js')}\t.`,
  `FileSystemRead\t${file('data.txt')}\t@team/reader`,
  `FileSystemRead\t${file('node_modules/starter/index.js')}\t.`,
  'ChildProcess\techo\tstarter',
  `FileSystemWrite\t${file('out')}%09%25.txt\t.`,
  `FileSystemRead\t${file('data.txt')}\t.`,
  'Restricted\tfchmod\t.',
  '',
]);
run('--permission-audit=record', 'app.js');
assert.strictEqual(fs.readFileSync(file('record'), 'utf8'), once);

const allowed = run('--permission-from=record', 'app.js', 'other.txt');
assert.strictEqual(allowed.stderr, '');
assert.strictEqual(allowed.stdout,
  `data data\nhi\nwritten\nERR_ACCESS_DENIED \nfalse\nERR_ACCESS_DENIED ${file('other.txt').slice(folder.length + 1)}\n`);

for (const [option, name] of [['--permission-from', 'nowhere'], ['--permission-audit', 'nowhere/record']]) {
  const { stderr, status } = run(`${option}=${name}`, 'app.js');
  assert.strictEqual(stderr, `eddy: ${option}=${name}: No such file or directory\n`);
  assert.strictEqual(status, 9);
}
fs.rmSync(folder, { recursive: true });
