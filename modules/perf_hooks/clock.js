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

/** @returns {number} when the process started, in milliseconds since 1970 */
function timeOrigin() {
  return clock().timeOrigin();
}

/** @returns {number} when that point of the start was reached, by now(); -1: not yet */
function milestone(name) {
  return clock().milestone(name);
}

/** @returns {number} milliseconds that the loop has waited for events */
function loopIdleTime() {
  return clock().loopIdleTime();
}

/** @returns {{loopCount: number, events: number, eventsWaiting: number}} */
function loopMetrics() {
  const [loopCount, events, eventsWaiting] = clock().loopMetrics();
  return { loopCount, events, eventsWaiting };
}

/** Have listener(kind, flags, startTime, duration) called after each garbage collection; undefined: no more. */
function watchGarbageCollection(listener) {
  clock().watchGarbageCollection(listener);
}

module.exports = { now, timeOrigin, milestone, loopIdleTime, loopMetrics, watchGarbageCollection };
