'use strict';
// `t`: what the function of a test or suite is given to see and steer it by.

const { validateFunction, validateNumber, validateObject } = require('validators');
const { setTimeout, clearTimeout } = require('timers');
const { readArguments } = require('test/declaration');
const { callerLocation } = require('test/location');

const kLongestTime = 2 ** 31 - 1; // milliseconds that a timer can wait

let testOf; // the Test (tree.js) that a context is of

/** What tests and suites have in common. */
class SuiteContext {
  #test;

  static {
    testOf = (context) => context.#test;
  }

  constructor(test) {
    this.#test = test;
  }

  /** Its name. */
  get name() { return this.#test.name; }
  /** Its name behind those of what it is in, with ' > ' between them. */
  get fullName() { return this.#test.fullName; }
  /** The absolute path of the file that it is in: of the test file, where a helper declares it. */
  get filePath() {
    const { harness } = this.#test.root;
    return harness.entryFile ?? this.#test.location?.file;
  }
  /** An AbortSignal that aborts when it is cancelled or has ended. */
  get signal() { return this.#test.signal; }
}

class TestContext extends SuiteContext {
  #assert;

  // --- How it went, for hooks that come after it. ---

  get passed() { return testOf(this).passed; }
  /** What it failed with: the cause rather than the failure that wraps it. Null if it has not failed. */
  get error() {
    const { error } = testOf(this);
    return error?.cause ?? error;
  }
  /** How often the run was repeated before, with --test-rerun-failures. */
  get attempt() { return testOf(this).root.harness.reruns?.attempt ?? 0; }

  // --- Means. ---

  /** node:assert's functions, which count for plan(), and snapshots. */
  get assert() { return this.#assert ??= require('test/assertions').boundTo(testOf(this), this); }
  /** Mocks that are restored when it ends. */
  get mock() { return testOf(this).mock; }

  /** Declares a subtest; arguments and result are those of test(). */
  test(name, options, fn) {
    const declaration = readArguments(name, options, fn);
    return testOf(this).declare({ ...declaration, location: callerLocation() });
  }

  /**
   * Calls `condition` again and again until it neither throws nor rejects.
   * @param {() => any} condition
   * @param {{interval?: number, timeout?: number}} [options] milliseconds: 50 between calls, 1000 in all
   * @returns {Promise<any>} what `condition` gave in the end; rejects when the time is over, with the last error as `cause`
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
   */
  waitFor(condition, options = { __proto__: null }) {
    validateFunction(condition, 'condition');
    validateObject(options, 'options');
    const { interval = 50, timeout = 1000 } = options;
    for (const [name, value] of [['interval', interval], ['timeout', timeout]]) {
      validateNumber(value, `options.${name}`, 0, kLongestTime);
    }
    return new Poll(condition, interval).run(timeout);
  }

  // --- What is to be made of it. ---

  /**
   * Expects `count` assertions (of t.assert) and subtests. Once a test.
   * @param {{wait?: boolean|number}} [options] whether, or for how many milliseconds, to wait for them
   * @throws ERR_TEST_FAILURE
   */
  plan(count, options = undefined) {
    const test = testOf(this);
    if (test.plan === null) return void test.setPlan(count, options);
    const { ERR_TEST_FAILURE } = require('errors');
    throw new ERR_TEST_FAILURE('cannot set plan more than once', 'testCodeFailure');
  }

  /** Reports it as skipped, for the reason `message` if there is one. Its function goes on. */
  skip(message) { testOf(this).skip(message ?? true); }
  /** Reports it as something to be done: its failure does not count. */
  todo(message) { testOf(this).markTodo(message ?? true); }
  /** Writes a line about it into the report. */
  diagnostic(message) { testOf(this).diagnostic(message); }
  /** Whether subtests that have not the option `only` are left out from now on. */
  runOnly(value) { testOf(this).runOnlySubtests = Boolean(value); }

  // --- Hooks. ---

  /** Runs `fn` before its subtests. @param {{signal?: AbortSignal, timeout?: number}} [options] for all four kinds */
  before(fn, options) { testOf(this).addHook('before', fn, options); }
  /** Runs `fn` when it has ended. */
  after(fn, options) { testOf(this).addHook('after', fn, options); }
  /** Runs `fn` before each of its subtests. */
  beforeEach(fn, options) { testOf(this).addHook('beforeEach', fn, options); }
  /** Runs `fn` after each of its subtests. */
  afterEach(fn, options) { testOf(this).addHook('afterEach', fn, options); }
}

/** Calls of a condition, until one succeeds or the time is over. */
class Poll {
  #condition;
  #interval;
  #outcome = Promise.withResolvers();
  #isOver = false;
  #next;     // timer of the next call
  #failures = []; // what the last call threw, if one did

  constructor(condition, interval) {
    this.#condition = condition;
    this.#interval = interval;
  }

  /** @param {number} timeout ms */
  run(timeout) {
    const limit = setTimeout(() => this.#giveUp(), timeout);
    const { promise } = this.#outcome;
    this.#call(limit);
    return promise;
  }

  async #call(limit) {
    try {
      const result = await this.#condition();
      clearTimeout(limit);
      this.#outcome.resolve(result);
    } catch (error) {
      this.#failures = [error];
      if (!this.#isOver) this.#next = setTimeout(() => this.#call(limit), this.#interval);
    }
  }

  #giveUp() {
    this.#isOver = true;
    clearTimeout(this.#next);
    const error = new Error('waitFor() timed out');
    const [cause] = this.#failures;
    if (cause !== undefined) error.cause = cause;
    this.#outcome.reject(error);
  }
}

module.exports = { SuiteContext, TestContext };
