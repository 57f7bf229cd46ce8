'use strict';
// What may end a test or a hook before its function does: time, a signal, or somebody calling stop().

const { ERR_TEST_FAILURE } = require('errors');
const { setTimeout, clearTimeout } = require('timers');

const MAX_TIMEOUT = 2 ** 31 - 1;

class Deadline {
  #timer;
  #signal;
  #onAbort;
  #reject;

  /**
   * @param {number} timeout milliseconds
   * @param {AbortSignal|undefined} signal
   * @param {string} subject what the message of a timeout begins with
   */
  constructor(timeout, signal, subject) {
    this.promise = new Promise((resolve, reject) => { this.#reject = reject; });
    this.promise.catch(() => {});
    if (timeout <= MAX_TIMEOUT) {
      this.#timer = setTimeout(() => {
        this.stop(new ERR_TEST_FAILURE(`${subject} timed out after ${timeout}ms`, 'testTimeoutFailure'));
      }, timeout);
      this.#timer.unref();
    }
    if (signal) {
      this.#signal = signal;
      this.#onAbort = () => this.stop(new ERR_TEST_FAILURE(signal.reason, 'testAborted'));
      if (signal.aborted) this.#onAbort();
      else signal.addEventListener('abort', this.#onAbort, { once: true });
    }
  }

  /** Makes the promise reject with `error`. */
  stop(error) {
    this.#reject(error);
  }

  release() {
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
  }
}

/** Calls a test's or hook's function, in one of the three ways a function may tell that it is done. */
async function call(fn, self, deadline) {
  let running;
  if (fn.length === 2) {
    const { promise, done } = completionCallback();
    const returned = fn.call(self, self, done);
    if (require('types').isPromise(returned)) {
      returned.catch(() => {});
      throw new ERR_TEST_FAILURE('passed a callback but also returned a Promise', 'callbackAndPromisePresent');
    }
    running = promise;
  } else {
    running = fn.call(self, self);
  }
  await Promise.race([running, deadline.promise]);
}

function completionCallback() {
  const { promise, resolve, reject } = Promise.withResolvers();
  let calls = 0;
  const done = (error) => {
    calls++;
    if (calls === 2) {
      // Told when `done` was called; what comes later than that is told through the uncaught error.
      throw new ERR_TEST_FAILURE('callback invoked multiple times', 'multipleCallbackInvocations');
    }
    if (calls > 2) return;
    if (error) reject(error);
    else resolve();
  };
  return { promise, done };
}

module.exports = { Deadline, call, MAX_TIMEOUT };
