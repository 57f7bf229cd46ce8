'use strict';
// Watching this thread's loop: turned on by an option or by eddy:loop, and who gets the reports.
const { observing } = require('observing');
const native = binding('loop');

let listener;

/**
 * Watches the loop, if it is not watched yet.
 * @param {number} limit milliseconds @param {boolean} json the form of what is written @param {boolean} writes to stderr
 */
function start(limit, json, writes) {
  if (native.isWatched()) return;
  const { threadId } = require('worker_threads');
  native.startWatch(limit, json, writes, threadId, require('timers/queue').countDue);
  native.setListener(receive);
  connect();
  require('perf_observe').observed.loop ??= 0;
}

/** Has the loop's callers in JavaScript note what they call. */
function connect() {
  observing.nextCallback = (step, due, item) => {
    native.nextCallback(step, due, item._onTimeout ?? item._onImmediate, causes?.get(item) ?? 0);
  };
  nameFunctions(native.runningRecord());
  observing.on = true;
}

/**
 * Has the functions of the program be named that built-in ones call for it. `memory`: the record of the callback that
 * runs, whose site is set; undefined where the loop is watched, and not recorded.
 */
function nameFunctions(memory) {
  if (memory === undefined) {
    observing.emitsTo = observing.callbackOf = undefined;
    return;
  }
  const site = new Uint32Array(memory, native.SITE_OFFSET, 1);
  let last, place = 0; // of the listener that was called last: native code is asked when it is another one
  observing.emitsTo = (listeners) => {
    let listener = typeof listeners === 'object' ? listeners?.[0] : listeners;
    listener = listener?.listener ?? listener; // of once()
    if (listener !== last) {
      last = listener;
      place = typeof listener === 'function' ? native.siteOf(listener) : 0;
    }
    if (place !== 0) site[0] = place;
  };
  observing.callbackOf = (callback) => {
    const place = native.siteOf(callback);
    if (place === 0) return callback; // a built-in function's: it wraps another one
    return (...results) => {
      site[0] = place;
      callback(...results);
    };
  };
}

/** A listener is gone: ends that, where it was the last one. */
function disconnect() {
  if (native.hasListeners()) {
    connect();
    return;
  }
  observing.on = false;
  observing.nextCallback = observing.emitsTo = observing.callbackOf = undefined;
}

let causes; // Timeout or Immediate -> the number of the callback that made it; undefined: nobody wants to know

/** From now on each timer and immediate remembers which callback made it. */
function keepCauses() {
  if (causes !== undefined) return;
  causes = new WeakMap();
  const { timerMade } = observing;
  observing.timerMade = (timer) => {
    causes.set(timer, native.runningNumber());
    timerMade?.(timer);
  };
}

function receive(text) {
  const report = JSON.parse(text);
  const { observed, report: enqueue } = require('perf_observe');
  if (observed.loop > 0) enqueue(report.callback, 'loop', report.startTime, report.duration, report);
  listener?.(report);
}

/** `callback` gets each report, behind observers of the timeline. */
function setListener(callback) {
  listener = callback;
}

/** As --loop-watch, --loop-watch-format and --loop-why ask. Ends the process where they make no sense. */
function startByOptions() {
  const { getOption } = require('options');
  const limit = timeOption('--loop-watch', '--loop-watch-limit');
  const delay = timeOption('--loop-why', '--loop-why-delay');
  const format = getOption('--loop-watch-format');
  if (format !== 'text' && format !== 'json') refuse(`--loop-watch-format must be text or json, not ${format}`);
  if (getOption('--loop-watch')) start(limit, format === 'json', true);
  require('loop/recording').startByOptions(refuse);
  if (getOption('--loop-why')) require('loop/why').startWaiting(delay);
}

function timeOption(name, valueName) {
  const value = require('options').getOption(valueName);
  return require('loop/times').milliseconds(value) ?? refuse(`${name}=${value} is no time: 50ms and 1s are`);
}

function refuse(message) {
  const process = require('process_object');
  process._rawDebug(`${process.argv0}: ${message}`);
  process.reallyExit(9);
}

module.exports = { start, startByOptions, setListener, connect, disconnect, keepCauses };
