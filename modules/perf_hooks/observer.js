'use strict';
// The performance timeline and its observers: enqueue() gives an entry to those who want its type, at the next immediate,
// all at once; buffered types (mark, measure, resource) are also kept for performance.getEntries().

const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_MISSING_ARGS } = require('errors');
const { validateFunction, validateObject } = require('validators');
const { makeEnumerable, nodeEntry, tag, kConstruct, kInspect } = require('perf_hooks/entries');
const { observed, setObservers } = require('perf_observe');

const kLeakWarning = 1e6;
const kDefaultResourceBufferSize = 250;

let supportedEntryTypes; // one array, for as long as no type is added
const observers = new Set();
const pending = new Set();
const marks = [];
const measures = [];
let resources = [];
let resourcesWaiting = []; // came when `resources` was full
let resourceBufferSize = kDefaultResourceBufferSize;
let fullEventPending = false;
const warnedTypes = new Set();

// --- the timeline. ---

function isBuffered(type) {
  return type === 'mark' || type === 'measure' || type === 'resource';
}

function keepUserTiming(entry) {
  const { entryType } = entry;
  const list = entryType === 'mark' ? marks : measures;
  list.push(entry);
  if (list.length <= kLeakWarning || warnedTypes.has(entryType)) return;
  warnedTypes.add(entryType);
  const clear = entryType === 'mark' ? 'performance.clearMarks' : 'performance.clearMeasures';
  const warning = new Error(
    `Possible perf_hooks memory leak detected. ${list.length} ${entryType} entries added to the global performance ` +
    `entry buffer. Use ${clear} to clear the buffer.`);
  warning.name = 'MaxPerformanceEntryBufferExceededWarning';
  warning.entryType = entryType;
  warning.count = list.length;
  require('process_object').emitWarning(warning);
}

/** Keeps a resource entry, or lets the 'resourcetimingbufferfull' event of `performance` make room for it. */
function keepResource(entry, performance) {
  if (resources.length < resourceBufferSize && !fullEventPending) {
    resources.push(entry);
    return;
  }
  if (!fullEventPending) {
    fullEventPending = true;
    require('timers').setImmediate(fireBufferFull, performance);
  }
  resourcesWaiting.push(entry);
}

function fireBufferFull(performance) {
  const { Event } = require('event_target');
  while (resourcesWaiting.length > 0) {
    const before = resourcesWaiting.length;
    if (resources.length >= resourceBufferSize) performance.dispatchEvent(new Event('resourcetimingbufferfull'));
    while (resourcesWaiting.length > 0 && resources.length < resourceBufferSize) resources.push(resourcesWaiting.shift());
    if (resourcesWaiting.length >= before) resourcesWaiting = [];
  }
  fullEventPending = false;
}

function setResourceBufferSize(size) {
  resourceBufferSize = size;
}

function clearList(list, name) {
  if (name === undefined) {
    list.length = 0;
    return;
  }
  let kept = 0;
  for (const entry of list) {
    if (entry.name !== name) list[kept++] = entry;
  }
  list.length = kept;
}

function clearEntries(type, name) {
  clearList(type === 'mark' ? marks : type === 'measure' ? measures : resources, name);
}

/** @returns {PerformanceEntry[]} the kept entries of that name and type, each if given, by their start */
function keptEntries(name, type) {
  let lists = [marks, measures, resources];
  if (type !== undefined) lists = type === 'mark' ? [marks] : type === 'measure' ? [measures] : type === 'resource' ? [resources] : [];
  const all = [].concat(...lists);
  const found = name === undefined ? all : all.filter((entry) => entry.name === name);
  return found.sort((a, b) => a.startTime - b.startTime);
}

// --- observers. ---

/** Gives `entry` to the observers of its type, and keeps it if its type is kept. */
function enqueue(entry, performance) {
  const { entryType } = entry;
  if (observed[entryType] > 0) {
    for (const observer of observers) observerState.offer(observer, entry);
  }
  if (entryType === 'mark' || entryType === 'measure') keepUserTiming(entry);
  else if (entryType === 'resource') keepResource(entry, performance);
}

function schedule(observer) {
  pending.add(observer);
  if (pending.size === 1) require('timers').setImmediate(deliver);
}

function deliver() {
  const due = [...pending];
  pending.clear();
  for (const observer of due) observerState.deliver(observer);
}

setObservers((name, type, startTime, duration, detail) => {
  const entry = nodeEntry(name, type, startTime, duration, detail);
  if (type === 'http2') Object.assign(entry, detail); // as Node has them, from older days
  enqueue(entry);
});

function gcHappened(kind, flags, startTime, duration) {
  enqueue(nodeEntry('gc', 'gc', startTime, duration, { kind, flags }));
}

function count(types, step) {
  for (const type of types) {
    const before = observed[type];
    observed[type] += step;
    if (type === 'gc' && (before === 0 || observed.gc === 0)) {
      require('perf_hooks/clock').watchGarbageCollection(observed.gc > 0 ? gcHappened : undefined);
    }
  }
}

class PerformanceObserverEntryList {
  #entries;

  constructor(key = undefined, entries = undefined) {
    if (key !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#entries = entries.sort((a, b) => a.startTime - b.startTime);
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#entries in value)) throw new ERR_INVALID_THIS('PerformanceObserverEntryList');
  }

  /** @returns {PerformanceEntry[]} by their start */
  getEntries() {
    PerformanceObserverEntryList.#check(this);
    return this.#entries.slice();
  }

  getEntriesByType(type) {
    PerformanceObserverEntryList.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    const wanted = `${type}`;
    return this.#entries.filter((entry) => entry.entryType === wanted);
  }

  getEntriesByName(name, type = undefined) {
    PerformanceObserverEntryList.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    const wanted = `${name}`;
    return this.#entries.filter((entry) => entry.name === wanted && (type === undefined || entry.entryType === type));
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth === null || options.depth === undefined ? null : options.depth - 1 };
    return `PerformanceObserverEntryList ${require('inspect').inspect(this.#entries, inner)}`;
  }
}
makeEnumerable(PerformanceObserverEntryList.prototype, ['getEntries', 'getEntriesByType', 'getEntriesByName']);
tag(PerformanceObserverEntryList);

const observerState = {};

class PerformanceObserver {
  #callback;
  #buffer = [];
  #types = new Set();
  #mode; // 'type' or 'entryTypes': which of the two observe() was given first

  static {
    observerState.offer = (observer, entry) => {
      if (!observer.#types.has(entry.entryType)) return;
      observer.#buffer.push(entry);
      schedule(observer);
    };
    observerState.deliver = (observer) => {
      const entries = observer.#buffer;
      if (entries.length === 0) return;
      observer.#buffer = [];
      Reflect.apply(observer.#callback, observer, [new PerformanceObserverEntryList(kConstruct, entries), observer]);
    };
  }

  /** @param {function(PerformanceObserverEntryList, PerformanceObserver)} callback gets the entries since its last call */
  constructor(callback) {
    validateFunction(callback, 'callback');
    this.#callback = callback;
  }

  /**
   * Starts observing: {entryTypes: string[]} replaces what was observed, {type: string, buffered?: boolean} adds to it.
   * Unknown types are ignored.
   */
  observe(options = { __proto__: null }) {
    validateObject(options, 'options');
    const { entryTypes, type, buffered } = { ...options };
    if (entryTypes === undefined && type === undefined) throw new ERR_MISSING_ARGS('options.entryTypes', 'options.type');
    if (entryTypes !== undefined && type !== undefined) {
      throw new ERR_INVALID_ARG_VALUE('options.entryTypes', entryTypes, 'options.entryTypes can not set with options.type together');
    }
    this.#setMode(type === undefined ? 'entryTypes' : 'type');
    if (entryTypes !== undefined) {
      if (!Array.isArray(entryTypes)) throw new ERR_INVALID_ARG_TYPE('options.entryTypes', 'string[]', entryTypes);
      this.#replaceTypes(entryTypes.filter((name) => name in observed));
    } else if (type in observed) {
      if (!this.#types.has(type)) count([type], 1);
      this.#types.add(type);
      if (buffered && isBuffered(type)) {
        this.#buffer.push(...keptEntries(undefined, type));
        schedule(this);
      }
    }
    if (this.#types.size > 0) observers.add(this);
    else this.disconnect();
  }

  #setMode(mode) {
    if (this.#mode !== undefined && this.#mode !== mode) {
      const { DOMException } = require('dom_exception');
      const change = mode === 'type' ? 'single observation' : 'multiple observations';
      throw new DOMException(`PerformanceObserver can not change to ${change}`, 'InvalidModificationError');
    }
    this.#mode = mode;
  }

  #replaceTypes(types) {
    const before = this.#types;
    this.#types = new Set(types);
    count(this.#types, 1);
    count(before, -1);
  }

  /** Stops observing, and forgets what was not delivered. */
  disconnect() {
    this.#replaceTypes([]);
    observers.delete(this);
    pending.delete(this);
    this.#buffer = [];
    this.#mode = undefined;
  }

  /** @returns {PerformanceEntry[]} what was not delivered yet, which then is not delivered */
  takeRecords() {
    const entries = this.#buffer;
    this.#buffer = [];
    return entries;
  }

  static get supportedEntryTypes() {
    if (supportedEntryTypes?.length !== Object.keys(observed).length) supportedEntryTypes = Object.freeze(Object.keys(observed).sort());
    return supportedEntryTypes;
  }

  [kInspect](depth, options) {
    if (depth < 0) return this;
    const inner = { ...options, depth: options.depth === null || options.depth === undefined ? null : options.depth - 1 };
    return `PerformanceObserver ${require('inspect').inspect({
      connected: observers.has(this), pending: pending.has(this), entryTypes: [...this.#types], buffer: this.#buffer,
    }, inner)}`;
  }
}
makeEnumerable(PerformanceObserver.prototype, ['observe', 'disconnect', 'takeRecords']);
tag(PerformanceObserver);

module.exports = {
  PerformanceObserver, PerformanceObserverEntryList, enqueue, keptEntries, clearEntries, setResourceBufferSize,
};
