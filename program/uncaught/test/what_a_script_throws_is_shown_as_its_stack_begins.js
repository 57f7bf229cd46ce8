'use strict';
// Of what a file or a callback throws, the name of the class is shown as well; --eval's script keeps the stack's own words.
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');

function headOf(program) {
  const { stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  return stderr.split('\n')[4];
}

const define = "class Mine extends Error { get name() { return 'Yours'; } }";
assert.strictEqual(headOf("throw new DOMException('m', 'FooError')"), 'FooError: m');
assert.strictEqual(headOf(`${define} throw new Mine('m')`), 'Yours: m');
assert.strictEqual(headOf("setTimeout(() => { throw new DOMException('m', 'FooError'); })"), 'DOMException [FooError]: m');
assert.strictEqual(headOf("throw Object.assign(new TypeError('m'), { code: 'X' })"), 'TypeError: m');
