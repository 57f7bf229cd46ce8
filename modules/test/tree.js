'use strict';
// A test in the tree of tests: what it is, how it runs, and how it ends. Suites and the root are tests too. When its subtests
// run is queue.js's affair, which of them filter.js's, what is reported of it report.js's.

const { ERR_TEST_FAILURE } = require('errors');
const process = require('process_object');
const { validateAbortSignal } = require('validators');
const { Deadline, call } = require('test/deadline');
const { checkedConcurrency, checkedTimeout, noop } = require('test/declaration');
const { currentTest, failureOf, isCancellation } = require('test/failure');
const { isChosen, isFilteredOut, namePath, noteOnly } = require('test/filter');
const { Hooks } = require('test/hooks');
const { Queue } = require('test/queue');
const { Report } = require('test/report');

const CANCELLED_BY_PARENT = 'test did not finish before its parent and was cancelled';

/** What options or a call give as `skip` and `todo`: the reason, or true. */
function reasonOr(message) {
  return typeof message === 'string' && message !== '' ? message : true;
}

class Test {
  parent;
  root;
  name;
  nesting;
  location;
  isSuite;
  only;
  timeout;
  report = new Report(this);
  subtests = [];
  plan = null;
  skipped = false;  // true or the reason
  todo = false;     // true or the reason

  passedOnAttempt = undefined; // by --test-rerun-failures
  passed = false;
  cancelled = false;
  error = null;
  finished = false;

  runOnlySubtests = false;
  onlySeen = false; // a test somewhere below has the option `only`

  // Of the root, and of a file that runs in a process of its own:
  relayedFailures = 0;
  relayedResults = 0;      // of the root: results at top level of such files
  hasRelayedTests = false; // of such a file: its tests were reported, so that it need not be

  #fn;
  #queue;
  #signal;
  #controller;
  #context;
  #mock;
  #deadline;
  #hooks;           // undefined: none
  #building;        // of a suite: what its function returned
  #isBuilt = false; // of a suite: its tests are known
  #concurrency;
  #isStarted = false;
  #startTime;
  #endTime;

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
    this.#concurrency = checkedConcurrency(options.concurrency, parent === null ? 1 : parent.#concurrency);
    this.#queue = new Queue(this.#concurrency);
    if (options.signal !== undefined && options.signal !== null) validateAbortSignal(options.signal, 'options.signal');
    this.#signal = options.signal ?? undefined;
    this.only = options.only;
    if (options.skip) this.skip(options.skip);
    if (options.todo !== undefined && options.todo !== null && options.todo !== false) this.markTodo(options.todo || true);
    else if (parent?.todo && parent.isSuite) this.todo = parent.todo;
    if (options.plan !== undefined) this.setPlan(options.plan);
    const reruns = parent === null || location === undefined ? undefined : this.root.harness.reruns;
    if (reruns !== undefined) this.#rememberFrom(reruns);
  }

  // What has passed before is not run again; a suite is, for its tests.
  #rememberFrom(reruns) {
    this.passedOnAttempt = reruns.passedOn(this.location);
    if (this.passedOnAttempt !== undefined && !this.isSuite) this.#fn = noop;
  }

  /** The root is under way from the beginning. */
  markStarted() {
    this.#isStarted = true;
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
    return this.parent === null ? this.name : namePath(this).join(' > ');
  }

  get number() {
    return this.parent.subtests.indexOf(this) + 1;
  }

  get running() {
    return this.#isStarted && !this.finished;
  }

  /** Milliseconds that it has run. */
  get duration() {
    if (this.#startTime === undefined) return 0;
    return Number((this.#endTime ?? process.hrtime.bigint()) - this.#startTime) / 1e6;
  }

  skip(message) {
    this.skipped = reasonOr(message);
  }

  markTodo(message) {
    this.todo = reasonOr(message);
  }

  setPlan(count, options) {
    const { TestPlan } = require('test/plan');
    this.plan = new TestPlan(count, options);
  }

  diagnostic(message, level = 'info') {
    this.report.addDiagnostic(message, level);
  }

  // --- Subtests. ---

  /**
   * Declares a test below this one, and starts it as soon as concurrency allows.
   * @returns {Promise<undefined>} fulfilled when it is done; in a suite, which starts its tests itself, at once
   */
  declare(declaration) {
    if (this.parent !== null && (this.finished || this.#isBuilt)) return this.#declareTooLate(declaration);
    const test = new Test(this, declaration);
    if (test.only) noteOnly(test);
    const isUnwanted = test.only === false && this.root.harness.settings.only;
    if (test.isSuite && !test.skipped && !isUnwanted) test.#build();
    if (this.isSuite) {
      this.subtests.push(test);
      return Promise.resolve();
    }
    if (test.#building === undefined && isFilteredOut(test) && test.error === null) return Promise.resolve();
    this.subtests.push(test);
    if (this.plan !== null && this.parent !== null) this.plan.count();
    return this.#startSubtest(test);
  }

  #declareTooLate(declaration) {
    const test = new Test(this.root, { ...declaration, fn: noop });
    this.root.subtests.push(test);
    test.#fail(new ERR_TEST_FAILURE('test could not be started because its parent finished', 'parentAlreadyFinished'));
    test.#startTime = process.hrtime.bigint();
    test.#finish();
    return Promise.resolve();
  }

  #startSubtest(test) {
    test.report.enqueued();
    return this.#queue.add(test);
  }

  /** Of the root, before its tests start: leaves out what has not the option `only`, where something has it. */
  chooseOnly() {
    if (!this.onlySeen || this.report.reported > 0) return;
    this.root.harness.settings.only = true;
    this.runOnlySubtests = true;
    const choose = (test) => {
      if (!test.isSuite) return;
      for (const inner of test.subtests) choose(inner);
      test.#built();
    };
    for (const test of this.subtests) choose(test);
    this.subtests = this.subtests.filter((test) => test.only || test.onlySeen || test.error !== null);
    this.#queue.keep((test) => this.subtests.includes(test));
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
    if (this.root.harness.settings.only) this.runOnlySubtests = this.onlySeen || !isChosen(this);
    this.subtests = this.subtests.filter((test) => test.#building !== undefined || test.error !== null ||
      !isFilteredOut(test));
  }

  /** No subtest runs or waits. */
  get idle() {
    return this.#queue.isIdle;
  }

  /** Fulfilled when no test runs or waits. */
  settled() {
    return this.#queue.untilIdle();
  }

  cancelSubtests(error) {
    this.#queue.cancel(this.subtests.slice(this.report.reported), error);
  }

  // --- Hooks. ---

  addHook(kind, fn, options) {
    this.#hooks ??= new Hooks();
    const hook = this.#hooks.add(kind, fn, options);
    // Too late to wait for a start: what comes before goes now.
    if (kind === 'before' && this.#startTime !== undefined) hook.runOnce(this).catch(({ cause }) => this.#fail(cause));
  }

  /** Takes over the hooks of another root. */
  takeHooks(other) {
    this.#hooks = other.#hooks;
  }

  async #runBefore() {
    await this.#hooks?.runBefore(this);
  }

  async runAfter() {
    await this.#hooks?.runAfter(this);
  }

  get #hasBefore() {
    return this.#hooks?.has('before') === true;
  }

  /** What is above it and has hooks of this kind, from the inside. */
  #above(kind) {
    const found = [];
    for (let test = this.parent; test !== null; test = test.parent) if (test.#hooks?.has(kind)) found.push(test);
    return found;
  }

  // --- Running. ---

  /** It is its turn. */
  begin() {
    this.report.dequeued();
    if (this.parent === this.root) this.root.harness.hold();
    return this.run();
  }

  /** Runs it to its end; never rejects. */
  async run() {
    this.markStarted();
    const { harness } = this.root;
    if (this.parent === this.root && !harness.ready) await harness.whenReady();
    if (this.finished) return;
    if (this.parent === this.root && !this.root.subtests.includes(this)) {
      this.finished = true;
      this.parent.#queue.ended();
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
      if (this.parent.#hasBefore) await this.parent.#runBefore();
      for (const test of this.#above('beforeEach').reverse()) await test.#hooks.runEach('beforeEach', this);
      afterEachDue = true;
      await currentTest.run(this, call, this.#fn, this.context, this.#deadline);
      await this.#queue.untilIdle(this.#deadline.promise);
      if (this.plan !== null) await this.#checkPlan();
      this.#succeed();
    } catch (error) {
      this.#failOrCancel(error);
    }
    if (afterEachDue && !this.skipped) {
      await this.#guard(async () => {
        for (const test of this.#above('afterEach')) await test.#hooks.runEach('afterEach', this);
      });
    }
    await this.#endSubtests();
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
      if (this.#building !== undefined && this.error === null && isFilteredOut(this)) return this.#vanish();
      if (this.skipped) {
        this.passed = true;
        return undefined;
      }
      if (this.error !== null) throw this.error;
      await this.#runBefore();
      if (this.parent.#hasBefore) await this.parent.#runBefore();
      for (const test of this.subtests.slice()) this.#startSubtest(test);
      await this.#queue.untilIdle(this.#deadline.promise);
      this.#succeed();
    } catch (error) {
      this.#failOrCancel(error);
    }
    await this.#endSubtests();
    return undefined;
  }

  async #endSubtests() {
    this.cancelSubtests();
    if (!this.idle) await this.settled();
    await this.#guard(() => this.runAfter());
  }

  // A suite that turned out to have nothing wanted in it is not reported.
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

  // --- Its end. ---

  #succeed() {
    if (this.error === null) this.passed = true;
  }

  #failOrCancel(error) {
    if (isCancellation(error)) this.cancel(error);
    else this.#fail(error);
  }

  #fail(error) {
    if (this.error !== null) return;
    this.passed = false;
    this.error = failureOf(error);
  }

  /** Makes a running test fail from outside: an uncaught error of its code. @returns {boolean} false when it has ended */
  failWith(error) {
    if (this.finished || !this.#isStarted || this.error !== null || this.passed) return false;
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
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.#finish();
  }

  #finish() {
    if (this.finished) return;
    if (this.hasRelayedTests && this.error !== null && this.error.failureType !== 'subtestsFailed') this.hasRelayedTests = false;
    this.#endTime = process.hrtime.bigint();
    if (this.passed || this.error === null || this.error.failureType === 'parentAlreadyFinished') this.#countFailures();
    this.finished = true;
    this.#deadline?.release();
    this.#controller?.abort();
    this.#mock?.reset();
    if (this.parent.subtests.includes(this)) {
      this.root.harness.count(this);
      this.report.completed();
    }
    if (this.#deadline !== undefined) this.parent.#queue.ended();
    if (this.parent === this.root) this.root.harness.topLevelFinished();
  }

  #countFailures() {
    let failed = 0;
    for (const test of this.subtests) if (!test.passed && !test.todo) failed++;
    if (failed === 0) return;
    const subtests = failed === 1 ? 'subtest' : 'subtests';
    this.#fail(new ERR_TEST_FAILURE(`${failed} ${subtests} failed`, 'subtestsFailed'));
  }
}

module.exports = { Test };
