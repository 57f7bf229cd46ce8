'use strict';
// EventEmitterAsyncResource: an emitter that calls its listeners in the async context in which it was made.

const { AsyncResource } = require('async_hooks');
const EventEmitter = require('events');

class EventEmitterReferencingAsyncResource extends AsyncResource {
  #eventEmitter;

  constructor(eventEmitter, type, options) {
    super(type, options);
    this.#eventEmitter = eventEmitter;
  }

  get eventEmitter() {
    return this.#eventEmitter;
  }
}

/** An EventEmitter whose listeners run in the context of an AsyncResource of its own. */
class EventEmitterAsyncResource extends EventEmitter {
  #asyncResource;

  /**
   * @param {string|{captureRejections?: boolean, name?: string, triggerAsyncId?: number, requireManualDestroy?: boolean}}
   *   [options] the name, or options of EventEmitter and AsyncResource. The name defaults to that of the subclass
   */
  constructor(options = undefined) {
    let name;
    if (typeof options === 'string') {
      name = options;
      options = undefined;
    } else {
      if (new.target === EventEmitterAsyncResource) require('validators').validateString(options?.name, 'options.name');
      name = options?.name || new.target.name;
    }
    super(options);
    this.#asyncResource = new EventEmitterReferencingAsyncResource(this, name, options);
  }

  /** emit() in the context of this emitter's resource. */
  emit(event, ...args) {
    const asyncResource = this.#asyncResource;
    args.unshift(super.emit, this, event);
    return Reflect.apply(asyncResource.runInAsyncScope, asyncResource, args);
  }

  /** Calls the destroy hooks of the resource: once. */
  emitDestroy() {
    this.#asyncResource.emitDestroy();
  }

  /** The resource's id. */
  get asyncId() {
    return this.#asyncResource.asyncId();
  }

  /** The id of what caused the resource. */
  get triggerAsyncId() {
    return this.#asyncResource.triggerAsyncId();
  }

  /** The resource; its eventEmitter is this emitter. */
  get asyncResource() {
    return this.#asyncResource;
  }
}

module.exports = { EventEmitterAsyncResource };
