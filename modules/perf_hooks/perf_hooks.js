'use strict';
// node:perf_hooks.
// Also shown: clock, node_timing.

const { fixProperties } = require('define');
const { PerformanceEntry, PerformanceMark, PerformanceMeasure } = require('perf_hooks/entries');
const { PerformanceObserver, PerformanceObserverEntryList } = require('perf_hooks/observer');
const { PerformanceResourceTiming } = require('perf_hooks/resource_timing');
const { Performance, performance } = require('perf_hooks/performance');
const { eventLoopUtilization } = require('perf_hooks/node_timing');
const { timerify } = require('perf_hooks/timerify');

/** @returns {ELDHistogram} of the delay of the event loop in nanoseconds; enable() starts it */
function monitorEventLoopDelay(options = { __proto__: null }) {
  return require('perf_hooks/event_loop_delay').monitorEventLoopDelay(options);
}

/** @returns {RecordableHistogram} */
function createHistogram(options = { __proto__: null }) {
  return require('perf_hooks/histogram').createHistogram(options);
}

module.exports = {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
  monitorEventLoopDelay,
  eventLoopUtilization,
  timerify,
  createHistogram,
  performance,
};

// V8's kinds and flags of garbage collections (v8::GCType, v8::GCCallbackFlags).
const constants = {
  NODE_PERFORMANCE_GC_MAJOR: 4,
  NODE_PERFORMANCE_GC_MINOR: 1,
  NODE_PERFORMANCE_GC_INCREMENTAL: 8,
  NODE_PERFORMANCE_GC_WEAKCB: 16,
  NODE_PERFORMANCE_GC_FLAGS_NO: 0,
  NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2,
  NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
  NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8,
  NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
  NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32,
  NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
};
for (const [name, value] of Object.entries({
  NODE_PERFORMANCE_ENTRY_TYPE_GC: 0,
  NODE_PERFORMANCE_ENTRY_TYPE_HTTP: 1,
  NODE_PERFORMANCE_ENTRY_TYPE_HTTP2: 2,
  NODE_PERFORMANCE_ENTRY_TYPE_NET: 3,
  NODE_PERFORMANCE_ENTRY_TYPE_DNS: 4,
  NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN_TIMESTAMP: 0,
  NODE_PERFORMANCE_MILESTONE_TIME_ORIGIN: 1,
  NODE_PERFORMANCE_MILESTONE_ENVIRONMENT: 2,
  NODE_PERFORMANCE_MILESTONE_NODE_START: 3,
  NODE_PERFORMANCE_MILESTONE_V8_START: 4,
  NODE_PERFORMANCE_MILESTONE_LOOP_START: 5,
  NODE_PERFORMANCE_MILESTONE_LOOP_EXIT: 6,
  NODE_PERFORMANCE_MILESTONE_BOOTSTRAP_COMPLETE: 7,
})) Object.defineProperty(constants, name, { __proto__: null, value });
Object.defineProperty(module.exports, 'constants', { __proto__: null, enumerable: true, value: fixProperties(constants) });
