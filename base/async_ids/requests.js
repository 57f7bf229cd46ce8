'use strict';
// Native requests as asynchronous resources. Nothing is done until the tracking begins: then the functions of the native
// halves that were announced give way, in place, to functions that tell the hooks.

const { apply, bareArray, keys } = require('intrinsics');
const asyncIds = require('async_ids');
const { tracking } = asyncIds;

/** What the hooks see of a request. */
class AsyncRequest {}

let announced = bareArray(); // {native, types, promisesOnly}, until the tracking begins

/**
 * `native`'s functions of those names make requests: their last argument is a callback, or null for a promise, or something
 * else where the work is done at once.
 * @param {object} native what binding() gave; its functions have to be looked up at each call
 * @param {Record<string, string>} types function name -> type, as Node names it
 * @param {{promisesOnly?: boolean}} [options] promisesOnly: callbacks are tracked elsewhere
 */
function trackRequests(native, types, { promisesOnly = false } = { __proto__: null }) {
  if (tracking.on) replaceAll(native, types, promisesOnly);
  else announced[announced.length] = { native, types, promisesOnly };
}

/** Called when the tracking begins. */
function startTracking() {
  const list = announced;
  announced = bareArray();
  for (let i = 0; i < list.length; i++) replaceAll(list[i].native, list[i].types, list[i].promisesOnly);
}

function replaceAll(native, types, promisesOnly) {
  const names = keys(types);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    native[name] = tracked(native[name], types[name], promisesOnly);
  }
}

function tracked(begin, type, promisesOnly) {
  return function(...args) {
    const last = args.length - 1;
    const callback = args[last];
    if (promisesOnly && callback !== null) return apply(begin, this, args);
    const request = new AsyncRequest();
    asyncIds.startResource(request, type);
    if (typeof callback === 'function') args[last] = entering(request, callback);
    const result = apply(begin, this, args);
    if (callback === null) require('async_ids/promises').whenSettled(result, request);
    else if (typeof callback !== 'function') asyncIds.destroyResource(request);
    return result;
  };
}

/** `callback`, within `request`, which it ends. */
function entering(request, callback) {
  return function(...results) {
    asyncIds.enter(request);
    apply(callback, this, results);
    asyncIds.leave(request);
    asyncIds.destroyResource(request);
  };
}

/** `callback`, which is called more than once, within `resource`. As it is, while nobody looks. */
function within(resource, callback) {
  return function(...results) {
    if (!tracking.on) return apply(callback, this, results);
    asyncIds.enter(resource);
    const result = apply(callback, this, results);
    asyncIds.leave(resource);
    return result;
  };
}

module.exports = { trackRequests, startTracking, entering, within, AsyncRequest };
