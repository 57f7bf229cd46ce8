'use strict';
// AsyncLocalStorage: a value that follows a program's asynchronous flow. The values stand in the current frame of
// async_context, under the storage itself.

const { noOptions } = require('define');
const { is } = require('intrinsics');
const { current, swap, indexOf, withValue, forget, runUnder } = require('async_context');
const { validateFunction, validateObject } = require('validators');

class AsyncLocalStorage {
  #defaultValue;
  #name = '';

  /** @param {{defaultValue?: any, name?: string}} [options] defaultValue: what getStore() gives outside of run() */
  constructor(options = noOptions) {
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

  /**
   * Forgets the value here and in what was started here, until run() or enterWith(). What was started under another run()
   * keeps its own.
   */
  disable() {
    forget(this);
  }

  /** From here on, in this callback and what it starts, the value is `data`. */
  enterWith(data) {
    swap(withValue(current(), this, data));
  }

  /**
   * Calls fn(...args) with `data` as the value, in it and in what it starts. Where that is the value already, nothing is put
   * back behind it: what fn enters for good stays, as on Node.
   * @returns what fn returns
   */
  run(data, fn, ...args) {
    if (is(data, this.getStore())) return Reflect.apply(fn, null, args);
    const outer = current();
    const frame = withValue(outer, this, data);
    const { length } = frame;
    swap(frame);
    try {
      return Reflect.apply(fn, null, args);
    } finally {
      this.#restore(outer, frame, length);
    }
  }

  /** fn may have entered other storages for good, or disabled some: that stays; only this one goes back. */
  #restore(outer, frame, length) {
    const now = current();
    if (now === frame && frame.length === length) {
      swap(outer);
    } else {
      const index = indexOf(outer, this);
      swap(withValue(now, this, index < 0 ? this.#defaultValue : outer[index]));
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
    const index = indexOf(frame, this);
    return index < 0 ? this.#defaultValue : frame[index];
  }
}

module.exports = { AsyncLocalStorage };
