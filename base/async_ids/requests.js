'use strict';
// Native requests as asynchronous resources. Nothing is done until the tracking begins: then the functions of the native
// halves that were announced give way, in place, to functions that tell the hooks.

const asyncIds = require('async_ids');
const { tracking } = asyncIds;

/** What the hooks see of a request. */
class AsyncRequest {}

const announced = []; // [native half, {function name: type}] by turns, until the tracking begins

/**
 * `native`'s functions of those names make requests: their last argument is a callback, or null for a promise, or something
 * else where the work is done at once.
 * @param {object} native what binding() gave; its functions have to be looked up at each call
 * @param {Record<string, string>} types function name -> type, as Node names it
 * @param {{promisesOnly?: boolean}} [options] promisesOnly: callbacks are tracked elsewhere
 */
function trackRequests(native, types, { promisesOnly = false } = { __proto__: null }) {
  if (tracking.on) replaceAll(native, types, promisesOnly);
  else announced.push([native, types, promisesOnly]);
}

/** Called when the tracking begins. */
function startTracking() {
  for (const [native, types, promisesOnly] of announced.splice(0)) replaceAll(native, types, promisesOnly);
}

function replaceAll(native, types, promisesOnly) {
  for (const name of Object.keys(types)) native[name] = tracked(native[name], types[name], promisesOnly);
}

function tracked(begin, type, promisesOnly) {
  return function(...args) {
    const last = args.length - 1;
    const callback = args[last];
    if (promisesOnly && callback !== null) return Reflect.apply(begin, this, args);
    const request = new AsyncRequest();
    asyncIds.startResource(request, type);
    if (typeof callback === 'function') args[last] = entering(request, callback);
    const result = Reflect.apply(begin, this, args);
    if (callback === null) require('async_ids/promises').whenSettled(result, request);
    else if (typeof callback !== 'function') asyncIds.destroyResource(request);
    return result;
  };
}

/** `callback`, within `request`, which it ends. */
function entering(request, callback) {
  return function(...results) {
    asyncIds.enter(request);
    Reflect.apply(callback, this, results);
    asyncIds.leave(request);
    asyncIds.destroyResource(request);
  };
}

/** `callback`, which is called more than once, within `resource`. As it is, while nobody looks. */
function within(resource, callback) {
  return function(...results) {
    if (!tracking.on) return Reflect.apply(callback, this, results);
    asyncIds.enter(resource);
    const result = Reflect.apply(callback, this, results);
    asyncIds.leave(resource);
    return result;
  };
}

module.exports = { trackRequests, startTracking, entering, within, AsyncRequest };
