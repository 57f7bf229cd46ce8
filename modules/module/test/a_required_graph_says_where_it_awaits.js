'use strict';
// --experimental-print-required-tla: the graph runs up to its top-level await, whose place is printed.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const finish = require('../../../test/_finish');

const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-tla-')));
finish.atExit(() => fs.rmSync(dir, { recursive: true }));
fs.writeFileSync(path.join(dir, 'inner.mjs'), "console.log('runs');\nawait 1;\n");
fs.writeFileSync(path.join(dir, 'outer.mjs'), "import './inner.mjs';\n");
fs.writeFileSync(path.join(dir, 'main.cjs'), `
  try { require('./outer.mjs'); } catch (error) { console.log(error.code); }
`);
const run = (...options) => spawnSync(process.execPath, [...options, path.join(dir, 'main.cjs')], { encoding: 'utf8' });

const told = run('--experimental-print-required-tla');
assert.strictEqual(told.stdout, 'runs\nERR_REQUIRE_ASYNC_MODULE\n');
assert.match(told.stderr, /^Error: unexpected top-level await at file:.*inner\.mjs:2\nawait 1;\n\^\n/);
const untold = run();
assert.deepStrictEqual([untold.stdout, untold.stderr], ['ERR_REQUIRE_ASYNC_MODULE\n', '']);
