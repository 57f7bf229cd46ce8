'use strict';
// The run as a whole: the root of the tree, its counters, its settings and its stream. Tests that a program declares have
// one harness, made with the first of them; each run() has its own.

const process = require('process_object');
const { nextTick } = require('ticks');
const { ERR_TEST_FAILURE } = require('errors');
const { setInterval, clearInterval } = require('timers');
const { currentTest } = require('test/failure');
const { Test } = require('test/tree');

const LONG = 2 ** 30;
const EVENT_LOOP_DONE = 'Promise resolution is still pending but the event loop has already resolved';

class Harness {
  settings;
  stream; // of events: test/stream, or test/wire in a test file's process
  counts = {
    __proto__: null, tests: 0, failed: 0, passed: 0, cancelled: 0, skipped: 0, todo: 0, topLevel: 0, suites: 0,
  };
  root;
  success = true;
  entryFile;
  choosesOnly = false; // `only` counts as soon as one test has it
  finished = false;

  ready = false;
  #whenReady;
  #alive;
  #started = process.hrtime.bigint();

  constructor(settings, options = { __proto__: null }, stream = new (require('test/stream').TestsStream)()) {
    this.settings = settings;
    this.stream = stream;
    this.root = new Test(null, { name: '<root>', options, fn: undefined, location: undefined });
    this.root.harness = this;
    this.root.timeout = settings.timeout ?? Infinity;
    this.root.runOnlySubtests = settings.only === true;
    this.root.markStarted();
  }

  /** Top-level tests start when the program's first synchronous part has been run. */
  whenReady() {
    this.#whenReady ??= Promise.resolve(this.prepare()).then(() => {
      if (this.choosesOnly) this.root.chooseOnly();
      this.ready = true;
    });
    return this.#whenReady;
  }

  prepare() {
    return new Promise((resolve) => { nextTick(resolve); });
  }

  count(test) {
    const { counts } = this;
    if (test.hasRelayedTests) return; // its tests are counted
    if (test.nesting === 0) counts.topLevel++;
    if (!test.passed && !test.todo) this.success = false;
    if (test.isSuite) {
      counts.suites++;
      return;
    }
    counts.tests++;
    if (test.skipped !== false) counts.skipped++;
    else if (test.todo !== false) counts.todo++;
    else if (test.cancelled) counts.cancelled++;
    else if (test.passed) counts.passed++;
    else counts.failed++;
  }

  /** Adds the counts of a test file that ran in a process of its own. */
  addCounts(counts, success) {
    for (const key of Object.keys(counts)) this.counts[key] += counts[key];
    if (!success) this.success = false;
  }

  /** A test that runs keeps the process alive, even when all it waits for does not. */
  hold() {
    this.#alive ??= setInterval(() => {}, LONG);
  }

  /** No test runs any more; also after those that turned out to have nothing wanted in them. */
  letGo() {
    clearInterval(this.#alive);
    this.#alive = undefined;
  }

  topLevelFinished() {
    if (this.root.idle) this.letGo();
    queueMicrotask(() => this.onIdle?.());
  }

  cancelAll(message = EVENT_LOOP_DONE) {
    this.root.cancelSubtests(new ERR_TEST_FAILURE(message, 'cancelledByParent'));
  }

  /** Runs what comes after all tests, tells the totals, and ends the stream. */
  async finish() {
    if (this.finished) return;
    this.finished = true;
    await this.runAfter();
    const { counts, stream } = this;
    stream.send('test:plan', { __proto__: null, nesting: 0, count: counts.topLevel });
    this.root.report.sendDiagnostics();
    const duration = Number(process.hrtime.bigint() - this.#started) / 1e6;
    const totals = [['tests', counts.tests], ['suites', counts.suites], ['pass', counts.passed], ['fail', counts.failed],
                    ['cancelled', counts.cancelled], ['skipped', counts.skipped], ['todo', counts.todo],
                    ['duration_ms', duration]];
    if (this.tellsTotals) {
      for (const [name, value] of totals) {
        stream.send('test:diagnostic', { __proto__: null, nesting: 0, message: `${name} ${value}`, level: 'info' });
      }
    }
    if (this.coverage !== undefined) require('test/coverage').report(this);
    stream.send('test:summary', {
      __proto__: null, success: this.success, counts: { ...counts, __proto__: null }, duration_ms: duration,
      file: this.summaryFile,
    });
    this.reruns?.end?.();
    stream.end();
  }

  tellsTotals = true;
  reruns = undefined; // test/rerun's, with --test-rerun-failures
  coverage = undefined; // test/coverage's, while it counts
  summaryFile = undefined;
  onIdle = undefined;

  async runAfter() {
    try {
      await this.root.runAfter();
    } catch (error) {
      this.success = false;
      this.afterError = error;
      this.root.diagnostic(String(error?.cause?.stack ?? error?.message ?? error), 'error');
    }
  }

  /** An error that nobody caught: of the test whose code it is, if that still runs. */
  uncaught(error, origin) {
    const store = currentTest.getStore();
    if (store?.hook !== undefined) {
      if (store.failWith !== undefined) {
        store.failWith(error);
        return;
      }
      process.exitCode = 1;
      this.root.diagnostic(lateActivity(`Test hook "${store.hook.kind}"`, store.hook.location, error, origin), 'warn');
      return;
    }
    const test = store;
    if (test !== undefined && test.root === this.root && test !== this.root) {
      if (test.failWith(new ERR_TEST_FAILURE(error, origin))) return;
      process.exitCode = 1;
      this.root.diagnostic(lateActivity(`Test "${test.name}"`, test.location, error, origin), 'warn');
      return;
    }
    this.root.diagnostic('Error: A resource generated asynchronous activity after the test ended. This activity created ' +
      `the error "${describeError(error)}" which triggered an ${origin} event, caught by the test runner.`, 'warn');
    process.exitCode = 1;
  }
}

function describeError(error) {
  try {
    return error instanceof Error && error.code === 'ERR_TEST_FAILURE' ? `Error [${error.code}]: ${error.message}` : `${error}`;
  } catch {
    return require('inspect').inspect(error);
  }
}

function lateActivity(subject, location, error, origin) {
  const place = location === undefined ? '' :
    ` at ${require('path').relative(process.cwd(), location.file)}:${location.line}:${location.column}`;
  return `Error: ${subject}${place} generated asynchronous activity after the test ended. This activity created ` +
    `the error "${describeError(error)}" and would have caused the test to fail, but instead triggered an ${origin} event.`;
}

module.exports = { Harness };
