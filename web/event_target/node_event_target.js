'use strict';
// NodeEventTarget: an EventTarget with the methods of EventEmitter that make sense for it. MessagePort is one.

const EventEmitter = require('events');
const { EventTarget, targetState, kHybridDispatch, kNodeStyle } = require('event_target');
const { makeEnumerable } = require('event_target/event');
const { ERR_INVALID_THIS } = require('errors');
const { validateString } = require('validators');

function check(value) {
  if (!(value instanceof NodeEventTarget)) throw new ERR_INVALID_THIS('NodeEventTarget');
}

/** An EventTarget with some of EventEmitter's methods, which MessagePort has. */
class NodeEventTarget extends EventTarget {
  static defaultMaxListeners = 10;

  /** Sets the number of listeners of one type above which a warning is given. */
  setMaxListeners(n) {
    check(this);
    EventEmitter.setMaxListeners(n, this);
  }

  /** The number of listeners of one type above which a warning is given, 10 by default. */
  getMaxListeners() {
    check(this);
    return EventEmitter.getMaxListeners(this);
  }

  /** @returns {string[]} the types that have listeners */
  eventNames() {
    check(this);
    return [...targetState.lists(this)?.keys() ?? []];
  }

  /** How many listeners `type` has. */
  listenerCount(type) {
    check(this);
    return targetState.lists(this)?.get(`${type}`)?.size ?? 0;
  }

  /** Chainable. */
  off(type, listener, options) {
    check(this);
    this.removeEventListener(type, listener, options);
    return this;
  }

  /** Chainable. */
  removeListener(type, listener, options) {
    check(this);
    this.removeEventListener(type, listener, options);
    return this;
  }

  /** Like addEventListener(), but emit()'s value is passed as it is. Chainable. */
  on(type, listener) {
    check(this);
    this.addEventListener(type, listener, { [kNodeStyle]: true });
    return this;
  }

  /** Chainable. */
  addListener(type, listener) {
    check(this);
    this.addEventListener(type, listener, { [kNodeStyle]: true });
    return this;
  }

  /** Calls the listeners of `type` with `arg`, or with an event made of it. @returns {boolean} whether there were any */
  emit(type, arg) {
    check(this);
    validateString(type, 'type');
    const had = this.listenerCount(type) > 0;
    this[kHybridDispatch](arg, type);
    return had;
  }

  /** Chainable. */
  once(type, listener) {
    check(this);
    this.addEventListener(type, listener, { once: true, [kNodeStyle]: true });
    return this;
  }

  /** Removes the listeners of `type`, or all. Chainable. */
  removeAllListeners(type) {
    check(this);
    const types = type === undefined ? this.eventNames() : [`${type}`];
    for (const one of types) targetState.removeAll(this, one); // a subclass is not notified, so a port goes on receiving
    return this;
  }
}

makeEnumerable(NodeEventTarget.prototype,
               Object.getOwnPropertyNames(NodeEventTarget.prototype).filter((name) => name !== 'constructor'));

module.exports = { NodeEventTarget };
