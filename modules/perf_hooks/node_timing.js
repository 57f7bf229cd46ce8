'use strict';
// performance.nodeTiming and eventLoopUtilization(): when the process reached what, and how busy its loop is.

const clock = require('perf_hooks/clock');
const { PerformanceEntry, nodeMilestones, kInspect } = require('perf_hooks/entries');

class PerformanceNodeTiming {
  constructor() {
    const define = (name, get) => Object.defineProperty(this, name, { __proto__: null, get, enumerable: true, configurable: true });
    const fixed = (name, value) => Object.defineProperty(this, name, { __proto__: null, value, enumerable: true, configurable: true });
    fixed('name', 'node');
    fixed('entryType', 'node');
    fixed('startTime', 0);
    define('duration', clock.now);
    for (const name of nodeMilestones) define(name, () => clock.milestone(name));
    define('idleTime', clock.loopIdleTime);
    define('uvMetricsInfo', clock.loopMetrics);
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth === null || options.depth === undefined ? null : options.depth - 1 };
    return `${this.constructor.name} ${require('inspect').inspect(this.toJSON(), inner)}`;
  }

  toJSON() {
    const { name, startTime, entryType, duration, nodeStart, v8Start, bootstrapComplete, environment, loopStart, loopExit,
            idleTime } = this;
    return { name, entryType, startTime, duration, nodeStart, v8Start, bootstrapComplete, environment, loopStart, loopExit,
             idleTime };
  }
}

// An instance of PerformanceEntry by name only: its own properties take the place of the getters.
Object.setPrototypeOf(PerformanceNodeTiming.prototype, PerformanceEntry.prototype);
Object.setPrototypeOf(PerformanceNodeTiming, PerformanceEntry);

const nodeTiming = new PerformanceNodeTiming();

/**
 * @param {object} [util1] an earlier result: the result is the difference of now to it, or with util2, a still earlier
 *   one, of util1 to util2
 * @returns {{idle: number, active: number, utilization: number}} milliseconds, and active's share (0 to 1)
 */
function eventLoopUtilization(util1, util2) {
  return utilizationOf(clock.milestone('loopStart'), clock.now(), clock.loopIdleTime(), util1, util2);
}

/** The same of a loop that began at `loopStart` and has been idle for `idle` of the milliseconds until `now`. */
function utilizationOf(loopStart, now, idle, util1, util2) {
  if (loopStart <= 0) return { idle: 0, active: 0, utilization: 0 };
  if (util2) return utilization(util1.idle - util2.idle, util1.active - util2.active);
  const active = now - loopStart - idle;
  return util1 ? utilization(idle - util1.idle, active - util1.active) : utilization(idle, active);
}

function utilization(idle, active) {
  return { idle, active, utilization: active / (idle + active) };
}

module.exports = { nodeTiming, eventLoopUtilization, utilizationOf };
