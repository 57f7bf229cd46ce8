'use strict';
// Mocks of functions, methods, accessors and properties, and the tracker that restores them.

const { descriptorOf } = require('define');
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { validateBoolean, validateFunction, validateInteger, validateObject } = require('validators');

/** What is known of a mock's calls, and how it behaves. */
class MockFunctionContext {
  #calls = [];
  #original;
  #implementation;
  #once = new Map(); // number of a call -> what it does
  #times;
  #restore;

  constructor(original, implementation, times, restore) {
    this.#original = original;
    this.#implementation = implementation;
    this.#times = times;
    this.#restore = restore;
  }

  /** The calls so far: arguments, error, result, stack, target, this. */
  get calls() {
    return this.#calls.slice();
  }

  callCount() {
    return this.#calls.length;
  }

  mockImplementation(implementation) {
    validateFunction(implementation, 'implementation');
    this.#implementation = implementation;
  }

  /** @param {number} [onCall] which call, counted from 0; the next unless told */
  mockImplementationOnce(implementation, onCall) {
    validateFunction(implementation, 'implementation');
    const next = this.#calls.length;
    validateInteger(onCall ?? next, 'onCall', next);
    this.#once.set(onCall ?? next, implementation);
  }

  restore() {
    this.#implementation = this.#original;
    this.#once.clear();
    this.#restore?.();
  }

  resetCalls() {
    this.#calls = [];
  }

  #next() {
    const number = this.#calls.length;
    const once = this.#once.get(number);
    if (once === undefined) return this.#implementation;
    this.#once.delete(number);
    return once;
  }

  static call(context, self, args) {
    const implementation = context.#next();
    let result;
    let error;
    try {
      result = Reflect.apply(implementation, self, args);
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      context.#record({ arguments: args, error, result, stack: new Error(), target: undefined, this: self });
    }
    return result;
  }

  static construct(context, target, args, newTarget, proxy) {
    const implementation = context.#next();
    if (newTarget === proxy) newTarget = target;
    let result;
    let error;
    try {
      result = Reflect.construct(implementation, args, newTarget);
    } catch (thrown) {
      error = thrown;
      throw thrown;
    } finally {
      context.#record({ arguments: args, error, result, stack: new Error(), target, this: result });
    }
    return result;
  }

  #record(call) {
    this.#calls.push(call);
    if (this.#calls.length === this.#times) this.#implementation = this.#original;
  }
}

/** What is known of a mocked property's accesses, and the value it shows. */
class MockPropertyContext {
  #object;
  #name;
  #descriptor;   // the original
  #original;
  #value;
  #once = new Map();
  #accesses = [];

  constructor(object, name, value) {
    this.#object = object;
    this.#name = name;
    this.#descriptor = descriptorOf(object, name);
    this.#original = object[name];
    this.#value = value.length > 0 ? value[0] : this.#original;
    const { configurable, enumerable, writable } = this.#descriptor ?? { configurable: true, enumerable: true, writable: true };
    Object.defineProperty(object, name, {
      __proto__: null,
      configurable,
      enumerable,
      get: () => {
        const shown = this.#next(this.#value);
        this.#record('get', shown);
        return shown;
      },
      set: (given) => {
        if (writable === false) {
          throw new ERR_INVALID_ARG_VALUE('propertyName', name, 'cannot be set');
        }
        this.#value = this.#next(given);
        this.#record('set', given);
      },
    });
  }

  #next(otherwise) {
    const number = this.#accesses.length;
    if (!this.#once.has(number)) return otherwise;
    const value = this.#once.get(number);
    this.#once.delete(number);
    return value;
  }

  #record(type, value) {
    this.#accesses.push({ type, value, stack: new Error() });
  }

  /** The accesses so far: type ('get' or 'set'), value, stack. */
  get accesses() {
    return this.#accesses.slice();
  }

  accessCount() {
    return this.#accesses.length;
  }

  mockImplementation(value) {
    if (this.#descriptor?.writable === false) {
      throw new ERR_INVALID_ARG_VALUE('propertyName', this.#name, 'cannot be set');
    }
    this.#value = value;
    this.#record('set', value);
  }

  /** @param {number} [onAccess] which access, counted from 0; the next unless told */
  mockImplementationOnce(value, onAccess) {
    const next = this.#accesses.length;
    validateInteger(onAccess ?? next, 'onAccess', next);
    this.#once.set(onAccess ?? next, value);
  }

  resetAccesses() {
    this.#accesses = [];
  }

  restore() {
    const shape = this.#descriptor ?? { __proto__: null, configurable: true, enumerable: true, writable: true };
    Object.defineProperty(this.#object, this.#name, 'value' in shape || this.#descriptor === undefined ?
      { __proto__: null, ...shape, value: this.#original } : shape);
  }
}

/** The property `name` where it stands: on the object or on the nearest prototype that has it. */
function findDescriptor(object, name) {
  for (let holder = object; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const descriptor = descriptorOf(holder, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}

function validateTimes(times) {
  if (times === Infinity) return;
  validateInteger(times, 'options.times', 1);
}

function validateName(value, name) {
  if (typeof value !== 'string' && typeof value !== 'symbol') throw new ERR_INVALID_ARG_TYPE(name, ['string', 'symbol'], value);
}

/** A function that counts its calls. What is not a call is seen and set as the original's, but for `mock`. */
function makeMock(original, implementation, times, restore) {
  const context = new MockFunctionContext(original, implementation, times, restore);
  const own = new Map([['mock', context]]);
  const mock = new Proxy(original, {
    __proto__: null,
    apply(target, self, args) {
      return MockFunctionContext.call(context, self, args);
    },
    construct(target, args, newTarget) {
      return MockFunctionContext.construct(context, target, args, newTarget, mock);
    },
    get(target, key, receiver) {
      return own.has(key) ? own.get(key) : Reflect.get(target, key, receiver);
    },
    set(target, key, value, receiver) {
      // A mock of a function keeps to itself what is set on it.
      if (key === 'mock' || !Object.hasOwn(target, key)) own.set(key, value);
      else return Reflect.set(target, key, value, receiver);
      return true;
    },
    has(target, key) {
      return own.has(key) || Reflect.has(target, key);
    },
  });
  return mock;
}

class MockTracker {
  #contexts = [];
  #timers;

  get timers() {
    if (this.#timers === undefined) {
      const { MockTimers } = require('test/mock_timers');
      this.#timers = new MockTimers();
    }
    return this.#timers;
  }

  /**
   * A function that behaves as `implementation`, or as `original`, and counts its calls.
   * @param {{times?: number}} [options] for how many calls `implementation` is used
   */
  fn(original = function() {}, implementation = original, options = { __proto__: null }) {
    if (original !== null && typeof original === 'object') {
      options = original;
      original = function() {};
      implementation = original;
    } else if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = original;
    }
    validateFunction(original, 'original');
    validateFunction(implementation, 'implementation');
    validateObject(options, 'options');
    const { times = Infinity } = options;
    validateTimes(times);
    const mock = makeMock(original, implementation, times);
    this.#contexts.push(mock.mock);
    return mock;
  }

  /**
   * Puts a mock in the place of an object's method or accessor.
   * @param {{getter?: boolean, setter?: boolean, times?: number}} [options]
   * @throws ERR_INVALID_ARG_VALUE when there is no such method
   */
  method(objectOrFunction, methodName, implementation = undefined, options = { __proto__: null }) {
    if (objectOrFunction === null || (typeof objectOrFunction !== 'object' && typeof objectOrFunction !== 'function')) {
      throw new ERR_INVALID_ARG_TYPE('object', ['Object', 'Function'], objectOrFunction);
    }
    validateName(methodName, 'methodName');
    if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = undefined;
    }
    if (implementation !== undefined) validateFunction(implementation, 'implementation');
    validateObject(options, 'options');
    const { getter = false, setter = false, times = Infinity } = options;
    validateBoolean(getter, 'options.getter');
    validateBoolean(setter, 'options.setter');
    validateTimes(times);
    if (setter && getter) {
      throw new ERR_INVALID_ARG_VALUE('options.setter', setter, 'cannot be used with \'options.getter\'');
    }
    const kind = getter ? 'get' : setter ? 'set' : 'value';
    return this.#replace(objectOrFunction, methodName, kind, implementation, times);
  }

  #replace(object, name, kind, implementation, times) {
    const descriptor = findDescriptor(object, name);
    const original = descriptor?.[kind];
    if (typeof original !== 'function') {
      throw new ERR_INVALID_ARG_VALUE('methodName', original, 'must be a method');
    }
    const own = descriptorOf(object, name);
    const restore = () => Object.defineProperty(object, name, own ?? descriptor);
    const mock = makeMock(original, implementation ?? original, times, restore);
    const replacement = { __proto__: null, configurable: descriptor.configurable, enumerable: descriptor.enumerable };
    if (kind === 'value') {
      replacement.writable = descriptor.writable;
      replacement.value = mock;
    } else {
      replacement.get = descriptor.get;
      replacement.set = descriptor.set;
      replacement[kind] = mock;
    }
    Object.defineProperty(object, name, replacement);
    this.#contexts.push(mock.mock);
    return mock;
  }

  /** method() with options.getter. */
  getter(object, methodName, implementation = undefined, options = { __proto__: null }) {
    if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = undefined;
    }
    const { getter = true } = options;
    if (getter === false) throw new ERR_INVALID_ARG_VALUE('options.getter', getter, 'cannot be false');
    return this.method(object, methodName, implementation, { ...options, getter });
  }

  /** method() with options.setter. */
  setter(object, methodName, implementation = undefined, options = { __proto__: null }) {
    if (implementation !== null && typeof implementation === 'object') {
      options = implementation;
      implementation = undefined;
    }
    const { setter = true } = options;
    if (setter === false) throw new ERR_INVALID_ARG_VALUE('options.setter', setter, 'cannot be false');
    return this.method(object, methodName, implementation, { ...options, setter });
  }

  /**
   * Shows `value` as an object's property and counts the accesses.
   * @returns {object} the object, seen with a property `mock`
   * @throws ERR_INVALID_ARG_VALUE when there is no such property
   */
  property(object, propertyName, ...value) {
    if (object === null || typeof object !== 'object' && typeof object !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('object', ['Object'], object);
    }
    validateName(propertyName, 'propertyName');
    if (!(propertyName in object)) {
      throw new ERR_INVALID_ARG_VALUE('propertyName', propertyName, 'is not a property of the object');
    }
    const context = new MockPropertyContext(object, propertyName, value);
    this.#contexts.push(context);
    return new Proxy(object, {
      __proto__: null,
      get(target, key, receiver) {
        return key === 'mock' ? context : Reflect.get(target, key, receiver);
      },
    });
  }

  /**
   * Puts a mock in the place of a module for all who import or require it from now on. Only with
   * --experimental-test-module-mocks.
   * @param {string|URL} specifier as seen from the caller's file
   * @param {{cache?: boolean, defaultExport?: any, namedExports?: object}} [options] cache: one mock for all, instead of one
   *   for each import and require()
   * @returns {{restore(): void}}
   * @throws ERR_INVALID_STATE when it is mocked already; ERR_MODULE_NOT_FOUND
   */
  module(specifier, options = { __proto__: null }) {
    const context = require('test/mock_module').mockModule(specifier, options);
    this.#contexts.push(context);
    return context;
  }

  /** Restores what was mocked, and forgets it. */
  reset() {
    this.restoreAll();
    this.#timers?.reset();
    this.#contexts = [];
  }

  /** Restores what was mocked. */
  restoreAll() {
    for (let i = this.#contexts.length - 1; i >= 0; i--) this.#contexts[i].restore();
  }
}

if (!require('options').getOption('--experimental-test-module-mocks')) delete MockTracker.prototype.module;

module.exports = { MockTracker };
