'use strict';
// MessageChannel and MessagePort: HTML Standard, section 9.4, with the methods of EventEmitter that Node.js gives ports.
// The native half (port.cc) writes, queues and reads messages; it calls the receivers at the end of this file.

const { channel, inbox } = binding('ports');
const { descriptorOf } = require('define');
const { NodeEventTarget } = require('event_target/node_event_target');
const { Event, defineEventHandler, kNewListener, kRemoveListener, kCreateEvent, kHybridDispatch } = require('event_target');
const { MessageEvent, setPortCheck } = require('messaging/message_event');
const { messaging, dataCloneError, transferListOf, setReceivers } = require('messaging');
const plain = require('messaging/plain');
const { setCloneSteps } = require('cloneable');
const asyncIds = require('async_ids');
const { ERR_CONSTRUCT_CALL_INVALID } = require('errors');

const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kMake = Symbol('make');

/** An error as Node.js's native code throws it. */
function codedTypeError(code, message) {
  return Object.assign(new TypeError(message), { code });
}

class MessagePortCloseEvent extends Event {
  constructor() {
    super('close');
  }
}

// What the outside needs of a port's inside; set by the class below.
let handleOf;
let receivedWith;

class Port extends NodeEventTarget {
  #handle;
  #objects = undefined; // what was transferred with the message being delivered

  static {
    handleOf = (value) => (typeof value === 'object' && value !== null && #handle in value ? value.#handle : undefined);
    receivedWith = (port, objects) => { port.#objects = objects; };
  }

  constructor(key, handle) {
    if (key !== kMake) throw new ERR_CONSTRUCT_CALL_INVALID();
    super();
    this.#handle = handle;
    handle.setOwner(this);
  }

  static #of(value) {
    if (typeof value !== 'object' || value === null || !(#handle in value)) throw new TypeError('Illegal invocation');
    return value.#handle;
  }

  /**
   * Send a copy of `message` to the other end.
   * @param {any} message
   * @param {Iterable<object>|{transfer?: Iterable<object>}} [transferList] what moves instead of being copied
   * @throws DataCloneError for what cannot be copied
   */
  postMessage(message, transferList) {
    const handle = Port.#of(this);
    if (arguments.length === 0) throw codedTypeError('ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    return post(handle, message, transferList);
  }

  /** Receive messages. The first listener of 'message' does that, too. */
  start() {
    Port.#of(this).start();
  }

  /** Keep the loop alive until the port is closed. */
  ref() {
    Port.#of(this).ref();
  }

  unref() {
    Port.#of(this).unref();
  }

  hasRef() {
    return Port.#of(this).hasRef();
  }

  /** Close both ends. 'close' comes in a later turn of the loop. @param {() => void} [callback] a listener of it */
  close(callback) {
    const handle = Port.#of(this);
    if (typeof callback === 'function') this.once('close', callback);
    handle.close();
  }

  [kNewListener](size, type) {
    if (type !== 'message' || size !== 1) return;
    this.#handle.ref();
    this.#handle.start();
  }

  [kRemoveListener](size, type) {
    if (type !== 'message' || size !== 0) return;
    this.#handle.unref();
    this.#handle.stop();
  }

  [kCreateEvent](data, type) {
    if (type !== 'message' && type !== 'messageerror') return super[kCreateEvent](data, type);
    const objects = this.#objects;
    if (objects === undefined) return new MessageEvent(type, { data });
    return new MessageEvent(type, { data, ports: objects.filter(isPort) });
  }

  [kInspect](depth = undefined, options = undefined) {
    const handle = handleOf(this);
    const shown = { active: handle?.isOpen() ?? false, refed: handle?.hasRef() ?? false };
    return `${this.constructor.name} [EventTarget] ${require('inspect').inspect(shown, options)}`;
  }
}

/** @returns {boolean} whether `value` is a MessagePort of this thread */
function isPort(value) {
  return handleOf(value) !== undefined;
}

// The public class: calling it, too, throws that only channels make ports.
function MessagePort() {
  throw new ERR_CONSTRUCT_CALL_INVALID();
}
MessagePort.prototype = Port.prototype;
Object.defineProperty(MessagePort, 'prototype', { __proto__: null, writable: false });
Object.defineProperty(Port.prototype, 'constructor', { __proto__: null, configurable: true, writable: true, value: MessagePort });
for (const name of ['postMessage', 'start', 'ref', 'unref', 'hasRef', 'close']) {
  Object.defineProperty(Port.prototype, name, { __proto__: null, enumerable: true });
}
Object.defineProperty(Port.prototype.postMessage, 'length', { __proto__: null, configurable: true, value: 0 });
defineEventHandler(Port.prototype, 'message');
defineEventHandler(Port.prototype, 'messageerror');
takeFunctionsOnly('onmessage');

/** What is no function stands for no handler: the port no longer receives. */
function takeFunctionsOnly(attribute) {
  const accessor = descriptorOf(Port.prototype, attribute);
  const { set } = accessor;
  accessor.set = function(value) { set.call(this, typeof value === 'function' ? value : null); };
  Object.defineProperty(Port.prototype, attribute, accessor);
}

setPortCheck(isPort);

function readTransfer(given) {
  if (typeof given === 'object' && typeof given[Symbol.iterator] !== 'function') {
    const { transfer } = given;
    if (transfer === undefined) return undefined;
    return transferListOf(transfer, 'Optional options.transfer argument must be an iterable');
  }
  return transferListOf(given, 'Optional transferList argument must be an iterable');
}

function post(handle, message, transferList) {
  const transfer = transferList === undefined || transferList === null ? undefined : readTransfer(transferList);
  if (transfer === undefined) {
    if (typeof message !== 'object' || message === null || !plain.post(handle, message)) handle.post(message);
    return handle.isOpen() ? true : undefined;
  }
  const handles = transfer.map(handleOf);
  if (handles.includes(handle)) throw dataCloneError('Transfer list contains source port');
  const losesPeer = handles.some((other) => other !== undefined && handle.isPeer(other));
  handle.post(message, transfer);
  if (!losesPeer) return handle.isOpen() ? true : undefined;
  require('process_object').emitWarning('The target port was posted to itself, and the communication channel was lost');
  handle.close();
  return true;
}

function refuseClosed(handle) {
  if (!handle.isOpen()) throw dataCloneError('MessagePort in transfer list is already detached');
}

/** @returns {MessagePort} the inbox of thread `id`, which all threads reach by ports.postToThread() */
function openInbox(id) {
  return makePort(inbox(messaging, id));
}

/** @returns {MessagePort} whose native half is `handle` */
function makePort(handle) {
  const port = new Port(kMake, handle);
  if (asyncIds.tracking.on) asyncIds.startResource(port, 'MESSAGEPORT');
  return port;
}

/** Two connected ports. */
function MessageChannel() {
  if (new.target === undefined) {
    throw codedTypeError('ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`');
  }
  const [one, other] = channel(messaging);
  this.port1 = makePort(one);
  this.port2 = makePort(other);
}

/**
 * The next message that waits at `port`, whether it was started or not.
 * @returns {{message: any}|undefined}
 */
function receiveMessageOnPort(port) {
  const handle = handleOf(port) ?? broadcastHandle(port);
  if (handle === undefined) {
    throw codedTypeError('ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
  }
  return handle.receive();
}

function broadcastHandle(value) {
  return require('messaging/broadcast_channel').handleOf(value);
}

// --- How a port crosses to another thread. ---

setCloneSteps(Port, {
  kind: 'MessagePort',
  reader: 'messaging/message_port',
  is: isPort,
  transferable: true,
  transferOnly: true,
  serialize: handleOf,
  checkTransfer: (port) => refuseClosed(handleOf(port)),
});

/** @returns {MessagePort} for a native half that arrived, in the context of `global` if it is not our own */
function deserialize(handle, global) {
  return global === undefined ? makePort(handle) : require('messaging/moved_port').deserializeIn(handle, global);
}

// --- What native code calls. ---

setReceivers({
  deliver(owner, data, objects) {
    receive(owner, 'message', data, objects);
  },
  fail(owner, error) {
    receive(owner, 'messageerror', error, undefined);
  },
  tellClosed(owner) {
    owner.dispatchEvent(new MessagePortCloseEvent());
    if (asyncIds.tracking.on) asyncIds.destroyResource(owner);
  },
});

function receive(owner, type, value, objects) {
  if (objects === undefined) {
    owner[kHybridDispatch](value, type);
    return;
  }
  if (handleOf(owner) === undefined) {
    owner.objects = objects; // a moved port's
    owner[kHybridDispatch](value, type);
    return;
  }
  receivedWith(owner, objects);
  try {
    owner[kHybridDispatch](value, type);
  } finally {
    receivedWith(owner, undefined);
  }
}

module.exports = {
  MessageChannel, MessagePort, MessageEvent, receiveMessageOnPort, isPort, handleOf, makePort, deserialize, refuseClosed, openInbox, post,
};
