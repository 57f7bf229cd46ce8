'use strict';
// timerify(): a function that runs another and reports how long it took.

const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateFunction, validateObject } = require('validators');
const { now } = require('perf_hooks/clock');
const { nodeEntry } = require('perf_hooks/entries');
const { enqueue } = require('perf_hooks/observer');
const { observed } = require('perf_observe');

function completed(name, start, args, histogram) {
  const duration = now() - start;
  histogram?.record(Math.max(Math.ceil(duration * 1e6), 1));
  if (observed.function === 0) return;
  const entry = nodeEntry(name, 'function', start, duration, args);
  for (let i = 0; i < args.length; i++) entry[i] = args[i];
  enqueue(entry);
}

/**
 * @param {Function} fn
 * @param {{histogram?: RecordableHistogram}} [options] where to record the nanoseconds each call took
 * @returns {Function} fn, reporting a 'function' entry for each call, when its promise, if it returns one, is settled
 */
function timerify(fn, options = { __proto__: null }) {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  const { histogram } = options;
  if (histogram !== undefined && typeof histogram?.record !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('options.histogram', 'RecordableHistogram', histogram);
  }
  function timerified(...args) {
    const start = now();
    if (new.target !== undefined) {
      const object = Reflect.construct(fn, args, fn);
      completed(fn.name, start, args, histogram);
      return object;
    }
    const result = Reflect.apply(fn, this, args);
    if (typeof result?.finally === 'function') return result.finally(() => completed(fn.name, start, args, histogram));
    completed(fn.name, start, args, histogram);
    return result;
  }
  return Object.defineProperties(timerified, {
    __proto__: null,
    length: { __proto__: null, configurable: false, enumerable: true, value: fn.length },
    name: { __proto__: null, configurable: false, enumerable: true, value: `timerified ${fn.name}` },
  });
}

module.exports = { timerify };
