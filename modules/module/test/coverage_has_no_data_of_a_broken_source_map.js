// The source maps in the files of NODE_V8_COVERAGE: `data` is null where there is no map, or none in JSON.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'eddy-maps-')));
const program = path.join(folder, 'program.js');

function dataOf(sourceMapUrl) {
  const coverage = path.join(folder, 'coverage');
  fs.writeFileSync(program, `process.exitCode = 3;\n//# sourceMappingURL=${sourceMapUrl}\n`);
  const { status, stderr } = spawnSync(process.execPath, [program], { env: { ...process.env, NODE_V8_COVERAGE: coverage } });
  assert.deepStrictEqual([status, `${stderr}`], [3, '']);
  const [file] = fs.readdirSync(coverage);
  const { 'source-map-cache': cache } = JSON.parse(fs.readFileSync(path.join(coverage, file), 'utf8'));
  fs.rmSync(coverage, { recursive: true });
  return cache[pathToFileURL(program).href].data;
}

const base64 = Buffer.from('{"version":3,"sources":[],"names":[],"mappings":""}').toString('base64');
assert.strictEqual(dataOf(`data:application/json;charset=utf-8;base64,${base64}`).version, 3);
assert.strictEqual(dataOf(`data:application/text;base64,${base64}`), null);
assert.strictEqual(dataOf('data:application/json;base64,bm9uZQ=='), null);
assert.strictEqual(dataOf('nowhere.map'), null);
fs.rmSync(folder, { recursive: true });
