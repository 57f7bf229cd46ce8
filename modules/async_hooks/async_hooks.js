'use strict';
// node:async_hooks. AsyncLocalStorage stands on the room async_context, everything else on async_ids.
// Also shown: async_local_storage.

const asyncIds = require('async_ids');
const { AsyncResource } = require('async_hooks/async_resource');
const { ERR_ASYNC_CALLBACK } = require('errors');

class AsyncHook {
  #callbacks;

  constructor({ init, before, after, destroy, promiseResolve }) {
    this.#callbacks = {
      init: init?.bind(this),
      before: before?.bind(this),
      after: after?.bind(this),
      destroy: destroy?.bind(this),
      promiseResolve: promiseResolve?.bind(this),
    };
  }

  /** Starts calling the callbacks. Chainable. */
  enable() {
    asyncIds.addHook(this.#callbacks);
    return this;
  }

  /** Stops calling the callbacks. Chainable. */
  disable() {
    asyncIds.removeHook(this.#callbacks);
    return this;
  }
}

/**
 * Calls functions for what asynchronous resources go through, once the result is enabled.
 * @param {{init?: function(number, string, number, object), before?: function(number), after?: function(number),
 *   destroy?: function(number), promiseResolve?: function(number)}} callbacks by asyncId; init also gets the type, the
 *   id of the cause and the resource. An error in one ends the process.
 */
function createHook({ init, before, after, destroy, promiseResolve }) {
  const callbacks = { init, before, after, destroy, promiseResolve };
  for (const [name, callback] of Object.entries(callbacks)) {
    if (callback !== undefined && typeof callback !== 'function') throw new ERR_ASYNC_CALLBACK(`hook.${name}`);
  }
  return new AsyncHook(callbacks);
}

/** @returns {number} the id of what is being run; 1 in the main script */
function executionAsyncId() {
  asyncIds.startTracking();
  return asyncIds.executionAsyncId();
}

/** @returns {number} the id of what caused the callback being run */
function triggerAsyncId() {
  asyncIds.startTracking();
  return asyncIds.triggerAsyncId();
}

/** @returns {object} the resource whose callback is being run */
function executionAsyncResource() {
  asyncIds.startTracking();
  return asyncIds.executionAsyncResource();
}

module.exports = {
  get AsyncLocalStorage() {
    return require('async_hooks/async_local_storage').AsyncLocalStorage;
  },
  createHook,
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
  asyncWrapProviders: require('async_hooks/providers'),
  AsyncResource,
};
