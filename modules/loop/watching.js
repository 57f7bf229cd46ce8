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
  observing.nextCallback = native.nextCallback;
  observing.describe = native.describe;
  observing.on = true;
  require('perf_observe').observed.loop ??= 0;
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
  if (getOption('--loop-why')) require('loop/why').startWaiting(delay);
}

function timeOption(name, valueName) {
  const value = require('options').getOption(valueName);
  return milliseconds(value) ?? refuse(`${name}=${value} is no time: 50ms and 1s are`);
}

// '50', '50ms' and '0.5s'; undefined for what is none.
function milliseconds(text) {
  const match = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text);
  if (match === null) return undefined;
  const time = match[1] * (match[2] === 's' ? 1000 : 1);
  return time >= 1 && time < 2 ** 31 ? time : undefined;
}

function refuse(message) {
  const process = require('process_object');
  process._rawDebug(`${process.argv0}: ${message}`);
  process.reallyExit(9);
}

module.exports = { start, startByOptions, setListener };
