'use strict';
// AbortController and AbortSignal (https://dom.spec.whatwg.org/#aborting-ongoing-activities).
//
// What keeps what alive: a signal of any() holds its sources; a source holds its dependants weakly, unless they have
// listeners. The timer of timeout() holds its signal weakly, unless that or a dependant of it has listeners.
// Also shown: transfer.

const { EventTarget, defineEventHandler, trustedEvent, kNewListener, kRemoveListener } = require('event_target');
const { makeEnumerable, kInspect } = require('event_target/event');
const { DOMException } = require('dom_exception');
const { kMaxEventTargetListeners } = require('events');
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } = require('errors');
const { setCloneSteps } = require('cloneable');
const { validateUint32 } = require('validators');

const kConstruct = Symbol('kConstruct');
const kDependantSignals = Symbol('kDependantSignals');

const heldTimeouts = new Set(); // signals of timeout() that have listeners
let collectedTimeouts; // clears the timers of the others
let collectedDependants;

function inspectAs(self, depth, options, shown, shallow) {
  if (depth < 0) return shallow;
  const inner = { ...options, depth: options.depth === null || options.depth === undefined ? null : options.depth - 1 };
  return `${self.constructor.name} ${require('inspect').inspect(shown, inner)}`;
}

function defaultReason() {
  return new DOMException('This operation was aborted', 'AbortError');
}

/** https://dom.spec.whatwg.org/#interface-AbortSignal. Its constructor throws ERR_ILLEGAL_CONSTRUCTOR. */
class AbortSignal extends EventTarget {
  #aborted = false;
  #reason = undefined;
  #sources = undefined; // of a signal made by any(): the signals it follows, none of them made by any()
  #heldDependants = undefined; // those of [kDependantSignals] that have listeners
  #timer = undefined;
  #abortListeners = 0;
  #isTransferable = false;

  constructor(key = undefined) {
    if (key !== kConstruct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    super();
    this[kMaxEventTargetListeners] = 0;
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#aborted in value)) throw new ERR_INVALID_THIS('AbortSignal');
  }

  /** Whether abort() was called. */
  get aborted() {
    AbortSignal.#check(this);
    return this.#aborted;
  }

  /** What was given to abort(); undefined before. */
  get reason() {
    AbortSignal.#check(this);
    return this.#reason;
  }

  /** @throws the reason, once aborted */
  throwIfAborted() {
    AbortSignal.#check(this);
    if (this.#aborted) throw this.#reason;
  }

  [kInspect](depth, options) {
    AbortSignal.#check(this);
    return inspectAs(this, depth, options, { aborted: this.#aborted }, '[AbortSignal]');
  }

  /** @returns {AbortSignal} one that is aborted already. `reason` defaults to an AbortError */
  static abort(reason = defaultReason()) {
    const signal = new AbortSignal(kConstruct);
    signal.#aborted = true;
    signal.#reason = reason;
    return signal;
  }

  /** @returns {AbortSignal} one that aborts with a TimeoutError after `delay` milliseconds; does not keep the process alive */
  static timeout(delay) {
    validateUint32(delay, 'delay', false);
    const signal = new AbortSignal(kConstruct);
    const weak = new WeakRef(signal);
    const { setTimeout, clearTimeout } = require('timers');
    const timer = setTimeout(() => {
      const alive = weak.deref();
      if (alive === undefined) return;
      heldTimeouts.delete(alive);
      abortSignal(alive, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delay);
    timer.unref();
    collectedTimeouts ??= new FinalizationRegistry(clearTimeout);
    collectedTimeouts.register(signal, timer);
    signal.#timer = timer;
    return signal;
  }

  /** @returns {AbortSignal} one that aborts as soon as one of `signals` does, for its reason */
  static any(signals) {
    const list = toSignals(signals);
    const result = new AbortSignal(kConstruct);
    for (const signal of list) {
      if (signal.#aborted) {
        result.#aborted = true;
        result.#reason = signal.#reason;
        return result;
      }
    }
    const sources = new Set();
    for (const signal of list) {
      if (signal.#sources === undefined) sources.add(signal);
      else for (const source of signal.#sources) sources.add(source);
    }
    result.#follow(sources);
    return result;
  }

  #follow(sources) {
    this.#sources = sources;
    const weak = new WeakRef(this);
    const refs = [];
    for (const source of sources) {
      source[kDependantSignals] ??= new Set();
      source[kDependantSignals].add(weak);
      refs.push(new WeakRef(source));
    }
    collectedDependants ??= new FinalizationRegistry(forgetDependant);
    collectedDependants.register(this, { weak, sources: refs });
  }

  [kNewListener](size, type) {
    if (type === 'abort' && this.#abortListeners++ === 0) this.#holdByListener();
  }

  [kRemoveListener](size, type) {
    if (type === 'abort' && --this.#abortListeners === 0) this.#releaseByListener();
  }

  #holdByListener() {
    if (this.#aborted) return;
    if (this.#timer !== undefined) heldTimeouts.add(this);
    if (this.#sources === undefined) return;
    for (const source of this.#sources) {
      source.#heldDependants ??= new Set();
      source.#heldDependants.add(this);
      if (source.#timer !== undefined) heldTimeouts.add(source);
    }
  }

  #releaseByListener() {
    this.#releaseTimeout();
    if (this.#sources === undefined) return;
    for (const source of this.#sources) {
      source.#heldDependants?.delete(this);
      source.#releaseTimeout();
    }
  }

  #releaseTimeout() {
    if (this.#timer === undefined || this.#abortListeners > 0 || this.#heldDependants?.size > 0) return;
    heldTimeouts.delete(this);
  }

  #takeDependants() {
    const refs = this[kDependantSignals];
    if (refs === undefined) return [];
    const dependants = [];
    for (const weak of refs) {
      const dependant = weak.deref();
      if (dependant !== undefined && !dependant.#aborted) dependants.push(dependant);
    }
    refs.clear();
    return dependants;
  }

  #runAbortSteps() {
    if (this.#abortListeners > 0) this.dispatchEvent(trustedEvent('abort'));
  }

  /** Lets `signal` be transferred to other threads; returns it. */
  static makeTransferable(signal) {
    signal.#isTransferable = true;
    return signal;
  }

  /** Whether makeTransferable() was called for it. */
  static isTransferable(value) {
    return #isTransferable in value && value.#isTransferable;
  }

  /** Signal abort: every dependant is aborted before the first listener runs. For the controller and the timers. */
  static abortSignal(signal, reason) {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason;
    const dependants = signal.#takeDependants();
    for (const dependant of dependants) {
      dependant.#aborted = true;
      dependant.#reason = reason;
    }
    signal.#runAbortSteps();
    for (const dependant of dependants) dependant.#runAbortSteps();
    for (const dependant of dependants) dependant.#releaseByListener();
    signal.#heldDependants = undefined;
    signal.#releaseTimeout();
  }
}

const { abortSignal, isTransferable, makeTransferable } = AbortSignal;
delete AbortSignal.abortSignal;
delete AbortSignal.isTransferable;
delete AbortSignal.makeTransferable;

setCloneSteps(AbortSignal, {
  kind: 'AbortSignal',
  reader: 'abort_controller/transfer',
  is: isTransferable,
  transferable: true,
  transferOnly: true,
  /** What another thread makes the signal of. */
  serialize: (signal) => require('abort_controller/transfer').serialize(signal),
});

/** What signals that arrive from elsewhere are made with. */
const forTransfer = { abortSignal, newSignal: () => makeTransferable(new AbortSignal(kConstruct)) };

function forgetDependant({ weak, sources }) {
  for (const ref of sources) ref.deref()?.[kDependantSignals]?.delete(weak);
}

function toSignals(signals) {
  if ((typeof signals !== 'object' && typeof signals !== 'function') || signals === null ||
      typeof signals[Symbol.iterator] !== 'function') {
    const error = new TypeError('signals can not be converted to sequence.');
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  const list = [...signals];
  list.forEach((signal, index) => {
    if (!isAbortSignal(signal)) throw new ERR_INVALID_ARG_TYPE(`signals[${index}]`, 'AbortSignal', signal);
  });
  return list;
}

const abortedOf = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted').get;

/** @returns {boolean} whether `value` is an AbortSignal of this runtime */
function isAbortSignal(value) {
  try {
    abortedOf.call(value);
    return true;
  } catch {
    return false;
  }
}

makeEnumerable(AbortSignal.prototype, ['aborted']);
defineEventHandler(AbortSignal.prototype, 'abort');
Object.defineProperty(AbortSignal.prototype, Symbol.toStringTag, { __proto__: null, value: 'AbortSignal', configurable: true });

/** https://dom.spec.whatwg.org/#interface-abortcontroller */
class AbortController {
  #signal = undefined;

  /** The controller's AbortSignal, the same each time. */
  get signal() {
    return this.#signal ??= new AbortSignal(kConstruct);
  }

  /** Aborts the signal. `reason` defaults to an AbortError. */
  abort(reason = defaultReason()) {
    abortSignal(this.#signal ??= new AbortSignal(kConstruct), reason);
  }

  [kInspect](depth, options) {
    return inspectAs(this, depth, options, { signal: this.signal }, this);
  }
}

makeEnumerable(AbortController.prototype, ['signal', 'abort']);
Object.defineProperty(AbortController.prototype, Symbol.toStringTag, { __proto__: null, value: 'AbortController', configurable: true });

module.exports = { AbortController, AbortSignal, forTransfer, isAbortSignal, makeTransferable };
