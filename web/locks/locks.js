'use strict';
// navigator.locks: locks by name that all threads of the process share (https://w3c.github.io/web-locks/).

const { LockRequest, query: nativeQuery } = binding('locks');
const { current, swap } = require('async_context');
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_THIS } = require('errors');
const { validateFunction } = require('validators');

const kMake = Symbol('make');

// What a request's start gives; 0: the lock is not available.
const GRANTED = 1;
const WAITS = 2;

function domError(message, name) {
  const { DOMException } = require('dom_exception');
  return new DOMException(message, name);
}

/** A lock that is held, as request()'s callback gets it. https://w3c.github.io/web-locks/#api-lock */
class Lock {
  #name;
  #mode;

  constructor(key, name, mode) {
    if (key !== kMake) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#name = name;
    this.#mode = mode;
  }

  /** The name of the lock. */
  get name() {
    return this.#name;
  }

  /** 'exclusive' or 'shared'. */
  get mode() {
    return this.#mode;
  }
}

/** @returns {{mode: string, ifAvailable: boolean, steal: boolean, signal: AbortSignal|undefined}} checked */
function readOptions(name, options) {
  const { mode = 'exclusive', ifAvailable = false, steal = false, signal } = options ?? { __proto__: null };
  if (`${mode}` !== 'exclusive' && `${mode}` !== 'shared') {
    throw Object.assign(new TypeError(`mode value '${mode}' is not a valid enum value of type LockMode.`),
                        { code: 'ERR_INVALID_ARG_VALUE' });
  }
  if (signal !== undefined && (signal === null || typeof signal !== 'object')) {
    throw Object.assign(new TypeError('Value is not an object'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  if (signal !== undefined) require('validators').validateAbortSignal(signal, 'options.signal');
  if (name.startsWith('-')) throw domError('Lock name may not start with hyphen', 'NotSupportedError');
  if (ifAvailable && steal) throw domError('ifAvailable and steal are mutually exclusive', 'NotSupportedError');
  if (steal && mode === 'shared') throw domError('mode: "shared" and steal are mutually exclusive', 'NotSupportedError');
  if (signal !== undefined && (steal || ifAvailable)) {
    throw domError('signal cannot be used with steal or ifAvailable', 'NotSupportedError');
  }
  signal?.throwIfAborted();
  return { mode: `${mode}`, ifAvailable: Boolean(ifAvailable), steal: Boolean(steal), signal };
}

/** Runs `callback` while the lock is held. */
function acquire(name, { mode, ifAvailable, steal, signal }, callback) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const native = new LockRequest();
  const frame = current();

  function onAbort() {
    native.release();
    reject(signal.reason);
  }
  // Not before the thief's callback: who awaits the theft may still handle this.
  const rejectStolen = () => {
    require('timers').setImmediate(() => reject(domError('The operation was aborted', 'AbortError')));
  };
  function run(lock) {
    signal?.removeEventListener('abort', onAbort);
    const outer = swap(frame);
    let result;
    try {
      result = Promise.resolve(callback(lock));
    } catch (error) {
      result = Promise.reject(error);
    } finally {
      swap(outer);
    }
    const end = (settle) => (value) => {
      if (native.release()) rejectStolen();
      else settle(value);
    };
    result.then(end(resolve), end(reject));
  }
  const runWithLock = () => run(new Lock(kMake, name, mode));
  const started = native.start(name, mode === 'exclusive', ifAvailable, steal, (granted, stolen) => {
    if (granted) runWithLock();
    if (!stolen) return;
    native.release();
    rejectStolen();
  });
  if (started !== WAITS) require('ticks').queueMicrotask(started === GRANTED ? runWithLock : () => run(null));
  signal?.addEventListener('abort', onAbort, { once: true });
  return promise;
}

/** `navigator.locks`: locks of all threads of this process. https://w3c.github.io/web-locks/#api-lock-manager */
class LockManager {
  #made = true;

  constructor(key) {
    if (key !== kMake) throw new ERR_ILLEGAL_CONSTRUCTOR();
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#made in value)) throw new ERR_INVALID_THIS('LockManager');
  }

  /**
   * Waits for the lock `name`, and holds it until `callback`'s promise is settled.
   * @param {string} name
   * @param {{mode?: 'exclusive'|'shared', ifAvailable?: boolean, steal?: boolean, signal?: AbortSignal}} [options]
   * @param {(lock: Lock|null) => any} callback null: it was wanted only if available, and was not
   * @returns {Promise<any>} the callback's result
   */
  async request(name, options, callback) {
    LockManager.#check(this);
    if (callback === undefined) {
      callback = options;
      options = undefined;
    }
    validateFunction(callback, 'callback');
    name = `${name}`;
    return acquire(name, readOptions(name, options), callback);
  }

  /** @returns {Promise<{held: object[], pending: object[]}>} each {name, mode, clientId} */
  async query() {
    LockManager.#check(this);
    const { pid } = require('process_object');
    const state = { held: [], pending: [] };
    const flat = nativeQuery();
    for (let i = 0; i < flat.length; i += 4) {
      const [name, exclusive, held, thread] = flat.slice(i, i + 4);
      const mode = exclusive ? 'exclusive' : 'shared';
      state[held ? 'held' : 'pending'].push({ name, mode, clientId: `node-${pid}-${thread}` });
    }
    return state;
  }
}

Object.defineProperty(LockManager.prototype.request, 'length', { __proto__: null, configurable: true, value: 2 });
for (const [Class, names] of [[Lock, ['name', 'mode']], [LockManager, ['request', 'query']]]) {
  for (const name of names) Object.defineProperty(Class.prototype, name, { __proto__: null, enumerable: true });
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: Class.name });
}

module.exports = { Lock, LockManager, locks: new LockManager(kMake) };
