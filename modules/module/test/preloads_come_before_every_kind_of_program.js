'use strict';
// --import is awaited before --eval, --print and standard input too, and process.argv[1] is whole before --require.
const assert = require('node:assert');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const { pathToFileURL } = require('node:url');

const preload = pathToFileURL(path.join(__dirname, '_preload_sets_a_global.mjs')).href;

function run(args, options = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', ...options });
  assert.strictEqual(status, 0, stderr);
  return stdout;
}

if (process.argv[2] !== 'child') {
  assert.strictEqual(run(['--import', preload, '--eval', 'console.log(preloaded)']), 'yes\n');
  assert.strictEqual(run(['--import', preload, '--print', 'preloaded']), 'yes\n');
  assert.strictEqual(run(['--import', preload, '--input-type=module', '--eval', 'console.log(preloaded)']), 'yes\n');
  assert.strictEqual(run(['--import', preload], { input: 'console.log(preloaded)' }), 'yes\n');

  // As a preload this file prints process.argv[1].
  const args = ['--require', __filename, path.basename(__filename), 'child'];
  assert.strictEqual(run(args, { cwd: __dirname }), `${__filename}\n`);
} else if (require.main === undefined) {
  console.log(process.argv[1]);
}
