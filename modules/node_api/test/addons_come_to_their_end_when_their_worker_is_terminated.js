// eddy only: on Node every call fails from the moment of terminate() on, throwing too, at which many addons abort
// Leaks: what its addon has no time to give back
'use strict';
// An addon that works while its worker is terminated goes on undisturbed until JavaScript is to run again. Behind that,
// and when what it began ends with the thread, calls fail with "an exception is pending", and what it throws is let go of.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

const program = require.resolve('./_is_held_in_a_worker');
const library = require('./_compile')('held');
const statusesOf = (what) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, library, what]);
  assert.strictEqual(`${stderr}`, '');
  assert.strictEqual(status, 0);
  return `${stdout}`;
};
assert.strictEqual(statusesOf('work'), '0,0,0,0,0,0,0\n');
assert.strictEqual(statusesOf('beginning'), '0,0,0,0,0,0,0\n');
assert.strictEqual(statusesOf('call'), '10,0,0,10,0\n');
assert.strictEqual(statusesOf('later'), '0,0,10,0,0,0,0\n');
