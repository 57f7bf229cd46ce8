// node:timers/promises.
'use strict';
const { noOptions } = require('define');
const { AbortError, ERR_INVALID_THIS, ERR_ILLEGAL_CONSTRUCTOR } = require('errors');
const { validateAbortSignal, validateBoolean, validateNumber, validateObject } = require('validators');
const { Timeout, clear } = require('timers/timeout');
const immediates = require('timers/immediates');

function checkOptions(options) {
  validateObject(options, 'options');
  if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
  if (options.ref !== undefined) validateBoolean(options.ref, 'options.ref');
}

// A promise for `start(resolve)`'s call; when the signal aborts first, `stop` undoes that and the promise is rejected.
function waitFor(start, stop, signal) {
  if (signal === undefined) return new Promise(start);
  if (signal.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
  let onAbort;
  const promise = new Promise((resolve, reject) => {
    const waiting = start(resolve);
    onAbort = () => {
      stop(waiting);
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    signal.addEventListener('abort', onAbort, { __proto__: null, once: true });
  });
  // The bare then()s: programs see as many promise jobs between the timer and their own callback as on Node.
  return promise.then().finally(() => signal.removeEventListener('abort', onAbort)).then();
}

/**
 * Resolves to `value` after `delay` milliseconds.
 * @param {{signal?: AbortSignal, ref?: boolean}} [options]
 * @returns {Promise} rejected with an AbortError when the signal aborts first
 */
function setTimeout(delay, value, options = noOptions) {
  try {
    if (delay !== undefined) validateNumber(delay, 'delay');
    checkOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal, ref = true } = options;
  return waitFor((resolve) => new Timeout(resolve, delay, [value], false, ref), clear, signal);
}

/** Resolves to `value` in the next check phase. @returns {Promise} */
function setImmediate(value, options = noOptions) {
  try {
    checkOptions(options);
  } catch (error) {
    return Promise.reject(error);
  }
  const { signal, ref = true } = options;
  const start = (resolve) => {
    const immediate = new immediates.Immediate(resolve, [value]);
    if (!ref) immediate.unref();
    return immediate;
  };
  return waitFor(start, immediates.clear, signal);
}

/** An async iterator that yields `value` every `delay` milliseconds; expiries nobody waited for are not lost. */
async function* setInterval(delay, value, options = noOptions) {
  if (delay !== undefined) validateNumber(delay, 'delay');
  checkOptions(options);
  const { signal, ref = true } = options;
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });

  let expired = 0;
  let wake; // resolves the promise the loop below waits on
  const interval = new Timeout(() => {
    expired++;
    if (wake !== undefined) wake();
    wake = undefined;
  }, delay, undefined, true, ref);
  const onAbort = () => {
    clear(interval);
    if (wake !== undefined) wake(Promise.reject(new AbortError(undefined, { cause: signal.reason })));
    wake = undefined;
  };
  signal?.addEventListener('abort', onAbort, { __proto__: null, once: true });

  try {
    while (!signal?.aborted) {
      if (expired === 0) await new Promise((resolve) => { wake = resolve; });
      for (; expired > 0; expired--) yield value;
    }
    throw new AbortError(undefined, { cause: signal.reason });
  } finally {
    clear(interval);
    signal?.removeEventListener('abort', onAbort);
  }
}

const allowed = Symbol('the one who may construct');

/** The Scheduling APIs draft of the WICG, as far as Node has it. */
class Scheduler {
  #isScheduler;

  constructor(token) {
    if (token !== allowed) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#isScheduler = true;
  }

  /** Resolves in the next check phase. */
  yield() {
    if (!(#isScheduler in this)) throw new ERR_INVALID_THIS('Scheduler');
    return setImmediate();
  }

  /** Resolves after `delay` milliseconds. */
  wait(delay, options) {
    if (!(#isScheduler in this)) throw new ERR_INVALID_THIS('Scheduler');
    return setTimeout(delay, undefined, options);
  }
}

module.exports = { setTimeout, setImmediate, setInterval, scheduler: new Scheduler(allowed) };
