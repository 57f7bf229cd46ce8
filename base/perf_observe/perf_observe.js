'use strict';
// How other rooms (http, net, dns, ...) tell PerformanceObservers of what they did. Nobody observing costs one look:
//     if (observed.http > 0) { const start = now(); ... report('HttpRequest', 'http', start, now() - start, detail); }

const { bareObject } = require('intrinsics');

/** How many observers want each type. 'loop' is added when the loop is watched. */
const observed = bareObject({ dns: 0, function: 0, gc: 0, http: 0, http2: 0, mark: 0, measure: 0, net: 0, resource: 0 });

let native;
let enqueue;

/** @returns {number} the time by performance.now() */
function now() {
  native ??= binding('performance');
  return native.now();
}

/** Reports to the observers of `type`. startTime and duration in milliseconds. */
function report(name, type, startTime, duration, detail) {
  if (observed[type] === 0) return;
  enqueue(name, type, startTime, duration, detail);
}

/** `callback` gets what is reported: of perf_hooks, which is loaded before anything is observed. */
function setObservers(callback) {
  enqueue = callback;
}

module.exports = { observed, now, report, setObservers };
