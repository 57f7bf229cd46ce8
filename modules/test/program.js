'use strict';
// The tests that the program declares, when it is run as itself: made with the first of them, ended when the loop has
// nothing left to do.

const process = require('process_object');
const { Harness } = require('test/harness');

const EXIT_FAILED = 1;

let harness;

/** The program's harness. */
function programHarness() {
  harness ??= create();
  return harness;
}

/**
 * Has the tests that are declared from now on belong to `other`, for run() without isolation. Hooks that were declared
 * before (by --require and --import) become its hooks.
 * @returns {Function} ends that
 */
function adoptHarness(other) {
  const before = harness;
  harness = other;
  if (before !== undefined) other.root.takeHooks(before.root);
  const onUncaught = (error) => other.uncaught(error, 'uncaughtException');
  const onRejection = (error) => other.uncaught(error, 'unhandledRejection');
  const onBeforeExit = () => other.cancelAll();
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onRejection);
  process.on('beforeExit', onBeforeExit);
  return () => {
    harness = before;
    process.removeListener('uncaughtException', onUncaught);
    process.removeListener('unhandledRejection', onRejection);
    process.removeListener('beforeExit', onBeforeExit);
  };
}

function create() {
  const { fromCommandLine } = require('test/settings');
  const settings = fromCommandLine();
  const inRunner = process.env.NODE_TEST_CONTEXT === 'child-v8';
  const made = new Harness(settings, undefined, inRunner ? new (require('test/wire').EventWriter)() : undefined);
  // In the runner's own process, preloaded modules may declare hooks, and that is all.
  if (!inRunner && require('options').getOption('--test')) return made;
  made.entryFile = process.argv[1];
  made.choosesOnly = !inRunner;
  if (!inRunner) made.coverage = coverageByOption();
  made.reruns = rerunsByOption();
  if (!inRunner) made.reruns?.record(made.stream);
  made.tellsTotals = !inRunner;
  if (inRunner) {
    made.summaryFile = process.argv[1];
  } else {
    const { connectReporters } = require('test/reporting');
    made.prepare = () => made.connected = connectReporters(made.stream);
  }
  watchProcess(made, settings);
  // Where no test is declared, hooks and reporters still have their say.
  made.whenReady().catch(fail);
  return made;
}

function rerunsByOption() {
  const file = require('options').getOption('--test-rerun-failures');
  if (file === undefined) return undefined;
  const { Reruns } = require('test/rerun');
  return new Reruns(file);
}

function coverageByOption() {
  if (!require('options').getOption('--experimental-test-coverage')) return undefined;
  return require('test/coverage').ofCommandLine();
}

// A run without reporters is none: ends the process as an error in a handler of uncaught errors does.
function fail(error) {
  require('uncaught').reportHandlerFailure(error);
}

/** Listens to what ends a run, and to errors that nobody caught. */
function watchProcess(made, settings) {
  const onUncaught = (error) => made.uncaught(error, 'uncaughtException');
  const onRejection = (error) => made.uncaught(error, 'unhandledRejection');
  const stopListening = () => {
    process.removeListener('uncaughtException', onUncaught);
    process.removeListener('unhandledRejection', onRejection);
    process.removeListener('beforeExit', onBeforeExit);
    process.removeListener('exit', onExit);
  };
  const end = async (message) => {
    made.cancelAll(message);
    await made.root.settled();
    await made.finish();
    stopListening();
    if (!made.success) process.exitCode = EXIT_FAILED;
  };
  const onBeforeExit = () => { end(); };
  const onExit = () => {
    if (!made.success) process.exitCode = EXIT_FAILED;
    stopListening();
  };
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onRejection);
  process.on('beforeExit', onBeforeExit);
  process.on('exit', onExit);
  made.onIdle = async () => {
    if (!made.root.idle) return;
    await made.runAfter();
    if (!settings.forceExit || !made.root.idle) return;
    await made.finish();
    stopListening();
    await (await made.connected)?.written;
    process.exit(made.success ? process.exitCode : EXIT_FAILED);
  };
}

module.exports = { programHarness, adoptHarness };
