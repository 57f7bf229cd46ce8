'use strict';
// HdrHistogram, after Gil Tene: counts of integers, with a fixed number of significant figures. A value falls into a bucket by its
// highest bit, and there into a sub-bucket; there are as many sub-buckets as the figures need. Counts are kept in chunks of half
// a bucket, made when first used. Histograms that were sent or cloned share their numbers, in other threads, too.

const powers = Float64Array.from({ length: 64 }, (_, exponent) => 2 ** exponent); // an operator with variables is a call

/** floor(log2(n)) of a positive integer up to 2^53. */
function highestBit(n) {
  return n < 2 ** 31 ? 31 - Math.clz32(n) : 31 + highestBit(Math.floor(n / 2 ** 31));
}

/** Numbers of this thread alone. */
class PlainNumbers {
  #values;

  constructor(length) {
    this.#values = new Float64Array(length);
  }

  get(at) { return this.#values[at]; }
  set(at, value) { this.#values[at] = value; }
  add(at, value) { this.#values[at] += value; }
  lower(at, value) { if (value < this.#values[at]) this.#values[at] = value; }
  raise(at, value) { if (value > this.#values[at]) this.#values[at] = value; }
}

/** The same, which several threads change at a time. Without a lock: a worker that is terminated could not unlock it. */
class SharedNumbers {
  #values;

  constructor(memory, offset, length) {
    this.#values = new BigUint64Array(memory, offset, length);
  }

  get(at) { return Number(Atomics.load(this.#values, at)); }
  set(at, value) { Atomics.store(this.#values, at, BigInt(value)); }
  add(at, value) { Atomics.add(this.#values, at, BigInt(value)); }
  lower(at, value) { this.#replace(at, BigInt(value), (known) => value < known); }
  raise(at, value) { this.#replace(at, BigInt(value), (known) => value > known); }

  #replace(at, value, isWanted) {
    for (let known = Atomics.load(this.#values, at); isWanted(known);) {
      const found = Atomics.compareExchange(this.#values, at, known, value);
      if (found === known) return;
      known = found;
    }
  }
}

const NUMBER_SIZE = 8; // bytes
const TOTAL = 0, EXCEEDS = 1, MIN = 2, MAX = 3, SUMMARY_LENGTH = 4; // of the numbers in front of the chunks
const NO_MIN = 2 ** 63; // above all values

class HdrHistogram {
  #highest;
  #unit; // log2 of the smallest difference that counts
  #halfBits; // log2 of half the number of sub-buckets
  #summary = new PlainNumbers(SUMMARY_LENGTH);
  #chunks = [];
  #memory; // SharedArrayBuffer: the summary, then all chunks; undefined while nobody shares it

  /**
   * @param {number} lowest the smallest difference between values that counts, an integer from 1
   * @param {number} highest the most that is recorded
   * @param {number} figures how many significant figures are kept: 1 to 5
   */
  constructor(lowest, highest, figures) {
    this.#highest = highest;
    this.#unit = highestBit(lowest);
    this.#halfBits = Math.max(Math.ceil(Math.log2(2 * 10 ** figures)), 1) - 1;
    this.#summary.set(MIN, NO_MIN);
  }

  // --- Recording. ---

  /** Counts an integer, so many times. One above the highest counts as exceeding only. */
  record(value, times = 1) {
    if (value > this.#highest) {
      this.#summary.add(EXCEEDS, times);
      return;
    }
    const shift = this.#shiftOf(value);
    const half = powers[this.#halfBits];
    const sub = Math.floor(value / powers[shift]);
    const chunk = shift - this.#unit + (sub >= half ? 1 : 0);
    this.#summary.lower(MIN, value);
    this.#summary.raise(MAX, value);
    (this.#chunks[chunk] ??= new PlainNumbers(half)).add(sub % half, times);
    this.#summary.add(TOTAL, times);
  }

  /** Records all values of another histogram. */
  add(other) {
    for (const { value, times } of other.#filled()) this.record(value, times);
    this.#summary.add(EXCEEDS, other.exceeds);
  }

  /** Forgets all values. */
  reset() {
    const half = powers[this.#halfBits];
    this.#summary.set(TOTAL, 0);
    this.#summary.set(EXCEEDS, 0);
    this.#summary.set(MIN, NO_MIN);
    this.#summary.set(MAX, 0);
    for (const counts of this.#chunks) {
      for (let i = 0; counts !== undefined && i < half; i++) counts.set(i, 0);
    }
  }

  // --- Sub-buckets. ---

  /** log2 of the width of the sub-bucket that `value` falls into. */
  #shiftOf(value) {
    const bucket = value < 1 ? 0 : Math.max(highestBit(value) - this.#unit - this.#halfBits, 0);
    return this.#unit + bucket;
  }

  #lowestEquivalent(value) {
    const width = powers[this.#shiftOf(value)];
    return Math.floor(value / width) * width;
  }

  #highestEquivalent(value) {
    return this.#lowestEquivalent(value) + powers[this.#shiftOf(value)] - 1;
  }

  #medianEquivalent(value) {
    return this.#lowestEquivalent(value) + Math.floor(powers[this.#shiftOf(value)] / 2);
  }

  // [{value, times}] for the sub-buckets that have a count, the lowest first: `value` is the lowest in it. What is computed of a
  // list agrees with itself, whatever other threads record meanwhile.
  #filled() {
    const half = powers[this.#halfBits];
    const list = [];
    for (let chunk = 0; chunk < this.#chunks.length; chunk++) {
      const counts = this.#chunks[chunk];
      if (counts === undefined) continue;
      for (let i = 0; i < half; i++) {
        const times = counts.get(i);
        if (times > 0) list.push({ value: this.#valueAt(chunk, i), times });
      }
    }
    return list;
  }

  // --- What was recorded. ---

  get total() { return this.#summary.get(TOTAL); }
  get exceeds() { return this.#summary.get(EXCEEDS); }

  /** The smallest value, as exact as the figures; Infinity without any. */
  get min() {
    return this.total === 0 ? Infinity : this.#lowestEquivalent(this.#summary.get(MIN));
  }

  /** The largest value, as exact as the figures; 0 without any. */
  get max() {
    return this.#highestEquivalent(this.#summary.get(MAX));
  }

  get mean() {
    const half = powers[this.#halfBits];
    let sum = 0;
    let total = 0;
    for (let chunk = 0; chunk < this.#chunks.length; chunk++) {
      const counts = this.#chunks[chunk];
      if (counts === undefined) continue;
      const toMedian = Math.floor(powers[this.#unit + Math.max(chunk - 1, 0)] / 2);
      for (let i = 0; i < half; i++) {
        const times = counts.get(i);
        if (times === 0) continue;
        sum += (this.#valueAt(chunk, i) + toMedian) * times;
        total += times;
      }
    }
    return sum / total;
  }

  #meanOf(filled) {
    return filled.reduce((sum, { value, times }) => sum + this.#medianEquivalent(value) * times, 0) / totalOf(filled);
  }

  get deviation() {
    const filled = this.#filled();
    const mean = this.#meanOf(filled);
    const squares = filled.reduce((sum, { value, times }) => sum + (this.#medianEquivalent(value) - mean) ** 2 * times, 0);
    return Math.sqrt(squares / totalOf(filled));
  }

  /** The value that `percentile` percent of the values do not exceed; 0 without any. */
  percentile(percentile) {
    const wanted = Math.max(Math.floor(percentile / 100 * this.total + 0.5), 1);
    const half = powers[this.#halfBits];
    let seen = 0;
    let [lastChunk, last] = [0, -1]; // of what other threads record meanwhile, the total may know earlier
    for (let chunk = 0; chunk < this.#chunks.length; chunk++) {
      const counts = this.#chunks[chunk];
      if (counts === undefined) continue;
      for (let i = 0; i < half; i++) {
        const times = counts.get(i);
        if (times === 0) continue;
        seen += times;
        [lastChunk, last] = [chunk, i];
        if (seen >= wanted) return this.#highestEquivalent(this.#valueAt(chunk, i));
      }
    }
    return last === -1 ? 0 : this.#highestEquivalent(this.#valueAt(lastChunk, last));
  }

  /** The lowest value that falls into a sub-bucket. */
  #valueAt(chunk, i) {
    return ((chunk === 0 ? 0 : powers[this.#halfBits]) + i) * powers[this.#unit + Math.max(chunk - 1, 0)];
  }

  /** [percentile, value] for 0, 50, 75, 87.5, ..., 100: each step halves the distance to 100. */
  percentiles() {
    const filled = this.#filled();
    const total = totalOf(filled);
    const list = [];
    let seen = 0;
    let next = 0;
    for (const { value, times } of filled) {
      seen += times;
      const reached = 100 * seen / total;
      while (next <= reached && next < 100) {
        list.push([next, value]);
        if (seen === total) break;
        next += 100 / 2 ** (Math.floor(Math.log2(100 / (100 - next))) + 1);
      }
    }
    list.push([100, filled.at(-1)?.value ?? 0]);
    return list;
  }

  // --- Other threads. ---

  /** Plain data with shared memory in it, for HdrHistogram.from(): from now on the two have the same numbers. */
  toData() {
    if (this.#memory === undefined) this.#share();
    return { highest: this.#highest, unit: this.#unit, halfBits: this.#halfBits, memory: this.#memory };
  }

  static from({ highest, unit, halfBits, memory }) {
    const histogram = new HdrHistogram(1, highest, 1);
    histogram.#unit = unit;
    histogram.#halfBits = halfBits;
    histogram.#useMemory(memory);
    return histogram;
  }

  #share() {
    const half = powers[this.#halfBits];
    const chunks = this.#shiftOf(this.#highest) - this.#unit + 2;
    const [summary, before] = [this.#summary, this.#chunks];
    this.#useMemory(new SharedArrayBuffer((SUMMARY_LENGTH + chunks * half) * NUMBER_SIZE));
    copyNumbers(summary, this.#summary, SUMMARY_LENGTH);
    before.forEach((counts, i) => copyNumbers(counts, this.#chunks[i], half));
  }

  #useMemory(memory) {
    const half = powers[this.#halfBits];
    this.#memory = memory;
    this.#summary = new SharedNumbers(memory, 0, SUMMARY_LENGTH);
    this.#chunks = [];
    for (let at = SUMMARY_LENGTH * NUMBER_SIZE; at < memory.byteLength; at += half * NUMBER_SIZE) {
      this.#chunks.push(new SharedNumbers(memory, at, half));
    }
  }
}

function totalOf(filled) {
  return filled.reduce((sum, { times }) => sum + times, 0);
}

function copyNumbers(from, to, length) {
  for (let i = 0; i < length; i++) to.set(i, from.get(i));
}

module.exports = { HdrHistogram };
