'use strict';
// The Performance interface (https://w3c.github.io/hr-time/, user-timing, resource-timing), and Node's additions.

const { noOptions } = require('define');
const { EventTarget, defineEventHandler } = require('event_target');
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INTERNAL_ASSERTION, ERR_INVALID_THIS, ERR_MISSING_ARGS, ERR_PERFORMANCE_INVALID_TIMESTAMP,
        ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS } = require('errors');
const clock = require('perf_hooks/clock');
const { PerformanceMark, measureEntry, nodeMilestones, makeEnumerable, tag, kConstruct, kInspect } = require('perf_hooks/entries');
const timeline = require('perf_hooks/observer');
const { nodeTiming, eventLoopUtilization } = require('perf_hooks/node_timing');
const { timerify } = require('perf_hooks/timerify');

const lastMarks = new Map(); // the start of the last mark of each name

function timeOf(markOrTime) {
  if (markOrTime === undefined) return undefined;
  if (typeof markOrTime === 'number') {
    if (markOrTime < 0) throw new ERR_PERFORMANCE_INVALID_TIMESTAMP(markOrTime);
    return markOrTime;
  }
  const name = `${markOrTime}`;
  if (nodeMilestones.includes(name)) return clock.milestone(name);
  const time = lastMarks.get(name);
  if (time === undefined) {
    const { DOMException } = require('dom_exception');
    throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
  }
  return time;
}

/** @returns {[number, number]} start and end of a measure */
function measureBounds(startOrOptions, endMark) {
  let start;
  let end;
  let duration;
  const isOptions = typeof startOrOptions === 'object' && startOrOptions !== null;
  const given = isOptions && (startOrOptions.start !== undefined || startOrOptions.end !== undefined);
  if (given) {
    ({ start, end, duration } = startOrOptions);
    if (endMark !== undefined) throw new ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('endMark must not be specified');
    if (start !== undefined && end !== undefined && duration !== undefined) {
      throw new ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS('Must not have options.start, options.end, and options.duration specified');
    }
  } else {
    end = endMark;
    if (typeof startOrOptions === 'string') start = startOrOptions;
  }
  let endTime = timeOf(end);
  if (endTime === undefined) {
    endTime = start !== undefined && duration !== undefined ? timeOf(start) + timeOf(duration) : clock.now();
  }
  let startTime = timeOf(start);
  if (startTime === undefined) startTime = duration !== undefined ? endTime - timeOf(duration) : 0;
  return [startTime, endTime];
}

class Performance extends EventTarget {
  #made = true;

  constructor(key = undefined) {
    if (key !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#made in value)) throw new ERR_INVALID_THIS('Performance');
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth === null || options.depth === undefined ? null : options.depth - 1 };
    return `Performance ${require('inspect').inspect({ nodeTiming, timeOrigin: this.timeOrigin }, inner)}`;
  }

  /** Removes the marks of that name, or all, from the timeline. */
  clearMarks(name = undefined) {
    Performance.#check(this);
    if (name === undefined) {
      lastMarks.clear();
      timeline.clearEntries('mark');
      return;
    }
    const text = `${name}`;
    lastMarks.delete(text);
    timeline.clearEntries('mark', text);
  }

  clearMeasures(name = undefined) {
    Performance.#check(this);
    timeline.clearEntries('measure', name === undefined ? undefined : `${name}`);
  }

  clearResourceTimings(name = undefined) {
    Performance.#check(this);
    timeline.clearEntries('resource', name === undefined ? undefined : `${name}`);
  }

  /** @returns {PerformanceEntry[]} the marks, measures and resources, by their start */
  getEntries() {
    Performance.#check(this);
    return timeline.keptEntries();
  }

  getEntriesByName(name, type = undefined) {
    Performance.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    return timeline.keptEntries(`${name}`, type === undefined ? undefined : `${type}`);
  }

  getEntriesByType(type) {
    Performance.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    return timeline.keptEntries(undefined, `${type}`);
  }

  /** @returns {PerformanceMark} a new entry, at now or at options.startTime, with options.detail */
  mark(name, options = noOptions) {
    Performance.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    const mark = new PerformanceMark(name, options);
    lastMarks.set(mark.name, mark.startTime);
    timeline.enqueue(mark);
    return mark;
  }

  /**
   * @param {string|{start?: string|number, end?: string|number, duration?: number, detail?: any}} [startOrMeasureOptions]
   *   marks or times; without a start from 0, without an end until now
   * @returns {PerformanceMeasure} a new entry
   */
  measure(name, startOrMeasureOptions = noOptions, endMark = undefined) {
    Performance.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    const text = `${name}`;
    const [start, end] = measureBounds(startOrMeasureOptions, endMark);
    const measure = measureEntry(text, start, end - start, startOrMeasureOptions?.detail);
    timeline.enqueue(measure);
    return measure;
  }

  /** @returns {number} milliseconds since timeOrigin */
  now() {
    Performance.#check(this);
    return clock.now();
  }

  /** How many resource entries are kept; what is no such number counts as 0. */
  setResourceTimingBufferSize(maxSize) {
    Performance.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('maxSize');
    timeline.setResourceBufferSize(typeof maxSize === 'number' && Number.isFinite(maxSize) ? maxSize >>> 0 : 0);
  }

  /** When the process started, in milliseconds since 1970. */
  get timeOrigin() {
    Performance.#check(this);
    return clock.timeOrigin();
  }

  toJSON() {
    Performance.#check(this);
    return { nodeTiming, timeOrigin: clock.timeOrigin(), eventLoopUtilization: eventLoopUtilization() };
  }
}

/** Adds a resource entry to the timeline, from the timing info of the fetch standard. @returns {PerformanceResourceTiming} */
function markResourceTiming(timingInfo, requestedUrl, initiatorType, global, cacheMode, bodyInfo, responseStatus, deliveryType = '') {
  if (cacheMode !== '' && cacheMode !== 'local') throw new ERR_INTERNAL_ASSERTION("cache must be an empty string or 'local'");
  const { resourceEntry } = require('perf_hooks/resource_timing');
  const resource = resourceEntry(requestedUrl, { timing: timingInfo, initiatorType, cacheMode, responseStatus, deliveryType });
  timeline.enqueue(resource, performance);
  return resource;
}

makeEnumerable(Performance.prototype, Object.getOwnPropertyNames(Performance.prototype).filter((name) => name !== 'constructor'));
const additions = { eventLoopUtilization, nodeTiming, markResourceTiming, timerify };
for (const [name, value] of Object.entries(additions)) {
  Object.defineProperty(Performance.prototype, name, { __proto__: null, value, configurable: true, writable: true, enumerable: false });
}
defineEventHandler(Performance.prototype, 'resourcetimingbufferfull');
tag(Performance);

const performance = new Performance(kConstruct);

module.exports = { Performance, performance };
