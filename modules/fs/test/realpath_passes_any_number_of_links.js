'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const finish = require('../../../test/_finish');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'realpath-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const at = (name) => path.join(folder, name);

fs.mkdirSync(at('a/b'), { recursive: true });
fs.symlinkSync('../..', at('a/b/up'));
fs.symlinkSync('one', at('two'));
fs.symlinkSync('two', at('one'));
fs.symlinkSync('a/b/../b/./up/a', at('winding'));
fs.symlinkSync('nowhere', at('dangling'));

finish(async () => {
  const many = `${folder}${'/a/b/up'.repeat(60)}/a`;
  assert.strictEqual(fs.realpathSync(many), at('a'));
  assert.strictEqual(await new Promise((resolve, reject) =>
    fs.realpath(many, (error, result) => (error ? reject(error) : resolve(result)))), at('a'));
  // The system's own gives up after 40.
  assert.throws(() => fs.realpathSync.native(many), { code: 'ELOOP', syscall: 'realpath' });
  assert.strictEqual(fs.realpathSync(`${at('winding')}/b/..//.`), at('a'));
  assert.strictEqual(fs.realpathSync('/..//.'), '/');
  assert.throws(() => fs.realpathSync(at('one/x')), { code: 'ELOOP', syscall: 'stat', path: at('one') });
  assert.throws(() => fs.realpathSync(at('dangling')), { code: 'ENOENT', syscall: 'stat', path: at('dangling') });
  assert.throws(() => fs.realpathSync(at('a/missing/x')), { code: 'ENOENT', syscall: 'lstat', path: at('a/missing') });
});
