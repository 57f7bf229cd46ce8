'use strict';
// Test files: each is a test at top level, whose function runs the file in a process of its own, or is loaded here.

const path = require('path');
const process = require('process_object');
const { ERR_TEST_FAILURE } = require('errors');
const { optionsForChildren } = require('child_process/own_options');
const { Reader } = require('test/wire_reader');

// Options that are the runner's own; the second kind is followed by a value.
const ownFlags = new Set(['--test', '--test-only', '--test-force-exit', '--watch', '--experimental-test-coverage']);
const ownValues = /^--(?:experimental-)?test-(?:reporter|reporter-destination|concurrency|global-setup|shard|isolation|name-pattern|skip-pattern|timeout|coverage-\w+|rerun-failures)(=|$)/;

const REPORT_FD = 3; // where a process tells what it loads

function watchEnvironment({ onReport }) {
  return onReport === undefined ? undefined : { [require('module/watch_report').FD]: String(REPORT_FD) };
}

/** This process's options for the processes of test files. */
function inheritedOptions() {
  const inherited = [];
  const words = optionsForChildren();
  for (let i = 0; i < words.length; i++) {
    const own = ownValues.exec(words[i]);
    if (own !== null) {
      if (own[1] !== '=') i++;
    } else if (!ownFlags.has(words[i])) {
      inherited.push(words[i]);
    }
  }
  return inherited;
}

function argumentsFor(file, { settings, execArgv, argv, rerunFile, cwd }) {
  const args = [...inheritedOptions(), ...execArgv];
  if (settings.forceExit) args.push('--test-force-exit');
  if (settings.only) args.push('--test-only');
  if (Number.isFinite(settings.timeout)) args.push(`--test-timeout=${settings.timeout}`);
  if (rerunFile !== undefined) args.push(`--test-rerun-failures=${path.resolve(cwd, rerunFile)}`);
  for (const pattern of settings.namePatterns) args.push(`--test-name-pattern=${pattern}`);
  for (const pattern of settings.skipPatterns) args.push(`--test-skip-pattern=${pattern}`);
  args.push(file, ...argv);
  return args;
}

/** Runs the files, as many at a time as the root allows. */
async function runInProcesses(harness, files, options) {
  harness.ready = true;
  const workers = new Set();
  for (const file of files) {
    const absolute = path.resolve(options.cwd, file);
    harness.root.declare({
      name: file,
      options: { signal: options.signal },
      location: { line: 1, column: 1, file: absolute },
      fn: (context) => {
        let worker = 1;
        while (workers.has(worker)) worker++;
        workers.add(worker);
        return runFile(harness, file, absolute, context, worker, options).finally(() => workers.delete(worker));
      },
    });
  }
  await harness.root.settled();
}

async function runFile(harness, file, absolute, context, worker, options) {
  const { spawn } = require('child_process');
  const test = harness.root.subtests.find((other) => other.context === context);
  const child = spawn(process.execPath, argumentsFor(file, options), {
    __proto__: null,
    signal: context.signal,
    cwd: options.cwd,
    env: { ...process.env, ...watchEnvironment(options), NODE_TEST_CONTEXT: 'child-v8', NODE_TEST_WORKER_ID: String(worker) },
    stdio: [process.stdin.isTTY ? 'inherit' : 'pipe', 'pipe', 'pipe', ...(options.onReport === undefined ? [] : ['pipe'])],
  });
  if (options.onReport !== undefined) relayLines(child.stdio[REPORT_FD], (line) => options.onReport(absolute, line.trimEnd()));
  let failure;
  child.on('error', (error) => { failure ??= error; });
  const reader = new Reader(
    (message) => test.report.relay('test:stdout', { __proto__: null, file, message }),
    (event) => receive(harness, test, event));
  child.stdout.on('data', (chunk) => reader.write(chunk));
  relayLines(child.stderr, (message) => test.report.relay('test:stderr', { __proto__: null, file, message }));
  const [code, signal] = await new Promise((resolve) => { child.on('close', (...how) => resolve(how)); });
  reader.end();
  if (code === 0 && signal === null) return;
  if (failure !== undefined && failure.name !== 'AbortError') throw failure;
  const error = new ERR_TEST_FAILURE('test failed', test.relayedFailures > 0 ? 'subtestsFailed' : 'testCodeFailure');
  throw Object.assign(error, { exitCode: code, signal, stack: 'Error: test failed' });
}

function relayLines(stream, onLine) {
  stream.setEncoding('utf8');
  let rest = '';
  stream.on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) onLine(`${line}\n`);
  });
  stream.on('end', () => { if (rest !== '') onLine(rest); });
}

/** One event of a file's process. */
function receive(harness, test, { type, data }) {
  switch (type) {
    case 'test:summary':
      harness.addCounts(data.counts, data.success);
      break;
    case 'test:fail':
    case 'test:pass':
      test.hasRelayedTests = true;
      if (type === 'test:fail' && data.todo === undefined) test.relayedFailures++;
      break;
    case 'test:enqueue':
    case 'test:dequeue':
    case 'test:complete':
      harness.stream.send(type, data);
      return;
    default:
  }
  test.report.relay(type, data);
}

/** Loads the files into this process, then runs the tests they declared. */
async function runHere(harness, files, { cwd, signal, settings }) {
  const { adoptHarness } = require('test/program');
  const { importModule } = require('module/esm/loader');
  const { pathToFileURL } = require('url');
  const loaded = Promise.withResolvers();
  harness.choosesOnly = true;
  harness.prepare = () => loaded.promise;
  const release = adoptHarness(harness);
  signal?.addEventListener('abort', () => harness.cancelAll('test run was aborted'), { once: true });
  for (const file of files) {
    const absolute = path.resolve(cwd, file);
    harness.entryFile = absolute;
    try {
      await importModule(pathToFileURL(absolute).href, pathToFileURL(`${cwd}/`).href);
    } catch (error) {
      harness.root.declare({
        name: path.relative(cwd, absolute), options: {}, location: { line: 1, column: 1, file: absolute },
        fn() { throw error; },
      });
    }
  }
  harness.root.chooseOnly();
  loaded.resolve();
  await harness.root.settled();
  harness.letGo();
  if (!settings.forceExit) {
    // What the tests left behind may still fail.
    await harness.runAfter();
    await new Promise((resolve) => { process.once('beforeExit', resolve); });
  }
  release();
}

module.exports = { runInProcesses, runHere };
