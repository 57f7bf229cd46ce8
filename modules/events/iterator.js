'use strict';
// events.on(): an async iterator over the events of an emitter or target. Events that nobody awaits yet wait in a
// queue, callers that await the next one in another; one of the two is always empty.

const { ERR_INVALID_ARG_TYPE, AbortError } = require('errors');
const { validateInteger } = require('validators');

const kWatermarks = Symbol.for('nodejs.watermarkData');
const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

/** First in, first out, without moving the rest at each shift. */
class Queue {
  #items = [];
  #head = 0;

  get size() {
    return this.#items.length - this.#head;
  }

  push(item) {
    this.#items.push(item);
  }

  shift() {
    const items = this.#items;
    const item = items[this.#head];
    items[this.#head++] = undefined;
    if (this.#head === items.length) {
      items.length = this.#head = 0;
    } else if (this.#head > 1024 && this.#head > items.length / 2) { // so that moving costs as much as was taken
      this.#items = items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}

function addListener(emitter, name, listener) {
  if (typeof emitter.on === 'function') emitter.on(name, listener);
  else if (typeof emitter.addEventListener === 'function') emitter.addEventListener(name, listener);
  else throw new ERR_INVALID_ARG_TYPE('emitter', 'EventEmitter', emitter);
}

function removeListener(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else emitter.removeEventListener(name, listener);
}

class EventFeed {
  #emitter;
  #signal;
  #abortListener;
  #subscriptions = [];
  #events = new Queue();
  #waiting = new Queue();
  #error = null;
  #finished = false;
  high;
  low;
  paused = false;

  constructor(emitter, event, options) {
    this.#emitter = emitter;
    this.high = options.highWaterMark ?? Number.MAX_SAFE_INTEGER;
    validateInteger(this.high, 'options.highWaterMark', 1);
    this.low = options.lowWaterMark ?? 1;
    validateInteger(this.low, 'options.lowWaterMark', 1);
    this.#subscribe(event, options.firstOnly ? (value) => this.#receive(value) : (...args) => this.#receive(args));
    if (event !== 'error' && typeof emitter.on === 'function') {
      this.#subscribe('error', function errorHandler(err) { this.fail(err); }.bind(this));
    }
    if (options.close?.length) {
      for (const name of options.close) this.#subscribe(name, () => this.close());
    }
    if (options.signal) {
      this.#signal = options.signal;
      this.#abortListener = require('events').addAbortListener(options.signal, () => {
        this.fail(new AbortError(undefined, { cause: this.#signal.reason }));
      });
    }
  }

  get size() {
    return this.#events.size;
  }

  #subscribe(name, listener) {
    addListener(this.#emitter, name, listener);
    this.#subscriptions.push(name, listener);
  }

  #receive(value) {
    if (this.#waiting.size > 0) {
      this.#waiting.shift().resolve({ value, done: false });
      return;
    }
    this.#events.push(value);
    if (!this.paused && this.#events.size > this.high) {
      this.paused = true;
      this.#emitter.pause();
    }
  }

  next() {
    if (this.#events.size > 0) {
      const value = this.#events.shift();
      if (this.paused && this.#events.size < this.low) {
        this.paused = false;
        if (this.#emitter.closed !== true) this.#emitter.resume(); // a closed readline Interface would throw
      }
      return Promise.resolve({ value, done: false });
    }
    if (this.#error !== null) {
      const failed = Promise.reject(this.#error);
      this.#error = null;
      return failed;
    }
    if (this.#finished) return this.close();
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  fail(err) {
    if (this.#waiting.size > 0) this.#waiting.shift().reject(err);
    else this.#error = err;
    this.close();
  }

  close() {
    this.#abortListener?.[Symbol.dispose]();
    const subscriptions = this.#subscriptions;
    this.#subscriptions = [];
    for (let i = subscriptions.length - 2; i >= 0; i -= 2) { // the last first, as on Node
      removeListener(this.#emitter, subscriptions[i], subscriptions[i + 1]);
    }
    this.#finished = true;
    const end = { value: undefined, done: true };
    while (this.#waiting.size > 0) this.#waiting.shift().resolve(end);
    return Promise.resolve(end);
  }
}

function watermarkView(feed) {
  return {
    get size() { return feed.size; },
    get low() { return feed.low; },
    get high() { return feed.high; },
    get isPaused() { return feed.paused; },
  };
}

/**
 * The body of events.on(), its options already checked.
 * @param {{firstOnly?: boolean, highWaterMark?: number, lowWaterMark?: number, close?: string[], signal?: AbortSignal,
 *   onReturn?: () => void}} options firstOnly: the iteration gives each event's first argument in place of the list of all;
 *   onReturn: called when a loop is left early
 */
function iterate(emitter, event, options) {
  const feed = new EventFeed(emitter, event, options);
  return {
    __proto__: AsyncIteratorPrototype,
    next() {
      return feed.next();
    },
    return() {
      options.onReturn?.();
      return feed.close();
    },
    throw(err) {
      if (!err || !(err instanceof Error)) throw new ERR_INVALID_ARG_TYPE('EventEmitter.AsyncIterator', 'Error', err);
      feed.fail(err);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [kWatermarks]: watermarkView(feed),
  };
}

module.exports = { iterate };
