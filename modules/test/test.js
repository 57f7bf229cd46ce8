'use strict';
// node:test, the public face. The exported function is test() itself.
// Also shown: command_line, coverage.

const { readArguments } = require('test/declaration');
const { currentTest } = require('test/failure');
const { callerLocation } = require('test/location');

/** The test to which what is declared now belongs. */
function parentOf() {
  const { programHarness } = require('test/program');
  const harness = programHarness();
  const store = currentTest.getStore();
  const test = store?.hook === undefined ? store : store.test;
  return test !== undefined && (test.root === harness.root || test.running) ? test : harness.root;
}

function makeDeclare(isSuite, overrides) {
  return (name, options, fn) => parentOf().declare(
    { ...readArguments(name, options, fn, overrides), location: callerLocation(), isSuite });
}

/** test(), it(), describe(), suite(): each with the shorthands skip, todo and only. */
function makeFamily(isSuite) {
  const declare = makeDeclare(isSuite);
  const test = function test(name, options, fn) {
    return declare(name, options, fn);
  };
  for (const keyword of ['skip', 'todo', 'only']) test[keyword] = makeShorthand(isSuite, keyword);
  return test;
}

function makeShorthand(isSuite, keyword) {
  const declare = makeDeclare(isSuite, { [keyword]: true });
  const shorthand = (name, options, fn) => declare(name, options, fn);
  return withoutName(shorthand);
}

function withoutName(fn) {
  Object.defineProperty(fn, 'name', { __proto__: null, value: '', configurable: true });
  return fn;
}

function makeHook(kind) {
  return withoutName((fn, options) => {
    const test = parentOf();
    test.addHook(kind, fn, options);
  });
}

const test = makeFamily(false);
const suite = makeFamily(true);

let mock;

const snapshot = {
  __proto__: null,
  setDefaultSnapshotSerializers(serializers) { require('test/snapshot').setDefaultSnapshotSerializers(serializers); },
  setResolveSnapshotPath(fn) { require('test/snapshot').setResolveSnapshotPath(fn); },
};

const assertions = {
  __proto__: null,
  register(name, fn) { require('test/assertions').register(name, fn); },
};

Object.assign(test, {
  after: makeHook('after'),
  afterEach: makeHook('afterEach'),
  before: makeHook('before'),
  beforeEach: makeHook('beforeEach'),
  describe: suite,
  it: test,
  run: function run(options = undefined) { return require('test/run').run(options ?? { __proto__: null }); },
  suite,
  test,
});
Object.defineProperty(test.run, 'length', { __proto__: null, value: 0, configurable: true });

function defineLazy(name, get) {
  Object.defineProperty(test, name, { __proto__: null, get, enumerable: true, configurable: true });
}

defineLazy('mock', function get() {
  if (mock === undefined) {
    const { MockTracker } = require('test/mock');
    mock = new MockTracker();
  }
  return mock;
});
defineLazy('snapshot', function get() { return snapshot; });
defineLazy('assert', function get() { return assertions; });

module.exports = test;
