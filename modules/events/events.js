'use strict';
// EventEmitter. Listeners of one event are a function, or an array of functions once there are two. While emit() walks
// arrays, they are only pushed to in place; removal and prepending store a new one. So it walks the array it found, up to
// the length it found, without a copy.
// Also shown: iterator.

const { noOptions } = require('define');
const { getPrototypeOf } = require('intrinsics');
const { validateBoolean, validateFunction, validateNumber, validateObject, validateAbortSignal } = require('validators');

const kCapture = Symbol('kCapture');
const kShapeMode = Symbol('shapeMode');
const kErrorMonitor = Symbol('events.errorMonitor');
const kRejection = Symbol.for('nodejs.rejection');

let defaultMaxListeners = 10;
let captureByDefault = false;
let walks = 0; // of arrays of listeners that emit() is in the midst of

/**
 * The base of everything that emits events. Callable without `new` on an object that inherits from it.
 * @param {{captureRejections?: boolean}} [opts] captureRejections: route rejections of async listeners to
 *   this[Symbol.for('nodejs.rejection')](err, event, ...args) or, without one, to 'error'
 */
function EventEmitter(opts) {
  // The usual case in place: what a subclass, a patched init or options ask for is init's.
  if (opts !== undefined || this._events !== undefined || EventEmitter.init !== init) {
    EventEmitter.init.call(this, opts);
    return;
  }
  this._events = { __proto__: null };
  this._eventsCount = 0;
  this[kShapeMode] = false;
  this._maxListeners ||= undefined;
  this[kCapture] = captureByDefault;
}

Object.defineProperty(EventEmitter.prototype, kCapture, { __proto__: null, value: false, writable: true, enumerable: false });
EventEmitter.prototype._events = undefined;
EventEmitter.prototype._eventsCount = 0;
EventEmitter.prototype._maxListeners = undefined;

function init(opts) {
  if (this._events === undefined || this._events === getPrototypeOf(this)._events) {
    this._events = { __proto__: null };
    this._eventsCount = 0;
    this[kShapeMode] = false;
  } else {
    // The subclass brought its own _events, with its usual names already there: keep their shape on removal.
    this[kShapeMode] = true;
  }
  this._maxListeners ||= undefined;
  if (opts?.captureRejections) {
    validateBoolean(opts.captureRejections, 'options.captureRejections');
    this[kCapture] = true;
  } else {
    this[kCapture] = captureByDefault;
  }
}
Object.defineProperty(init, 'name', { __proto__: null, value: '', configurable: true });

function checkMaxListeners(n) {
  validateNumber(n, 'setMaxListeners', 0);
}

/** @param {number} n how many listeners of one event are usual; above, a warning is given. 0 or Infinity: no limit */
EventEmitter.prototype.setMaxListeners = function setMaxListeners(n) {
  checkMaxListeners(n);
  this._maxListeners = n;
  return this;
};

function maxListenersOf(emitter) {
  return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
}

/** @returns {number} this emitter's limit, or EventEmitter.defaultMaxListeners */
EventEmitter.prototype.getMaxListeners = function getMaxListeners() {
  return maxListenersOf(this);
};

// --- emit: hot. V8 passes rest parameters on to listener.apply() without ever making the array, and inlines the. ---
// listener, which it does not with Reflect.apply (9 against 14 ns); switching on the number of arguments, or naming
// them, measured slower still (bench/emit.js).

/**
 * Calls the listeners of `type` in the order they were added, with the remaining arguments.
 * @returns {boolean} whether there were listeners
 * @throws the error itself, or ERR_UNHANDLED_ERROR, when type is 'error' and nobody listens
 */
EventEmitter.prototype.emit = function emit(type, ...args) {
  const events = this._events;
  if (type === 'error') beforeErrorEvent(this, events, args);
  if (events === undefined) return false;
  const handler = events[type];
  if (handler === undefined) return false;
  if (typeof handler === 'function') {
    const result = handler.apply(this, args);
    if (result !== undefined && result !== null && this[kCapture]) routeRejection(this, result, type, args);
    return true;
  }
  const count = handler.length;
  walks++;
  try {
    for (let i = 0; i < count; i++) {
      const result = handler[i].apply(this, args);
      if (result !== undefined && result !== null && this[kCapture]) routeRejection(this, result, type, args);
    }
  } finally {
    walks--;
  }
  return true;
};

/** The rules of 'error': monitors first; without a listener the error is thrown. */
function beforeErrorEvent(emitter, events, args) {
  if (events !== undefined) {
    if (events[kErrorMonitor] !== undefined) emitter.emit(kErrorMonitor, ...args);
    if (events.error !== undefined) return;
  }
  if (args.length > 0) {
    const er = args[0];
    if (er instanceof Error) {
      if (Object.isExtensible(er)) require('error_context').rememberEmitSite(er, emitter, emitter.emit);
      throw er; // Unhandled 'error' event
    }
  }
  const err = unhandledError(args[0]);
  throw err; // Unhandled 'error' event
}

function unhandledError(context) {
  let shown;
  try {
    shown = require('inspect').inspect(context);
  } catch {
    shown = context;
  }
  const { ERR_UNHANDLED_ERROR } = require('errors');
  const err = new ERR_UNHANDLED_ERROR(shown);
  err.context = context;
  Error.captureStackTrace(err, beforeErrorEvent);
  return err;
}

/** A listener returned `result`: if it is a promise, see to its rejection. */
function routeRejection(emitter, result, type, args) {
  try {
    const { then } = result;
    if (typeof then !== 'function') return;
    // The rejection is taken out of the promise job, so that what the handler throws is an uncaught exception.
    then.call(result, undefined, (err) => {
      require('ticks').nextTick(deliverRejection, emitter, err, type, args);
    });
  } catch (err) {
    emitter.emit('error', err);
  }
}

function deliverRejection(emitter, err, type, args) {
  if (typeof emitter[kRejection] === 'function') {
    emitter[kRejection](err, type, ...args);
    return;
  }
  emitWithoutCapture(emitter, err);
}

/** An async listener of 'error' that rejects must not come back here endlessly. */
function emitWithoutCapture(emitter, error) {
  const captures = emitter[kCapture];
  emitter[kCapture] = false;
  try {
    emitter.emit('error', error);
  } finally {
    emitter[kCapture] = captures;
  }
}

// --- adding. ---

function checkListener(listener) {
  if (typeof listener !== 'function') validateFunction(listener, 'listener');
}

/** The table of `emitter`, in which a listener of `type` will be put: 'newListener' comes before that. */
function tableForAdding(emitter, type, listener) {
  const events = emitter._events;
  if (events === undefined) {
    const table = emitter._events = { __proto__: null };
    emitter._eventsCount = 0;
    return table;
  }
  if (events.newListener === undefined) return events;
  emitter.emit('newListener', type, listener.listener ?? listener);
  return emitter._events; // a listener may have called removeAllListeners()
}

/** A list of what was registered and `listener`: the list itself, where there was one that may be changed. */
function listWith(registered, listener, isFirst) {
  if (typeof registered === 'function') return isFirst ? [listener, registered] : [registered, listener];
  if (!isFirst || walks === 0) {
    if (isFirst) registered.unshift(listener);
    else registered.push(listener);
    return registered;
  }
  const list = [listener, ...registered];
  if (registered.warned) list.warned = true;
  return list;
}

function add(emitter, type, listener, isFirst) {
  checkListener(listener);
  const events = tableForAdding(emitter, type, listener);
  const registered = events[type];
  if (registered === undefined) {
    events[type] = listener;
    emitter._eventsCount++;
    return emitter;
  }
  const list = listWith(registered, listener, isFirst);
  if (list !== registered) events[type] = list;
  if (!list.warned) warnAboveLimit(emitter, type, list);
  return emitter;
}

function warnAboveLimit(emitter, type, list) {
  const limit = maxListenersOf(emitter);
  if (!(limit > 0 && list.length > limit)) return;
  list.warned = true;
  warnOfLeak(emitter, type, list.length);
}

function warnOfLeak(emitter, type, count) {
  const shown = require('inspect').inspect(emitter, { depth: -1 });
  const warning = new Error(
    `Possible EventEmitter memory leak detected. ${count} ${String(type)} listeners added to ${shown}. ` +
    `MaxListeners is ${emitter.getMaxListeners()}. Use emitter.setMaxListeners() to increase limit`);
  warning.name = 'MaxListenersExceededWarning';
  warning.emitter = emitter;
  warning.type = type;
  warning.count = count;
  require('process_object').emitWarning(warning);
}

/** Adds `listener` as the last of `type`. Emits 'newListener' before. Chainable. */
EventEmitter.prototype.addListener = function addListener(type, listener) {
  return add(this, type, listener, false);
};

EventEmitter.prototype.on = EventEmitter.prototype.addListener;

/** Adds `listener` as the first of `type`. Chainable. */
EventEmitter.prototype.prependListener = function prependListener(type, listener) {
  return add(this, type, listener, true);
};

// What `once` puts in the place of a listener, under the name by which Node shows it. `listener` on it is how the
// listener is found again.
function wrapOnce(emitter, type, listener) {
  checkListener(listener);
  let waits = true;
  const { 'bound onceWrapper': wrapper } = {
    'bound onceWrapper'(...args) {
      if (!waits) return undefined;
      waits = false;
      emitter.removeListener(type, wrapper);
      return listener.apply(emitter, args);
    },
  };
  wrapper.listener = listener;
  return wrapper;
}

/** Adds `listener` for the next `type` only: it is removed, then called. Chainable. */
EventEmitter.prototype.once = function once(type, listener) {
  this.on(type, wrapOnce(this, type, listener));
  return this;
};

/** Like once(), as the first of the listeners. Chainable. */
EventEmitter.prototype.prependOnceListener = function prependOnceListener(type, listener) {
  this.prependListener(type, wrapOnce(this, type, listener));
  return this;
};

// --- removing. ---

/** Forgets the event `type`, which had one listener left. */
function dropEvent(emitter, events, type) {
  emitter._eventsCount -= 1;
  if (emitter[kShapeMode]) {
    events[type] = undefined;
  } else if (emitter._eventsCount === 0) {
    emitter._events = { __proto__: null };
  } else {
    delete events[type];
  }
}

/** Whether `registered` is `listener`, or what once() made of it. */
function standsFor(registered, listener) {
  return registered === listener || registered.listener === listener;
}

/** What is left when the listener at `index` has been taken out of `list`. */
function listWithout(list, index) {
  const last = list.length - 1;
  if (last === 1) return list[1 - index];
  const rest = walks === 0 ? list : list.slice();
  for (let i = index; i < last; i++) rest[i] = list[i + 1]; // toSpliced() takes several times as long
  rest.pop();
  if (list.warned) rest.warned = true;
  return rest;
}

/** Removes the most recently added instance of `listener`, if it is there. Emits 'removeListener' after. Chainable. */
EventEmitter.prototype.removeListener = function removeListener(type, listener) {
  checkListener(listener);
  const events = this._events;
  const registered = events?.[type];
  if (registered === undefined) return this;
  let removed = listener;
  if (standsFor(registered, listener)) {
    removed = registered.listener || listener;
    dropEvent(this, events, type);
  } else {
    if (typeof registered === 'function') return this;
    let index = registered.length - 1;
    while (index >= 0 && !standsFor(registered[index], listener)) index--;
    if (index < 0) return this;
    const rest = listWithout(registered, index);
    if (rest !== registered) events[type] = rest;
  }
  if (events.removeListener !== undefined) this.emit('removeListener', type, removed);
  return this;
};

EventEmitter.prototype.off = EventEmitter.prototype.removeListener;

/** Forgets all events; where 'removeListener' has listeners, it is emitted for each listener, its own last. */
function clear(emitter, events) {
  if (events.removeListener !== undefined) {
    const types = Reflect.ownKeys(events).filter((type) => type !== 'removeListener');
    for (const type of [...types, 'removeListener']) emitter.removeAllListeners(type);
  }
  emitter._events = { __proto__: null };
  emitter._eventsCount = 0;
  emitter[kShapeMode] = false;
}

/** Removes the listeners of `type` one by one, so that each is reported: the newest first. */
function removeEach(emitter, type, registered) {
  if (typeof registered === 'function') {
    emitter.removeListener(type, registered);
    return;
  }
  const list = registered.slice();
  for (let i = list.length - 1; i >= 0; i--) emitter.removeListener(type, list[i]);
}

/** Removes all listeners of `type`, newest first, or of all events. Chainable. */
EventEmitter.prototype.removeAllListeners = function removeAllListeners(type) {
  const events = this._events;
  if (events === undefined) return this;
  const registered = events[type];
  if (arguments.length === 0) clear(this, events);
  else if (registered !== undefined && events.removeListener !== undefined) removeEach(this, type, registered);
  else if (registered !== undefined) dropEvent(this, events, type);
  return this;
};

// --- looking. ---

function listenersAsArray(emitter, type) {
  const existing = emitter._events?.[type];
  if (existing === undefined) return [];
  return typeof existing === 'function' ? [existing] : existing.slice();
}

/** @returns {Function[]} a copy of the listeners of `type`, those of once() as they were given */
EventEmitter.prototype.listeners = function listeners(type) {
  const list = listenersAsArray(this, type);
  for (let i = 0; i < list.length; i++) {
    const original = list[i].listener;
    if (typeof original === 'function') list[i] = original;
  }
  return list;
};

/** @returns {Function[]} a copy of the listeners of `type`, with the wrappers that once() made */
EventEmitter.prototype.rawListeners = function rawListeners(type) {
  return listenersAsArray(this, type);
};

/** @returns {number} how many listeners `type` has; with `listener`, how often that one is among them */
EventEmitter.prototype.listenerCount = function listenerCount(type, listener) {
  const existing = this._events?.[type];
  if (existing === undefined) return 0;
  const isAny = listener === undefined || listener === null;
  if (typeof existing === 'function') return isAny || standsFor(existing, listener) ? 1 : 0;
  if (isAny) return existing.length;
  return existing.reduce((count, registered) => (standsFor(registered, listener) ? count + 1 : count), 0);
};

/** @returns {(string|symbol)[]} the events that have listeners, in the order they got their first */
EventEmitter.prototype.eventNames = function eventNames() {
  if (this._eventsCount === 0) return [];
  const events = this._events;
  return Reflect.ownKeys(events).filter((key) => events[key] !== undefined);
};

// --- statics. ---

function isEventTarget(value) {
  return typeof value?.addEventListener === 'function' && require('event_target').isEventTarget(value);
}

function invalidEmitter(value, name, types) {
  const { ERR_INVALID_ARG_TYPE } = require('errors');
  return new ERR_INVALID_ARG_TYPE(name, types, value);
}

/** @returns {{[Symbol.dispose](): void}} runs `listener` once when `signal` aborts, whoever stops propagation */
function addAbortListener(signal, listener) {
  if (signal === undefined) throw invalidEmitter(signal, 'signal', 'AbortSignal');
  validateAbortSignal(signal, 'signal');
  validateFunction(listener, 'listener');
  let remove;
  if (signal.aborted) {
    require('ticks').queueMicrotask(() => listener());
  } else {
    const { kResistStopPropagation } = require('event_target');
    signal.addEventListener('abort', listener, { __proto__: null, once: true, [kResistStopPropagation]: true });
    remove = () => signal.removeEventListener('abort', listener);
  }
  return {
    __proto__: null,
    [Symbol.dispose]() {
      remove?.();
    },
  };
}

function addOnceListener(emitter, name, listener) {
  if (typeof emitter.on === 'function') {
    emitter.once(name, listener);
  } else if (typeof emitter.addEventListener === 'function') {
    emitter.addEventListener(name, listener, { once: true });
  } else {
    throw invalidEmitter(emitter, 'emitter', 'EventEmitter');
  }
}

function removeAnyListener(emitter, name, listener) {
  if (typeof emitter.removeListener === 'function') emitter.removeListener(name, listener);
  else if (typeof emitter.removeEventListener === 'function') emitter.removeEventListener(name, listener);
}

/**
 * Wait for one event.
 * @param {EventEmitter|EventTarget} emitter
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<any[]>} the event's arguments; rejects with what 'error' carries meanwhile (emitters only), or
 *   with an AbortError
 */
async function once(emitter, name, options = noOptions) {
  validateObject(options, 'options');
  const { signal } = options;
  validateAbortSignal(signal, 'options.signal');
  if (signal?.aborted) throw abortError(signal);
  return new Promise((resolve, reject) => {
    // An EventTarget has no special 'error'.
    const watchesErrors = name !== 'error' && typeof emitter.once === 'function';
    const onEvent = (...args) => {
      settle();
      resolve(args);
    };
    const onError = (err) => {
      settle();
      reject(err);
    };
    const onAbort = () => {
      settle();
      reject(abortError(signal));
    };
    function settle() {
      removeAnyListener(emitter, name, onEvent);
      if (watchesErrors) removeAnyListener(emitter, 'error', onError); // what is like an emitter may lack removeListener
      signal?.removeEventListener('abort', onAbort);
    }
    addOnceListener(emitter, name, onEvent); // some emit at once what they have emitted before
    if (watchesErrors) emitter.once('error', onError);
    if (signal !== undefined) {
      const { kResistStopPropagation } = require('event_target');
      signal.addEventListener('abort', onAbort, { once: true, [kResistStopPropagation]: true });
    }
  });
}

function abortError(signal) {
  const { AbortError } = require('errors');
  return new AbortError(undefined, { cause: signal.reason });
}

/**
 * Iterate over events: `for await (const args of on(emitter, 'foo'))`.
 * @param {{signal?: AbortSignal, close?: string[], highWaterMark?: number, lowWaterMark?: number}} [options]
 *   close: names of events that end the iteration; the marks pause() and resume() the emitter by events waiting
 * @returns {AsyncIterator<any[]>}
 */
function on(emitter, event, options = noOptions) {
  validateObject(options, 'options');
  validateAbortSignal(options.signal, 'options.signal');
  if (options.signal?.aborted) throw abortError(options.signal);
  return require('events/iterator').iterate(emitter, event, options);
}

/** @returns {Function[]} a copy of the listeners that an EventEmitter or EventTarget has for `type` */
function getEventListeners(emitterOrTarget, type) {
  if (typeof emitterOrTarget?.listeners === 'function') return emitterOrTarget.listeners(type);
  if (isEventTarget(emitterOrTarget)) return require('event_target').listenersOf(emitterOrTarget, type);
  throw invalidEmitter(emitterOrTarget, 'emitter', ['EventEmitter', 'EventTarget']);
}

/** @returns {number} the limit above which an EventEmitter or EventTarget warns of a leak */
function getMaxListeners(emitterOrTarget) {
  if (typeof emitterOrTarget?.getMaxListeners === 'function') return maxListenersOf(emitterOrTarget);
  if (typeof emitterOrTarget?.[kMaxEventTargetListeners] === 'number') return emitterOrTarget[kMaxEventTargetListeners];
  throw invalidEmitter(emitterOrTarget, 'emitter', ['EventEmitter', 'EventTarget']);
}

const kMaxEventTargetListeners = Symbol('events.maxEventTargetListeners');
const kMaxEventTargetListenersWarned = Symbol('events.maxEventTargetListenersWarned');

Object.assign(EventEmitter, { addAbortListener, once, on, getEventListeners, getMaxListeners });
EventEmitter.EventEmitter = EventEmitter;
EventEmitter.usingDomains = false;
EventEmitter.captureRejectionSymbol = kRejection;
Object.defineProperties(EventEmitter, {
  __proto__: null,
  captureRejections: {
    __proto__: null,
    get() {
      return captureByDefault;
    },
    set(value) {
      validateBoolean(value, 'EventEmitter.captureRejections');
      captureByDefault = value;
      EventEmitter.prototype[kCapture] = value; // for emitters whose constructor never ran
    },
    enumerable: true,
  },
  EventEmitterAsyncResource: {
    __proto__: null,
    get: function lazyEventEmitterAsyncResource() {
      return require('events/async_resource').EventEmitterAsyncResource;
    },
    enumerable: true,
    configurable: true,
  },
});
EventEmitter.errorMonitor = kErrorMonitor;
Object.defineProperties(EventEmitter, {
  __proto__: null,
  defaultMaxListeners: {
    __proto__: null,
    get() {
      return defaultMaxListeners;
    },
    set(n) {
      validateNumber(n, 'defaultMaxListeners', 0);
      defaultMaxListeners = n;
    },
    enumerable: true,
  },
  kMaxEventTargetListeners: { __proto__: null, value: kMaxEventTargetListeners },
  kMaxEventTargetListenersWarned: { __proto__: null, value: kMaxEventTargetListenersWarned },
});

/**
 * Sets the limit of each of `eventTargets`, or without any the default of all emitters and targets.
 * @param {number} [n] default: EventEmitter.defaultMaxListeners
 */
function setMaxListeners(n = defaultMaxListeners, ...eventTargets) {
  checkMaxListeners(n);
  if (eventTargets.length === 0) {
    defaultMaxListeners = n;
    return;
  }
  for (const target of eventTargets) {
    if (isEventTarget(target)) {
      target[kMaxEventTargetListeners] = n;
      target[kMaxEventTargetListenersWarned] = false;
    } else if (typeof target?.setMaxListeners === 'function') {
      target.setMaxListeners(n);
    } else {
      throw invalidEmitter(target, 'eventTargets', ['EventEmitter', 'EventTarget']);
    }
  }
}
Object.defineProperty(setMaxListeners, 'name', { __proto__: null, value: '', configurable: true });
EventEmitter.setMaxListeners = setMaxListeners;
EventEmitter.init = init;

/** Deprecated: use emitter.listenerCount(type). */
EventEmitter.listenerCount = function(emitter, type) {
  if (typeof emitter.listenerCount === 'function') return emitter.listenerCount(type);
  return EventEmitter.prototype.listenerCount.call(emitter, type);
};
Object.defineProperty(EventEmitter.listenerCount, 'name', { __proto__: null, value: '', configurable: true });

module.exports = EventEmitter;
