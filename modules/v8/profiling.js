// Garbage collections and the processor's time, measured between a start and a stop.
'use strict';

/** Statistics of the garbage collections between start() and stop(). */
class GCProfiler {
  #profiler = null;
  #startTime = 0;

  /** Begins to collect data; nothing where it has begun already. */
  start() {
    if (this.#profiler !== null) return;
    this.#profiler = new (binding('gc_profiler').GCProfiler)();
    this.#startTime = Date.now();
    this.#profiler.start();
  }

  /** @returns {{version: number, startTime: number, statistics: object[], endTime: number}|undefined} */
  stop() {
    if (this.#profiler === null) return undefined;
    const statistics = this.#profiler.stop();
    this.#profiler = null;
    return { version: 1, startTime: this.#startTime, statistics, endTime: Date.now() };
  }
}

class SyncCPUProfileHandle {
  #profiling = new (binding('profiles').CpuProfiling)();

  /** @returns {string|undefined} the profile as JSON; undefined when it was stopped before */
  stop() {
    return this.#profiling.stop();
  }

  [Symbol.dispose]() {
    this.stop();
  }
}

/** Begins to measure where time goes. @returns {SyncCPUProfileHandle} its stop() returns the profile */
function startCpuProfile() {
  return new SyncCPUProfileHandle();
}

module.exports = { GCProfiler, startCpuProfile };
