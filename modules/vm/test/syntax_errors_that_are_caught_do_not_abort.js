// Flags: --abort-on-uncaught-exception --experimental-vm-modules
// What does not compile is thrown on to the program: --abort-on-uncaught-exception waits to see whether that catches it.
'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(6);
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const vm = require('node:vm');

finish(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'abort-'));
  const error = { name: 'SyntaxError' };
  try {
    for (const name of ['bad.cjs', 'bad.mjs']) writeFileSync(path.join(folder, name), '[');
    assert.throws(() => new vm.Script('['), error);
    assert.throws(() => new vm.Script({ toString() { throw new TypeError('no text'); } }), { name: 'TypeError' });
    assert.throws(() => new vm.SourceTextModule('['), error);
    assert.throws(() => require(path.join(folder, 'bad.cjs')), error);
    await assert.rejects(import(path.join(folder, 'bad.mjs')), error);
    assert.throws(() => eval('['), error);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
