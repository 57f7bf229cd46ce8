'use strict';
// run(): runs test files, each in a process of its own or all in this one.

const path = require('path');
const process = require('process_object');
const { nextTick } = require('ticks');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const {
  validateAbortSignal, validateArray, validateBoolean, validateFunction, validateInteger, validateNumber, validateObject,
  validateOneOf, validateString, validateStringArray,
} = require('validators');
const { MAX_TIMEOUT } = require('test/deadline');
const { Harness } = require('test/harness');
const { findTestFiles, shardOf } = require('test/files');
const { toPattern } = require('test/settings');

// --- Options. ---

function checkShard(shard, watch) {
  validateObject(shard, 'options.shard');
  const { index, total } = shard;
  validateInteger(total, 'options.shard.total', 1);
  validateInteger(index, 'options.shard.index', 1, total);
  if (watch) throw new ERR_INVALID_ARG_VALUE('options.shard', watch, 'shards not supported with watch mode');
  return { index, total };
}

function patternsOf(value, name) {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.map((pattern, i) => {
    if (require('util').types.isRegExp(pattern)) return pattern;
    if (typeof pattern !== 'string') {
      throw new ERR_INVALID_ARG_TYPE(`${name}[${i}]`, ['string', 'RegExp'], pattern);
    }
    return toPattern(pattern, name);
  });
}

function globsOf(value, name) {
  if (value === undefined || value === null) return undefined;
  const list = Array.isArray(value) ? value : [value];
  validateStringArray(list, name);
  return list;
}

// A path: a string, bytes or a file: URL.
function pathOf(value, name) {
  return value === undefined || value === null ? undefined : require('child_process/arguments').pathText(value, name);
}

function checkCoverage(options, cwd) {
  const threshold = (name) => {
    const value = options[name] ?? 0;
    validateInteger(value, `options.${name}`, 0, 100);
    return value;
  };
  return {
    cwd,
    include: globsOf(options.coverageIncludeGlobs, 'options.coverageIncludeGlobs') ?? [],
    exclude: globsOf(options.coverageExcludeGlobs, 'options.coverageExcludeGlobs') ?? [],
    thresholds: {
      __proto__: null,
      line: threshold('lineCoverage'),
      branch: threshold('branchCoverage'),
      function: threshold('functionCoverage'),
    },
  };
}

/** run()'s options, checked, with defaults. */
function checkOptions(options) {
  validateObject(options, 'options');
  const { watch, forceExit, only, files, globPatterns, shard, setup, isolation = 'process', signal } = options;
  const { cwd = process.cwd(), execArgv = [], argv = [], timeout = Infinity, concurrency, coverage = false } = options;
  if (timeout !== null && timeout !== Infinity) validateNumber(timeout, 'options.timeout', 0, MAX_TIMEOUT);
  if (files !== undefined && files !== null) validateArray(files, 'options.files');
  if (watch !== undefined && watch !== null) validateBoolean(watch, 'options.watch');
  if (forceExit !== undefined && forceExit !== null) {
    validateBoolean(forceExit, 'options.forceExit');
    if (forceExit && watch) {
      throw new ERR_INVALID_ARG_VALUE('options.forceExit', watch, 'is not supported with watch mode');
    }
  }
  if (only !== undefined && only !== null) validateBoolean(only, 'options.only');
  if (globPatterns !== undefined && globPatterns !== null) validateArray(globPatterns, 'options.globPatterns');
  validateString(cwd, 'options.cwd');
  if (globPatterns?.length > 0 && files?.length > 0) {
    throw new ERR_INVALID_ARG_VALUE('options.globPatterns', globPatterns, 'is not supported when specifying \'options.files\'');
  }
  const part = shard === undefined || shard === null ? undefined : checkShard(shard, watch);
  if (setup !== undefined && setup !== null) validateFunction(setup, 'options.setup');
  if (signal !== undefined && signal !== null) validateAbortSignal(signal, 'options.signal');
  validateStringArray(argv, 'options.argv');
  validateStringArray(execArgv, 'options.execArgv');
  validateOneOf(isolation, 'options.isolation', ['process', 'none']);
  validateBoolean(coverage, 'options.coverage');
  const settings = {
    only: Boolean(only), timeout, forceExit: Boolean(forceExit),
    namePatterns: patternsOf(options.testNamePatterns, 'options.testNamePatterns'),
    skipPatterns: patternsOf(options.testSkipPatterns, 'options.testSkipPatterns'),
  };
  const globalSetup = pathOf(options.globalSetupPath, 'options.globalSetupPath');
  const coverageSettings = checkCoverage(options, cwd);
  const rerunFile = pathOf(options.rerunFailuresFilePath, 'options.rerunFailuresFilePath');
  return {
    settings, files, globPatterns, shard: part, setup, isolation, signal: signal ?? undefined, cwd, execArgv, argv, globalSetup,
    watch: Boolean(watch), rerunFile, coverage: coverage ? coverageSettings : undefined,
    timeout, concurrency: isolation === 'none' ? 1 : concurrency ?? true, inspectPort: options.inspectPort,
  };
}

/** How many files run at the same time. */
function filesAtOnce(concurrency) {
  if (concurrency === true) return Math.max(require('os').availableParallelism() - 1, 1);
  return concurrency === false ? 1 : concurrency;
}

// --- The run. ---

/**
 * Runs test files.
 * @param {object} [options] see the manual: files or globPatterns, concurrency, isolation, timeout, signal, shard, ...
 * @returns {TestsStream} the events of the run
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE
 */
function run(options) {
  const checked = checkOptions(options);
  const { settings, isolation, timeout } = checked;
  const log = require('util').debuglog('test_runner');
  log('%o', { concurrency: checked.concurrency, timeout, isolation });
  // A file is neither filtered nor timed: its own process does that with its tests.
  const own = isolation === 'none' ? settings :
    { ...settings, timeout: Infinity, only: false, namePatterns: [], skipPatterns: [] };
  const harness = new Harness(own, { concurrency: filesAtOnce(checked.concurrency) });
  if (process.env.NODE_TEST_CONTEXT !== undefined) {
    process.emitWarning('node:test run() is being called recursively within a test file. skipping running files.');
    queueMicrotask(() => harness.stream.end());
    return harness.stream;
  }
  const patterns = checked.globPatterns;
  const files = checked.files ? shardOf(checked.files, checked.shard) : findTestFiles(checked.cwd, patterns, checked.shard);
  harness.missing = patterns?.length > 0 && files.length === 0;
  if (checked.coverage) harness.coverage = new (require('test/coverage').Coverage)(checked.coverage);
  if (checked.rerunFile !== undefined) {
    harness.reruns = new (require('test/rerun').Reruns)(path.resolve(checked.cwd, checked.rerunFile));
    harness.reruns.record(harness.stream);
  }
  const work = async () => {
    await checked.setup?.(harness.stream);
    const teardown = await setUp(checked.globalSetup, checked.cwd);
    if (checked.watch) {
      await runWatched(harness, checked, own);
      await teardown?.();
      harness.stream.end();
      return;
    }
    const { runInProcesses, runHere } = require('test/run_files');
    if (isolation === 'none') await runHere(harness, files, checked);
    else await runInProcesses(harness, files, checked);
    await teardown?.();
    await harness.finish();
    if (settings.forceExit) harness.leave?.();
  };
  // The stream is the caller's before the first event.
  nextTick(() => work().catch((error) => (harness.onError ?? ((e) => harness.stream.destroy(e)))(error)));
  harnessOf.set(harness.stream, harness);
  return harness.stream;
}

/** Rounds of runs, until the signal aborts. */
async function runWatched(harness, checked, settings) {
  const { WatchedRun } = require('test/watch_run');
  const watched = new WatchedRun(harness.stream, checked, (stream) => {
    const round = new Harness(settings, { concurrency: filesAtOnce(checked.concurrency) });
    round.stream = stream;
    return round;
  });
  harness.watched = watched;
  await watched.run();
}

const harnessOf = new WeakMap();

/** Imports the module of --test-global-setup. @returns {Promise<Function|undefined>} its teardown */
async function setUp(file, cwd) {
  if (file === undefined || file === null) return undefined;
  const { importModule } = require('module/esm/loader');
  const { pathToFileURL } = require('url');
  const hooks = await importModule(pathToFileURL(path.resolve(cwd, file)).href, pathToFileURL(`${cwd}/`).href);
  await (hooks.globalSetup ?? hooks.default?.globalSetup)?.();
  return hooks.globalTeardown ?? hooks.default?.globalTeardown;
}

module.exports = { run, harnessOf };
