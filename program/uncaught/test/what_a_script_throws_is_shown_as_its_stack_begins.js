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

// A stack without frames is shown in brackets. The place is a part of what a script at top level threw, so within them.
function reportOf(program) {
  const { stderr } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  return stderr.split('\n').slice(0, -3);
}

for (const [program, head, ...rest] of [
  ["Error.stackTraceLimit = 0; throw new Error('m');", '[', 'Error: m]'],
  ["Error.stackTraceLimit = 0; class Mine extends Error {} throw new Mine('m');", '[', 'Error: m]'],
  ["const e = new Error('m'); e.stack = ''; throw e;", '[', ']'],
  ["const e = new Error('m'); e.stack = 'a text'; throw e;", '[', 'a text]'],
  ["const e = new Error('m'); e.stack = 'a text'; e.code = 5; throw e;", '[', 'a text] {', '  code: 5', '}'],
  ["setTimeout(() => { Error.stackTraceLimit = 0; throw new Error('m'); });", '', '[Error: m]'],
]) {
  const lines = reportOf(program);
  assert.deepStrictEqual(lines, [`${head}[eval]:1`, program, lines[2], '', ...rest]);
  assert.match(lines[2], /^ *\^+$/);
}
