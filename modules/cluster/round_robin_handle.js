// What a server of a worker has for a listening handle under SCHED_RR. The primary listens, this keeps the loop alive.
'use strict';
const { setInterval, clearInterval } = require('timers');
const { nextTick } = require('ticks');
const { kOwner } = require('stream_handles');
const asyncIds = require('async_ids');

const LONGEST_INTERVAL = 2 ** 31 - 1; // milliseconds

class RoundRobinHandle {
  onconnection = null; // (status, client), set by the server
  [kOwner] = null;
  #onClosed;
  #alive = setInterval(() => {}, LONGEST_INTERVAL);

  /** @param {object} [sockname] where the primary listens, none for a path */
  constructor(sockname, onClosed) {
    this.#onClosed = onClosed;
    if (sockname !== undefined) this.getsockname = (out) => { Object.assign(out, sockname); return 0; };
  }

  listen() {
    return 0;
  }

  close(callback) {
    if (this.#alive === null) return;
    clearInterval(this.#alive);
    this.#alive = null;
    this.#onClosed();
    if (typeof callback === 'function') nextTick(callback);
  }

  ref() {
    this.#alive?.ref();
  }

  unref() {
    this.#alive?.unref();
  }

  hasRef() {
    return this.#alive !== null && this.#alive.hasRef();
  }

  getAsyncId() {
    return this[asyncIds.kAsyncId] ??= asyncIds.newAsyncId();
  }
}

module.exports = { RoundRobinHandle };
