'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const code = 'process.on("warning", ({ name, message }) => console.log(name, message)); process.on("SIGPROF", () => {}); ' +
  'setImmediate(() => process.exit());';
function warnings(...options) {
  return spawnSync(process.execPath, ['--no-warnings', ...options, '-e', code], { encoding: 'utf8' }).stdout;
}

assert.strictEqual(warnings(), '');
assert.strictEqual(warnings('--inspect=0'), 'Warning process.on(SIGPROF) is reserved while debugging\n');
