'use strict';
// BroadcastChannel: what is posted to one reaches all others of its name in this process. HTML Standard, section 9.5.

const { broadcast } = binding('ports');
const { EventTarget, defineEventHandler, kCreateEvent } = require('event_target');
const { MessageEvent } = require('messaging/message_port'); // which also gives native code the function to call
const { messaging } = require('messaging');
const { ERR_INVALID_THIS, ERR_MISSING_ARGS } = require('errors');
const asyncIds = require('async_ids');

const kInspect = Symbol.for('nodejs.util.inspect.custom');

let handleOf;

class BroadcastChannel extends EventTarget {
  #name;
  #handle;

  static {
    handleOf = (value) => (typeof value === 'object' && value !== null && #handle in value ? value.#handle : undefined);
  }

  /** @param {string} name */
  constructor(name) {
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('name');
    super();
    this.#name = `${name}`;
    this.#handle = broadcast(messaging, this.#name);
    this.#handle.setOwner(this);
    if (asyncIds.tracking.on) asyncIds.startResource(this, 'MESSAGEPORT');
    this.#handle.ref();
    this.#handle.start();
  }

  static #of(value) {
    const handle = handleOf(value);
    if (handle === undefined) throw new ERR_INVALID_THIS('BroadcastChannel');
    return handle;
  }

  get name() {
    BroadcastChannel.#of(this);
    return this.#name;
  }

  /** Receive and send no more. */
  close() {
    BroadcastChannel.#of(this).close();
  }

  /** @throws InvalidStateError when it is closed, DataCloneError for what cannot be copied */
  postMessage(message) {
    const handle = BroadcastChannel.#of(this);
    if (arguments.length === 0) throw new ERR_MISSING_ARGS('message');
    if (!handle.isOpen()) {
      const { DOMException } = require('dom_exception');
      throw new DOMException('BroadcastChannel is closed.', 'InvalidStateError');
    }
    handle.post(message);
  }

  /** Keep the loop alive until the channel is closed, as it does from the start. Chainable. */
  ref() {
    BroadcastChannel.#of(this).ref();
    return this;
  }

  /** Chainable. */
  unref() {
    BroadcastChannel.#of(this).unref();
    return this;
  }

  [kCreateEvent](data, type) {
    return new MessageEvent(type, { data });
  }

  [kInspect](depth, options) {
    const handle = BroadcastChannel.#of(this);
    if (depth < 0) return 'BroadcastChannel';
    const inner = { ...options, depth: options.depth === null ? null : options.depth - 1 };
    return `BroadcastChannel ${require('inspect').inspect({ name: this.#name, active: handle.isOpen() }, inner)}`;
  }
}

for (const name of ['name', 'close', 'postMessage']) {
  Object.defineProperty(BroadcastChannel.prototype, name, { __proto__: null, enumerable: true });
}
defineEventHandler(BroadcastChannel.prototype, 'message');
defineEventHandler(BroadcastChannel.prototype, 'messageerror');

module.exports = { BroadcastChannel, handleOf };
