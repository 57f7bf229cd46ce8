'use strict';
// MessageEvent. HTML Standard, section 9.1.

const { Event, makeEnumerable } = require('event_target/event');
const { setCloneSteps } = require('cloneable');
const { ERR_INVALID_THIS, ERR_MISSING_ARGS } = require('errors');

let isMessageEvent;
let isPort; // set by message_port.js, which needs this class

/** @param {(value: any) => boolean} check */
function setPortCheck(check) {
  isPort = check;
}

function shown(value) {
  const { inspect } = require('inspect');
  return typeof value === 'object' && value !== null ? inspect(value, { depth: 0 }) : String(value);
}

function complain(text) {
  return Object.assign(new TypeError(`MessageEvent constructor: ${text}`), { code: 'ERR_INVALID_ARG_TYPE' });
}

function checkPort(value, name) {
  if (!isPort(value)) {
    throw complain(`Expected eventInitDict.${name} ("${shown(value)}") to be an instance of MessagePort.`);
  }
}

function readPorts(ports) {
  if (ports === undefined || ports === null) return [];
  if (typeof ports !== 'object' || typeof ports[Symbol.iterator] !== 'function') {
    throw complain(`eventInitDict.ports (${shown(ports)}) is not iterable.`);
  }
  const list = [...ports];
  list.forEach((port, i) => checkPort(port, `ports[${i}]`));
  return list;
}

class MessageEvent extends Event {
  #data = null;
  #origin = '';
  #lastEventId = '';
  #source = null;
  #ports;

  /**
   * @param {string} type
   * @param {{data?: any, origin?: string, lastEventId?: string, source?: MessagePort|null, ports?: Iterable<MessagePort>}}
   *   [eventInitDict]
   */
  constructor(type, eventInitDict = undefined) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    super(type, eventInitDict);
    if (eventInitDict === undefined || eventInitDict === null) return;
    const { data, origin, lastEventId, source, ports } = eventInitDict;
    if (data !== undefined) this.#data = data;
    if (origin !== undefined) this.#origin = `${origin}`;
    if (lastEventId !== undefined) this.#lastEventId = `${lastEventId}`;
    if (source !== undefined && source !== null) {
      checkPort(source, 'source');
      this.#source = source;
    }
    if (ports !== undefined) this.#ports = readPorts(ports);
  }

  static {
    isMessageEvent = (value) => typeof value === 'object' && value !== null && #data in value;
  }

  static #check(value) {
    if (!isMessageEvent(value)) throw new ERR_INVALID_THIS('MessageEvent');
  }

  get data() {
    MessageEvent.#check(this);
    return this.#data;
  }

  get origin() {
    MessageEvent.#check(this);
    return this.#origin;
  }

  get lastEventId() {
    MessageEvent.#check(this);
    return this.#lastEventId;
  }

  get source() {
    MessageEvent.#check(this);
    return this.#source;
  }

  get ports() {
    MessageEvent.#check(this);
    return this.#ports ??= [];
  }

  /** Deprecated: the constructor does it. */
  initMessageEvent(type, bubbles = false, cancelable = false, data = null, origin = '', lastEventId = '', source = null,
    ports = []) {
    MessageEvent.#check(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('type');
    this.initEvent(type, bubbles, cancelable);
    this.#data = data;
    this.#origin = `${origin}`;
    this.#lastEventId = `${lastEventId}`;
    if (source !== null) checkPort(source, 'source');
    this.#source = source;
    this.#ports = readPorts(ports);
  }
}

// Not even its properties are cloned.
setCloneSteps(MessageEvent, { is: isMessageEvent });

makeEnumerable(MessageEvent.prototype, ['data', 'origin', 'lastEventId', 'source', 'ports', 'initMessageEvent']);
Object.defineProperty(MessageEvent.prototype, Symbol.toStringTag, { __proto__: null, value: 'MessageEvent', configurable: true });

module.exports = { MessageEvent, setPortCheck };
