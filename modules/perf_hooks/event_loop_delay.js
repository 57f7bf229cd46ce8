'use strict';
// monitorEventLoopDelay(): a histogram of the time between the calls of a timer, in nanoseconds.

const { validateInteger, validateObject } = require('validators');
const { Histogram, newCounts, kConstruct } = require('perf_hooks/histogram');
const { now } = require('perf_hooks/clock');

const kOneHour = 3.6e12;

class ELDHistogram extends Histogram {
  #counts;
  #resolution;
  #timer;
  #last;

  constructor(key = undefined, counts = undefined, resolution = undefined) {
    super(key, counts);
    this.#counts = counts;
    this.#resolution = resolution;
  }

  #tick() {
    const time = Math.round(now() * 1e6);
    if (this.#last !== undefined) this.#counts.record(Math.max(time - this.#last, 1));
    this.#last = time;
  }

  /** Starts measuring. @returns {boolean} false: it was started already */
  enable() {
    if (this.#timer !== undefined) return false;
    this.#last = undefined;
    this.#timer = require('timers').setInterval(() => this.#tick(), this.#resolution).unref();
    return true;
  }

  /** Stops measuring. @returns {boolean} false: it was stopped already */
  disable() {
    if (this.#timer === undefined) return false;
    require('timers').clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }

  [Symbol.dispose]() {
    this.disable();
  }
}

/** @param {{resolution?: number}} [options] milliseconds between two measurements: 10 */
function monitorEventLoopDelay(options = { __proto__: null }) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  return new ELDHistogram(kConstruct, newCounts(1, kOneHour, 3), resolution);
}

module.exports = { monitorEventLoopDelay };
