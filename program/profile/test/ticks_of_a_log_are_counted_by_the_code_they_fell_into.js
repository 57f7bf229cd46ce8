'use strict';
// --prof-process: the ticks of a log that --prof wrote, by the code that they fell into, and by its callers.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'ticks-')));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));
const run = (...args) => spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

// Code comes, takes the place of other code, and moves.
fs.writeFileSync(path.join(folder, 'v8.log'), `v8-version,13,6,233,17,-node.37,0
shared-library,/no/such/lib.so,0x400000,0x500000,0
shared-library-end
code-creation,JS,10,1,0x10000,256,first /a.js:1:10,0x99,~
code-creation,JS,10,1,0x20000,256,second /a.js:2:10,0x98,*
code-creation,JS,10,1,0x30000,256, /a.js:3:1,0x97,~
code-creation,Builtin,2,1,0x40000,256,ArrayPrototypeSort
tick,0x10010,100,0,0x0,0,+20020
tick,0x10010,200,0,0x0,0,+20020
tick,0x20010,300,0,0x0,0,+10020
code-move,0x20000,0x50000
tick,0x50010,400,0,0x0,0
tick,0x20010,500,0,0x0,5
code-creation,JS,12,600,0x10000,64,other /a.js:4:1,0x96,*
tick,0x10010,700,0,0x0,0
tick,0x40010,800,0,0x0,1
`);
const { status, stdout } = run('--prof-process', 'v8.log');
assert.strictEqual(status, 0);
const lines = stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, ' '));
assert.strictEqual(lines[0], 'Statistical profiling result from v8.log, (7 ticks, 1 unaccounted, 0 excluded).');
const start = lines.indexOf('[JavaScript]:') + 2;
assert.deepStrictEqual(lines.slice(start, lines.indexOf('', start)).sort(), [
  '1 14.3% 14.3% Builtin: ArrayPrototypeSort', '1 14.3% 14.3% JS: *other /a.js:4:1',
  '2 28.6% 28.6% JS: *second /a.js:2:10', '2 28.6% 28.6% JS: ~first /a.js:1:10',
]);
const summary = lines.indexOf('[Summary]:') + 2;
assert.deepStrictEqual(lines.slice(summary, summary + 5), [
  '6 85.7% 85.7% JavaScript', '0 0.0% 0.0% C++', '1 14.3% 14.3% GC', '0 0.0% Shared libraries', '1 14.3% Unaccounted',
]);
assert.ok(lines.includes('1 14.3% UNKNOWN'));

// What V8 writes itself.
fs.writeFileSync(path.join(folder, 'busy.js'), 'function busy() { let n = 0; for (let i = 0; i < 3e8; i++) n = (n + i) % 7; return n; } busy();');
assert.strictEqual(run('--prof', '--no-logfile-per-isolate', '--logfile=own.log', 'busy.js').status, 0);
const own = run('--prof-process', 'own.log').stdout;
assert.match(own, /\d+ +[\d.]+% +[\d.]+% +JS: \*busy .*busy\.js:1:14\n/);
assert.match(own, /\d+ +[\d.]+% {2}JS: \*busy .*busy\.js:1:14\n +\d+ +100\.0% {4}JS: ~<anonymous> .*busy\.js:1:1\n/);

for (const args of [[], ['nix.log']]) {
  const missing = run('--prof-process', ...args);
  assert.deepStrictEqual([missing.status, missing.stdout], [1, '']);
  assert.strictEqual(missing.stderr, 'Please provide a valid isolate file as the final argument.\n');
}
