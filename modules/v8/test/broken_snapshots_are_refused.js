// eddy only: Node reads beyond the end of files, and crashes
'use strict';
// A snapshot that is no snapshot, was altered or cut, or was made under other circumstances: exit code 14 and a reason.
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { build, start, file, folder, run } = require('./_snapshot');

const blob = path.join(folder, 'snap.blob');
assert.strictEqual(build('globalThis.kept = 1;').status, 0);
const good = fs.readFileSync(blob);
file('main.js', 'console.log(kept)');

function refuses(bytes, reason, before) {
  fs.writeFileSync(blob, bytes);
  const { status, signal, stdout, stderr } = start(['main.js'], undefined, before);
  assert.deepStrictEqual([status, signal, stdout], [14, null, ''], stderr);
  assert.match(stderr, reason);
  assert.match(stderr, /^Failed to load the startup snapshot because it /);
}

refuses('', /is no snapshot of eddy's/);
refuses('eddysnap', /is no snapshot/);
refuses('console.log(1)', /is no snapshot/);
refuses(fs.readFileSync('/bin/sh'), /is no snapshot/);
for (const length of [7, 8, 63, 100, 200, 5000, good.length >> 1, good.length - 1]) {
  refuses(good.subarray(0, length), /is no snapshot|is truncated/);
}
refuses(Buffer.concat([good, Buffer.alloc(1)]), /is truncated/);
function altered(at) {
  const bytes = Buffer.from(good);
  bytes[at] ^= 0x10;
  return bytes;
}
for (let at = 128; at < good.length; at += Math.ceil(good.length / 12)) refuses(altered(at), /was altered|truncated|built with/);
refuses(altered(good.length - 1), /was altered/);
const replaced = (text, by) => Buffer.from(good.toString('latin1').replace(text, by), 'latin1');
refuses(replaced(process.versions.node, '1'.repeat(process.versions.node.length)), /was built withNode\.js version 1+ and the current/);
refuses(replaced(`${process.arch}\0`, `z80\0`), /was built witharchitecture z80 and the architecture is/);
refuses(replaced('linux\0', 'minix\0'), /was built withplatform minix and the current platform is linux\./);
refuses(good, /V8 flags/, ['--harmony']);

fs.writeFileSync(blob, good);
assert.strictEqual(start(['main.js'], undefined, ['--stack-trace-limit=3', '--expose-gc']).stdout, '1\n');
let result = run(['--snapshot-blob', 'gone.blob', 'main.js']);
assert.deepStrictEqual([result.status, result.stderr], [14, 'Cannot open gone.blob: No such file or directory\n']);
result = run(['--snapshot-blob', folder, 'main.js']);
assert.deepStrictEqual([result.status, result.stderr], [14, `Cannot read ${folder}: Is a directory\n`]);
