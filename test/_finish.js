'use strict';
// The end of a test that does not end by itself. A program passes when it exits 0, and it also exits 0 when the loop ran out
// of work, or somebody called process.exit(), before anything was asserted. So each asynchronous test says what its end is:
//
//   const finish = require('../../../test/_finish');       import finish from '../../../test/_finish.js';
//
//   finish(async () => { ... });                           the promise has to be fulfilled (also: `await finish(...)`)
//   fs.stat(path, finish.once((error, stats) => { ... }));    a callback that has to come, once
//   socket.on('data', finish.times(3, (data) => { ... }));    ... three times, no more and no less
//   socket.on('data', finish.some((data) => { ... }));        ... once or more often
//   socket.on('error', finish.never('no error'));             ... not at all
//   const ended = finish.end('all requests'); ... ended();    an end that is none of these
//   const assert = finish.plan(12);                        node:assert, of which at least so many calls have to pass
//   finish.atExit(() => { ... });                          what is asserted when the process ends
//   await finish.until(() => log.length === 3);            what will be so after some turns of the loop, however long each takes
//
// What is missing when the process ends is printed with the line that asked for it, and the exit code is 1, whatever code the
// process was ended with. All of it holds in workers and child processes that load this file, each for itself.
// What this needs is taken before a test can replace it.
const { writeSync } = require('node:fs');
const process = require('node:process');
const { inspect } = require('node:util');
const { isMainThread } = require('node:worker_threads');

const exit = process.exit.bind(process);

const pending = []; // one object for each end that was asked for
const failures = [];
let isEnding = false;

// The line of the test that asked, out of a stack.
function callSite() {
  const lines = new Error().stack.split('\n').slice(1);
  return (lines.find((line) => !line.includes(__filename)) ?? '').trim().replace(/^at /, '');
}

class End {
  constructor(what, least, most) {
    this.what = what;
    this.least = least;
    this.most = most;
    this.count = 0;
    this.site = callSite();
    pending.push(this);
  }

  happened() {
    this.count++;
    if (this.count > this.most) fail(`${this.what}: ${this.count} times instead of ${this.most}`, this.site);
  }
}

function fail(text, site) {
  failures.push(`${text}\n    asked for at ${site}`); // the exit code is set at the end, behind all others who set it
  if (isEnding) report();
}

function report() {
  const lines = failures.splice(0).map((failure) => `the test failed: ${failure}\n`);
  if (lines.length === 0) return;
  writeSync(2, lines.join(''));
  process.exitCode = 1;
}

function atExit() {
  isEnding = true;
  for (const { what, least, count, site } of pending) {
    if (count < least) fail(`${what}: ${count === 0 ? 'never came' : `came ${count} times instead of ${least}`}`, site);
  }
  report();
}
process.on('exit', atExit);

function counted(what, least, most, fn) {
  const end = new End(what, least, most);
  return function (...args) {
    end.happened();
    return fn?.apply(this, args);
  };
}

const nameOf = (fn) => (fn?.name ? `the callback ${fn.name}` : 'a callback');

/**
 * Runs `main`, at once; its promise has to be fulfilled before the process ends.
 * @param {() => Promise<any>} main
 * @returns {Promise<any>} what `main` gives. It need not be awaited: a rejection ends the process, which prints it.
 */
function finish(main) {
  if (typeof main !== 'function') throw new TypeError('finish() takes the function to run');
  const end = new End('the end of the test', 1, 1);
  const result = main();
  if (typeof result?.then !== 'function') throw new TypeError('finish() takes an async function');
  result.then(() => end.happened(), (error) => {
    end.happened(); // the error says more than that the end never came
    failures.push(inspect(error));
    exit(1); // whoever listens for rejections: a server left open must not keep a failed test alive
  });
  return result;
}

/** `fn`, which has to be called exactly once. */
finish.once = (fn) => counted(nameOf(fn), 1, 1, fn);

/** `fn`, which has to be called exactly `count` times. */
finish.times = (count, fn) => counted(nameOf(fn), count, count, fn);

/** `fn`, which has to be called at least once, or `least` times. */
finish.some = (fn, least = 1) => counted(nameOf(fn), least, Infinity, fn);

/** A function that must not be called. */
finish.never = (what = 'what must not come') => {
  const site = callSite();
  return (...args) => { throw new Error(`${what}, asked for at ${site}; it came with ${inspect(args)}`); };
};

/** A function to call at the test's end, or `count` times until then. */
finish.end = (what = 'the end of the test', count = 1) => {
  const end = new End(what, count, count);
  return () => end.happened();
};

/**
 * node:assert, counting: at least `count` assertions have to pass before the process ends; those of 'exit' count for nothing.
 * Not in a worker or child process that the test starts from the same file.
 */
finish.plan = (count) => {
  const assert = require('node:assert');
  const isTest = isMainThread && process.send === undefined && process.argv.length === 2;
  const end = new End('passed assertions', isTest ? count : 0, Infinity);
  const counting = (fn) => function(...args) {
    const result = Reflect.apply(fn, this, args);
    if (typeof result?.then === 'function') return result.then((value) => (end.happened(), value));
    end.happened();
    return result;
  };
  const planned = counting(assert);
  for (const name of Object.keys(assert)) planned[name] = isAssertion(assert[name]) ? counting(assert[name]) : assert[name];
  return planned;
};

const isAssertion = (value) => typeof value === 'function' && !/^[A-Z]|^strict$/.test(value.name);

/** Calls `fn(code)` when the process ends, which it always does: for tests whose assertions are about all that came. */
finish.atExit = (fn) => {
  process.on('exit', (code) => {
    try {
      fn(code);
    } catch (error) { // also where the test listens for uncaught errors
      failures.push(inspect(error));
      report();
    }
  });
};

/**
 * Waits until `condition()`, or its promise, gives something truthy; asks once in each turn of the loop. In place of a sleep that
 * is long enough on a machine that does not stall. What never becomes so ends by the runner's limit.
 */
finish.until = async (condition) => {
  while (!await condition()) await new Promise((resolve) => { setTimeout(resolve, 1); });
};

module.exports = finish;
