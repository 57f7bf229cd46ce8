'use strict';
// mock.timers: a clock that stands still until it is told to go on, and the timers and Date that follow it.

const { copyProperty, descriptorOf } = require('define');
const { AbortError, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE } = require('errors');
const { validateAbortSignal, validateNumber, validateStringArray } = require('validators');

const MAX_DELAY = 2 ** 31 - 1;
const APIS = ['setTimeout', 'setInterval', 'setImmediate', 'Date', 'scheduler.wait'];
const IMMEDIATE = -1; // before anything that has a time

function toDelay(delay) {
  const number = Number(delay);
  return number >= 1 && number <= MAX_DELAY ? Math.trunc(number) : 1;
}

/** A mocked timer, with what a real one has. */
class MockTimeout {
  #timers;
  #hasRef = true;

  constructor(timers, id, callback, args, delay, isInterval) {
    this.#timers = timers;
    this.id = id;
    this.callback = callback;
    this.args = args;
    this.delay = delay;
    this.isInterval = isInterval;
    this.runAt = 0;
  }

  hasRef() { return this.#hasRef; }
  ref() { this.#hasRef = true; return this; }
  unref() { this.#hasRef = false; return this; }

  refresh() {
    this.#timers.schedule(this);
    return this;
  }

  [Symbol.toPrimitive]() { return this.id; }
  [Symbol.dispose]() { this.#timers.clear(this); }
}

class MockTimers {
  #enabled = [];    // the names of what is mocked
  #restores = [];
  #queue = [];      // timers by the time at which they run, then by the order in which they were set
  #now = 0;
  #nextId = 1;

  // --- The clock. ---

  schedule(timer) {
    this.clear(timer);
    timer.runAt = timer.delay === IMMEDIATE ? IMMEDIATE : this.#now + timer.delay;
    let at = this.#queue.length;
    while (at > 0 && this.#queue[at - 1].runAt > timer.runAt) at--;
    this.#queue.splice(at, 0, timer);
  }

  clear(timer) {
    if (timer === undefined || timer === null) return;
    const at = this.#queue.findIndex((other) => other === timer || other.id === timer);
    if (at !== -1) this.#queue.splice(at, 1);
  }

  #set(callback, delay, args, isInterval) {
    const timer = new MockTimeout(this, this.#nextId++, callback, args, delay, isInterval);
    this.schedule(timer);
    return timer;
  }

  // All that is due runs at `time`: what it asks of the clock is that.
  #runUntil(time) {
    this.#now = time;
    while (this.#queue.length > 0 && this.#queue[0].runAt <= time) {
      const timer = this.#queue[0];
      if (timer.isInterval) {
        // In its place again before it runs, so that it can clear itself.
        this.#queue.shift();
        this.#requeue(timer);
      } else {
        this.#queue.shift();
      }
      if (typeof timer.callback === 'function') Reflect.apply(timer.callback, undefined, timer.args);
    }
  }

  #requeue(timer) {
    timer.runAt += timer.delay;
    let at = this.#queue.length;
    while (at > 0 && this.#queue[at - 1].runAt > timer.runAt) at--;
    this.#queue.splice(at, 0, timer);
  }

  #checkEnabled() {
    if (this.#enabled.length === 0) throw new ERR_INVALID_STATE('You should enable MockTimers first by calling the .enable function');
  }

  // --- The face. ---

  /**
   * Mocks timers and Date.
   * @param {{apis?: string[], now?: number|Date}} [options] what to mock, all unless told; the time, 0 unless told
   */
  enable(options = { __proto__: null, apis: APIS, now: 0 }) {
    const { apis = APIS, now = 0 } = options;
    if (this.#enabled.length > 0) throw new ERR_INVALID_STATE('MockTimers is already enabled!');
    validateStringArray(apis, 'options.apis');
    for (const api of apis) {
      if (!APIS.includes(api)) throw new ERR_INVALID_ARG_VALUE('options.apis', api, `option ${api} is not supported`);
    }
    const time = checkedTime(now, 'initialTime');
    if (apis.includes('Date') && globalThis.Date.isMock) throw new ERR_INVALID_STATE('Date is already being mocked!');
    this.#now = time;
    this.#enabled = apis.slice();
    this.#install(this.#enabled);
  }

  /** Lets `time` milliseconds pass: the timers that are due run at once. */
  tick(time = 1) {
    this.#checkEnabled();
    checkTickTime(time);
    this.#runUntil(this.#now + time);
  }

  /** Lets time pass until the last timer that is set now has run. */
  runAll() {
    this.#checkEnabled();
    const last = this.#queue.at(-1);
    if (last !== undefined) this.#runUntil(Math.max(last.runAt, this.#now));
  }

  /** Sets what Date shows; timers stay as far away as they were. */
  setTime(time = 0) {
    validateNumber(time, 'time');
    checkTickTime(time);
    this.#checkEnabled();
    const shift = time - this.#now;
    this.#now = time;
    for (const timer of this.#queue) if (timer.runAt !== IMMEDIATE) timer.runAt += shift;
  }

  /** Puts the real timers and Date back. */
  reset() {
    if (this.#enabled.length === 0) return;
    for (const restore of this.#restores.reverse()) restore();
    this.#restores = [];
    this.#enabled = [];
    this.#queue = [];
    this.#now = 0;
    require('module').syncBuiltinESMExports();
  }

  [Symbol.dispose]() {
    this.reset();
  }

  // --- What is put in the place of the real ones. ---

  #install(apis) {
    const timers = require('timers');
    const promises = require('timers/promises');
    const places = [globalThis, timers];
    const clear = (timer) => this.clear(timer);
    for (const api of apis) {
      switch (api) {
        case 'setTimeout':
          this.#put(places, 'setTimeout', (callback, delay, ...args) => this.#set(callback, toDelay(delay), args, false));
          this.#put(places, 'clearTimeout', clear);
          this.#put([promises], 'setTimeout', (delay, value, options) => this.#wait(toDelay(delay), value, options));
          break;
        case 'setInterval':
          this.#put(places, 'setInterval', (callback, delay, ...args) => this.#set(callback, toDelay(delay), args, true));
          this.#put(places, 'clearInterval', clear);
          this.#put([promises], 'setInterval', (delay, value, options) => this.#repeat(toDelay(delay), value, options));
          break;
        case 'setImmediate':
          this.#put(places, 'setImmediate', (callback, ...args) => this.#set(callback, IMMEDIATE, args, false));
          this.#put(places, 'clearImmediate', clear);
          this.#put([promises], 'setImmediate', (value, options) => this.#wait(IMMEDIATE, value, options));
          break;
        case 'scheduler.wait':
          this.#put([promises.scheduler], 'wait', (delay, options) => this.#wait(toDelay(delay), undefined, options));
          break;
        default:
          this.#put([globalThis], 'Date', this.#makeDate());
      }
    }
    require('module').syncBuiltinESMExports();
  }

  #put(places, name, value) {
    for (const place of places) {
      const own = descriptorOf(place, name);
      Object.defineProperty(place, name, {
        __proto__: null,
        configurable: true, writable: true, enumerable: own === undefined ? true : own.enumerable, value,
      });
      this.#restores.push(() => {
        if (own === undefined) delete place[name];
        else Object.defineProperty(place, name, own);
      });
    }
  }

  async #wait(delay, value, options = { __proto__: null }) {
    const signal = signalOf(options);
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    const { promise, resolve, reject } = Promise.withResolvers();
    const timer = this.#set(resolve, delay, [value], false);
    const onAbort = () => {
      this.clear(timer);
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async * #repeat(delay, value, options = { __proto__: null }) {
    const signal = signalOf(options);
    if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
    let due = 0;
    let wake;
    const timer = this.#set(() => {
      due++;
      wake?.();
    }, delay, [], true);
    const onAbort = () => wake?.();
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      for (;;) {
        while (due === 0) {
          if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
          await new Promise((resolve) => { wake = resolve; });
        }
        due--;
        yield value;
      }
    } finally {
      this.clear(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #makeDate() {
    const RealDate = globalThis.Date;
    const now = () => this.#now;
    function MockDate(...args) {
      if (new.target === undefined) return new RealDate(now()).toString();
      const target = new.target === MockDate ? RealDate : new.target;
      return Reflect.construct(RealDate, args.length === 0 ? [now()] : args, target);
    }
    for (const name of Reflect.ownKeys(RealDate)) {
      if (name !== 'prototype' && name !== 'now') copyProperty(RealDate, MockDate, name);
    }
    Object.defineProperty(MockDate, 'prototype', { __proto__: null, value: RealDate.prototype, writable: false });
    Object.defineProperty(MockDate, 'now', {
      ...descriptorOf(RealDate, 'now'), __proto__: null, value: function() { return now(); },
    });
    Object.defineProperty(MockDate.now, 'name', { __proto__: null, value: 'now' });
    Object.defineProperty(MockDate, 'isMock', { __proto__: null, value: true });
    Object.defineProperty(MockDate, 'toString', {
      __proto__: null,
      configurable: true, writable: true, value: function toString() { return Function.prototype.toString.call(RealDate); },
    });
    return MockDate;
  }
}

function signalOf(options) {
  const signal = options?.signal;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  return signal;
}

function checkTickTime(time) {
  if (time < 0) throw new ERR_INVALID_ARG_VALUE('time', 'positive integer', time);
}

/** Milliseconds from a number or a Date. */
function checkedTime(now, name) {
  if (typeof now === 'number' ? now >= 0 : false) return now;
  if (require('util').types.isDate(now)) return now.getTime();
  validateNumber(now, name);
  throw new ERR_INVALID_ARG_VALUE('time', 'positive integer', now);
}

module.exports = { MockTimers };
