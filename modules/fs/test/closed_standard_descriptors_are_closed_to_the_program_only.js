'use strict';
// A program that closed 0, 1 or 2 gets EBADF from them, and the lowest of them for the next file that it opens. The loops
// that child_process and others make do not get such a number: libuv would end the process.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'standard-')), 'file');
const EBADF = { code: 'EBADF' };

fs.closeSync(0);
assert.throws(() => fs.closeSync(0), EBADF);
assert.throws(() => fs.readSync(0, Buffer.alloc(1)), EBADF);
assert.throws(() => fs.writeSync(0, 'x'), EBADF);
assert.throws(() => fs.fstatSync(0), EBADF);
assert.strictEqual(fs.openSync(file, 'w'), 0);
assert.strictEqual(fs.writeSync(0, 'text'), 4);
fs.closeSync(0);
assert.strictEqual(fs.readFileSync(file, 'utf8'), 'text');

fs.closeSync(1);
if (process.versions.eddy !== undefined) { // Node dies by libuv's assertion
  assert(process.memoryUsage().rss > 0);
  assert.strictEqual(require('node:child_process').spawnSync('/bin/true').status, 0);
  assert.strictEqual(typeof process.report.getReport(), 'object');
}
assert.strictEqual(fs.openSync(file, 'r'), 0);
assert.strictEqual(fs.openSync(file, 'w'), 1);
process.stdout.write('to the file');
process.on('exit', () => assert.strictEqual(fs.readFileSync(file, 'utf8'), 'to the file'));
