'use strict';
const assert = require('node:assert');
const { record, shown } = require('./_trace');

function recorded(category, code) {
  const { status, stderr, events } = record(['--trace-event-categories', category], `const fs = require('fs');\n${code}`);
  assert.strictEqual(stderr, '');
  assert.strictEqual(status, 0);
  return shown(events.filter(({ ph }) => ph !== 'E' && ph !== 'e'));
}

// The loader's own are before: Node's and ours differ in them.
function after(mark, lines) {
  return lines.slice(lines.lastIndexOf(mark) + 1);
}

const sync = recorded('node.fs.sync', `
  fs.rmdirSync(fs.mkdtempSync('d'));
  fs.writeFileSync('a', Buffer.from('x'));
  fs.readFileSync('a');
  fs.copyFileSync('a', 'b');
  fs.renameSync('b', 'c');
  fs.readdirSync('.');
  fs.unlinkSync('a');
  fs.unlinkSync('c');
`);
assert.deepStrictEqual(after('B fs.sync.mkdtemp', sync).map((line) => line.replace('B fs.sync.', '')), [
  'rmdir', 'open', 'write', 'close', 'open', 'fstat', 'read', 'close', 'copyfile', 'rename', 'readdir', 'unlink', 'unlink']);

const async = recorded('node.fs.async', `
  fs.chmod('program.js', 0o600, () => fs.readdir('.', () => fs.utimes('program.js', 1, 1, () => fs.stat('none', () => {}))));
`);
assert.deepStrictEqual(async, ['b chmod', 'b scandir', 'b utime', 'b stat']);

const failed = record(['--trace-event-categories', 'node.fs.async'],
                      `require('fs').stat('none', () => {}); require('fs').promises.readFile('none').catch(() => {});`);
assert.deepStrictEqual(shown(failed.events, true).sort(), [
  'b open {"path":"none"}', 'b stat {"path":"none"}', 'e open {"result":-2}', 'e stat {"result":-2}']);

const dirs = recorded('node.fs_dir', `
  fs.opendirSync('.').closeSync();
  fs.opendir('.', (error, dir) => dir.close(() => {}));
`);
assert.deepStrictEqual(dirs, ['B fs_dir.sync.opendir', 'B fs_dir.sync.closedir', 'b opendir', 'b closedir']);
