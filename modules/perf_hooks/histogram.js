'use strict';
// Histograms of integers with a fixed number of significant figures, after Gil Tene's HdrHistogram: a value falls into a
// bucket by its highest bit, and there into a sub-bucket; as many sub-buckets as the figures need. Counts stand in
// chunks of half a bucket, made when first used. A histogram that was sent or cloned has its numbers in memory that all of
// its clones share, in other threads, too.

const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } = require('errors');
const { validateInteger, validateNumber, validateObject } = require('validators');
const { now } = require('perf_hooks/clock');

const kConstruct = Symbol('kConstruct');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kMaxInt64 = 2n ** 63n - 1n;

/** floor(log2(n)) of a positive integer up to 2^53. */
function highestBit(n) {
  return n < 2 ** 31 ? 31 - Math.clz32(n) : 31 + highestBit(Math.floor(n / 2 ** 31));
}

const TOTAL = 0, EXCEEDS = 1, MIN = 2, MAX = 3, SUMMARY_LENGTH = 4; // of what stands in front of the chunks

/** The numbers of a histogram, without an interface. */
class Counts {
  #highest;
  #unit; // log2 of the smallest difference that counts
  #halfBits; // log2 of half the number of sub-buckets
  #summary = Float64Array.of(0, 0, Infinity, 0);
  #chunks = [];
  #shared; // SharedArrayBuffer: the lock's word, then the summary and all chunks; undefined while nobody shares it
  #lock;

  constructor(lowest, highest, figures) {
    this.#highest = highest;
    this.#unit = highestBit(lowest);
    this.#halfBits = Math.max(Math.ceil(Math.log2(2 * 10 ** figures)), 1) - 1;
  }

  get total() { return this.#summary[TOTAL]; }
  get exceeds() { return this.#summary[EXCEEDS]; }
  get min() { return this.#summary[MIN]; }
  get max() { return this.#summary[MAX]; }

  // Changes by several threads come one after the other. They are short: who finds another at it tries again.
  #change(change) {
    if (this.#lock === undefined) return change();
    while (Atomics.compareExchange(this.#lock, 0, 0, 1) !== 0) continue;
    try {
      change();
    } finally {
      Atomics.store(this.#lock, 0, 0);
    }
  }

  /** log2 of the width of the sub-bucket that `value` falls into. */
  #shiftOf(value) {
    const bucket = value < 1 ? 0 : Math.max(highestBit(value) - this.#unit - this.#halfBits, 0);
    return this.#unit + bucket;
  }

  #lowestEquivalent(value) {
    const width = 2 ** this.#shiftOf(value);
    return Math.floor(value / width) * width;
  }

  #highestEquivalent(value) {
    return this.#lowestEquivalent(value) + 2 ** this.#shiftOf(value) - 1;
  }

  #medianEquivalent(value) {
    return this.#lowestEquivalent(value) + Math.floor(2 ** this.#shiftOf(value) / 2);
  }

  record(value, times = 1) {
    if (this.#lock === undefined) this.#record(value, times);
    else this.#change(() => this.#record(value, times));
  }

  #record(value, times) {
    const summary = this.#summary;
    if (value > this.#highest) {
      summary[EXCEEDS] += times;
      return;
    }
    const shift = this.#shiftOf(value);
    const half = 2 ** this.#halfBits;
    const sub = Math.floor(value / 2 ** shift);
    const chunk = shift - this.#unit + (sub >= half ? 1 : 0);
    (this.#chunks[chunk] ??= new Float64Array(half))[sub % half] += times;
    summary[TOTAL] += times;
    if (value < summary[MIN]) summary[MIN] = value;
    if (value > summary[MAX]) summary[MAX] = value;
  }

  /** Calls visit(lowest value, count) for every sub-bucket that has a count, upwards, until it returns true. */
  #each(visit) {
    const half = 2 ** this.#halfBits;
    for (let chunk = 0; chunk < this.#chunks.length; chunk++) {
      const counts = this.#chunks[chunk];
      if (counts === undefined) continue;
      const width = 2 ** (this.#unit + Math.max(chunk - 1, 0));
      const first = chunk === 0 ? 0 : half;
      for (let i = 0; i < half; i++) {
        if (counts[i] > 0 && visit((first + i) * width, counts[i])) return;
      }
    }
  }

  add(other) {
    other.#each((value, times) => this.record(value, times));
    const { exceeds } = other;
    this.#change(() => { this.#summary[EXCEEDS] += exceeds; });
  }

  reset() {
    this.#change(() => {
      this.#summary.set([0, 0, Infinity, 0]);
      for (const chunk of this.#chunks) chunk?.fill(0);
    });
  }

  /** Plain data with shared memory in it, for Counts.from(). */
  toData() {
    if (this.#shared === undefined) this.#share();
    return { highest: this.#highest, unit: this.#unit, halfBits: this.#halfBits, shared: this.#shared };
  }

  #share() {
    const half = 2 ** this.#halfBits;
    const chunks = this.#shiftOf(this.#highest) - this.#unit + 2;
    const shared = new SharedArrayBuffer((1 + SUMMARY_LENGTH + chunks * half) * Float64Array.BYTES_PER_ELEMENT);
    const [summary, before] = [this.#summary, this.#chunks];
    this.#useShared(shared);
    this.#summary.set(summary);
    before.forEach((counts, i) => this.#chunks[i].set(counts));
  }

  #useShared(shared) {
    const half = 2 ** this.#halfBits;
    const size = Float64Array.BYTES_PER_ELEMENT;
    this.#shared = shared;
    this.#lock = new Int32Array(shared, 0, 1);
    this.#summary = new Float64Array(shared, size, SUMMARY_LENGTH);
    this.#chunks = [];
    for (let at = (1 + SUMMARY_LENGTH) * size; at < shared.byteLength; at += half * size) {
      this.#chunks.push(new Float64Array(shared, at, half));
    }
  }

  static from({ highest, unit, halfBits, shared }) {
    const counts = new Counts(1, highest, 1);
    counts.#unit = unit;
    counts.#halfBits = halfBits;
    counts.#useShared(shared);
    return counts;
  }

  get lowest() {
    return this.total === 0 ? Infinity : this.#lowestEquivalent(this.min);
  }

  get highest() {
    return this.#highestEquivalent(this.max);
  }

  get mean() {
    let sum = 0;
    this.#each((value, times) => { sum += this.#medianEquivalent(value) * times; });
    return sum / this.total;
  }

  get deviation() {
    const { mean } = this;
    let squares = 0;
    this.#each((value, times) => { squares += (this.#medianEquivalent(value) - mean) ** 2 * times; });
    return Math.sqrt(squares / this.total);
  }

  percentile(percentile) {
    const wanted = Math.max(Math.floor(percentile / 100 * this.total + 0.5), 1);
    let seen = 0;
    let found = 0;
    this.#each((value, times) => {
      seen += times;
      if (seen < wanted) return false;
      found = this.#highestEquivalent(value);
      return true;
    });
    return found;
  }

  /** Calls visit(percentile, value) for 0, 50, 75, 87.5, ..., 100: each step halves the distance to 100. */
  percentiles(visit) {
    let seen = 0;
    let next = 0;
    let last = 0;
    this.#each((value, times) => {
      seen += times;
      last = value;
      const reached = 100 * seen / this.total;
      while (next <= reached) {
        visit(next, value);
        if (seen === this.total) return true;
        next += 100 / 2 ** (Math.floor(Math.log2(100 / (100 - next))) + 1);
      }
      return false;
    });
    visit(100, last);
  }
}

function toBigInt(value) {
  return value === Infinity ? kMaxInt64 : BigInt(value);
}

class Histogram {
  #counts;

  constructor(key = undefined, counts = undefined) {
    if (key !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#counts = counts;
  }

  static countsOf(histogram) {
    return histogram.#counts;
  }

  static isHistogram(value) {
    return typeof value === 'object' && value !== null && #counts in value;
  }

  /** How many values were recorded. */
  get count() {
    return this.#counts.total;
  }

  get countBigInt() {
    return BigInt(this.#counts.total);
  }

  /** The smallest value; 9223372036854776000 without any. */
  get min() {
    return Number(this.minBigInt);
  }

  get minBigInt() {
    return toBigInt(this.#counts.lowest);
  }

  get max() {
    return this.#counts.highest;
  }

  get maxBigInt() {
    return BigInt(this.#counts.highest);
  }

  get mean() {
    return this.#counts.mean;
  }

  /** How many values were too high to be recorded. */
  get exceeds() {
    return this.#counts.exceeds;
  }

  get exceedsBigInt() {
    return BigInt(this.#counts.exceeds);
  }

  /** The standard deviation. */
  get stddev() {
    return this.#counts.deviation;
  }

  /** @returns {number} the value that `percentile` (above 0, up to 100) percent of the values do not exceed */
  percentile(percentile) {
    validateNumber(percentile, 'percentile');
    if (!(percentile > 0 && percentile <= 100)) throw new ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
    return this.#counts.percentile(percentile);
  }

  percentileBigInt(percentile) {
    return BigInt(this.percentile(percentile));
  }

  /** @returns {Map<number, number>} value by percentile */
  get percentiles() {
    const map = new Map();
    this.#counts.percentiles((percentile, value) => map.set(percentile, value));
    return map;
  }

  get percentilesBigInt() {
    const map = new Map();
    this.#counts.percentiles((percentile, value) => map.set(percentile, BigInt(value)));
    return map;
  }

  /** Forgets all values. */
  reset() {
    this.#counts.reset();
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

const { countsOf, isHistogram } = Histogram;
delete Histogram.countsOf;
delete Histogram.isHistogram;

require('cloneable').setCloneSteps(Histogram, {
  kind: 'Histogram',
  reader: 'perf_hooks/histogram',
  is: isHistogram,
  serialize: serializeAs('Histogram'),
});

function serializeAs(kind) {
  return (histogram) => ({ ...countsOf(histogram).toData(), kind });
}

/** The histogram that was serialized, perhaps in another thread: with the same numbers from now on. */
function deserialize(data) {
  const Class = data.kind === 'RecordableHistogram' ? RecordableHistogram : Histogram;
  return new Class(kConstruct, Counts.from(data));
}

class RecordableHistogram extends Histogram {
  #lastDelta; // nanoseconds

  /** Record a value: an integer from 1. */
  record(val) {
    if (typeof val === 'bigint') {
      if (val < 1n || val > kMaxInt64) {
        const error = new RangeError('value is out of range');
        error.code = 'ERR_OUT_OF_RANGE';
        throw error;
      }
      countsOf(this).record(Number(val));
      return;
    }
    validateInteger(val, 'val', 1);
    countsOf(this).record(val);
  }

  /** Record the nanoseconds since the last call; the first only starts. */
  recordDelta() {
    const time = Math.round(now() * 1e6);
    if (this.#lastDelta !== undefined) countsOf(this).record(Math.max(time - this.#lastDelta, 1));
    this.#lastDelta = time;
  }

  /** Record all values of another histogram. */
  add(other) {
    if (!(other instanceof RecordableHistogram)) throw new ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    countsOf(this).add(countsOf(other));
  }
}

require('cloneable').setCloneSteps(RecordableHistogram, {
  kind: 'Histogram',
  reader: 'perf_hooks/histogram',
  is: isHistogram,
  serialize: serializeAs('RecordableHistogram'),
});

/**
 * @param {{lowest?: number|bigint, highest?: number|bigint, figures?: number}} [options] what must be distinguished at least
 *   (1), what is the most recorded (2^53 - 1, at least twice lowest), and the significant figures (3, of 1 to 5)
 */
function createHistogram(options = { __proto__: null }) {
  validateObject(options, 'options');
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, Number.MAX_SAFE_INTEGER);
  if (typeof highest !== 'bigint') validateInteger(highest, 'options.highest', 2 * Number(lowest), Number.MAX_SAFE_INTEGER);
  else if (highest < 2n * BigInt(lowest)) throw new ERR_OUT_OF_RANGE('options.highest', `>= ${2n * BigInt(lowest)}`, highest);
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(kConstruct, new Counts(Number(lowest), Number(highest), figures));
}

/** Counts for another kind of histogram, and the key to make it with. */
function newCounts(lowest, highest, figures) {
  return new Counts(lowest, highest, figures);
}

module.exports = { Histogram, deserialize, RecordableHistogram, createHistogram, newCounts, kConstruct };
