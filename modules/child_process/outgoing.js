// The sending half of a channel. A message is written at once; but behind a write that the kernel has not taken yet, and
// in the middle of a burst, messages are gathered and written together.
'use strict';
const { nextTick } = require('ticks');
const { Buffer } = require('buffer');
const { monotonicNanoseconds } = binding('process');

// So many messages of one callback are written one by one, the rest of them together: but none waits for longer than this
// behind a callback that goes on sending, as one does that reports its progress.
const BURST = 64;
const LONGEST_WAIT = 1e6; // nanoseconds
const MOST_GATHERED = 32 * 1024; // characters or bytes

// Those with a burst that is not written yet.
const gathering = new Set();

/** Writes what bursts have gathered: what follows does not come back to the loop. */
function writeAll() {
  gathering.forEach((outgoing) => { outgoing.flush(); });
}

require('exit_work').addLastWork(writeAll);

function endBurst(outgoing) {
  outgoing.endBurst();
}

class Outgoing {
  #handle;
  #control;
  #onError;
  #gathered = []; // lines or Buffers
  #gatheredSince = 0;
  #gatheredSize = 0;
  #callbacks = []; // of the messages that are gathered
  #loud = false; // does a failure of one of these become an 'error'?
  #keepsAlive = false;
  #underWay = []; // lists of callbacks, one for each write that the kernel has not taken
  #burst = 0;

  /** onError(errno, callbacks, loud) is called when a write fails at once. */
  constructor(handle, control, onError) {
    this.#handle = handle;
    this.#control = control;
    this.#onError = onError;
  }

  /** Bytes that wait. */
  get size() {
    return this.#handle.writeQueueSize + this.#gatheredSize;
  }

  /** @param {string|Buffer} data a line without its end, or bytes @param {boolean} loud does a failure become an 'error'? */
  write(data, callback, loud) {
    if (this.#underWay.length > 0 || this.#burst >= BURST) {
      this.#gather(data, callback, loud);
      return;
    }
    if (++this.#burst === BURST / 2) nextTick(endBurst, this);
    const result = typeof data === 'string' ? this.#handle.writeLine(data, this.#onWritten)
      : this.#handle.writeBytes(data, this.#onWritten);
    this.#settle(result, callback === undefined ? [] : [callback], loud);
  }

  /** @param {handle} passed goes along with the message */
  writeWithHandle(data, passed, callback, loud) {
    this.flush();
    const bytes = typeof data === 'string' ? Buffer.from(`${data}\n`) : data;
    const result = this.#handle.writeWithHandle(bytes, passed, this.#onWritten);
    this.#settle(result, callback === undefined ? [] : [callback], loud);
  }

  #gather(data, callback, loud) {
    const now = monotonicNanoseconds();
    if (this.#gathered.length === 0) {
      gathering.add(this);
      this.#gatheredSince = now;
    }
    this.#gathered.push(data);
    this.#gatheredSize += data.length + 1;
    if (callback !== undefined) this.#callbacks.push(callback);
    this.#loud ||= loud;
    const due = this.#gatheredSize >= MOST_GATHERED || now - this.#gatheredSince > LONGEST_WAIT;
    if (due && this.#underWay.length === 0) this.flush();
  }

  endBurst() {
    this.#burst = 0;
    if (this.#underWay.length === 0) this.flush();
  }

  flush() {
    if (this.#gathered.length === 0) return;
    const gathered = this.#gathered;
    const result = typeof gathered[0] === 'string'
      ? this.#handle.writeLine(gathered.join('\n'), this.#onWritten)
      : this.#handle.writeMany(gathered, this.#onWritten);
    const callbacks = this.#callbacks;
    const loud = this.#loud;
    this.#forget();
    this.#settle(result, callbacks, loud);
  }

  #forget() {
    this.#gathered = [];
    this.#gatheredSize = 0;
    this.#callbacks = [];
    this.#loud = false;
    gathering.delete(this);
  }

  // `result`: 0 written, 1 under way, or a negative errno.
  #settle(result, callbacks, loud) {
    if (result === 1) {
      this.#underWay.push(callbacks);
      this.#keepAlive(true);
    } else if (result < 0) {
      this.#onError(result, callbacks, loud);
    } else {
      for (const callback of callbacks) nextTick(callback, null);
    }
  }

  #keepAlive(does) {
    if (does === this.#keepsAlive) return;
    this.#keepsAlive = does;
    if (does) this.#control.refCounted();
    else this.#control.unrefCounted();
  }

  // Called natively, in the order of the writes; with an error when the channel was closed meanwhile.
  #onWritten = (status) => {
    const callbacks = this.#underWay.shift();
    if (status !== 0) {
      callbacks.push(...this.#callbacks);
      this.#forget();
    } else if (this.#underWay.length === 0) {
      this.flush();
    }
    if (this.#underWay.length === 0) this.#keepAlive(false);
    const error = status === 0 ? null : require('errors').errnoException(status, 'write');
    for (const callback of callbacks) callback(error);
  };
}

module.exports = { Outgoing, writeAll };
