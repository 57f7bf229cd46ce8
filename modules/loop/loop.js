'use strict';
// eddy:loop: what the event loop does, seen from the program. An EventEmitter with functions of its own.
//   'blocked' (report): a callback kept the loop from all others for longer than the limit. Comes in a turn behind it, for
//     each such callback. What a report has is written down in docs/loop/blocked.md.
// Listening to it watches the loop, as watch() does.
// Also shown: command, fuzz, times, watching, why.
const EventEmitter = require('events');
const { validateBoolean, validateNumber, validateObject } = require('validators');
const watching = require('loop/watching');
const native = binding('loop');

const DEFAULT_LIMIT_MS = 50;
const loop = new EventEmitter();

/**
 * Watches this thread's loop from now on. A loop that is watched already keeps its limit.
 * @param {{limit?: number, write?: boolean}} [options] limit: milliseconds (50) that a callback may take; write: whether
 *   reports are written to standard error, too (false)
 * @throws ERR_OUT_OF_RANGE when the limit is below 1
 */
function watch(options = { __proto__: null }) {
  validateObject(options, 'options');
  const { limit = DEFAULT_LIMIT_MS, write = false } = options;
  validateNumber(limit, 'options.limit', 1, 2 ** 31 - 1);
  validateBoolean(write, 'options.write');
  watching.start(limit, false, write);
}

/**
 * What is known of the callback that runs: for how many milliseconds it has, and how many times its stack was sampled.
 * Both are 0 where the loop is not watched, and in the main script, which is no callback of the loop.
 * @returns {{duration: number, samples: number}}
 */
function running() {
  const [duration, samples] = native.running();
  return { duration, samples: Math.round(samples) };
}

/**
 * What keeps this thread's loop alive, and what is open but does not keep it. Lines where things were made are known from
 * keepOrigins() on, or with --loop-why; before, things are named by the program's functions that are called for them.
 * @returns {{pid: number, keeps: object[], open: object[]}} each thing: {kind, detail, age, madeAt, openedFor, callback};
 *   age in milliseconds, the last three {file, line, column, function} or undefined
 */
function why() {
  return require('loop/why').why();
}

/** The answer of why() as the text that --loop-why writes. @returns {string} */
function whyText() {
  return require('loop/why').text();
}

/** From now on everything that can keep the loop alive remembers the line that made it. */
function keepOrigins() {
  require('loop/why').keepOrigins();
}

/**
 * What this thread's loop was doing since the first call, or since --loop-metrics, --loop-trace or --loop-black-box: as
 * metrics with OpenTelemetry's names (docs/loop/metrics.md).
 * @returns {Metric[]} each {name, description, unit, type, points}
 */
function metrics() {
  return require('loop/metrics').metrics();
}

/** The same in Prometheus's text format. @returns {string} */
function metricsText() {
  return require('loop/metrics').prometheusText();
}

loop.on('newListener', (name) => {
  if (name === 'blocked') watching.start(DEFAULT_LIMIT_MS, false, false);
});

watching.setListener((report) => loop.emit('blocked', report));

module.exports = Object.assign(loop, { watch, running, why, whyText, keepOrigins, metrics, metricsText });
