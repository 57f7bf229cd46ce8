'use strict';
// TracingChannel: five channels that together tell of a call: start and end of its synchronous part, asyncStart and
// asyncEnd of its callback or promise, and error.

const { channel, Channel } = require('diagnostics_channel');
const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateFunction } = require('validators');

const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

function channelFrom(nameOrChannels, event) {
  if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${event}`);
  if (typeof nameOrChannels === 'object' && nameOrChannels !== null) {
    const given = nameOrChannels[event];
    if (!(given instanceof Channel)) throw new ERR_INVALID_ARG_TYPE(`nameOrChannels.${event}`, ['Channel'], given);
    return given;
  }
  throw new ERR_INVALID_ARG_TYPE('nameOrChannels', ['string', 'TracingChannel', 'Object'], nameOrChannels);
}

class TracingChannel {
  constructor(nameOrChannels) {
    for (const event of events) {
      Object.defineProperty(this, event, { __proto__: null, value: channelFrom(nameOrChannels, event) });
    }
  }

  /** Whether any of the five has subscribers. */
  get hasSubscribers() {
    return this.start.hasSubscribers || this.end.hasSubscribers || this.asyncStart.hasSubscribers ||
      this.asyncEnd.hasSubscribers || this.error.hasSubscribers;
  }

  /** Subscribe handlers.start, .end, .asyncStart, .asyncEnd and .error, those that are there. */
  subscribe(handlers) {
    for (const event of events) {
      if (handlers[event]) this[event].subscribe(handlers[event]);
    }
  }

  /** @returns {boolean} whether all of `handlers` were subscribed */
  unsubscribe(handlers) {
    let all = true;
    for (const event of events) {
      if (handlers[event] && !this[event].unsubscribe(handlers[event])) all = false;
    }
    return all;
  }

  /** Publish and call: an error of fn is published, 'end' comes whatever happens. */
  #callTraced(fn, context, thisArg, args, onResult) {
    return this.start.runStores(context, () => {
      try {
        const result = Reflect.apply(fn, thisArg, args);
        return onResult === undefined ? result : onResult(result);
      } catch (err) {
        context.error = err;
        this.error.publish(context);
        throw err;
      } finally {
        this.end.publish(context);
      }
    });
  }

  /** Trace fn(...args) as a synchronous call. @returns what fn returns; context.result or .error tell the subscribers */
  traceSync(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    return this.#callTraced(fn, context, thisArg, args, (result) => {
      context.result = result;
      return result;
    });
  }

  /** Trace fn(...args), which returns a promise. @returns {Promise} that settles as fn's does, when that was published */
  tracePromise(fn, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { asyncStart, asyncEnd, error } = this;
    function resolved(result) {
      context.result = result;
      asyncStart.publish(context);
      // Between these two there is no way to run the continuation.
      asyncEnd.publish(context);
      return result;
    }
    function rejected(err) {
      context.error = err;
      error.publish(context);
      asyncStart.publish(context);
      asyncEnd.publish(context);
      return Promise.reject(err);
    }
    return this.#callTraced(fn, context, thisArg, args, (result) => {
      const promise = result instanceof Promise ? result : Promise.resolve(result);
      return promise.then(resolved, rejected);
    });
  }

  /** Trace fn(...args), one of which, the one at `position`, is a callback(err, result). @returns what fn returns */
  traceCallback(fn, position = -1, context = {}, thisArg, ...args) {
    if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args);
    const { asyncStart, asyncEnd, error } = this;
    const callback = args.at(position);
    validateFunction(callback, 'callback');
    function tracedCallback(err, result) {
      if (err) {
        context.error = err;
        error.publish(context);
      } else {
        context.result = result;
      }
      return asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, this, arguments);
        } finally {
          asyncEnd.publish(context);
        }
      });
    }
    args.splice(position, 1, tracedCallback);
    return this.#callTraced(fn, context, thisArg, args, undefined);
  }
}

module.exports = { TracingChannel };
