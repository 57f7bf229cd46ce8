'use strict';
// The entries of the performance timeline (https://w3c.github.io/performance-timeline/ and the specifications on it).

const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_MISSING_ARGS,
        ERR_PERFORMANCE_INVALID_TIMESTAMP } = require('errors');
const { validateNumber, validateObject } = require('validators');
const { now } = require('perf_hooks/clock');

const kConstruct = Symbol('kConstruct');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const nodeMilestones = ['nodeStart', 'v8Start', 'environment', 'loopStart', 'loopExit', 'bootstrapComplete'];

/** Numbers, strings and such are shared; objects are copied, so that later changes do not show. */
function cloneDetail(detail) {
  if (detail === undefined || detail === null) return null;
  if (typeof detail !== 'object' && typeof detail !== 'function' && typeof detail !== 'symbol') return detail;
  return require('structured_clone').structuredClone(detail);
}

function makeEnumerable(prototype, names) {
  for (const name of names) Object.defineProperty(prototype, name, { __proto__: null, enumerable: true });
}

function tag(Class) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: Class.name, configurable: true });
}

class PerformanceEntry {
  #name;
  #entryType;
  #startTime;
  #duration;

  constructor(key = undefined, name = undefined, entryType = undefined, startTime = undefined, duration = undefined) {
    if (key !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#entryType = entryType;
    this.#startTime = startTime;
    this.#duration = duration;
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#name in value)) throw new ERR_INVALID_THIS('PerformanceEntry');
  }

  get name() {
    PerformanceEntry.#check(this);
    return this.#name;
  }

  get entryType() {
    PerformanceEntry.#check(this);
    return this.#entryType;
  }

  /** Milliseconds since performance.timeOrigin. */
  get startTime() {
    PerformanceEntry.#check(this);
    return this.#startTime;
  }

  /** Milliseconds. */
  get duration() {
    PerformanceEntry.#check(this);
    return this.#duration;
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth === null || options.depth === undefined ? null : options.depth - 1 };
    return `${this.constructor.name} ${require('inspect').inspect(this.toJSON(), inner)}`;
  }

  toJSON() {
    PerformanceEntry.#check(this);
    return { name: this.#name, entryType: this.#entryType, startTime: this.#startTime, duration: this.#duration };
  }
}
makeEnumerable(PerformanceEntry.prototype, ['name', 'entryType', 'startTime', 'duration', 'toJSON']);

class PerformanceMark extends PerformanceEntry {
  #detail;

  /** @param {{startTime?: number, detail?: any}} [options] startTime: by default now */
  constructor(name, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    const text = `${name}`;
    if (nodeMilestones.includes(text)) throw new ERR_INVALID_ARG_VALUE('name', text);
    if (options !== undefined && options !== null) validateObject(options, 'options');
    const startTime = options?.startTime ?? now();
    validateNumber(startTime, 'startTime');
    if (startTime < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(startTime);
    super(kConstruct, text, 'mark', startTime, 0);
    this.#detail = cloneDetail(options?.detail);
  }

  get detail() {
    if (typeof this !== 'object' || this === null || !(#detail in this)) throw new ERR_INVALID_THIS('PerformanceMark');
    return this.#detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.detail };
  }
}
makeEnumerable(PerformanceMark.prototype, ['detail']);
tag(PerformanceMark);

class PerformanceMeasure extends PerformanceEntry {
  #detail;

  constructor(key = undefined, name = undefined, startTime = undefined, duration = undefined, detail = undefined) {
    super(key, name, 'measure', startTime, duration);
    this.#detail = cloneDetail(detail);
  }

  get detail() {
    if (typeof this !== 'object' || this === null || !(#detail in this)) throw new ERR_INVALID_THIS('PerformanceMeasure');
    return this.#detail;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.detail };
  }
}
makeEnumerable(PerformanceMeasure.prototype, ['detail']);
tag(PerformanceMeasure);

/** Entries of the types that only Node has: function, gc, http, http2, net, dns. */
class PerformanceNodeEntry extends PerformanceEntry {
  #detail;

  constructor(key = undefined, name = undefined, entryType = undefined, startTime = undefined, duration = undefined, detail = undefined) {
    super(key, name, entryType, startTime, duration);
    this.#detail = detail;
  }

  get detail() {
    return this.#detail;
  }

  /** Deprecated: detail.kind. */
  get kind() {
    return this.#detail?.kind;
  }

  /** Deprecated: detail.flags. */
  get flags() {
    return this.#detail?.flags;
  }

  toJSON() {
    return { ...super.toJSON(), detail: this.#detail };
  }
}

function nodeEntry(name, entryType, startTime, duration, detail) {
  return new PerformanceNodeEntry(kConstruct, name, entryType, startTime, duration, detail);
}

function measureEntry(name, startTime, duration, detail) {
  return new PerformanceMeasure(kConstruct, name, startTime, duration, detail);
}

module.exports = {
  PerformanceEntry, PerformanceMark, PerformanceMeasure, nodeEntry, measureEntry, nodeMilestones, makeEnumerable, tag,
  kConstruct, kInspect,
};
