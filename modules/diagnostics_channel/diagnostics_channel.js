'use strict';
// node:diagnostics_channel. A channel without subscribers lives as long as it is referenced; one with subscribers or
// stores lives for good. The list of subscribers is replaced, never changed: publish() walks the one it found.

const { OwnMap, OwnSet } = require('intrinsics');
const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateFunction } = require('validators');

const channels = new OwnMap(); // name to WeakRef of a Channel
const active = new OwnSet();
const collected = new FinalizationRegistry((name) => {
  if (channels.get(name)?.deref() === undefined) channels.delete(name);
});

function throwLater(err) {
  require('ticks').nextTick(() => { throw err; }); // shown with the error's own place: uncaught.js
}

class Channel {
  /** @param {string|symbol} name */
  constructor(name) {
    this._subscribers = undefined;
    this._stores = undefined;
    this.name = name;
    channels.set(name, new WeakRef(this));
    collected.register(this, name);
  }

  static [Symbol.hasInstance](instance) {
    const prototype = Object.getPrototypeOf(instance);
    return prototype === Channel.prototype || Channel.prototype.isPrototypeOf(prototype);
  }

  #settleActivity() {
    if (this._subscribers?.length === 0) this._subscribers = undefined;
    if (this._stores?.size === 0) this._stores = undefined;
    if (this.hasSubscribers) active.add(this);
    else active.delete(this);
  }

  /** Calls subscription(message, name) for every message published from now on. */
  subscribe(subscription) {
    validateFunction(subscription, 'subscription');
    this._subscribers = this._subscribers === undefined ? [subscription] : [...this._subscribers, subscription];
    this.#settleActivity();
  }

  /** @returns {boolean} whether `subscription` was subscribed */
  unsubscribe(subscription) {
    const index = this._subscribers?.indexOf(subscription) ?? -1;
    if (index < 0) return false;
    this._subscribers = this._subscribers.toSpliced(index, 1);
    this.#settleActivity();
    return true;
  }

  /** Lets runStores() run in `store`, with transform(context), or the context itself, as its value. */
  bindStore(store, transform) {
    this._stores = new Map(this._stores).set(store, transform);
    this.#settleActivity();
  }

  /** @returns {boolean} whether `store` was bound */
  unbindStore(store) {
    if (!this._stores?.has(store)) return false;
    this._stores = new Map(this._stores);
    this._stores.delete(store);
    this.#settleActivity();
    return true;
  }

  /** Whether publish() reaches anybody: look before making a message. */
  get hasSubscribers() {
    return this._subscribers !== undefined || this._stores !== undefined;
  }

  /** Pass `message` to the subscribers, now. What they throw is an uncaught exception, later. */
  publish(message) {
    const subscribers = this._subscribers;
    if (subscribers === undefined) return;
    for (let i = 0; i < subscribers.length; i++) {
      try {
        const subscription = subscribers[i];
        subscription(message, this.name);
      } catch (err) {
        throwLater(err);
      }
    }
  }

  /** Publish `context` and call fn on `thisArg` with `args`, in the bound stores. @returns what fn returns */
  runStores(context, fn, thisArg, ...args) {
    let run = () => {
      this.publish(context);
      return Reflect.apply(fn, thisArg, args);
    };
    if (this._stores !== undefined) {
      for (const [store, transform] of this._stores) run = runInStore(store, transform, context, run);
    }
    return run();
  }
}

function runInStore(store, transform, context, next) {
  return () => {
    let value = context;
    if (transform) {
      try {
        value = transform(context);
      } catch (err) {
        throwLater(err);
        return next();
      }
    }
    return store.run(value, next);
  };
}

/** @returns {Channel} the channel of that name */
function channel(name) {
  const known = channels.get(name)?.deref();
  if (known !== undefined) return known;
  if (typeof name !== 'string' && typeof name !== 'symbol') {
    throw new ERR_INVALID_ARG_TYPE('channel', ['string', 'symbol'], name);
  }
  return new Channel(name);
}

/** Subscribe to the channel of that name. */
function subscribe(name, subscription) {
  return channel(name).subscribe(subscription);
}

/** @returns {boolean} whether `subscription` was subscribed */
function unsubscribe(name, subscription) {
  return channel(name).unsubscribe(subscription);
}

/** @returns {boolean} whether the channel of that name has subscribers */
function hasSubscribers(name) {
  return channels.get(name)?.deref()?.hasSubscribers ?? false;
}

/** @returns {TracingChannel} from a name, or {start, end, asyncStart, asyncEnd, error} of channels */
function tracingChannel(nameOrChannels) {
  const { TracingChannel } = require('diagnostics_channel/tracing_channel');
  return new TracingChannel(nameOrChannels);
}

// A channel without subscribers has methods of no length on Node, and they are what its class shows.
for (const name of ['publish', 'unbindStore', 'unsubscribe']) require('define').setLength(Channel.prototype[name], 0);

module.exports = { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe, Channel };
