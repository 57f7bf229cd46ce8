'use strict';
// monitorEventLoopDelay(): a histogram of the time between the calls of a timer, in nanoseconds.

const { validateInteger, validateObject } = require('validators');
const { noOptions } = require('define');
const { HdrHistogram } = require('perf_hooks/hdr_histogram');
const { Histogram, kConstruct } = require('perf_hooks/histogram');
const { now } = require('perf_hooks/clock');

const kOneHour = 3.6e12; // nanoseconds

class ELDHistogram extends Histogram {
  #numbers;
  #resolution;
  #timer;
  #last;

  constructor(key = undefined, numbers = undefined, resolution = undefined) {
    super(key, numbers);
    this.#numbers = numbers;
    this.#resolution = resolution;
  }

  #tick() {
    const time = Math.round(now() * 1e6);
    if (this.#last !== undefined) this.#numbers.record(Math.max(time - this.#last, 1));
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

/**
 * @param {{resolution?: number}} [options] milliseconds between two measurements; 10
 * @returns {ELDHistogram} of nanoseconds; it measures once enable() is called
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function monitorEventLoopDelay(options = noOptions) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  return new ELDHistogram(kConstruct, new HdrHistogram(1, kOneHour, 3), resolution);
}

module.exports = { monitorEventLoopDelay };
