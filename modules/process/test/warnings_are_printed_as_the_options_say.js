'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

const program = `
  process.emitWarning('first', { type: 'Kind', code: 'C1', detail: 'line 1' });
  process.emitWarning('second', 'DeprecationWarning', 'DEP1');
  process.emitWarning('third');`;

function printed(...options) {
  const { stderr, status } = spawnSync(process.execPath, [...options, '-e', program], { encoding: 'utf8' });
  assert.strictEqual(status, 0);
  return stderr.replaceAll(/^\(node:\d+\)/gm, '(PID)').split('\n').filter((line) => !line.startsWith('    at '));
}

const name = path.basename(process.execPath);
const hint = (flag) => `(Use \`${name} --${flag} ...\` to show where the warning was created)`;
const first = ['(PID) [C1] Kind: first', 'line 1'];
const second = '(PID) [DEP1] DeprecationWarning: second';
const third = '(PID) Warning: third';

assert.deepStrictEqual(printed(), [...first, hint('trace-warnings'), second, third, '']);
assert.deepStrictEqual(printed('--trace-warnings'), [...first, second, third, '']);
assert.deepStrictEqual(printed('--no-warnings'), ['']);
assert.deepStrictEqual(printed('--no-deprecation'), [...first, hint('trace-warnings'), third, '']);
assert.deepStrictEqual(printed('--disable-warning=C1', '--disable-warning=Warning'),
                       [second, hint('trace-deprecation'), '']);
