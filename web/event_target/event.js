'use strict';
// Event and CustomEvent (https://dom.spec.whatwg.org/#events), for targets that have no parents.

const { ERR_INVALID_THIS, ERR_MISSING_ARGS } = require('errors');
const { validateObject } = require('validators');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kTrusted = Symbol('kTrustEvent');
const kAnyObject = { allowArray: true, allowFunction: true, nullable: true };

// An event's flags.
const BUBBLES = 1;
const CANCELABLE = 2;
const COMPOSED = 4;
const CANCELED = 8;
const TRUSTED = 16;
const PROPAGATION_STOPPED = 32;
const STOPPED = 64;
const DISPATCHING = 128;
const IN_PASSIVE_LISTENER = 256;

let now;

function readFlags(bubbles, cancelable, composed) {
  return (bubbles ? BUBBLES : 0) | (cancelable ? CANCELABLE : 0) | (composed ? COMPOSED : 0);
}

function timestamp() {
  now ??= binding('performance').now;
  return now();
}

/** https://dom.spec.whatwg.org/#interface-event */
class Event {
  static NONE = 0;
  static CAPTURING_PHASE = 1;
  static AT_TARGET = 2;
  static BUBBLING_PHASE = 3;

  #type;
  #flags = 0; // bits of those above: one field costs less than nine
  #target = null;
  #timeStamp = timestamp();

  /**
   * @param {string} type
   * @param {{bubbles?: boolean, cancelable?: boolean, composed?: boolean}} [options]
   */
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if (options !== undefined && options !== null) {
      validateObject(options, 'options', kAnyObject);
      this.#flags = readFlags(options.bubbles, options.cancelable, options.composed) |
        (options[kTrusted] === true ? TRUSTED : 0);
    }
    this.#type = `${type}`;
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#type in value)) throw new ERR_INVALID_THIS('Event');
  }

  /** @returns {boolean} whether `value` is an Event made by this class */
  static [kTrusted](value) {
    return typeof value === 'object' && value !== null && #type in value;
  }

  [kInspect](depth, options) {
    Event.#check(this);
    const { name } = this.constructor;
    if (depth < 0) return name;
    const inner = { ...options, depth: Number.isInteger(options.depth) ? options.depth - 1 : options.depth };
    const { type, defaultPrevented, cancelable, timeStamp } = this;
    return `${name} ${require('inspect').inspect({ type, defaultPrevented, cancelable, timeStamp }, inner)}`;
  }

  /** Deprecated: the constructor does it. */
  initEvent(type, bubbles = false, cancelable = false) {
    Event.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    if ((this.#flags & DISPATCHING) !== 0) return;
    this.#type = `${type}`;
    this.#flags = this.#flags & (COMPOSED | TRUSTED | IN_PASSIVE_LISTENER) | readFlags(bubbles, cancelable, false);
  }

  /** Calls no further listeners. */
  stopImmediatePropagation() {
    Event.#check(this);
    this.#flags |= PROPAGATION_STOPPED | STOPPED;
  }

  /** Makes dispatchEvent() return false, if the event is cancelable. */
  preventDefault() {
    Event.#check(this);
    if ((this.#flags & (CANCELABLE | IN_PASSIVE_LISTENER)) === CANCELABLE) this.#flags |= CANCELED;
  }

  /** The target that the event was dispatched to last, or null. */
  get target() {
    Event.#check(this);
    return this.#target;
  }

  /** The target that the event is being dispatched to, or null. */
  get currentTarget() {
    Event.#check(this);
    return (this.#flags & DISPATCHING) !== 0 ? this.#target : null;
  }

  /** As target. */
  get srcElement() {
    Event.#check(this);
    return this.#target;
  }

  /** The name of the event. */
  get type() {
    Event.#check(this);
    return this.#type;
  }

  /** Whether preventDefault() has an effect. */
  get cancelable() {
    Event.#check(this);
    return (this.#flags & CANCELABLE) !== 0;
  }

  /** Whether preventDefault() was called, and had an effect. */
  get defaultPrevented() {
    Event.#check(this);
    return (this.#flags & CANCELED) !== 0;
  }

  /** Milliseconds from the start of the process to the making of the event. */
  get timeStamp() {
    Event.#check(this);
    return this.#timeStamp;
  }

  /** @returns {EventTarget[]} the target being dispatched to, alone: there are no parents */
  composedPath() {
    Event.#check(this);
    return (this.#flags & DISPATCHING) !== 0 ? [this.#target] : [];
  }

  /** The opposite of defaultPrevented; setting it to false is preventDefault(). */
  get returnValue() {
    Event.#check(this);
    return (this.#flags & CANCELED) === 0;
  }

  set returnValue(value) {
    Event.#check(this);
    if (!value) this.preventDefault();
  }

  /** As given to the constructor; there is no tree to bubble in. */
  get bubbles() {
    Event.#check(this);
    return (this.#flags & BUBBLES) !== 0;
  }

  /** As given to the constructor. */
  get composed() {
    Event.#check(this);
    return (this.#flags & COMPOSED) !== 0;
  }

  /** Event.AT_TARGET while the event is dispatched, else Event.NONE. */
  get eventPhase() {
    Event.#check(this);
    return (this.#flags & DISPATCHING) !== 0 ? Event.AT_TARGET : Event.NONE;
  }

  /** Whether stopPropagation() was called; setting it to true calls it. */
  get cancelBubble() {
    Event.#check(this);
    return (this.#flags & PROPAGATION_STOPPED) !== 0;
  }

  set cancelBubble(value) {
    Event.#check(this);
    if (value) this.#flags |= PROPAGATION_STOPPED;
  }

  /** Without a tree of targets it changes only cancelBubble. */
  stopPropagation() {
    Event.#check(this);
    this.#flags |= PROPAGATION_STOPPED;
  }

  /** Whether the runtime dispatched the event, not a user. */
  get isTrusted() {
    Event.#check(this);
    return (this.#flags & TRUSTED) !== 0;
  }

  // What dispatching does to an event, for the target only.

  /** Whether `event` is being dispatched. */
  static isDispatching(event) {
    return (event.#flags & DISPATCHING) !== 0;
  }

  /** Begins to dispatch `event` at `target`. */
  static begin(event, target) {
    event.#target = target;
    event.#flags |= DISPATCHING;
  }

  /** Ends it; the event may be dispatched anew. */
  static end(event) {
    event.#flags &= ~(DISPATCHING | PROPAGATION_STOPPED | STOPPED);
  }

  /** Whether stopImmediatePropagation() was called. */
  static isStopped(event) {
    return (event.#flags & STOPPED) !== 0;
  }

  /** Whether stopPropagation() was called. */
  static isPropagationStopped(event) {
    return (event.#flags & PROPAGATION_STOPPED) !== 0;
  }

  /** While set, preventDefault() has no effect. */
  static setInPassiveListener(event, inPassiveListener) {
    event.#flags = event.#flags & ~IN_PASSIVE_LISTENER | (inPassiveListener ? IN_PASSIVE_LISTENER : 0);
  }
}

/** Event's inner workings, taken off the class so that users do not see them. */
const eventState = { isEvent: Event[kTrusted] };
delete Event[kTrusted];
for (const name of ['isDispatching', 'begin', 'end', 'isStopped', 'isPropagationStopped', 'setInPassiveListener']) {
  eventState[name] = Event[name];
  delete Event[name];
}

/** Makes the methods and getters of a class enumerable, as those of web interfaces are. */
function makeEnumerable(prototype, names) {
  for (const name of names) Object.defineProperty(prototype, name, { __proto__: null, enumerable: true });
}

for (const name of ['NONE', 'CAPTURING_PHASE', 'AT_TARGET', 'BUBBLING_PHASE']) {
  Object.defineProperty(Event, name, { __proto__: null, writable: false, configurable: false });
}
makeEnumerable(Event.prototype, Object.getOwnPropertyNames(Event.prototype).filter((name) => name !== 'constructor'));
Object.defineProperty(Event.prototype, 'isTrusted', { __proto__: null, configurable: false });
Object.defineProperty(Event.prototype, Symbol.toStringTag, { __proto__: null, value: 'Event', configurable: true });

/** https://dom.spec.whatwg.org/#interface-customevent */
class CustomEvent extends Event {
  #detail;

  /** @param {{bubbles?: boolean, cancelable?: boolean, composed?: boolean, detail?: any}} [options] */
  constructor(type, options = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    super(type, options);
    this.#detail = options?.detail ?? null;
  }

  /** As given to the constructor; null by default. */
  get detail() {
    if (typeof this !== 'object' || this === null || !(#detail in this)) throw new ERR_INVALID_THIS('CustomEvent');
    return this.#detail;
  }
}

makeEnumerable(CustomEvent.prototype, ['detail']);
Object.defineProperty(CustomEvent.prototype, Symbol.toStringTag, { __proto__: null, value: 'CustomEvent', configurable: true });

module.exports = { Event, CustomEvent, eventState, makeEnumerable, kTrusted, kInspect };
