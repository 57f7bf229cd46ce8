// Leaks: a thread-safe function that its addon never releases
'use strict';
// Libraries for other machines, and with damage of any kind, are refused in the linker's words. One that is loaded again, by
// whatever path, gives exports of its own each time.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const library = require('./_compile')('misbehaves');
const folder = path.dirname(library);
const bytes = fs.readFileSync(library);
const broken = path.join(folder, 'broken.node');
const refusalOf = (damaged) => {
  fs.writeFileSync(broken, damaged);
  try {
    require(broken);
  } catch (error) {
    assert.strictEqual(error.code, 'ERR_DLOPEN_FAILED');
    assert.ok(error.message.startsWith(`${broken}: `), error.message);
    return error.message.slice(broken.length + 2);
  }
};
const changed = (at, value) => {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
};
assert.strictEqual(refusalOf(bytes.subarray(0, 0)), 'file too short');
assert.strictEqual(refusalOf(bytes.subarray(0, 60)), 'file too short');
assert.strictEqual(refusalOf(bytes.subarray(0, 100)), 'cannot read file data');
const otherMachine = process.arch === 'arm64' ? 62 : 183;
assert.strictEqual(refusalOf(changed(18, otherMachine)), 'cannot open shared object file: No such file or directory');
assert.strictEqual(refusalOf(changed(4, 1)), 'wrong ELF class: ELFCLASS32');
assert.strictEqual(refusalOf(changed(5, 2)), 'ELF file data encoding not little-endian');
assert.strictEqual(refusalOf(changed(16, 1)), 'only ET_DYN and ET_EXEC can be loaded');
assert.strictEqual(refusalOf(changed(7, 77)), 'ELF file OS ABI invalid');

const first = require(library);
delete require.cache[library];
const again = require(library);
const copy = path.join(folder, 'copy.node');
fs.copyFileSync(library, copy);
const copied = require(copy);
const linked = path.join(folder, 'linked.node');
fs.symlinkSync(library, linked);
assert.strictEqual(require(linked), again);
const holder = { exports: {} };
process.dlopen(holder, library);
const all = [first, again, copied, holder.exports];
assert.strictEqual(new Set(all).size, 4);
for (const exports of all) assert.deepStrictEqual(exports.leak(), [0, 0, 15]);
