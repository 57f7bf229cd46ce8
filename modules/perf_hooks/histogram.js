'use strict';
// What programs see of histograms: Histogram, which can be read, and RecordableHistogram. The numbers are an HdrHistogram's; values are
// integers, nanoseconds where perf_hooks itself records them. Accessors with BigInt in their name give the same as a bigint.

const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_OUT_OF_RANGE } = require('errors');
const { validateInteger, validateNumber, validateObject } = require('validators');
const { noOptions } = require('define');
const { HdrHistogram } = require('perf_hooks/hdr_histogram');
const { now } = require('perf_hooks/clock');

const kConstruct = Symbol('kConstruct');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kMaxInt64 = 2n ** 63n - 1n;

let numbersOf; // of a Histogram; throws ERR_INVALID_THIS for what is none
let isHistogram;

function minBigInt({ min }) {
  return min === Infinity ? kMaxInt64 : BigInt(min);
}

class Histogram {
  #numbers;

  static {
    isHistogram = (value) => typeof value === 'object' && value !== null && #numbers in value;
    numbersOf = (value) => {
      if (!isHistogram(value)) throw new ERR_INVALID_THIS('Histogram');
      return value.#numbers;
    };
  }

  constructor(key = undefined, numbers = undefined) {
    if (key !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#numbers = numbers;
  }

  /** How many values were recorded. */
  get count() {
    return numbersOf(this).total;
  }

  get countBigInt() {
    return BigInt(numbersOf(this).total);
  }

  /** The smallest value; 9223372036854776000 without any. */
  get min() {
    return Number(minBigInt(numbersOf(this)));
  }

  get minBigInt() {
    return minBigInt(numbersOf(this));
  }

  /** The largest value; 0 without any. */
  get max() {
    return numbersOf(this).max;
  }

  get maxBigInt() {
    return BigInt(numbersOf(this).max);
  }

  /** NaN without values. */
  get mean() {
    return numbersOf(this).mean;
  }

  /** How many values were too high to be recorded. */
  get exceeds() {
    return numbersOf(this).exceeds;
  }

  get exceedsBigInt() {
    return BigInt(numbersOf(this).exceeds);
  }

  /** The standard deviation; NaN without values. */
  get stddev() {
    return numbersOf(this).deviation;
  }

  /**
   * @param {number} percentile above 0, up to 100
   * @returns {number} the value that so many percent of the values do not exceed
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
   */
  percentile(percentile) {
    const numbers = numbersOf(this);
    validateNumber(percentile, 'percentile');
    if (!(percentile > 0 && percentile <= 100)) throw new ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
    return numbers.percentile(percentile);
  }

  percentileBigInt(percentile) {
    return BigInt(this.percentile(percentile));
  }

  /** @returns {Map<number, number>} value by percentile: of 0, 50, 75, 87.5, ..., 100 */
  get percentiles() {
    return new Map(numbersOf(this).percentiles());
  }

  get percentilesBigInt() {
    return new Map(numbersOf(this).percentiles().map(([percentile, value]) => [percentile, BigInt(value)]));
  }

  /** Forgets all values. */
  reset() {
    numbersOf(this).reset();
  }

  toJSON() {
    const { count, min, max, mean, exceeds, stddev } = this;
    return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(this.percentiles) };
  }

  [kInspect](depth, options) {
    if (depth < 0) return `[${this.constructor.name}]`;
    const inner = { ...options, depth: options.depth === null || options.depth === undefined ? null : options.depth - 1 };
    const { min, max, mean, exceeds, stddev, count, percentiles } = this;
    return `Histogram ${require('inspect').inspect({ min, max, mean, exceeds, stddev, count, percentiles }, inner)}`;
  }
}

class RecordableHistogram extends Histogram {
  #lastTime; // nanoseconds, of recordDelta()

  static #is(value) {
    return isHistogram(value) && #lastTime in value;
  }

  static #numbersOf(value) {
    if (!RecordableHistogram.#is(value)) throw new ERR_INVALID_THIS('RecordableHistogram');
    return numbersOf(value);
  }

  /**
   * Records a value.
   * @param {number | bigint} val an integer from 1
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
   */
  record(val) {
    const numbers = RecordableHistogram.#numbersOf(this);
    if (typeof val === 'bigint') {
      if (val < 1n || val > kMaxInt64) {
        const error = new RangeError('value is out of range');
        error.code = 'ERR_OUT_OF_RANGE';
        throw error;
      }
    } else {
      validateInteger(val, 'val', 1);
    }
    numbers.record(Number(val));
  }

  /** Records the nanoseconds since the last call; the first call only begins. */
  recordDelta() {
    const numbers = RecordableHistogram.#numbersOf(this);
    const time = Math.round(now() * 1e6);
    if (this.#lastTime !== undefined) numbers.record(Math.max(time - this.#lastTime, 1));
    this.#lastTime = time;
  }

  /**
   * Records all values of another histogram.
   * @param {RecordableHistogram} other
   * @throws ERR_INVALID_ARG_TYPE
   */
  add(other) {
    const numbers = RecordableHistogram.#numbersOf(this);
    if (!RecordableHistogram.#is(other)) throw new ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    numbers.add(numbersOf(other));
  }
}

// --- Clones. ---

for (const Class of [Histogram, RecordableHistogram]) {
  require('cloneable').setCloneSteps(Class, {
    kind: 'Histogram',
    reader: 'perf_hooks/histogram',
    is: isHistogram,
    serialize: (histogram) => ({ ...numbersOf(histogram).toData(), isRecordable: Class === RecordableHistogram }),
  });
}

/** The histogram that was serialized, perhaps in another thread: with the same numbers from now on. */
function deserialize({ isRecordable, ...data }) {
  return new (isRecordable ? RecordableHistogram : Histogram)(kConstruct, HdrHistogram.from(data));
}

/**
 * @param {object} [options]
 * @param {number | bigint} [options.lowest] the smallest value that must be told from others; 1
 * @param {number | bigint} [options.highest] the largest that is recorded, at least twice `lowest`; 2^53 - 1
 * @param {number} [options.figures] significant figures that are kept, 1 to 5; 3
 * @returns {RecordableHistogram}
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE
 */
function createHistogram(options = noOptions) {
  validateObject(options, 'options');
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, Number.MAX_SAFE_INTEGER);
  if (typeof highest !== 'bigint') validateInteger(highest, 'options.highest', 2 * Number(lowest), Number.MAX_SAFE_INTEGER);
  else if (highest < 2n * BigInt(lowest)) throw new ERR_OUT_OF_RANGE('options.highest', `>= ${2n * BigInt(lowest)}`, highest);
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(kConstruct, new HdrHistogram(Number(lowest), Number(highest), figures));
}

module.exports = { Histogram, deserialize, RecordableHistogram, createHistogram, kConstruct };
