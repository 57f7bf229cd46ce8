'use strict';
// A profile in pprof's format (github.com/google/pprof, proto/profile.proto), compressed.

const { Function, Line, Location, Profile, Sample, StringTable, ValueType } = require('pprof-format');
const { describe } = require('profile/stacks');

const NANOSECONDS = 1000; // in a microsecond

/**
 * @param {object} profile V8's
 * @param {object[]} stacks profile/stacks of it
 * @returns {Buffer}
 */
function encode(profile, stacks) {
  const stringTable = new StringTable();
  const text = (string) => stringTable.dedup(string);
  const type = (name, unit) => new ValueType({ type: text(name), unit: text(unit) });
  const places = new Places(text);
  const sample = stacks.filter(({ isIdle }) => !isIdle).map(({ frames, samples, time }) => new Sample({
    locationId: frames.map((frame) => places.idOf(frame)),
    value: [samples, Math.round(time * NANOSECONDS)],
  }));
  const made = new Profile({
    sampleType: [type('samples', 'count'), type('cpu', 'nanoseconds')],
    sample,
    location: places.locations,
    function: places.functions,
    stringTable,
    timeNanos: BigInt(Date.now()) * 1_000_000n,
    durationNanos: Math.round((profile.endTime - profile.startTime) * NANOSECONDS),
    periodType: type('cpu', 'nanoseconds'),
    period: Math.round(periodOf(profile) * NANOSECONDS),
  });
  return require('zlib').gzipSync(made.encode());
}

/** Microseconds between two samples, in the mean. */
function periodOf({ samples, startTime, endTime }) {
  return (endTime - startTime) / Math.max(1, samples.length);
}

/** Every function has one location: V8 samples functions, not lines. */
class Places {
  locations = [];
  functions = [];
  #ids = new Map();
  #text;

  constructor(text) {
    this.#text = text;
  }

  idOf(frame) {
    const key = `${frame.functionName} ${frame.url}:${frame.lineNumber}:${frame.columnNumber}`;
    if (!this.#ids.has(key)) this.#ids.set(key, this.#add(frame));
    return this.#ids.get(key);
  }

  #add(frame) {
    const id = this.functions.length + 1;
    const line = frame.lineNumber + 1;
    const name = this.#text(describe(frame).name);
    this.functions.push(new Function({ id, name, systemName: name, filename: this.#text(frame.url), startLine: line }));
    this.locations.push(new Location({ id, line: [new Line({ functionId: id, line })] }));
    return id;
  }
}

module.exports = { encode };
