'use strict';
// class CallTracker (deprecated): counts calls of functions.

const { ERR_INVALID_ARG_VALUE, ERR_UNAVAILABLE_DURING_EXIT } = require('errors');
const { validateUint32 } = require('validators');

// Without a name, so that reports call it by the method's.
const noop = (() => () => {})();

class TrackedCalls {
  constructor(name, expected) {
    this.name = name;
    this.expected = expected;
    this.calls = [];
    this.stack = new Error();
  }

  track(thisArg, args) {
    this.calls.push(Object.freeze({ thisArg, arguments: Object.freeze(args.slice()) }));
  }

  report() {
    const actual = this.calls.length;
    if (actual === this.expected) return undefined;
    const { name, expected, stack } = this;
    const message = `Expected the ${name} function to be executed ${expected} time(s) ` +
      `but was executed ${actual} time(s).`;
    return { message, actual, expected, operator: name, stack };
  }
}

class CallTracker {
  #tracked = new Map();

  #get(fn) {
    const calls = this.#tracked.get(fn);
    if (calls === undefined) throw new ERR_INVALID_ARG_VALUE('tracked', fn, 'is not a tracked function');
    return calls;
  }

  /**
   * A function that calls `fn` and is expected to be called `expected` times.
   * @param {Function} [fn]
   * @param {number} [expected=1]
   * @returns {Function}
   */
  calls(fn, expected = 1) {
    if (require('process_object')._exiting) throw new ERR_UNAVAILABLE_DURING_EXIT();
    if (typeof fn === 'number') {
      expected = fn;
      fn = noop;
    } else if (fn === undefined) {
      fn = noop;
    }
    validateUint32(expected, 'expected', true);
    const tracked = new TrackedCalls(fn.name || 'calls', expected);
    const proxy = new Proxy(fn, {
      __proto__: null,
      apply(target, thisArg, args) {
        tracked.track(thisArg, args);
        return Reflect.apply(target, thisArg, args);
      },
    });
    this.#tracked.set(proxy, tracked);
    return proxy;
  }

  /** The calls of a tracked function: `{ thisArg, arguments }`. */
  getCalls(fn) {
    return Object.freeze(this.#get(fn).calls.slice());
  }

  /** Forgets the calls of one function, or of all. */
  reset(fn) {
    if (fn !== undefined) this.#get(fn).calls = [];
    else for (const tracked of this.#tracked.values()) tracked.calls = [];
  }

  /** What was not called as often as expected. */
  report() {
    return [...this.#tracked.values()].map((tracked) => tracked.report()).filter((report) => report !== undefined);
  }

  /** Throws if something was not called as often as expected. */
  verify() {
    const details = this.report();
    if (details.length === 0) return;
    const message = details.length === 1 ? details[0].message :
      'Functions were not called the expected number of times';
    const AssertionError = require('assert/assertion_error');
    throw new AssertionError({ message, details });
  }
}

let warned = false;

/** The public constructor: warns once. */
function deprecated(...args) {
  if (!warned) {
    warned = true;
    require('process_object').emitWarning('assert.CallTracker is deprecated.', 'DeprecationWarning', 'DEP0173');
  }
  return new.target ? Reflect.construct(CallTracker, args, new.target) : CallTracker.call(this, ...args);
}
deprecated.prototype = CallTracker.prototype;
Object.setPrototypeOf(deprecated, CallTracker);

module.exports = deprecated;
