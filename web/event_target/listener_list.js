'use strict';
// The listeners of one type that an EventTarget has, in the order in which they were added.
//
// Dispatching walks the array that it found, up to the length that it found. So adding only pushes to it, and removing marks
// the listener; once the marked ones are more than the others, a new array takes its place. Both cost the same however many
// listeners there are: a long list is searched through an index.

// From so many on, an index of the callbacks is cheaper than comparing.
const INDEXED_FROM = 32;

// A weak listener lives as long as the object it was added for.
const keptAlive = new WeakMap(); // that object -> Set of callbacks

function keepAlive(owner, callback) {
  const callbacks = keptAlive.get(owner);
  if (callbacks === undefined) keptAlive.set(owner, new Set([callback]));
  else callbacks.add(callback);
}

/** One listener of one event. */
class Listener {
  #callback; // of a weak one: a WeakRef
  #owner = undefined; // of a weak one: a WeakRef to the object it was added for
  removed = false;
  // Fields, so that no setter of these names on Object.prototype is called.
  type;
  once;
  capture;
  passive;
  nodeStyle;
  resistsStop;

  /**
   * @param {Function|object} callback
   * @param {{once: boolean, capture: boolean, passive: boolean, nodeStyle: boolean, resistsStop: boolean, weak?: object}} options
   *   weak: the object that keeps the callback alive, which nothing else here does
   */
  constructor(type, callback, options) {
    this.type = type;
    this.once = options.once;
    this.capture = options.capture;
    this.passive = options.passive;
    this.nodeStyle = options.nodeStyle;
    this.resistsStop = options.resistsStop;
    if (options.weak === undefined) {
      this.#callback = callback;
    } else {
      this.#callback = new WeakRef(callback);
      this.#owner = new WeakRef(options.weak);
      keepAlive(options.weak, callback);
    }
  }

  /** Whether the listener goes when its owner is collected. */
  get weak() {
    return this.#owner !== undefined;
  }

  /** @returns {Function|object|undefined} undefined: collected, or removed */
  get callback() {
    return this.#owner === undefined ? this.#callback : this.#callback?.deref();
  }

  /** Whether this is the listener that removeEventListener() means. */
  matches(callback, capture) {
    return this.capture === capture && this.callback === callback;
  }

  /** Lets go of the callback. */
  forget() {
    this.removed = true;
    if (this.#owner !== undefined) keptAlive.get(this.#owner.deref())?.delete(this.callback);
    this.#callback = undefined;
  }
}

/** The listeners of one type, in the order in which they were added. */
class ListenerList {
  /** Removed ones among them are marked. */
  all = [];
  /** How many are not removed. */
  size = 0;
  #index = undefined; // of a long list: callback -> its listener, of those for capture and of the others

  /** @returns {Listener|undefined} the one of `callback` for `capture` */
  find(callback, capture) {
    if (this.size < INDEXED_FROM) return this.#look(callback, capture);
    this.#index ??= this.#makeIndex();
    return this.#index[Number(capture)].get(callback);
  }

  #look(callback, capture) {
    const { all } = this;
    for (let i = 0; i < all.length; i++) {
      if (!all[i].removed && all[i].matches(callback, capture)) return all[i];
    }
    return undefined;
  }

  // By WeakMaps, since a weak listener's callback must not be kept by them.
  #makeIndex() {
    const index = [new WeakMap(), new WeakMap()];
    for (const listener of this.toArray()) {
      const { capture, callback } = listener;
      if (callback !== undefined) index[Number(capture)].set(callback, listener);
    }
    return index;
  }

  /** Adds `listener`, which must not be in it. */
  add(listener) {
    this.all[this.all.length] = listener;
    this.size++;
    this.#index?.[Number(listener.capture)].set(listener.callback, listener);
  }

  /** Forgets `listener`, which is one of this list. */
  remove(listener) {
    const { callback, capture } = listener;
    if (callback !== undefined) this.#index?.[Number(capture)].delete(callback);
    listener.forget();
    this.size--;
    if (this.size === 0) this.all = [];
    else if (this.all.length > 2 * this.size) this.all = this.all.filter(({ removed }) => !removed);
  }

  /** @returns {Listener[]} those that are not removed */
  toArray() {
    return this.all.filter(({ removed }) => !removed);
  }
}

module.exports = { Listener, ListenerList };
