'use strict';
// How other rooms (http, net, dns, ...) tell PerformanceObservers of what they did. Nobody observing costs one look:
//     if (observed.http > 0) { const start = now(); ... report('HttpRequest', 'http', start, now() - start, detail); }

/** How many observers want each type. */
const observed = { __proto__: null, dns: 0, function: 0, gc: 0, http: 0, http2: 0, mark: 0, measure: 0, net: 0, resource: 0 };

/** @returns {number} the time by performance.now() */
function now() {
  return require('perf_hooks/clock').now();
}

/** Reports to the observers of `type`. startTime and duration in milliseconds. */
function report(name, type, startTime, duration, detail) {
  if (observed[type] === 0) return;
  const { nodeEntry } = require('perf_hooks/entries');
  require('perf_hooks/observer').enqueue(nodeEntry(name, type, startTime, duration, detail));
}

module.exports = { observed, now, report };
