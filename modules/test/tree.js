'use strict';
// A test in the tree of tests: what it runs, when, and what is told about it. Suites and the root are tests too.
//
// Tests run in the order that concurrency allows ('enqueue', 'dequeue', 'complete') and are reported in the order in which
// they were declared ('start', 'plan', 'pass' or 'fail', 'diagnostic').

const { AsyncLocalStorage } = require('async_hooks');
const { ERR_INVALID_ARG_TYPE, ERR_TEST_FAILURE } = require('errors');
const process = require('process');
const { validateAbortSignal, validateNumber, validateUint32 } = require('validators');
const { Deadline, call, MAX_TIMEOUT } = require('test/deadline');
const { callerLocation } = require('test/location');

const CANCELLED_BY_PARENT = 'test did not finish before its parent and was cancelled';

/** The test whose code runs, or {hook, test} for that of a hook. */
const currentTest = new AsyncLocalStorage();

function noop() {}

function isFailure(error) {
  return error !== null && typeof error === 'object' && error.code === 'ERR_TEST_FAILURE';
}

/** What a test threw, as a failure. */
function failureOf(cause) {
  try {
    return new ERR_TEST_FAILURE(cause, 'testCodeFailure');
  } catch {
    // It cannot be shown as it wants to be shown.
    const text = require('util').inspect(cause, { customInspect: false });
    return Object.assign(new ERR_TEST_FAILURE(text, 'testCodeFailure'), { cause });
  }
}

/** A failure is made by us: its stack shows what is the user's of it. */
function withoutOurFrames(failure) {
  failure.stack = failure.stack.split('\n').filter((line) => !/^\s+at .*\bnode:/.test(line)).join('\n');
  return failure;
}

// --- Options. ---

function checkedTimeout(timeout, inherited) {
  if (timeout === undefined || timeout === null) return inherited;
  if (timeout !== Infinity) validateNumber(timeout, 'options.timeout', 0, MAX_TIMEOUT);
  return timeout;
}

function checkedConcurrency(concurrency, inherited) {
  switch (typeof concurrency) {
    case 'number':
      validateUint32(concurrency, 'options.concurrency', true);
      return concurrency;
    case 'boolean':
      return concurrency ? Infinity : 1;
    default:
      if (concurrency !== undefined && concurrency !== null) {
        throw new ERR_INVALID_ARG_TYPE('options.concurrency', ['boolean', 'number'], concurrency);
      }
      return inherited;
  }
}

/** The arguments (name, options, fn), of which each may be left out. */
function readArguments(name, options, fn, overrides) {
  if (typeof name === 'function') {
    fn = name;
    name = options = undefined;
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
    name = undefined;
  }
  if (typeof options === 'function') {
    fn = options;
    options = undefined;
  }
  if (options === null || typeof options !== 'object') options = { __proto__: null };
  if (overrides !== undefined) options = { ...options, ...overrides };
  if (typeof fn !== 'function') fn = noop;
  if (typeof name !== 'string' || name === '') name = fn === noop ? '' : fn.name;
  if (name === '') name = '<anonymous>';
  return { name, options, fn };
}

class Hook {
  kind;
  location;
  #fn;
  #options;
  #outcome; // of a hook that runs once

  constructor(kind, fn, options) {
    this.kind = kind;
    this.location = callerLocation();
    this.#fn = fn;
    this.#options = options;
  }

  runOnce(test) {
    this.#outcome ??= this.run(test);
    return this.#outcome;
  }

  /** Runs the hook for `test`. @throws ERR_TEST_FAILURE of the type 'hookFailed' */
  async run(test) {
    const timeout = this.#options.timeout ?? test.timeout;
    const deadline = new Deadline(timeout, this.#options.signal, `hook`);
    try {
      const running = { hook: this, test, failWith: (error) => deadline.stop(error) };
      await currentTest.run(running, call, this.#fn, test.context, deadline).finally(() => { running.failWith = undefined; });
    } catch (error) {
      if (isFailure(error)) error = `failed running ${this.kind} hook`;
      throw new ERR_TEST_FAILURE(error, 'hookFailed');
    } finally {
      deadline.release();
    }
  }
}

// --- The test. ---

class Test {
  parent;
  root;
  name;
  nesting;
  location;
  isSuite;
  only;
  timeout;
  concurrency;
  skipped = false;  // true or the reason
  todo = false;     // true or the reason
  passed = false;
  cancelled = false;
  error = null;
  finished = false;
  runOnlySubtests = false;
  onlySeen = false; // a test somewhere below has the option `only`
  relayedFailures = 0;
  relayedResults = 0; // of the root: results at top level of files in processes of their own
  toldTests = false; // of a file in a process of its own: its tests were told of, so that it need not be
  subtests = [];
  plan = null;

  #fn;
  #signal;
  #controller;
  #context;
  #mock;
  #deadline;
  #isBuilt = false; // of a suite: its tests are known
  #building;        // of a suite: what its function returned
  #hooks;
  #diagnostics;
  #startTime;
  #endTime;
  #pending = [];
  #active = 0;
  #completion;
  #nextReport = 0;
  #told = false;    // 'start' was sent
  #relayed;         // events of a file's process that wait for their turn
  #started = false;
  #whenIdle;

  /**
   * @param {Test|null} parent null for the root
   * @param {object} declaration name, options, fn, location, isSuite
   */
  constructor(parent, { name, options, fn, location, isSuite = false }) {
    this.parent = parent;
    this.root = parent === null ? this : parent.root;
    this.name = name;
    this.nesting = parent === null ? -1 : parent.nesting + 1;
    this.location = location;
    this.isSuite = isSuite;
    this.#fn = fn;
    this.timeout = checkedTimeout(options.timeout, parent === null ? Infinity : parent.timeout);
    this.concurrency = checkedConcurrency(options.concurrency, parent === null ? 1 : parent.concurrency);
    if (options.signal !== undefined && options.signal !== null) validateAbortSignal(options.signal, 'options.signal');
    this.#signal = options.signal ?? undefined;
    this.only = options.only;
    if (options.skip) this.skip(options.skip);
    if (options.todo !== undefined && options.todo !== null && options.todo !== false) this.markTodo(options.todo || true);
    else if (parent?.todo && parent.isSuite) this.todo = parent.todo;
    if (options.plan !== undefined) this.setPlan(options.plan);
  }

  /** The root is under way from the beginning. */
  markStarted() {
    this.#started = true;
    this.#startTime = process.hrtime.bigint();
  }

  // --- What is known about it. ---

  get context() {
    const { SuiteContext, TestContext } = require('test/context');
    return this.#context ??= this.isSuite ? new SuiteContext(this) : new TestContext(this);
  }

  get mock() {
    if (this.#mock === undefined) {
      const { MockTracker } = require('test/mock');
      this.#mock = new MockTracker();
    }
    return this.#mock;
  }

  get signal() {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#signal?.aborted) this.#controller.abort();
      else this.#signal?.addEventListener('abort', () => this.#controller.abort(), { once: true });
      if (this.finished) this.#controller.abort();
    }
    return this.#controller.signal;
  }

  get fullName() {
    return this.parent === null ? this.name : this.#ancestry().join(' > ');
  }

  get number() {
    if (this.root.relayedResults > 0) return this.root.relayedResults + 1;
    return this.parent.subtests.indexOf(this) + 1;
  }

  get running() {
    return this.#started && !this.finished;
  }

  get duration() {
    if (this.#startTime === undefined) return 0;
    return Number((this.#endTime ?? process.hrtime.bigint()) - this.#startTime) / 1e6;
  }

  /** What all events about it have in common. */
  describe() {
    return { __proto__: null, nesting: this.nesting, name: this.name, ...this.location };
  }

  #ancestry() {
    const names = [];
    for (let test = this; test.parent !== null; test = test.parent) names.unshift(test.name);
    return names;
  }

  #send(type, data) {
    this.root.harness.stream.send(type, data);
  }

  // --- Filters. ---

  /** Whether names and `only` leave it out. A suite is in when something in it is. */
  isFilteredOut() {
    const { namePatterns, skipPatterns, only } = this.root.harness.settings;
    if (this.isSuite && this.subtests.length > 0) return false;
    if (namePatterns.length > 0 && !this.#matches(namePatterns)) return true;
    if (skipPatterns.length > 0 && this.#matches(skipPatterns)) return true;
    if (this.parent.runOnlySubtests && !this.only && !this.onlySeen) return true;
    return only && this.only === false;
  }

  #matches(patterns) {
    const fullName = this.#ancestry().join(' ');
    return patterns.some((pattern) => pattern.test(this.name) || pattern.test(fullName));
  }

  // --- Subtests. ---

  /**
   * Declares a test below this one, and starts it as soon as concurrency allows.
   * @returns {Promise<undefined>} fulfilled when it is done; in a suite, which starts its tests itself, at once
   */
  declare(declaration) {
    if (this.parent !== null && (this.finished || this.#isBuilt)) return this.#declareTooLate(declaration);
    const test = new Test(this, declaration);
    if (test.only) {
      this.root.onlySeen = true;
      for (let suite = this; suite?.isSuite; suite = suite.parent) suite.onlySeen = true;
      if (!this.runOnlySubtests && !this.root.harness.settings.only && !test.isSuite && !this.root.harness.choosesOnly) {
        test.diagnostic('\'only\' and \'runOnly\' require the --test-only command-line option.');
      }
    }
    const isUnwanted = test.only === false && this.root.harness.settings.only;
    if (test.isSuite && !test.skipped && !isUnwanted) test.#build();
    if (this.isSuite) {
      this.subtests.push(test);
      return Promise.resolve();
    }
    if (test.#building === undefined && test.isFilteredOut() && test.error === null) return Promise.resolve();
    this.subtests.push(test);
    if (this.plan !== null && this.parent !== null) this.plan.count();
    return test.start();
  }

  #declareTooLate(declaration) {
    const test = new Test(this.root, { ...declaration, fn: noop });
    this.root.subtests.push(test);
    test.#fail(new ERR_TEST_FAILURE('test could not be started because its parent finished', 'parentAlreadyFinished'));
    test.#startTime = process.hrtime.bigint();
    test.#finish();
    return Promise.resolve();
  }

  /** Of the root, before its tests start: leaves out what has not the option `only`, where something has it. */
  chooseOnly() {
    if (!this.onlySeen || this.#nextReport > 0) return;
    this.root.harness.settings.only = true;
    this.runOnlySubtests = true;
    const choose = (test) => {
      if (!test.isSuite) return;
      for (const inner of test.subtests) choose(inner);
      test.#built();
    };
    for (const test of this.subtests) choose(test);
    this.subtests = this.subtests.filter((test) => test.only || test.onlySeen || test.error !== null);
    this.#pending = this.#pending.filter((test) => this.subtests.includes(test) || test.#completion.resolve());
  }

  /** Runs a suite's function, which declares what is in the suite. */
  #build() {
    try {
      const returned = currentTest.run(this, () => this.#fn.call(this.context, this.context));
      if (returned !== null && typeof returned === 'object' && 'then' in returned) {
        this.#building = Promise.resolve(returned).then(() => this.#built(), (error) => this.#fail(error));
      } else {
        this.#built();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  // All of a suite's tests are known: leave out those that are not wanted.
  #built() {
    this.#isBuilt = true;
    const { settings } = this.root.harness;
    if (settings.only) {
      const chosen = this.only || this.#inChosenSuite();
      this.runOnlySubtests = this.onlySeen || !chosen;
    }
    this.subtests = this.subtests.filter((test) => test.#building !== undefined || test.error !== null ||
      !test.isFilteredOut());
  }

  #inChosenSuite() {
    for (let suite = this.parent; suite?.isSuite; suite = suite.parent) if (suite.only) return true;
    return false;
  }

  /** Puts it into its parent's queue, or runs it at once. @returns {Promise<undefined>} */
  start() {
    this.#send('test:enqueue', this.#queueEvent());
    if (this.parent.#active >= this.parent.concurrency || this.parent.#pending.length > 0) {
      this.#completion = Promise.withResolvers();
      this.parent.#pending.push(this);
      return this.#completion.promise;
    }
    return this.#dequeue();
  }

  #queueEvent() {
    return {
      __proto__: null, nesting: this.nesting, name: this.name, type: this.isSuite ? 'suite' : 'test', ...this.location,
    };
  }

  #dequeue() {
    this.#send('test:dequeue', this.#queueEvent());
    this.parent.#active++;
    if (this.parent === this.root) this.root.harness.hold();
    return this.run();
  }

  #startPending() {
    while (this.#pending.length > 0 && this.#active < this.concurrency) {
      const test = this.#pending.shift();
      if (test.finished) continue;
      test.#dequeue().then(test.#completion.resolve, test.#completion.reject);
    }
  }

  #subtestFinished() {
    this.#active--;
    this.#startPending();
    if (this.#active === 0 && this.#pending.length === 0) {
      this.#whenIdle?.resolve();
      this.#whenIdle = undefined;
    }
  }

  get idle() {
    return this.#active === 0 && this.#pending.length === 0;
  }

  /** Fulfilled when no subtest runs or waits. */
  async #subtestsDone() {
    while (!this.idle) {
      this.#whenIdle ??= Promise.withResolvers();
      await Promise.race([this.#whenIdle.promise, this.#deadline.promise]);
    }
  }

  /** Fulfilled when no test runs or waits. */
  async settled() {
    while (!this.idle) {
      this.#whenIdle ??= Promise.withResolvers();
      await this.#whenIdle.promise;
    }
  }

  // --- Hooks. ---

  addHook(kind, fn, options = { __proto__: null }) {
    if (typeof fn !== 'function') fn = noop;
    if (options === null || typeof options !== 'object') options = { __proto__: null };
    if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
    if (options.timeout !== undefined) checkedTimeout(options.timeout);
    const hook = new Hook(kind, fn, options);
    this.#hooks ??= { before: [], after: [], beforeEach: [], afterEach: [] };
    if (kind === 'after') this.#hooks.after.push(hook);
    else this.#hooks[kind].push(hook);
    // Too late to wait for a start: what comes before goes now.
    if (kind === 'before' && this.#startTime !== undefined) hook.runOnce(this).catch(({ cause }) => this.#fail(cause));
  }

  /** Takes over the hooks of another root. */
  takeHooks(other) {
    this.#hooks = other.#hooks;
  }

  async #runBefore() {
    if (this.#hooks === undefined) return;
    for (const hook of this.#hooks.before) await hook.runOnce(this);
  }

  async runAfter() {
    if (this.#hooks === undefined) return;
    // A hook may add hooks.
    while (this.#hooks.after.length > 0) await this.#hooks.after.shift().runOnce(this);
  }

  get hasBefore() {
    return this.#hooks !== undefined && this.#hooks.before.length > 0;
  }

  #hasEach(kind) {
    for (let test = this.parent; test !== null; test = test.parent) {
      if (test.#hooks !== undefined && test.#hooks[kind].length > 0) return true;
    }
    return false;
  }

  async #runBeforeEach() {
    const lines = [];
    for (let test = this.parent; test !== null; test = test.parent) if (test.#hooks) lines.unshift(test.#hooks.beforeEach);
    for (const hooks of lines) for (const hook of hooks) await hook.run(this);
  }

  async #runAfterEach() {
    for (let test = this.parent; test !== null; test = test.parent) {
      if (test.#hooks) for (const hook of test.#hooks.afterEach) await hook.run(this);
    }
  }

  // --- Running. ---

  /** Runs it to its end; never rejects. */
  async run() {
    this.#started = true;
    this.#startTime = process.hrtime.bigint();
    const { harness } = this.root;
    if (this.parent === this.root && !harness.ready) await harness.whenReady();
    if (this.finished) return;
    if (this.parent === this.root && !this.root.subtests.includes(this)) {
      this.finished = true;
      this.parent.#subtestFinished();
      return;
    }
    const limit = this.isSuite || this.parent === this.root || this.timeout !== this.parent.timeout ? this.timeout : Infinity;
    this.#deadline = new Deadline(limit, this.#signal, 'test');
    if (this.#signal?.aborted) this.cancel(new ERR_TEST_FAILURE(this.#signal.reason, 'testAborted'));
    else if (this.isSuite) await this.#runSuite();
    else if (!this.skipped) await this.#runTest();
    else this.passed = true;
    this.#finish();
  }

  async #runTest() {
    let afterEachDue = false;
    try {
      if (this.parent.hasBefore) await this.parent.#runBefore();
      if (this.#hasEach('beforeEach')) await this.#runBeforeEach();
      afterEachDue = true;
      await currentTest.run(this, call, this.#fn, this.context, this.#deadline);
      await this.#subtestsDone();
      if (this.plan !== null) await this.#checkPlan();
      this.#succeed();
    } catch (error) {
      this.#failOrCancel(error);
    }
    if (afterEachDue) await this.#guard(() => this.#runAfterEach());
    this.cancelSubtests();
    if (!this.idle) await this.settled();
    await this.#guard(() => this.runAfter());
  }

  async #checkPlan() {
    if (this.plan.waits && !this.plan.met) {
      await Promise.race([this.plan.wait(), this.#deadline.promise]);
    }
    this.plan.check();
  }

  async #runSuite() {
    try {
      await this.#building;
      if (this.#building !== undefined && this.error === null && this.isFilteredOut()) return this.#vanish();
      if (this.skipped) {
        this.passed = true;
        return undefined;
      }
      if (this.error !== null) throw this.error;
      await this.#runBefore();
      if (this.parent.hasBefore) await this.parent.#runBefore();
      for (const test of this.subtests.slice()) test.start();
      await this.#subtestsDone();
      this.#succeed();
    } catch (error) {
      this.#failOrCancel(error);
    }
    this.cancelSubtests();
    if (!this.idle) await this.settled();
    await this.#guard(() => this.runAfter());
    return undefined;
  }

  // A suite that turned out to have nothing wanted in it is not told of.
  #vanish() {
    const { subtests } = this.parent;
    const index = subtests.indexOf(this);
    if (index !== -1) subtests.splice(index, 1);
  }

  async #guard(action) {
    try {
      await action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #succeed() {
    if (this.error === null) this.passed = true;
  }

  #failOrCancel(error) {
    const type = isFailure(error) ? error.failureType : undefined;
    if (type === 'testTimeoutFailure' || type === 'testAborted' || type === 'cancelledByParent') this.cancel(error);
    else this.#fail(error);
  }

  #fail(error) {
    if (this.error !== null) return;
    this.passed = false;
    this.error = withoutOurFrames(isFailure(error) ? error : failureOf(error));
  }

  /** Makes a running test fail from outside: an uncaught error of its code. @returns {boolean} false when it has ended */
  failWith(error) {
    if (this.finished || !this.#started || this.error !== null || this.passed) return false;
    this.#fail(error);
    this.#deadline?.stop(this.error);
    return true;
  }

  /** Ends it as cancelled. A test that has ended stays as it is. */
  cancel(error) {
    if (this.finished || this.error !== null) return;
    if (this.#signal?.aborted) error = new ERR_TEST_FAILURE(this.#signal.reason, 'testAborted');
    this.#fail(error ?? new ERR_TEST_FAILURE(CANCELLED_BY_PARENT, 'cancelledByParent'));
    this.cancelled = true;
    this.#controller?.abort();
    this.#deadline?.stop(this.error);
    if (!this.#started) this.#finishUnstarted();
  }

  #finishUnstarted() {
    this.#started = true;
    this.#finish();
    this.#completion?.resolve();
  }

  cancelSubtests(error) {
    const waiting = this.#pending;
    this.#pending = [];
    for (const test of this.subtests.slice(this.#nextReport)) test.cancel(error);
    for (const test of waiting) test.cancel(error);
    if (this.#active === 0) this.#whenIdle?.resolve();
  }

  #finish() {
    if (this.finished) return;
    if (this.toldTests && this.error !== null && this.error.failureType !== 'subtestsFailed') this.toldTests = false;
    this.#endTime = process.hrtime.bigint();
    if (this.passed || this.error === null || this.error.failureType === 'parentAlreadyFinished') this.#countFailures();
    this.finished = true;
    this.#deadline?.release();
    this.#controller?.abort();
    this.#mock?.reset();
    if (this.parent.subtests.includes(this)) {
      this.root.harness.count(this);
      this.#send('test:complete', this.#outcome(true));
      this.parent.#report();
    }
    if (this.#deadline !== undefined) this.parent.#subtestFinished();
    if (this.parent === this.root) this.root.harness.topLevelFinished();
  }

  #countFailures() {
    let failed = 0;
    for (const test of this.subtests) if (!test.passed && !test.todo) failed++;
    if (failed === 0) return;
    const subtests = failed === 1 ? 'subtest' : 'subtests';
    this.#fail(new ERR_TEST_FAILURE(`${failed} ${subtests} failed`, 'subtestsFailed'));
  }

  // --- Telling. ---

  skip(message) {
    this.skipped = typeof message === 'string' && message !== '' ? message : true;
  }

  markTodo(message) {
    this.todo = typeof message === 'string' && message !== '' ? message : true;
  }

  diagnostic(message, level = 'info') {
    (this.#diagnostics ??= []).push({ message, level });
  }

  setPlan(count, options) {
    const { TestPlan } = require('test/plan');
    this.plan = new TestPlan(count, options);
  }

  get #hasTurn() {
    const { parent } = this;
    return parent === null || (parent.#hasTurn && parent.subtests[parent.#nextReport] === this);
  }

  /** Tells of something that happened in a test file's process, when it is the file's turn. */
  relay(type, data) {
    if (!this.#hasTurn) (this.#relayed ??= []).push({ type, data });
    else this.#sendRelayed(type, data);
  }

  #sendRelayed(type, data) {
    if (data.nesting === 0 && (type === 'test:pass' || type === 'test:fail')) data.testNumber = ++this.root.relayedResults;
    this.#send(type, data);
  }

  #flushRelayed() {
    const events = this.#relayed;
    this.#relayed = undefined;
    for (const { type, data } of events) this.#sendRelayed(type, data);
  }

  // Tells of the subtests that are done and whose turn it is.
  #report() {
    if (!this.#hasTurn) return;
    if (this.#relayed !== undefined) this.#flushRelayed();
    while (this.#nextReport < this.subtests.length) {
      const test = this.subtests[this.#nextReport];
      test.#report();
      if (!test.finished) return;
      test.#tell();
      this.#nextReport++;
      const next = this.subtests[this.#nextReport];
      if (next?.#relayed !== undefined) next.#flushRelayed();
    }
  }

  #tellStart() {
    if (this.#told || this.parent === null) return;
    this.#told = true;
    this.parent.#tellStart();
    this.#send('test:start', this.describe());
  }

  #tell() {
    if (!this.toldTests) this.#tellStart();
    if (this.subtests.length > 0) {
      this.#send('test:plan', { __proto__: null, nesting: this.nesting + 1, count: this.subtests.length, ...this.location });
    }
    if (!this.toldTests) {
      this.#send(this.passed ? 'test:pass' : 'test:fail', this.#outcome(false));
    }
    this.tellDiagnostics();
  }

  tellDiagnostics() {
    if (this.#diagnostics === undefined) return;
    for (const { message, level } of this.#diagnostics) {
      const nesting = this.parent === null ? 0 : this.nesting;
      this.#send('test:diagnostic', { __proto__: null, nesting, message, level, ...this.location });
    }
    this.#diagnostics = undefined;
  }

  #outcome(forComplete) {
    const details = { __proto__: null, duration_ms: this.duration, type: this.isSuite ? 'suite' : 'test' };
    if (this.error !== null) details.error = this.error;
    if (forComplete) details.passed = this.passed;
    const data = {
      __proto__: null, name: this.name, nesting: this.nesting, testNumber: this.number, details, ...this.location,
    };
    if (this.skipped !== false) data.skip = this.skipped;
    else if (this.todo !== false) data.todo = this.todo;
    return data;
  }
}

module.exports = { Test, currentTest, readArguments, isFailure };
