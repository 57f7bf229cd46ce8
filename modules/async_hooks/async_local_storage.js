'use strict';
// AsyncLocalStorage: a value that follows a program's asynchronous flow. The values stand in the current frame of
// async_context under a key of the storage; disable() changes the key, so that every frame that still has the old one
// forgets.

const { current, swap, indexOf, withValue, runUnder } = require('async_context');
const { validateFunction, validateObject } = require('validators');

class AsyncLocalStorage {
  #key = {};
  #defaultValue;
  #name = '';

  /** @param {{defaultValue?: any, name?: string}} [options] defaultValue: what getStore() gives outside of run() */
  constructor(options = { __proto__: null }) {
    validateObject(options, 'options');
    this.#defaultValue = options.defaultValue;
    if (options.name !== undefined) this.#name = `${options.name}`;
  }

  /** The name given to the constructor, or ''. */
  get name() {
    return this.#name;
  }

  /** @returns {Function} fn, to be called in the context of now */
  static bind(fn) {
    validateFunction(fn, 'fn');
    const frame = current();
    function bound(...args) {
      return runUnder(frame, fn, this, args);
    }
    Object.defineProperty(bound, 'length', { __proto__: null, value: fn.length, configurable: true });
    return bound;
  }

  /** @returns {function(Function, ...any)} a function that calls the one it is given in the context of now */
  static snapshot() {
    return AsyncLocalStorage.bind(function(fn, ...args) {
      return Reflect.apply(fn, this, args);
    });
  }

  /** Forgets the value everywhere, until run() or enterWith(). */
  disable() {
    this.#key = {};
  }

  /** From here on, in this callback and what it starts, the value is `data`. */
  enterWith(data) {
    swap(withValue(current(), this.#key, data));
  }

  /** Calls fn(...args) with `data` as the value, in it and in what it starts. @returns what fn returns */
  run(data, fn, ...args) {
    const outer = current();
    const key = this.#key;
    const frame = withValue(outer, key, data);
    swap(frame);
    try {
      return Reflect.apply(fn, null, args);
    } finally {
      this.#restore(outer, frame, key);
    }
  }

  /** fn may have entered other storages for good: those stay; only this one goes back. */
  #restore(outer, frame, key) {
    const now = current();
    if (now === frame) {
      swap(outer);
    } else if (key === this.#key) {
      const index = indexOf(outer, key);
      swap(withValue(now, key, index < 0 ? this.#defaultValue : outer[index]));
    }
  }

  /** Calls fn(...args) with no value. @returns what fn returns */
  exit(fn, ...args) {
    return this.run(undefined, fn, ...args);
  }

  /** @returns {any} the value of the running callback; the default value outside of run() and enterWith() */
  getStore() {
    const frame = current();
    if (frame === undefined) return this.#defaultValue;
    const index = indexOf(frame, this.#key);
    return index < 0 ? this.#defaultValue : frame[index];
  }
}

module.exports = { AsyncLocalStorage };
