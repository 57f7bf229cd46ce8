'use strict';
// What all web streams build on: promises made only when accessed, results of user functions, queues with sizes.
// "Section" in these files is the WHATWG Streams specification's.
const { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } = require('errors');
const { validateFunction } = require('validators');
const { setCloneSteps } = require('cloneable');

/** First argument of a constructor call that comes from inside: classes that users can't construct take it. */
const kInternal = Symbol('internal');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const RESOLVED = Promise.resolve();

const { then } = Promise.prototype;

/** Does nothing. */
function noop() {}

/** promise.then(), also if a program has replaced that: the specification performs it itself. */
function react(promise, onFulfilled, onRejected) {
  return then.call(promise, onFulfilled, onRejected);
}

const PENDING = 0;
const FULFILLED = 1;
const REJECTED = 2;

/** A promise of undefined that exists only once it is looked at. Its rejection counts as handled. */
class LazyPromise {
  constructor() {
    this.state = PENDING;
    this.error = undefined;
    this.made = null;
    this.resolvers = null;
  }

  /** One that is fulfilled with undefined. */
  static resolved() {
    const lazy = new LazyPromise();
    lazy.state = FULFILLED;
    return lazy;
  }

  /** One that is rejected. */
  static rejected(error) {
    const lazy = new LazyPromise();
    lazy.reject(error);
    return lazy;
  }

  /** Whether it is not settled. */
  get isPending() { return this.state === PENDING; }

  /** The promise itself, made when first asked for. */
  get promise() {
    if (this.made !== null) return this.made;
    if (this.state === PENDING) {
      this.resolvers = Promise.withResolvers();
      this.made = this.resolvers.promise;
    } else {
      this.made = this.state === FULFILLED ? Promise.resolve() : Promise.reject(this.error);
    }
    if (this.state !== FULFILLED) react(this.made, undefined, noop);
    return this.made;
  }

  /** Fulfils it with undefined, unless it is settled. */
  resolve() {
    if (this.state !== PENDING) return;
    this.state = FULFILLED;
    if (this.resolvers !== null) this.resolvers.resolve();
  }

  /** Rejects it, unless it is settled. */
  reject(error) {
    if (this.state !== PENDING) return;
    this.state = REJECTED;
    this.error = error;
    if (this.resolvers !== null) this.resolvers.reject(error);
  }
}

/** Whether `value` is an object or a function, which may have a then(). */
function isThenable(value) {
  return value !== null && (typeof value === 'object' || typeof value === 'function');
}

/** What functions of our own sources and sinks return to invoke(): they see to it themselves that one of the two is called. */
const kLater = Symbol('later');

/** Calls `fn` on `self` and one of the two functions when what it gives is settled, never at once. */
function invoke(fn, self, first, second, onFulfilled, onRejected) {
  let result;
  try {
    result = second === undefined ? Reflect.apply(fn, self, [first]) : Reflect.apply(fn, self, [first, second]);
  } catch (error) {
    react(RESOLVED, () => { onRejected(error); });
    return;
  }
  if (isThenable(result)) react(Promise.resolve(result), onFulfilled, onRejected);
  else if (result !== kLater) react(RESOLVED, onFulfilled);
}

/** Calls `fn` on `self` for a promise: what it throws rejects it. */
function promiseOf(fn, self, ...args) {
  try {
    return resolvedWith(Reflect.apply(fn, self, args));
  } catch (error) {
    return Promise.reject(error);
  }
}

/** A promise resolved with `value`, as WebIDL has it: one of its own even if `value` is a promise. */
function resolvedWith(value) {
  return isThenable(value) ? new Promise((resolve) => { resolve(value); }) : Promise.resolve(value);
}

/**
 * A FIFO, as a ring whose room only grows: an Array's shift(), and setting its length, are calls into V8's C++ for each chunk.
 */
class Fifo {
  constructor() {
    this.ring = [undefined, undefined, undefined, undefined]; // its length is a power of two
    this.head = 0;
    this.length = 0;
  }

  push(value) {
    if (this.length === this.ring.length) this.grow();
    this.ring[(this.head + this.length++) & (this.ring.length - 1)] = value;
  }

  /** The first, which stays; undefined if there is none. */
  peek() { return this.ring[this.head]; }

  /** Takes the first; undefined if there is none. */
  shift() {
    const { ring, head } = this;
    const value = ring[head];
    if (this.length === 0) return value;
    ring[head] = undefined;
    this.head = (head + 1) & (ring.length - 1);
    this.length--;
    return value;
  }

  grow() {
    const { ring, head, length } = this;
    const larger = ring.slice(head);
    for (let i = 0; i < head; i++) larger.push(ring[i]);
    for (let i = 0; i < length; i++) larger.push(undefined);
    this.ring = larger;
    this.head = 0;
  }
}

/** A FIFO of chunks. Without a size function every chunk counts 1 and no sizes are kept. */
class SizedQueue {
  constructor(sizeOf) {
    this.sizeOf = sizeOf;
    this.chunks = new Fifo();
    this.sizes = sizeOf === undefined ? null : new Fifo();
    this.total = 0;
  }

  /** How many chunks wait. */
  get length() { return this.chunks.length; }

  /** EnqueueValueWithSize, section 8.1; the size was checked before. */
  push(chunk, size) {
    if (this.sizes === null) {
      this.total++;
    } else {
      this.sizes.push(size);
      this.total += size;
    }
    this.chunks.push(chunk);
  }

  /** PeekQueueValue, section 8.1: the first chunk, which stays. */
  peek() { return this.chunks.peek(); }

  /** DequeueValue, section 8.1. There must be a chunk. */
  shift() {
    this.total -= this.sizes === null ? 1 : this.sizes.shift();
    if (this.total < 0) this.total = 0; // Rounding, section 8.1.
    return this.chunks.shift();
  }

  /** ResetQueue, section 8.1. */
  clear() {
    this.chunks = new Fifo();
    if (this.sizes !== null) this.sizes = new Fifo();
    this.total = 0;
  }
}

/** A size that a size function gave, as a number. */
function checkedSize(size) {
  size = Number(size);
  if (Number.isNaN(size) || size < 0 || size === Infinity) throw new ERR_INVALID_ARG_VALUE.RangeError('size', size);
  return size;
}

/** ExtractHighWaterMark, section 7.4. Throws ERR_INVALID_ARG_VALUE for NaN and negative numbers. */
function highWaterMarkOf(strategy, fallback) {
  const value = strategy?.highWaterMark;
  if (value === undefined) return fallback;
  const number = Number(value);
  if (Number.isNaN(number) || number < 0) throw new ERR_INVALID_ARG_VALUE.RangeError('strategy.highWaterMark', number);
  return number;
}

/** ExtractSizeAlgorithm, section 7.4; undefined: each chunk counts 1. Throws ERR_INVALID_ARG_TYPE. */
function sizeFunctionOf(strategy) {
  const size = strategy?.size;
  if (size !== undefined) validateFunction(size, 'strategy.size');
  return size;
}

/** A function of a source, sink or transformer; undefined if it has none. */
function methodOf(object, name, owner) {
  const method = object[name];
  if (method !== undefined) validateFunction(method, `${owner}.${name}`);
  return method;
}

/** Dictionary arguments may be any object, a function too; undefined and (if `nullable`) null stand for an empty one. */
function checkDictionary(value, name, nullable) {
  if (value === null ? nullable : typeof value === 'object' || typeof value === 'function') return;
  throw new ERR_INVALID_ARG_TYPE(name, 'Object', value);
}

/** inspect() of a web stream's object: its class name and the fields worth showing. */
function inspectAs(object, name, depth, options, fields) {
  if (depth < 0) return object;
  const { inspect } = require('inspect');
  const inner = { ...options, depth: options.depth == null ? null : options.depth - 1 };
  return `${name} ${inspect(fields, inner)}`;
}

/** Makes methods and accessors enumerable and names the class for Object.prototype.toString, as WebIDL wants. */
function finishClass(Class, names) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, value: Class.name, configurable: true });
}

/** A class whose instances cross to other threads, and into copies, only in a transfer list: see cloneable.js. */
function makeTransferable(Class, is, send) {
  const serialize = (stream) => [Class.name, send(require('webstreams/transfer'), stream)];
  setCloneSteps(Class, {
    kind: Class.name, reader: 'webstreams/transfer', is, transferable: true, transferOnly: true, serialize,
  });
}

module.exports = {
  Fifo, LazyPromise, RESOLVED, SizedQueue, checkDictionary, checkedSize, finishClass, highWaterMarkOf, inspectAs, invoke,
  isThenable, kInspect, kInternal, kLater, makeTransferable,
  methodOf, noop, promiseOf, react, resolvedWith, sizeFunctionOf,
};
