'use strict';
// EventEmitterAsyncResource: an emitter that calls its listeners in the async context in which it was made.

const { AsyncResource } = require('async_hooks');
const EventEmitter = require('events');
const { validateString } = require('validators');

/** The resource of an emitter, which it names: who meets the resource in a hook finds the emitter. */
class EventEmitterReferencingAsyncResource extends AsyncResource {
  #emitter;

  constructor(emitter, type, options) {
    super(type, options);
    this.#emitter = emitter;
  }

  get eventEmitter() { return this.#emitter; }
}

/** What the resource of an emitter of `Class` is called. @throws ERR_INVALID_ARG_TYPE: only subclasses have names already */
function resourceName(options, Class) {
  if (typeof options === 'string') return options;
  if (Class === EventEmitterAsyncResource) validateString(options?.name, 'options.name');
  return options?.name || Class.name;
}

/** An EventEmitter whose listeners run in the context of an AsyncResource of its own. */
class EventEmitterAsyncResource extends EventEmitter {
  #asyncResource; // programs see this name in the errors for other receivers

  /**
   * @param {string|{captureRejections?: boolean, name?: string, triggerAsyncId?: number, requireManualDestroy?: boolean}}
   *   [options] the name, or options of EventEmitter and AsyncResource. The name defaults to that of the subclass
   */
  constructor(options = undefined) {
    const name = resourceName(options, new.target);
    const others = typeof options === 'string' ? undefined : options;
    super(others);
    this.#asyncResource = new EventEmitterReferencingAsyncResource(this, name, others);
  }

  /** The resource; its eventEmitter is this emitter. */
  get asyncResource() { return this.#asyncResource; }

  /** The resource's id. */
  get asyncId() { return this.#asyncResource.asyncId(); }

  /** The id of what caused the resource. */
  get triggerAsyncId() { return this.#asyncResource.triggerAsyncId(); }

  /** Emits in the context of the resource. @returns {boolean} whether there were listeners */
  emit(event, ...args) {
    return this.#asyncResource.runInAsyncScope(super.emit, this, event, ...args);
  }

  /** Calls the destroy hooks of the resource: once. */
  emitDestroy() { this.#asyncResource.emitDestroy(); }
}

module.exports = { EventEmitterAsyncResource };
