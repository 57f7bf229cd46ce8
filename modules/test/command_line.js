'use strict';
// --test: finds the test files of a project, runs them and reports.

const process = require('process_object');
const { fromCommandLine } = require('test/settings');

const EXIT_FAILED = 1;

function harnessError(error) {
  require('uncaught').reportHandlerFailure(error);
}

/** Runs the files that `patterns` name, or all of the project's. */
function main(patterns) {
  const settings = fromCommandLine();
  const reporters = require('test/reporting').wanted();
  const { run, harnessOf } = require('test/run');
  const { getOption } = require('options');
  const isInspected = getOption('--inspect') || getOption('--inspect-brk') || getOption('--inspect-wait');
  const stream = run({
    concurrency: isInspected && settings.isolation === 'process' ? 1 : settings.concurrency,
    timeout: settings.timeout,
    only: settings.only,
    isolation: settings.isolation,
    testNamePatterns: settings.namePatterns,
    testSkipPatterns: settings.skipPatterns,
    forceExit: settings.forceExit,
    globPatterns: patterns,
    shard: settings.shard,
    globalSetupPath: settings.globalSetup,
    rerunFailuresFilePath: getOption('--test-rerun-failures'),
    watch: getOption('--watch') || undefined,
    setup: connect,
  });
  const harness = harnessOf.get(stream);
  if (harness === undefined) return;
  if (getOption('--experimental-test-coverage')) harness.coverage = require('test/coverage').ofCommandLine();
  if (harness.missing) {
    process._rawDebug(`Could not find '${patterns.join(', ')}'`);
    process.reallyExit(EXIT_FAILED);
  }
  if (isInspected && settings.isolation === 'process') {
    process.emitWarning('Using the inspector with --test forces running at a concurrency of 1. ' +
      'Use the inspectPort option to run with concurrency');
  }
  // Without isolation, uncaught errors are the tests'; this one ends the run all the same.
  const onReporterError = settings.isolation === 'none' ? harnessError : undefined;
  let written;
  async function connect() {
    ({ written } = await require('test/reporting').connectReporters(stream, reporters, onReporterError));
  }
  const leave = async () => {
    await written;
    process.exit(harness.success ? process.exitCode : EXIT_FAILED);
  };
  harness.leave = leave;
  harness.onError = harnessError;
  // Of a reporter: that is no error of a test's, and ends the run.
  if (settings.isolation === 'process') process.on('uncaughtException', (error) => { throw error; });
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      if (harness.watched !== undefined) {
        harness.watched.end();
        await leave();
        return;
      }
      harness.success = false;
      harness.cancelAll('test runner was interrupted');
      await harness.finish();
      await leave();
    });
  }
  stream.on('test:summary', ({ success, file }) => {
    if (file === undefined && !success) process.exitCode = EXIT_FAILED;
  });
}

module.exports = { main };
