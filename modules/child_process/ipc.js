// The channel between a parent and a child: send(), 'message', disconnect(), for either side. `target` is the side's
// object, a ChildProcess or `process`.
//
// Messages whose `cmd` begins with NODE_ are between runtimes: they come as 'internalMessage'. One that takes a handle
// along is {cmd: 'NODE_HANDLE', type, msg}; it is answered by NODE_HANDLE_ACK, and what is sent meanwhile waits.
'use strict';
const { UV_EOF } = binding('uv');
const EventEmitter = require('events');
const process = require('process_object');
const { nextTick } = require('ticks');
const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_HANDLE_TYPE, ERR_IPC_CHANNEL_CLOSED, ERR_IPC_DISCONNECTED, ERR_MISSING_ARGS,
  errnoException,
} = require('errors');
const { validateObject } = require('validators');
const { newCodec } = require('child_process/codec');
const { Outgoing } = require('child_process/outgoing');

// send() returns false once so many bytes wait to be written.
const FULL_BYTES = 64 * 1024 * 2;
const MOST_RETRANSMISSIONS = 3;

const emitsErrors = { swallowErrors: false };
const noCodec = { inMessage: false }; // when the other side is gone

/** process.channel: keeps the process alive as long as it is counted, or as the user says. */
class Control extends EventEmitter {
  #handle;
  #uses = 0;
  #decided = false; // the user has called ref() or unref()

  constructor(handle) {
    super();
    this.#handle = handle;
  }

  refCounted() {
    if (++this.#uses === 1 && !this.#decided) this.#handle.ref();
  }

  unrefCounted() {
    if (--this.#uses === 0 && !this.#decided) {
      this.#handle.unref();
      this.emit('unref');
    }
  }

  ref() {
    this.#decided = true;
    this.#handle.ref();
  }

  unref() {
    this.#decided = true;
    this.#handle.unref();
  }

  get fd() {
    return this.#handle.fd;
  }
}

function isInternal(message) {
  return message !== null && typeof message === 'object' && typeof message.cmd === 'string' &&
    message.cmd.length > 'NODE_'.length && message.cmd.startsWith('NODE_');
}

function emit(target, event, message, handle) {
  target.emit(event, message, handle);
}

function deliverRest(connection, messages, done) {
  connection.deliver(messages, done);
}

class Connection {
  #target;
  #handle;
  #control;
  #codec;
  #outgoing;
  #onClosed;
  #waiting = []; // messages that came while nobody listened
  #pendingHandle; // came with bytes whose message was not whole yet
  #open = true;

  constructor(target, handle, control, codec, onClosed) {
    this.#target = target;
    this.#handle = handle;
    this.#control = control;
    this.#codec = codec;
    this.#outgoing = new Outgoing(handle, control, (errno, callbacks, loud) => this.#tell(errno, callbacks, loud));
    this.#onClosed = onClosed;
    codec.consume(handle);
    handle.onRead((count, messages, passed) => this.#onRead(count, messages, passed));
    target.on('internalMessage', (message, passed) => this.#onInternal(message, passed));
    target.on('newListener', (event) => {
      if (event === 'message' && this.#waiting.length > 0) nextTick(() => this.#flushWaiting());
    });
    handle.readStart();
  }

  get open() {
    return this.#open;
  }

  // --- Receiving. ---

  #onRead(count, messages, passed) {
    if (passed !== undefined) this.#pendingHandle = passed;
    if (count <= 0) {
      this.#onEnd(count);
      return;
    }
    if (messages.length > 0) nextTick(deliverRest, this, messages, 0);
    if (this.#codec.failed) this.#codec.throwFailure();
  }

  // One tick for all that came together: no promise job runs between ticks that are queued in a row.
  deliver(messages, done) {
    try {
      while (done < messages.length) this.#deliver(messages[done++], undefined);
    } finally {
      if (done < messages.length) nextTick(deliverRest, this, messages, done); // a listener threw
    }
  }

  #deliver(message, handle) {
    if (isInternal(message)) {
      if (message.cmd === 'NODE_HANDLE' && handle === undefined) {
        handle = this.#pendingHandle;
        this.#pendingHandle = undefined;
      }
      this.#target.emit('internalMessage', message, handle);
    } else if (this.#target.listenerCount('message') === 0) {
      this.#waiting.push([message, handle]);
    } else {
      this.#target.emit('message', message, handle);
    }
  }

  #flushWaiting() {
    if (this.#target.listenerCount('message') === 0) return;
    for (const [message, handle] of this.#waiting.splice(0)) nextTick(emit, this.#target, 'message', message, handle);
  }

  #onInternal(message, handle) {
    if (message.cmd === 'NODE_HANDLE_ACK' || message.cmd === 'NODE_HANDLE_NACK') {
      this.#onAnswer(message.cmd === 'NODE_HANDLE_ACK');
    } else if (message.cmd === 'NODE_HANDLE') {
      // Some systems lose a handle now and then: the sender tries again.
      this.#target._send({ cmd: handle ? 'NODE_HANDLE_ACK' : 'NODE_HANDLE_NACK' }, null, { swallowErrors: true });
      if (!handle) return;
      require('child_process/handles').receive(this.#target, message, handle, (made) => {
        if (this.#target.channel === this.#control) nextTick(() => this.#deliver(message.msg, made));
      });
    }
  }

  // The other side is gone.
  #onEnd(error) {
    if (this.#target.channel === null) return this.#finish();
    if (error !== UV_EOF) this.#handle.readStop();
    this.#codec = noCodec;
    this.#refuseQueued();
    if (this.#target.connected) this.#target.disconnect();
    else this.close();
  }

  // What waited for an answer that will not come.
  #refuseQueued() {
    const queue = this.#target._handleQueue ?? [];
    this.#target._handleQueue = null;
    for (const { callback } of queue) {
      if (typeof callback === 'function') nextTick(callback, new ERR_IPC_CHANNEL_CLOSED());
    }
  }

  // --- Sending. ---

  /** @returns {boolean} whether there is room for more */
  send(message, passed, options, callback) {
    checkMessage(message);
    const target = this.#target;
    const answer = isInternal(message) && /^NODE_HANDLE_N?ACK$/.test(message.cmd);
    let type;
    if (passed) type = require('child_process/handles').typeOf(passed);
    if (passed && type === undefined) throw new ERR_INVALID_HANDLE_TYPE();
    if (target._handleQueue !== null && !answer) {
      target._handleQueue.push({ callback, handle: passed, options, message });
      return target._handleQueue.length === 1;
    }
    if (!passed) return this.#write(message, undefined, options, callback);

    const envelope = { cmd: 'NODE_HANDLE', type, msg: message };
    const handle = require('child_process/handles').take(target, envelope, passed, options);
    // Closed already: then the message goes alone.
    if (!handle) return this.#write(message, undefined, options, callback);
    return this.#sendWithHandle(envelope, handle, options, callback);
  }

  #sendWithHandle(envelope, handle, options, callback) {
    const target = this.#target;
    const room = this.#write(envelope, handle, options, callback);
    // A handle is ours until the other side has it.
    target._pendingMessage = { message: envelope, handle, options, retransmissions: 0 };
    target._handleQueue ??= [];
    return room;
  }

  #write(message, handle, options, callback) {
    if (typeof callback !== 'function') callback = undefined;
    const data = this.#codec.encode(message);
    const loud = callback === undefined && !options.swallowErrors;
    if (handle === undefined) this.#outgoing.write(data, callback, loud);
    else this.#outgoing.writeWithHandle(data, handle, callback, loud);
    return this.#outgoing.size < FULL_BYTES;
  }

  #tell(errno, callbacks, loud) {
    const error = errnoException(errno, 'write');
    for (const callback of callbacks) nextTick(callback, error);
    if (loud) nextTick(() => this.#target.emit('error', error));
  }

  // The other side has taken the handle, or has missed it.
  #onAnswer(taken) {
    const target = this.#target;
    const pending = target._pendingMessage;
    if (!taken && pending && pending.retransmissions++ < MOST_RETRANSMISSIONS) {
      this.#write(pending.message, pending.handle, pending.options, undefined);
      return;
    }
    if (!taken) {
      process.emitWarning('Handle did not reach the receiving process correctly', 'SentHandleNotReceivedWarning');
    }
    this.#letGo();
    const queue = target._handleQueue ?? [];
    target._handleQueue = null;
    for (const { message, handle, options, callback } of queue) {
      if (!this.#open) break;
      target._send(message, handle, options, callback);
    }
    if (!target.connected && this.#open && target._handleQueue === null) target._disconnect();
  }

  #letGo() {
    const pending = this.#target._pendingMessage;
    if (!pending) return;
    this.#target._pendingMessage = null;
    require('child_process/handles').sent(pending.message, pending.handle, pending.options);
  }

  // --- The end. ---

  /** Closes once the message is whole that is being received, if one is. */
  close() {
    this.#letGo();
    if (!this.#open) return;
    this.#open = false;
    this.#outgoing.flush();
    if (!this.#codec.inMessage) {
      nextTick(() => this.#finish());
      return;
    }
    this.#target.once('message', () => this.#finish());
    this.#target.once('internalMessage', () => this.#finish());
  }

  #finish() {
    if (this.#handle === null) return;
    const handle = this.#handle;
    this.#handle = null;
    this.#open = false;
    handle.readStop();
    handle.close();
    this.#pendingHandle?.close();
    this.#target.emit('disconnect');
    this.#onClosed?.();
  }
}

function checkMessage(message) {
  if (message === undefined) throw new ERR_MISSING_ARGS('message');
  const type = typeof message;
  if (type !== 'string' && type !== 'object' && type !== 'number' && type !== 'boolean') {
    throw new ERR_INVALID_ARG_TYPE('message', ['string', 'object', 'number', 'boolean'], message);
  }
}

/** Gives `target` what a side of a channel has. @param {'json'|'advanced'} serialization */
function open(target, handle, serialization, onClosed) {
  const codec = newCodec(serialization);
  const control = new Control(handle);
  target.channel = control;
  Object.defineProperty(target, '_channel', {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: () => target.channel,
    set: (value) => { target.channel = value; },
  });
  target._handleQueue = null;
  target._pendingMessage = null;
  target.connected = true;
  const connection = new Connection(target, handle, control, codec, onClosed);

  /**
   * @param {string|object|number|boolean} message @param {Socket|Server} [handle]
   * @param {{keepOpen?: boolean}} [options] @param {function(Error|null)} [callback]
   * @returns {boolean} whether there is room for more
   */
  target.send = function(message, handle, options, callback) {
    if (typeof handle === 'function') {
      callback = handle;
      handle = undefined;
      options = undefined;
    } else if (typeof options === 'function') {
      callback = options;
      options = undefined;
    } else if (options !== undefined) {
      validateObject(options, 'options');
    }
    options = options === undefined ? emitsErrors : { swallowErrors: false, ...options };
    if (this.connected) return this._send(message, handle, options, callback);
    const error = new ERR_IPC_CHANNEL_CLOSED();
    if (typeof callback === 'function') nextTick(callback, error);
    else nextTick(() => this.emit('error', error));
    return false;
  };

  target._send = function(message, handle, options, callback) {
    if (!connection.open) return false;
    if (typeof options === 'boolean') options = { swallowErrors: options };
    return connection.send(message, handle, options ?? emitsErrors, callback);
  };

  /** Closes the channel: 'disconnect' comes on both sides. */
  target.disconnect = function() {
    if (!this.connected) {
      this.emit('error', new ERR_IPC_DISCONNECTED());
      return;
    }
    this.connected = false;
    // Handles that are under way come first.
    if (this._handleQueue === null) this._disconnect();
  };

  target._disconnect = function() {
    this.channel = null;
    connection.close();
  };
  return control;
}

/** The parent's side of the channel to `child`. */
function openInParent(child, handle, serialization) {
  child._closesNeeded++;
  open(child, handle, serialization, () => require('child_process/child').gotClose(child));
}

/** The child's side: keeps the process alive while it has listeners. */
function openInChild(fd, serialization) {
  const handle = require('stream_handles').newIpcPipe();
  const error = handle.openFd(fd);
  if (error !== 0) {
    handle.close();
    throw errnoException(error, 'open');
  }
  handle.unref();
  const control = open(process, handle, serialization);
  const counts = (event) => event === 'message' || event === 'disconnect';
  process.on('newListener', (event) => {
    if (counts(event)) control.refCounted();
  });
  process.on('removeListener', (event) => {
    if (counts(event)) control.unrefCounted();
  });
}

module.exports = { openInParent, openInChild };
