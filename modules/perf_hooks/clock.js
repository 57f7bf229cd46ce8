'use strict';
// The clock of performance: milliseconds since the process started, and what the loop did meanwhile.

let native;

function clock() {
  return native ??= binding('performance');
}

/** @returns {number} milliseconds since timeOrigin, with fractions */
function now() {
  return clock().now();
}

let origin;

/** @returns {number} when the process (or the worker) started, in milliseconds since 1970 */
function timeOrigin() {
  return origin ??= clock().timeOrigin();
}

/** @returns {number} when that point of the process was reached, 'loopStart' and the like, by now(); -1: not yet */
function milestone(name) {
  return clock().when(name);
}

/** @returns {number} milliseconds that the loop has waited for events, from the first question on */
function loopIdleTime() {
  return clock().loopIdleTime();
}

let turnCounter;

/**
 * @returns {{loopCount: number, events: number, eventsWaiting: number}} turns of the loop from the first question on;
 *   libuv before 1.45 does not count events: these are 0
 */
function loopMetrics() {
  if (turnCounter === undefined) {
    turnCounter = new (clock().TurnCounter)();
    turnCounter.start();
  }
  return { loopCount: turnCounter.turns(), events: 0, eventsWaiting: 0 };
}

let watcher;

/** Has listener(kind, flags, startTime, duration) called after each garbage collection; undefined: no more. */
function watchGarbageCollection(listener) {
  watcher?.stop();
  watcher = undefined;
  if (listener === undefined) return;
  watcher = new (clock().CollectionWatcher)();
  watcher.start(listener);
}

module.exports = { now, timeOrigin, milestone, loopIdleTime, loopMetrics, watchGarbageCollection };
