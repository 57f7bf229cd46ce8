'use strict';
// The compile cache keeps what TypeScript became; by what was made of it: without types, transformed, with its source map.
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const finish = require('../../../test/_finish');

const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-types-')));
finish.atExit(() => fs.rmSync(dir, { recursive: true }));
const file = path.join(dir, 'main.cts');

function run(...options) {
  const child = spawnSync(process.execPath, ['--no-warnings', ...options, file], {
    encoding: 'utf8', env: { ...process.env, NODE_DEBUG_NATIVE: 'COMPILE_CACHE', NODE_COMPILE_CACHE: path.join(dir, 'cache') },
  });
  const transpiled = child.stderr.split('\n').filter((line) => /TypeScript/.test(line));
  const kept = transpiled.some((line) => /retrieving transpile cache for .*success/.test(line));
  const written = transpiled.some((line) => /writing cache for .*success/.test(line));
  const kind = / for (\w*TypeScript\w*) /.exec(transpiled.find((line) => / for \w*TypeScript\w* /.test(line)))[1];
  return [child.stdout, kind, kept, written];
}

fs.writeFileSync(file, 'const x: number = 1; console.log(x);');
assert.deepStrictEqual(run(), ['1\n', 'StrippedTypeScript', false, true]);
assert.deepStrictEqual(run(), ['1\n', 'StrippedTypeScript', true, false]);
assert.deepStrictEqual(run('--enable-source-maps'), ['1\n', 'StrippedTypeScript', true, false]);
const transforming = ['--experimental-transform-types'];
assert.deepStrictEqual(run(...transforming), ['1\n', 'TransformedTypeScriptWithSourceMaps', false, true]);
assert.deepStrictEqual(run(...transforming), ['1\n', 'TransformedTypeScriptWithSourceMaps', true, false]);
const withoutMaps = [...transforming, '--no-enable-source-maps'];
assert.deepStrictEqual(run(...withoutMaps), ['1\n', 'TransformedTypeScript', false, true]);
assert.deepStrictEqual(run(...withoutMaps), ['1\n', 'TransformedTypeScript', true, false]);
fs.writeFileSync(file, 'const x: number = 2; console.log(x);');
assert.deepStrictEqual(run(), ['2\n', 'StrippedTypeScript', false, true]);
