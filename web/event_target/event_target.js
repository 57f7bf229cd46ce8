'use strict';
// EventTarget (https://dom.spec.whatwg.org/#interface-eventtarget). A target's state is made by its first listener.
// Its lists are those of listener_list.js.
// Also shown: event, node_event_target.

const { OwnMap } = require('intrinsics');
const EventEmitter = require('events');
const { Event, CustomEvent, eventState, makeEnumerable, kTrusted, kInspect } = require('event_target/event');
const { Listener, ListenerList } = require('event_target/listener_list');
const { ERR_EVENT_RECURSION, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_MISSING_ARGS } = require('errors');
const { validateObject, validateAbortSignal } = require('validators');
const { kMaxEventTargetListeners, kMaxEventTargetListenersWarned } = EventEmitter;

const kNewListener = Symbol('kNewListener');
const kRemoveListener = Symbol('kRemoveListener');
const kCreateEvent = Symbol('kCreateEvent');
const kHybridDispatch = Symbol('nodejs.internal.kHybridDispatch');
const kWeakHandler = Symbol('kWeak');
const kResistStopPropagation = Symbol('kResistStopPropagation');
const kNodeStyle = Symbol('kIsNodeStyleListener');
const kIsEventTarget = Symbol.for('nodejs.event_target');
const kAnyObject = { allowArray: true, allowFunction: true, nullable: true };

let collected; // removes the weak listeners whose callbacks were collected

function forgetCollected({ target, listener }) {
  const alive = target.deref();
  if (alive !== undefined && !listener.removed) targetState.remove(alive, listener);
}

const noOptions = {
  once: false, capture: false, passive: false, signal: undefined, weak: undefined, nodeStyle: false, resistsStop: false,
};

function readOptions(options) {
  if (options === undefined || options === null) return noOptions;
  if (typeof options === 'boolean') return options ? { ...noOptions, capture: true } : noOptions;
  validateObject(options, 'options', kAnyObject);
  return {
    once: !!options.once,
    capture: !!options.capture,
    passive: !!options.passive,
    signal: options.signal,
    weak: options[kWeakHandler],
    nodeStyle: !!options[kNodeStyle],
    resistsStop: !!options[kResistStopPropagation],
  };
}

function captureOf(options) {
  return typeof options === 'boolean' ? options : !!options?.capture;
}

/** @returns {boolean} false: null or undefined, which has no effect */
function checkListener(listener) {
  if (typeof listener === 'function' || (typeof listener === 'object' && listener !== null)) return true;
  if (listener === null || listener === undefined) return false;
  throw new ERR_INVALID_ARG_TYPE('listener', 'EventListener', listener);
}

function typeName(type) {
  if (typeof type === 'symbol') throw new ERR_INVALID_ARG_VALUE('value', type);
  return `${type}`;
}

function warnOfNothing(target, type, listener) {
  const warning = new Error(`addEventListener called with ${listener} which has no effect.`);
  warning.name = 'AddEventListenerArgumentTypeWarning';
  warning.target = target;
  warning.type = type;
  require('process_object').emitWarning(warning);
}

function throwLater(err) {
  require('ticks').nextTick(() => { throw err; });
}

const targetState = {};

/** https://dom.spec.whatwg.org/#interface-eventtarget, of one target without a tree. */
class EventTarget {
  static [kIsEventTarget] = true;

  #lists = undefined; // Map of type to ListenerList; made by the first listener
  #handlers = undefined; // Map of event handler names (onabort) to {value, listener}
  #maxListeners = EventEmitter.defaultMaxListeners;
  #warned = false;

  static {
    targetState.has = (value) => typeof value === 'object' && value !== null && #lists in value;
    targetState.lists = (target) => target.#lists;
    targetState.remove = (target, listener) => target.#remove(listener);
    targetState.removeAll = (target, type) => target.#removeAll(type);
    targetState.handlers = (target) => target.#handlers ??= new OwnMap();
    targetState.add = (target, type, callback, options) => target.#add(type, callback, options);
  }

  static #check(value) {
    if (!targetState.has(value)) throw new ERR_INVALID_THIS('EventTarget');
  }

  get [kMaxEventTargetListeners]() {
    return #maxListeners in this ? this.#maxListeners : undefined;
  }

  set [kMaxEventTargetListeners](n) {
    this.#maxListeners = n;
  }

  get [kMaxEventTargetListenersWarned]() {
    return this.#warned;
  }

  set [kMaxEventTargetListenersWarned](warned) {
    this.#warned = warned;
  }

  // For subclasses: a listener was added or removed, and `size` are left; the event that emit(type, value) dispatches.
  [kNewListener](size, type, listener, once, capture, passive, weak) {}

  [kRemoveListener](size, type, listener, capture) {}

  [kCreateEvent](nodeValue, type) {
    return new CustomEvent(type, { detail: nodeValue });
  }

  #add(type, callback, options) {
    this.#lists ??= new OwnMap();
    let list = this.#lists.get(type);
    if (list === undefined) {
      list = new ListenerList();
      this.#lists.set(type, list);
    } else if (list.find(callback, options.capture) !== undefined) {
      return undefined;
    }
    const listener = new Listener(type, callback, options);
    list.add(listener);
    if (listener.weak) {
      collected ??= new FinalizationRegistry(forgetCollected);
      collected.register(callback, { target: new WeakRef(this), listener }, listener);
    }
    if (this.#maxListeners > 0 && list.size > this.#maxListeners && !this.#warned) this.#warnOfLeak(type, list);
    this[kNewListener](list.size, type, callback, options.once, options.capture, options.passive, options.weak);
    return listener;
  }

  #warnOfLeak(type, list) {
    const count = list.toArray().filter(({ callback }) => callback !== undefined).length;
    if (count <= this.#maxListeners) return;
    this.#warned = true;
    const shown = require('inspect').inspect(this, { depth: -1 });
    const warning = new Error(
      `Possible EventTarget memory leak detected. ${count} ${type} listeners added to ${shown}. ` +
      `MaxListeners is ${this.#maxListeners}. Use events.setMaxListeners() to increase limit`);
    warning.name = 'MaxListenersExceededWarning';
    warning.target = this;
    warning.type = type;
    warning.count = count;
    require('process_object').emitWarning(warning);
  }

  #remove(listener) {
    const { type } = listener;
    const list = this.#lists?.get(type);
    if (list === undefined || listener.removed) return;
    const { callback } = listener;
    if (listener.weak && callback !== undefined) collected.unregister(listener);
    list.remove(listener);
    if (list.size === 0) this.#lists.delete(type);
    this[kRemoveListener](list.size, type, callback, listener.capture);
  }

  #removeAll(type) {
    const list = this.#lists?.get(type);
    if (list === undefined) return;
    this.#lists.delete(type);
    for (const listener of list.toArray()) {
      if (listener.weak) collected.unregister(listener);
      list.remove(listener);
    }
  }

  /**
   * Calls `listener` when an event of `type` is dispatched. The same listener is added once for capture and once for not.
   * @param {string} type
   * @param {Function|{handleEvent: Function}} listener
   * @param {boolean|{once?: boolean, capture?: boolean, passive?: boolean, signal?: AbortSignal}} [options] once: remove
   *   it when it is called; passive: its preventDefault() has no effect; signal: remove it when that aborts
   */
  addEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    const read = readOptions(options);
    const { signal } = read;
    if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
    if (!checkListener(listener)) {
      warnOfNothing(this, type, listener);
      return;
    }
    const name = typeName(type);
    if (signal?.aborted) return;
    const added = this.#add(name, listener, read);
    if (signal !== undefined && added !== undefined) {
      signal.addEventListener('abort', () => this.#remove(added), {
        once: true, [kWeakHandler]: this, [kResistStopPropagation]: true,
      });
    }
  }

  /** Removes what addEventListener() added for the same type, listener and capture. */
  removeEventListener(type, listener, options = undefined) {
    EventTarget.#check(this);
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('type', 'listener');
    if (!checkListener(listener)) return;
    const name = typeName(type);
    const list = this.#lists?.get(name);
    if (list === undefined) return;
    const capture = captureOf(options);
    const found = list.find(listener, capture);
    if (found !== undefined) this.#remove(found);
  }

  /** Calls the listeners of event.type. @returns {boolean} false: one of them called preventDefault() */
  dispatchEvent(event) {
    EventTarget.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('event');
    if (!eventState.isEvent(event)) throw new ERR_INVALID_ARG_TYPE('event', 'Event', event);
    if (eventState.isDispatching(event)) throw new ERR_EVENT_RECURSION(event.type);
    this[kHybridDispatch](event, event.type, event);
    return !event.defaultPrevented;
  }

  /** Dispatches `event`; made by [kCreateEvent] from nodeValue if undefined, and only once a listener wants one. */
  [kHybridDispatch](nodeValue, type, event) {
    const list = this.#lists?.get(type);
    const stoppedBefore = event !== undefined && eventState.isPropagationStopped(event);
    if (event !== undefined) eventState.begin(event, this);
    if (list !== undefined && !stoppedBefore) event = this.#callListeners(list.all, nodeValue, type, event);
    if (event !== undefined) eventState.end(event);
  }

  #callListeners(listeners, nodeValue, type, event) {
    const count = listeners.length;
    for (let i = 0; i < count; i++) {
      const listener = listeners[i];
      if (listener.removed) continue;
      if (event !== undefined && !listener.resistsStop && eventState.isStopped(event)) continue;
      const { callback } = listener;
      if (listener.once) this.#remove(listener);
      if (callback === undefined) continue;
      let argument = nodeValue;
      if (!listener.nodeStyle) {
        if (event === undefined) {
          event = this[kCreateEvent](nodeValue, type);
          eventState.begin(event, this);
        }
        argument = event;
      }
      this.#call(callback, argument, event, listener.passive);
    }
    return event;
  }

  #call(callback, argument, event, passive) {
    if (event !== undefined) eventState.setInPassiveListener(event, passive);
    try {
      const result = typeof callback === 'function' ? callback.call(this, argument) : callHandleEvent(callback, argument);
      if (result !== undefined && result !== null) {
        const { then } = result;
        if (typeof then === 'function') then.call(result, undefined, throwLater);
      }
    } catch (err) {
      throwLater(err);
    }
    if (event !== undefined) eventState.setInPassiveListener(event, false);
  }

  [kInspect](depth, options) {
    EventTarget.#check(this);
    const { name } = this.constructor;
    if (depth < 0) return name;
    const inner = { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
    return `${name} ${require('inspect').inspect({}, inner)}`;
  }
}

function callHandleEvent(listener, argument) {
  const { handleEvent } = listener;
  if (handleEvent === undefined) return undefined;
  return Reflect.apply(handleEvent, listener, [argument]);
}

makeEnumerable(EventTarget.prototype, ['addEventListener', 'removeEventListener', 'dispatchEvent']);
Object.defineProperty(EventTarget.prototype, Symbol.toStringTag, { __proto__: null, value: 'EventTarget', configurable: true });

/** @returns {boolean} whether `value` is an EventTarget */
const isEventTarget = targetState.has;

/** @returns {(Function|object)[]} the listeners of `type` that `target` has, in order */
function listenersOf(target, type) {
  const listeners = targetState.lists(target)?.get(type)?.toArray() ?? [];
  return listeners.map((listener) => listener.callback).filter((callback) => callback !== undefined);
}

/** @returns {Event} an event as only the runtime dispatches them: isTrusted is true */
function trustedEvent(type, options) {
  return new Event(type, { ...options, [kTrusted]: true });
}

/**
 * Define the event handler attribute `on<name>` of `target` (often a prototype).
 * @param {string} [event] the type it listens to, by default `name`
 */
function defineEventHandler(target, name, event = name) {
  const attribute = `on${name}`;
  function get() {
    if (!isEventTarget(this)) throw new ERR_INVALID_THIS('EventTarget');
    return targetState.handlers(this).get(attribute)?.value ?? null;
  }
  function set(value) {
    if (!isEventTarget(this)) throw new ERR_INVALID_THIS('EventTarget');
    const handlers = targetState.handlers(this);
    const known = handlers.get(attribute);
    if (value === null || value === undefined) {
      if (known !== undefined) targetState.remove(this, known.listener);
      handlers.delete(attribute);
    } else if (known !== undefined) {
      known.value = value; // keeps its place among the listeners
    } else {
      const handler = { value, listener: undefined };
      function callHandler(argument) {
        return typeof handler.value === 'function' ? Reflect.apply(handler.value, this, [argument]) : undefined;
      }
      handlers.set(attribute, handler);
      handler.listener = targetState.add(this, event, callHandler, noOptions);
    }
  }
  Object.defineProperty(get, 'name', { __proto__: null, value: `get ${attribute}`, configurable: true });
  Object.defineProperty(set, 'name', { __proto__: null, value: `set ${attribute}`, configurable: true });
  Object.defineProperty(target, attribute, { __proto__: null, get, set, configurable: true, enumerable: true });
}

module.exports = {
  Event, CustomEvent, EventTarget, isEventTarget, listenersOf, trustedEvent, defineEventHandler, targetState,
  kNewListener, kRemoveListener, kCreateEvent, kHybridDispatch, kWeakHandler, kResistStopPropagation, kNodeStyle,
  get NodeEventTarget() {
    return require('event_target/node_event_target').NodeEventTarget;
  },
};
