'use strict';
// node:trace_events: categories of events that go to the trace file, from the main thread.
// Also shown: start.
const { ERR_TRACE_EVENTS_CATEGORY_REQUIRED, ERR_TRACE_EVENTS_UNAVAILABLE } = require('errors');
const { validateObject, validateStringArray } = require('validators');
const { inspect } = require('inspect');
const process = require('process_object');

const { isMainThread } = binding('process');

if (!isMainThread()) throw new ERR_TRACE_EVENTS_UNAVAILABLE();

const native = binding('trace_events');
const MOST_ENABLED = 10;

const enabled = new Set(); // keeps them, too, until they are disabled

/** Categories that can be recorded. Made by createTracing(). */
class Tracing {
  #categories;

  constructor(categories) {
    validateStringArray(categories, 'categories');
    this.#categories = [...categories];
  }

  /** Records the categories, from now on. */
  enable() {
    if (enabled.has(this)) return;
    enabled.add(this);
    if (enabled.size > MOST_ENABLED) {
      process.emitWarning('Possible trace_events memory leak detected. There are more than ' +
        `${MOST_ENABLED} enabled Tracing objects.`);
    }
    native.enable(this.#categories);
    require('trace_events/start').update();
  }

  /** Records them no longer, unless another Tracing or the command line wants them. */
  disable() {
    if (!enabled.delete(this)) return;
    native.disable(this.#categories);
    require('trace_events/start').update();
  }

  /** Whether it records. */
  get enabled() {
    return enabled.has(this);
  }

  /** The categories, separated by commas. */
  get categories() {
    return this.#categories.join(',');
  }

  [inspect.custom](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const shown = { enabled: this.enabled, categories: this.categories };
    return `Tracing ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}

/**
 * Makes a Tracing; nothing is recorded before its enable() is called.
 * @param {{categories: string[]}} options at least one category
 */
function createTracing(options) {
  validateObject(options, 'options');
  validateStringArray(options.categories, 'options.categories');
  if (options.categories.length === 0) throw new ERR_TRACE_EVENTS_CATEGORY_REQUIRED();
  return new Tracing(options.categories);
}

/** @returns {string|undefined} what is recorded by the command line and by all Tracings, sorted, separated by commas */
function getEnabledCategories() {
  const categories = native.categories();
  return categories.length === 0 ? undefined : categories.join(',');
}

module.exports = { createTracing, getEnabledCategories };
