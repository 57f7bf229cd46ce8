'use strict';
// eddy only: Node 24.12 lets fs.promises.lstat through, and aborts in fs.promises.statfs of a URL.
// With --permission each function that reads, lists, writes, links or removes refuses what was not allowed, however the path is
// spelt and however the result comes; and does its work where it was.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'permission-')));
const inside = path.join(root, 'inside');
fs.mkdirSync(inside);
fs.mkdirSync(path.join(root, 'outside'));
fs.writeFileSync(path.join(root, 'outside/secret'), 'secret');
fs.writeFileSync(path.join(inside, 'open'), 'open');
process.on('exit', () => fs.rmSync(root, { recursive: true }));

fs.writeFileSync(path.join(inside, 'program.js'), `
const fs = require('node:fs');
const { pathToFileURL } = require('node:url');
const [,, secret, open, fresh] = process.argv;
const relative = require('node:path').relative(process.cwd(), secret);
const spellings = [secret, relative, Buffer.from(secret), pathToFileURL(secret), open + '/../../outside/secret'];

// name -> [permission, arguments behind the path]
const oneFile = {
  access: ['FileSystemRead'], appendFile: ['FileSystemWrite', 'x'], chmod: ['FileSystemWrite', 0o600],
  chown: ['FileSystemWrite', 1, 1], lchown: ['FileSystemWrite', 1, 1], lstat: ['FileSystemRead'], lutimes: ['FileSystemWrite', 1, 1],
  mkdir: ['FileSystemWrite'], mkdtemp: ['FileSystemWrite'], open: ['FileSystemRead', 'r'], opendir: ['FileSystemRead'],
  readdir: ['FileSystemRead'], readFile: ['FileSystemRead'], readlink: ['FileSystemRead'], rmdir: ['FileSystemWrite'],
  stat: ['FileSystemRead'], statfs: ['FileSystemRead'], unlink: ['FileSystemWrite'], utimes: ['FileSystemWrite', 1, 1],
  writeFile: ['FileSystemWrite', 'x'],
};
const twoFiles = { copyFile: 'FileSystemRead', rename: 'FileSystemRead', link: 'FileSystemRead', cp: 'FileSystemRead' };
const wrong = [];
let count = 0;

function expect(what, permission, error) {
  count++;
  if (error?.code !== 'ERR_ACCESS_DENIED' || error.permission !== permission) wrong.push([what, error?.code, error?.permission]);
}
function now(what, permission, call) {
  let error;
  try { call(); } catch (thrown) { error = thrown; }
  expect(what, permission, error);
}
const later = [];
function all(name, permission, args) {
  now(name + 'Sync', permission, () => fs[name + 'Sync'](...args));
  later.push(new Promise((resolve) => {
    const callback = (error) => { expect(name, permission, error); resolve(); };
    try { fs[name](...args, callback); } catch (error) { callback(error); }
  }));
  later.push(fs.promises[name](...args).then(() => expect('promises.' + name, permission),
    (error) => expect('promises.' + name, permission, error)));
}

for (const spelling of spellings) {
  for (const [name, [permission, ...args]] of Object.entries(oneFile)) all(name, permission, [spelling, ...args]);
  for (const [name, permission] of Object.entries(twoFiles)) {
    if (name === 'cp' && Buffer.isBuffer(spelling)) continue;
    all(name, permission, [spelling, fresh]);
    if (name !== 'cp') all(name, 'FileSystemWrite', [open, spelling]);
  }
  for (const [flags, permission] of [['r+', 'FileSystemRead'], ['w', 'FileSystemWrite'], ['a', 'FileSystemWrite'], ['wx', 'FileSystemWrite']]) {
    all('open', permission, [spelling, flags]);
  }
  now('existsSync', 'FileSystemRead', () => fs.existsSync(spelling));
  now('watch', 'FileSystemRead', () => fs.watch(spelling));
  if (typeof spelling === 'string') {
    now('require', 'FileSystemRead', () => require(require('node:path').resolve(spelling)));
    now('loadEnvFile', 'FileSystemRead', () => process.loadEnvFile(spelling));
    now('chdir', 'FileSystemRead', () => process.chdir(spelling));
  }
  later.push(new Promise((resolve) => {
    fs.createReadStream(spelling).on('error', (error) => { expect('createReadStream', 'FileSystemRead', error); resolve(); });
  }), new Promise((resolve) => {
    fs.createWriteStream(spelling).on('error', (error) => { expect('createWriteStream', 'FileSystemWrite', error); resolve(); });
  }));
}
all('symlink', 'FileSystemRead', [secret, fresh]);
all('symlink', 'FileSystemWrite', [open, secret]);
now('symlink to a relative path', '', () => fs.symlinkSync('open', fresh));
const fd = fs.openSync(open);
now('fchmod', '', () => fs.fchmodSync(fd, 0o644));
now('fchown', '', () => fs.fchownSync(fd, 1, 1));
fs.closeSync(fd);
now('writeHeapSnapshot', 'FileSystemWrite', () => require('node:v8').writeHeapSnapshot(secret));
now('binding', '', () => process.binding('fs'));

Promise.all(later).then(() => {
  // Allowed.
  const again = fresh + '2';
  fs.writeFileSync(fresh, fs.readFileSync(open, 'utf8'));
  fs.renameSync(fresh, again);
  fs.unlinkSync(again);
  console.log(JSON.stringify({ count, wrong, listed: fs.readdirSync(require('node:path').dirname(open)).sort() }));
});
`);

const child = spawnSync(process.execPath, [
  '--permission', `--allow-fs-read=${inside}`, `--allow-fs-write=${inside}/*`, path.join(inside, 'program.js'),
  path.join(root, 'outside/secret'), path.join(inside, 'open'), path.join(inside, 'fresh'),
], { encoding: 'utf8', cwd: inside });
assert.strictEqual(child.status, 0, child.stderr);
const { count, wrong, listed } = JSON.parse(child.stdout);
assert.deepStrictEqual(wrong, []);
assert.ok(count > 500, `${count}`);
assert.deepStrictEqual(listed, ['open', 'program.js']);
assert.strictEqual(fs.readFileSync(path.join(root, 'outside/secret'), 'utf8'), 'secret');
assert.deepStrictEqual(fs.readdirSync(path.join(root, 'outside')), ['secret']);
