'use strict';
// --experimental-print-required-tla: the graph runs up to its top-level await, whose place is printed. And: what is refused first.
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

// Where require() of ES modules is turned off, that is what is said of one in TypeScript, too.
const packageDir = path.join(dir, 'node_modules', 'typed');
fs.mkdirSync(packageDir, { recursive: true });
fs.writeFileSync(path.join(packageDir, 'package.json'), '{"main":"index.mts"}');
fs.writeFileSync(path.join(packageDir, 'index.mts'), 'export const x: number = 1;');
fs.writeFileSync(path.join(dir, 'main.cjs'), "try { require('typed'); } catch (error) { console.log(error.code); }");
assert.strictEqual(run('--no-experimental-require-module').stdout, 'ERR_REQUIRE_ESM\n');
assert.strictEqual(run().stdout, 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING\n');
