'use strict';
// AsyncResource: a user's own asynchronous resource, with ids for the hooks and the async context of where it was made.

const { noOptions } = require('define');
const asyncIds = require('async_ids');
const { hookCounts } = asyncIds;
const { current, swap } = require('async_context');
const { apply } = require('intrinsics');
const { ERR_ASYNC_TYPE, ERR_INVALID_ASYNC_ID } = require('errors');
const { validateFunction, validateString } = require('validators');

let collected; // calls the destroy hooks for collected resources; made with the first of them

/** What distinguishes a collected resource from one that was destroyed by hand. */
class Life {
  destroyed = false;

  constructor(id) {
    this.id = id;
  }
}

function tellCollected(life) {
  if (!life.destroyed) asyncIds.emitCollected(life.id);
}

function checkTrigger(triggerAsyncId) {
  if (!Number.isSafeInteger(triggerAsyncId) || triggerAsyncId < -1) {
    throw new ERR_INVALID_ASYNC_ID('triggerAsyncId', triggerAsyncId);
  }
}

class AsyncResource {
  #frame = current();
  #id;
  #triggerId;
  #life;

  /**
   * @param {string} type a name for the kind of resource
   * @param {number|{triggerAsyncId?: number, requireManualDestroy?: boolean}} [opts] triggerAsyncId: the cause, by
   *   default what is being run; requireManualDestroy: being collected is not the end, emitDestroy() is
   */
  constructor(type, opts = noOptions) {
    validateString(type, 'type');
    let triggerAsyncId = opts;
    let requireManualDestroy = false;
    if (typeof opts !== 'number') {
      triggerAsyncId = opts.triggerAsyncId === undefined ? asyncIds.currentTriggerId() : opts.triggerAsyncId;
      requireManualDestroy = !!opts.requireManualDestroy;
    }
    checkTrigger(triggerAsyncId);
    asyncIds.startTracking();
    this.#id = asyncIds.newAsyncId();
    this.#triggerId = triggerAsyncId;
    if (hookCounts.init > 0) {
      if (type.length === 0) throw new ERR_ASYNC_TYPE(type);
      asyncIds.emitInit(this.#id, type, triggerAsyncId, this);
    }
    if (!requireManualDestroy && hookCounts.destroy > 0) {
      collected ??= new FinalizationRegistry(tellCollected);
      this.#life = new Life(this.#id);
      collected.register(this, this.#life);
    }
  }

  /** Calls fn(...args) on `thisArg` in the context of this resource. @returns what fn returns */
  runInAsyncScope(fn, thisArg, ...args) {
    const before = swap(this.#frame);
    const id = this.#id;
    asyncIds.emitBefore(id, this.#triggerId, this);
    try {
      return apply(fn, thisArg, args);
    } finally {
      asyncIds.emitAfter(id);
      swap(before);
    }
  }

  /** Calls the destroy hooks. Chainable. */
  emitDestroy() {
    if (this.#life !== undefined) this.#life.destroyed = true;
    asyncIds.emitDestroy(this.#id);
    return this;
  }

  /** @returns {number} the id of this resource */
  asyncId() {
    return this.#id;
  }

  /** @returns {number} the id of its cause */
  triggerAsyncId() {
    return this.#triggerId;
  }

  /** @returns {Function} fn, to be called in the context of this resource, on `thisArg` or, without one, on its own this */
  bind(fn, thisArg) {
    validateFunction(fn, 'fn');
    const resource = this;
    const bound = thisArg === undefined ?
      function bound(...args) {
        args.unshift(fn, this);
        return Reflect.apply(resource.runInAsyncScope, resource, args);
      } :
      function bound(...args) {
        args.unshift(fn, thisArg);
        return Reflect.apply(resource.runInAsyncScope, resource, args);
      };
    Object.defineProperties(bound, {
      __proto__: null,
      length: { __proto__: null, value: fn.length, configurable: true, enumerable: false, writable: false },
      asyncResource: deprecatedAsyncResource(resource),
    });
    return bound;
  }

  /** @returns {Function} fn, bound to the context of where bind() was called */
  static bind(fn, type, thisArg) {
    type ||= fn.name;
    return new AsyncResource(type || 'bound-anonymous-fn').bind(fn, thisArg);
  }
}

function deprecatedAsyncResource(resource) {
  const { deprecate } = require('warnings/deprecate');
  const message = 'The asyncResource property on bound functions is deprecated';
  const options = { __proto__: null, modifyPrototype: false }; // nobody sees the prototypes of these
  return {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get: deprecate(function() { return resource; }, message, 'DEP0172', options),
    set: deprecate(function(self) { resource = self; }, message, 'DEP0172', options),
  };
}

module.exports = { AsyncResource };
