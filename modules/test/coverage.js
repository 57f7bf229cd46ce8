'use strict';
// --experimental-test-coverage and run({coverage}): counts in this process and in those it starts (v8/coverage writes for each a
// file into a directory of the run's own), and what comes of it at the end.
const fs = require('fs');
const path = require('path');
const process = require('process_object');

const DEFAULT_THRESHOLD = 0;
const EXIT_FAILED = 1;

class Coverage {
  #directory = fs.mkdtempSync(path.join(require('os').tmpdir(), 'node-coverage-'));
  #given = process.env.NODE_V8_COVERAGE; // where a user wants the counts
  #settings;

  /** @param {{cwd, include: string[], exclude?: string[], thresholds: {line, branch, function}}} settings */
  constructor(settings) {
    this.#settings = settings;
    require('v8/coverage').start(this.#directory);
  }

  use(settings) {
    this.#settings = settings;
  }

  /** Counts no more. @returns {object|undefined} the summary, as 'test:coverage' has it */
  finish() {
    const counting = require('v8/coverage');
    counting.take();
    counting.stop();
    if (this.#given === undefined) delete process.env.NODE_V8_COVERAGE;
    else process.env.NODE_V8_COVERAGE = this.#given;
    try {
      return require('test/coverage_summary').summarize(this.#read(), this.#settings);
    } finally {
      if (this.#given !== undefined) fs.cpSync(this.#directory, this.#given, { recursive: true });
      fs.rmSync(this.#directory, { recursive: true, force: true });
    }
  }

  /** @returns {object[]} what each process and thread has written */
  #read() {
    return fs.readdirSync(this.#directory).sort().map((name) => (
      JSON.parse(fs.readFileSync(path.join(this.#directory, name), 'utf8'))));
  }
}

/** Sends the summary as an event of the run, behind messages on each threshold that was missed. */
function report(harness) {
  const { coverage } = harness;
  if (coverage === undefined) return;
  harness.coverage = undefined;
  let summary;
  try {
    summary = coverage.finish();
  } catch (error) {
    harness.root.diagnostic(`Warning: Could not report code coverage. ${error}`, 'error');
    harness.root.report.sendDiagnostics();
    process.exitCode = EXIT_FAILED;
    return;
  }
  const { totals, thresholds } = summary;
  const covered = {
    __proto__: null, line: totals.coveredLinePercent, branch: totals.coveredBranchPercent, function: totals.coveredFunctionPercent,
  };
  for (const kind of Object.keys(covered)) {
    if (covered[kind] >= thresholds[kind]) continue;
    harness.success = false;
    process.exitCode = EXIT_FAILED;
    const message = `Error: ${covered[kind].toFixed(2)}% ${kind} coverage does not meet threshold of ${thresholds[kind]}%.`;
    harness.stream.send('test:diagnostic', { __proto__: null, nesting: 0, message, level: 'error' });
  }
  harness.stream.send('test:coverage', { __proto__: null, nesting: 0, summary });
}

let started; // by the command line, before the program

/** Begins for the command line. */
function startByOption() {
  started = new Coverage(undefined);
}

/** What the command line says. @throws ERR_OUT_OF_RANGE for a threshold that is no percentage */
function settingsOfCommandLine() {
  const { getOption } = require('options');
  const { validateInteger } = require('validators');
  const threshold = (name) => {
    const value = getOption(name) ?? DEFAULT_THRESHOLD;
    validateInteger(value, name, 0, 100);
    return value;
  };
  const exclude = getOption('--test-coverage-exclude');
  return {
    cwd: process.cwd(),
    include: getOption('--test-coverage-include'),
    exclude: exclude.length > 0 ? exclude : undefined,
    thresholds: {
      __proto__: null,
      line: threshold('--test-coverage-lines'),
      branch: threshold('--test-coverage-branches'),
      function: threshold('--test-coverage-functions'),
    },
  };
}

/** The coverage that the command line began. @returns {Coverage|undefined} */
function ofCommandLine() {
  if (started === undefined) return undefined;
  started.use(settingsOfCommandLine());
  return started;
}

module.exports = { Coverage, ofCommandLine, report, startByOption };
