'use strict';
// Errors nobody caught: who is asked, and how the process ends when nobody takes one.
//
// Native code calls onUncaught with what reached the bottom of the stack; rejections.js calls onUnhandledReason with
// the reasons of promises nobody handled. The order: 'uncaughtExceptionMonitor', the capture callback, 'uncaughtException',
// and, if none of them took it, 'exit', the report on stderr, the end.
// Also shown: rejections.

const { apply, stringSlice, stringStartsWith } = require('intrinsics');
const process = require('process_object');
const {
  ERR_DOMAIN_CALLBACK_NOT_AVAILABLE,
  ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE,
  ERR_INVALID_ARG_TYPE,
  ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET,
} = require('errors');

const { state, UNCAUGHT_IS_CAPTURED } = binding('state');

const EXIT_UNCAUGHT = 1;
const EXIT_NO_HANDLER = 6;
const EXIT_HANDLER_THREW = 7;

// --- The capture callback: one function, a user's or the domain module's. ---

const HEADER = 'Error: ';
const LINE = '----------------------------------------';
let capture = null;
let domainLoadStack; // where node:domain was loaded, when it was

/**
 * process.setUncaughtExceptionCaptureCallback: gives all uncaught errors to one function, null for none.
 * @throws ERR_INVALID_ARG_TYPE, ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET,
 *   ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE
 */
function setUncaughtExceptionCaptureCallback(fn) {
  if (domainLoadStack !== undefined) {
    const error = new ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE();
    error.stack += `\n${LINE}\n${domainLoadStack}`;
    throw error;
  }
  if (fn === null) {
    setCapture(null);
    return;
  }
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE('fn', ['Function', 'null'], fn);
  if (capture !== null) throw new ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET();
  setCapture(fn);
}

function setCapture(fn) {
  capture = fn;
  state[UNCAUGHT_IS_CAPTURED] = fn === null ? 0 : 1;
}

/** process.hasUncaughtExceptionCaptureCallback */
function hasUncaughtExceptionCaptureCallback() {
  return capture !== null;
}

/**
 * Reserves the capture callback for node:domain, when that is loaded.
 * @throws ERR_DOMAIN_CALLBACK_NOT_AVAILABLE if a user has set it
 */
function reserveForDomains() {
  if (capture !== null) throw new ERR_DOMAIN_CALLBACK_NOT_AVAILABLE();
  const { stack } = new Error('require(`domain`) at this point');
  domainLoadStack = stringStartsWith(stack, HEADER) ? stringSlice(stack, HEADER.length) : stack;
}

/** The domain module's own callback, null for none. It comes where a user's would. */
function setDomainCallback(fn) {
  setCapture(fn);
}

let domainOfPromise;

/** `find(promise)` gives the domain that a promise was made in: its unhandled rejection comes to that. */
function setPromiseDomains(find) {
  domainOfPromise = find;
}

/** The domain that `promise` was made in, if any. */
function domainOf(promise) {
  return domainOfPromise?.(promise);
}

// --- Dispatch. ---

/**
 * Offers an uncaught error to whoever listens. Ends the process when nobody takes it.
 *
 * What a handler throws propagates: native code then calls reportHandlerFailure with that.
 * @param {any} error
 * @param {boolean} fromPromise the error is the reason of a rejected promise
 * @param {string} [arrow] where it was thrown, see formatUncaught
 * @param {string} [thrownAt] the stack of the throw, with --trace-uncaught
 * @returns {true} it was handled
 */
function onUncaught(error, fromPromise, arrow, thrownAt) {
  const origin = fromPromise ? 'unhandledRejection' : 'uncaughtException';
  process.emit('uncaughtExceptionMonitor', error, origin);
  let handled = true;
  if (capture !== null) capture(error);
  else handled = process.emit('uncaughtException', error, origin);
  if (handled) {
    // What was to run behind the one that threw waits for the next callback: see to it that there is one.
    require('timers').setImmediate(noop);
    return true;
  }
  try {
    if (!process._exiting && writesReports()) require('report').onUncaught(error);
  } catch {
    // The error being reported matters more than the report of it.
  }
  emitExit();
  end(error, arrow, thrownAt);
  return true;
}

// process.report was touched, or the command line asks for reports.
function writesReports() {
  return binding('builtins').loaded.report !== undefined || require('options').getOption('--report-uncaught-exception');
}

function end(error, arrow, thrownAt) {
  report(error, arrow, thrownAt);
  // A listener of 'exit' that throws does not change how a worker ends, as on Node.
  const code = reporter !== undefined && process._exiting ? 0 : EXIT_UNCAUGHT;
  process.reallyExit(process.exitCode ?? code); // a worker's returns
}

/** onUncaught where a program has put a function of its own, `handler`, into process._fatalException. */
function onUncaughtBy(handler, error, fromPromise, arrow, thrownAt) {
  if (typeof handler !== 'function') {
    if (reporter === undefined) report(error, arrow, thrownAt);
    process.reallyExit(EXIT_NO_HANDLER);
  } else if (apply(handler, process, [error, fromPromise]) === false) {
    end(error, arrow, thrownAt);
  }
  return true;
}

function noop() {}

function emitExit() {
  if (process._exiting) return;
  process._exiting = true;
  process.exitCode = EXIT_UNCAUGHT;
  try {
    process.emit('exit', EXIT_UNCAUGHT);
  } catch {
    // The error being reported matters more than one from a listener of 'exit'.
  }
  require('exit_work').doExitWork();
}

/** Reports what a handler of uncaught errors threw, and ends the process: 'exit' is not emitted. */
function reportHandlerFailure(error, arrow, thrownAt) {
  report(error, arrow, thrownAt);
  process.reallyExit(reporter === undefined ? EXIT_HANDLER_THREW : EXIT_UNCAUGHT);
}

function stderrHasColors() {
  if (process.env.FORCE_COLOR !== undefined) {
    return require('tty').WriteStream.prototype.getColorDepth() > 2;
  }
  if (!require('tty').isatty(2)) return false;
  return process.stderr.isTTY === true && process.stderr.getColorDepth() > 2;
}

// An 'error' event's error says where it was made; where it was emitted is added behind that.
function addEmitSite(error) {
  try {
    const site = require('error_context').describeEmitSite(error);
    if (site !== '') error.stack += site;
  } catch {
    // A stack that cannot be read or written stays as it is.
  }
}

let mapArrow;

/** Source maps are used: `map(arrow)` makes of a place in a file that was compiled the one in its source. */
function setArrowMapper(map) {
  mapArrow = map;
}

let reporter;

/** In a worker: `report(error)` takes the place of the report on stderr. */
function setReporter(report) {
  reporter = report;
}

let keepsHead = false;

/** The next error is shown as its stack begins, without the name of its class: what a script at top level threw. */
function keepNextHead() {
  keepsHead = true;
}

// The last part of the name that the program was started by.
function programName() {
  const name = process.argv0 || 'node';
  let text = '';
  for (let i = 0; i < name.length; i++) text = name[i] === '/' ? '' : `${text}${name[i]}`;
  return text;
}

function report(error, arrow, thrownAt) {
  addEmitSite(error);
  binding('uncaught').notifyInspector(error);
  if (reporter !== undefined) return void reporter(error);
  binding('uncaught').print(describe(error, arrow, thrownAt));
}

function describe(error, arrow, thrownAt) {
  let colors = false;
  try {
    colors = stderrHasColors();
  } catch {
    // No colors, then.
  }
  const { getOption } = require('options');
  // A debugger has V8 keep these stacks, too.
  thrownAt = getOption('--trace-uncaught') ? thrownAt ?? binding('uncaught').thrownAt(error) : undefined;
  // What a module loader threw on has a place of its own, the program's.
  if (typeof arrow === 'string' && (stringStartsWith(arrow, 'node:internal/module/') || stringStartsWith(arrow, 'node:diagnostics_channel:'))) {
    const ownArrow = binding('uncaught').arrow(error);
    if (ownArrow !== '' && !stringStartsWith(ownArrow, '<anonymous_script>')) arrow = ownArrow;
  }
  if (arrow && mapArrow !== undefined) arrow = mapArrow(arrow);
  const version = getOption('--extra-info-on-fatal-exception') === false ? undefined : process.version;
  const { formatUncaught } = require('uncaught/format');
  return formatUncaught(error, { __proto__: null, arrow, thrownAt, colors, version, keepsHead, program: programName() });
}

/** onUncaught for a reason that no throw brought here: its place is that of the error itself. */
function onUnhandledReason(reason) {
  return onUncaught(reason, true, binding('uncaught').arrow(reason));
}

module.exports = {
  domainOf,
  hasUncaughtExceptionCaptureCallback,
  keepNextHead,
  onUncaught,
  onUncaughtBy,
  onUnhandledReason,
  reportHandlerFailure,
  reserveForDomains,
  setArrowMapper,
  setDomainCallback,
  setPromiseDomains,
  setReporter,
  setUncaughtExceptionCaptureCallback,
};
