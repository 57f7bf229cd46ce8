'use strict';
// What a test's or suite's function is given.

const { validateFunction, validateNumber, validateObject } = require('validators');
const { setTimeout, clearTimeout } = require('timers');
const { readArguments } = require('test/tree');
const { callerLocation } = require('test/location');

const kPollInterval = 50;
const kPollTimeout = 1000;

class SuiteContext {
  #suite;

  constructor(suite) {
    this.#suite = suite;
  }

  get signal() { return this.#suite.signal; }
  get name() { return this.#suite.name; }
  get filePath() { return this.#suite.root.harness.entryFile ?? this.#suite.location?.file; }
  get fullName() { return this.#suite.fullName; }
}

class TestContext {
  #test;
  #assert;

  constructor(test) {
    this.#test = test;
  }

  get signal() { return this.#test.signal; }
  get name() { return this.#test.name; }
  get filePath() { return this.#test.root.harness.entryFile ?? this.#test.location?.file; }
  get fullName() { return this.#test.fullName; }
  get error() { return this.#test.error === null ? null : this.#test.error.cause ?? this.#test.error; }
  get passed() { return this.#test.passed; }
  get attempt() { return 0; }

  diagnostic(message) {
    this.#test.diagnostic(message);
  }

  /**
   * Expects `count` assertions (of t.assert) and subtests.
   * @param {{wait?: boolean|number}} [options] whether, or for how many milliseconds, to wait for them
   */
  plan(count, options = undefined) {
    if (this.#test.plan !== null) {
      const { ERR_TEST_FAILURE } = require('errors');
      throw new ERR_TEST_FAILURE('cannot set plan more than once', 'testCodeFailure');
    }
    this.#test.setPlan(count, options);
  }

  get assert() {
    this.#assert ??= require('test/assertions').boundTo(this.#test, this);
    return this.#assert;
  }

  get mock() { return this.#test.mock; }

  runOnly(value) {
    this.#test.runOnlySubtests = Boolean(value);
  }

  skip(message) {
    this.#test.skip(message ?? true);
  }

  todo(message) {
    this.#test.markTodo(message ?? true);
  }

  /** A subtest; arguments and result are those of test(). */
  test(name, options, fn) {
    return this.#test.declare({ ...readArguments(name, options, fn), location: callerLocation() });
  }

  before(fn, options) {
    this.#test.addHook('before', fn, options);
  }

  after(fn, options) {
    this.#test.addHook('after', fn, options);
  }

  beforeEach(fn, options) {
    this.#test.addHook('beforeEach', fn, options);
  }

  afterEach(fn, options) {
    this.#test.addHook('afterEach', fn, options);
  }

  /**
   * Calls `condition` until it neither throws nor rejects.
   * @param {{interval?: number, timeout?: number}} [options] milliseconds: 50 between calls, 1000 in all
   * @returns {Promise<any>} what `condition` gave in the end
   */
  waitFor(condition, options = { __proto__: null }) {
    validateFunction(condition, 'condition');
    validateObject(options, 'options');
    const { interval = kPollInterval, timeout = kPollTimeout } = options;
    validateNumber(interval, 'options.interval', 0, 2 ** 31 - 1);
    validateNumber(timeout, 'options.timeout', 0, 2 ** 31 - 1);
    return poll(condition, interval, timeout);
  }
}

function poll(condition, interval, timeout) {
  const { promise, resolve, reject } = Promise.withResolvers();
  let cause;
  let next;
  const limit = setTimeout(() => {
    clearTimeout(next);
    const error = new Error('waitFor() timed out');
    if (cause !== undefined) error.cause = cause;
    reject(error);
  }, timeout);
  const attempt = async () => {
    try {
      resolve(await condition());
      clearTimeout(limit);
    } catch (error) {
      cause = error;
      next = setTimeout(attempt, interval);
    }
  };
  attempt();
  promise.catch(() => {}).then(() => clearTimeout(next));
  return promise;
}

module.exports = { SuiteContext, TestContext };
