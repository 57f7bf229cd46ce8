'use strict';
// process.emitWarning in all its forms, and util.deprecate: what the listener gets, when, and how often.
const finish = require('../../../test/_finish');
const assert = finish.plan(16);
const util = require('node:util');

process.removeAllListeners('warning');
const seen = [];
process.on('warning', (warning) => seen.push(warning));
const told = () => seen.splice(0).map(({ name, code, message, detail }) => [name, code, message, detail]);
const none = undefined;

async function forms() {
  process.emitWarning('one');
  process.emitWarning('two', 'Mine', 'CODE');
  process.emitWarning('three', { type: 'Other', code: 'C', detail: 'more' });
  process.emitWarning('four', { detail: 5 });
  process.emitWarning(Object.assign(new Error('five'), { name: 'Own' }), 'not heeded');
  process.emitWarning('six', 'Six', function here() {});
  assert.deepStrictEqual(seen, []); // they come on the next tick
  await null;
  await new Promise(process.nextTick);
  assert.deepStrictEqual(told(), [
    ['Warning', none, 'one', none], ['Mine', 'CODE', 'two', none], ['Other', 'C', 'three', 'more'], ['Warning', none, 'four', none],
    ['Own', none, 'five', none], ['Six', none, 'six', none],
  ]);
  for (const args of [[5], ['x', 5], ['x', 'y', 5], [{ message: 'x' }], ['x', []]]) {
    assert.throws(() => process.emitWarning(...args), { code: 'ERR_INVALID_ARG_TYPE' });
  }
}

// The stack begins at the caller, or behind the function that is given.
async function stacks() {
  function caller() { process.emitWarning('from a function'); }
  caller();
  (function outer() {
    (function inner() { process.emitWarning('behind inner', 'Warning', inner); }());
  }());
  await new Promise(process.nextTick);
  const [first, second] = seen.splice(0).map(({ stack }) => stack.split('\n'));
  assert.match(first[1], /^ {4}at caller /);
  assert.match(second[1], /^ {4}at outer /);
}

async function onceWhileWanted() {
  const f = util.deprecate(() => 'result', 'f is old', 'TEST_1');
  const other = util.deprecate(() => {}, 'another of the same code', 'TEST_1');
  const bare = util.deprecate(() => {}, 'no code');
  // Calls that nobody wants to hear of do not count.
  process.noDeprecation = true;
  assert.strictEqual(f(), 'result');
  bare();
  process.emitWarning('not wanted', 'DeprecationWarning');
  process.noDeprecation = false;
  for (let i = 0; i < 2; i++) for (const fn of [f, other, bare]) fn();
  await new Promise(process.nextTick);
  assert.deepStrictEqual(told(), [
    ['DeprecationWarning', 'TEST_1', 'f is old', none], ['DeprecationWarning', none, 'no code', none],
  ]);

  // As errors: they are thrown in a tick, not at the caller.
  process.throwDeprecation = true;
  const caught = new Promise((resolve) => process.once('uncaughtException', resolve));
  util.deprecate(() => {}, 'thrown', 'TEST_2')();
  process.emitWarning('an ordinary one is none');
  const error = await caught;
  process.throwDeprecation = false;
  assert.deepStrictEqual([error.name, error.code, error.message], ['DeprecationWarning', 'TEST_2', 'thrown']);
  await new Promise(process.nextTick);
  assert.deepStrictEqual(told(), [['Warning', none, 'an ordinary one is none', none]]);
}

async function wrappers() {
  class Point { static zero = 0; constructor(x, y) { this.x = x; this.y = y; } }
  const Old = util.deprecate(Point, 'old', 'TEST_3');
  assert.deepStrictEqual([Old.length, Old.zero, Old.prototype === Point.prototype, new Old(1, 2).y], [2, 0, true, 2]);
  const bare = util.deprecate(Point, 'old', 'TEST_3', { modifyPrototype: false });
  assert.deepStrictEqual([bare.length, bare.zero, Object.getPrototypeOf(bare) === Function.prototype], [0, none, true]);
  assert.throws(() => util.deprecate(() => {}, 'm', 5), { code: 'ERR_INVALID_ARG_TYPE' });
}

finish(async () => {
  for (const claim of [forms, stacks, onceWhileWanted, wrappers]) await claim();
});
