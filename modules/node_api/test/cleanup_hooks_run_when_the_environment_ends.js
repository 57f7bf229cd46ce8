'use strict';
// Hooks run, the last added first, when a program ends by itself or a worker ends however; not behind process.exit().
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const program = require.resolve('./_ends_with_hooks');
const library = require('./_compile')('everyday');
const outputOf = (ending) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, library, ending]);
  assert.strictEqual(`${stderr}`, '');
  assert.strictEqual(status, 0);
  return `${stdout}`;
};
assert.strictEqual(outputOf('end'), 'two\none\n');
// Sanitizers look for leaks: everything has to come to its end.
if (!process.config.variables.asan) assert.strictEqual(outputOf('exit'), '');
assert.strictEqual(outputOf('worker'), 'two\none\n');
assert.strictEqual(outputOf('terminated'), 'two\none\n');
