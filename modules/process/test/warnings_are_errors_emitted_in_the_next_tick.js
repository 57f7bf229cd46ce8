'use strict';
const finish = require('../../../test/_finish');
const assert = finish.plan(15);

process.removeAllListeners('warning');
const seen = [];
process.on('warning', (warning) => seen.push(warning));

function create() {
  process.emitWarning('plain');
}
create();
process.emitWarning('typed', 'Kind', 'CODE');
process.emitWarning('optioned', { type: 'Kind', code: 'CODE', detail: 'more' });
process.emitWarning('odd detail', { detail: 5 });
function hidden() {
  process.emitWarning('cut', { ctor: hidden });
}
hidden();
const own = new RangeError('own');
process.emitWarning(own);
process.noDeprecation = true;
process.emitWarning('silenced', 'DeprecationWarning');
process.noDeprecation = false;
assert.deepStrictEqual(seen, []);

process.nextTick(() => {
  assert.deepStrictEqual(seen.map(({ name, message, code, detail }) => [name, message, code, detail]), [
    ['Warning', 'plain', undefined, undefined],
    ['Kind', 'typed', 'CODE', undefined],
    ['Kind', 'optioned', 'CODE', 'more'],
    ['Warning', 'odd detail', undefined, undefined],
    ['Warning', 'cut', undefined, undefined],
    ['RangeError', 'own', undefined, undefined],
  ]);
  assert.ok(seen.every((warning) => warning instanceof Error));
  assert.strictEqual(seen[5], own);
  assert.deepStrictEqual(Object.keys(seen[2]), ['name', 'code', 'detail']);
  assert.match(seen[0].stack, /^Warning: plain\n {4}at create /);
  assert.doesNotMatch(seen[4].stack, /hidden/);
});

for (const [args, name, received] of [
  [[1], 'warning', 'type number (1)'],
  [[], 'warning', 'undefined'],
  [[{}], 'warning', 'an instance of Object'],
]) {
  assert.throws(() => process.emitWarning(...args), {
    code: 'ERR_INVALID_ARG_TYPE',
    message: `The "${name}" argument must be of type string or an instance of Error. Received ${received}`,
  });
}
assert.throws(() => process.emitWarning('', null), { message: /^The "type" argument must be of type string/ });
assert.throws(() => process.emitWarning('', []), { message: /^The "type" argument must be of type string/ });
assert.throws(() => process.emitWarning('', '', {}), { message: /^The "code" argument must be of type string/ });

process.throwDeprecation = true;
process.emitWarning('thrown', 'DeprecationWarning', 'DEP_T');
process.throwDeprecation = false;
process.once('uncaughtException', (error) => {
  assert.strictEqual(String(error), 'DeprecationWarning: thrown');
  assert.strictEqual(error.code, 'DEP_T');
  process.exitCode = 0;
});
process.exitCode = 1;
