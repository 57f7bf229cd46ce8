'use strict';
// Ids of asynchronous resources, the stack of those being run, and the calls to the hooks of async_hooks.createHook().
//
// Nobody pays who does not look: as long as `tracking.on` is false, those who run callbacks (ticks, timers, native
// callbacks) skip this room altogether:
//     if (tracking.on) startResource(timer, 'Timeout');            when it is made
//     if (tracking.on) enter(timer);  callback();  if (tracking.on) leave(timer);
//     if (tracking.on) destroyResource(timer);                     when it will not be called again
// Tracking begins with the first hook, AsyncResource or question for an id, and then stays on. A resource made before
// that gets its id when it is first entered.
// Also shown: requests.

const { apply, bareArray, bareObject, keys, stringEndsWith } = require('intrinsics');

const { getOwnPropertyDescriptor } = Object;

const kAsyncId = Symbol('asyncId');
const kTriggerId = Symbol('triggerId');

/** The one field that is looked at on hot paths. */
const tracking = { on: false };

/** How many enabled hooks have each callback: a look before an argument is made. */
const hookCounts = bareObject({ init: 0, before: 0, after: 0, destroy: 0, promiseResolve: 0 });

const kMainScriptId = 1;
const kHiddenId = 0; // of resources that hooks never hear of

let lastId = kMainScriptId;
let defaultTriggerId = -1;
let hooks = bareArray(); // replaced, never changed: a hook enabled within a hook counts from the next event on

// The resources being run, outermost first, `depth` of them. Three arrays that never shrink: entering makes no object.
let depth = 0;
const ids = bareArray();
const triggers = bareArray();
const resources = bareArray();

// What runs when the stack is empty: the main script, and afterwards nothing.
let baseId = kMainScriptId;
const baseResource = {};

let unknownCallback; // the id of the callback that began the tracking, which was entered before it

/** From now on ids are kept. */
function startTracking() {
  if (tracking.on) return;
  tracking.on = true;
  require('async_ids/requests').startTracking();
  if (baseId !== 0) return;
  unknownCallback = ++lastId;
  emitBefore(unknownCallback, 0, {});
}

/** The main script has run: outside of any callback the id is now 0. For the runtime's bootstrap. */
function endMainScript() {
  baseId = 0;
}

/** @returns {number} an id that no resource had yet */
function newAsyncId() {
  return ++lastId;
}

/** @returns {number} the id of what is being run; 1 in the main script; 0 outside of any callback */
function executionAsyncId() {
  return depth === 0 ? baseId : ids[depth - 1];
}

/** @returns {number} the id of what caused what is being run */
function triggerAsyncId() {
  return depth === 0 ? 0 : triggers[depth - 1];
}

/** @returns {object} the resource being run, for users to hang their data on */
function executionAsyncResource() {
  return depth === 0 ? baseResource : resources[depth - 1];
}

/** @returns {number} the id to give as the cause of a resource made now */
function currentTriggerId() {
  return defaultTriggerId < 0 ? executionAsyncId() : defaultTriggerId;
}

/** Calls fn(...args), with `id` as the cause of whatever it makes. */
function withTriggerId(id, fn, ...args) {
  const before = defaultTriggerId;
  defaultTriggerId = id;
  try {
    return apply(fn, undefined, args);
  } finally {
    defaultTriggerId = before;
  }
}

// --- the events of a resource by its id. ---

/** A hook threw: that ends the process, 'uncaughtException' or not. */
function dieOfHook(error) {
  const process = require('process_object');
  const traced = typeof error?.stack === 'string' ? error : new Error(`${error}`);
  process._rawDebug(traced.stack);
  if (require('options').getOption('--abort-on-uncaught-exception')) process.abort();
  process.exit(1);
}

function callHooks(name, id) {
  const list = hooks;
  try {
    for (let i = 0; i < list.length; i++) list[i][name]?.(id);
  } catch (error) {
    dieOfHook(error);
  }
}

/** Reports a new resource. */
function emitInit(id, type, triggerId, resource) {
  if (hookCounts.init === 0) return;
  const list = hooks;
  const before = defaultTriggerId;
  defaultTriggerId = -1; // what a hook makes was caused by what runs, not by what is being made
  try {
    for (let i = 0; i < list.length; i++) list[i].init?.(id, type, triggerId, resource);
  } catch (error) {
    defaultTriggerId = before;
    // Who made the resource has used up the stack: that is its error, not the hook's.
    if (require('errors').isStackOverflowError(error)) throw error;
    dieOfHook(error);
  }
  defaultTriggerId = before;
}

/** A callback of the resource is about to be called: put it on the stack. */
function emitBefore(id, triggerId, resource) {
  ids[depth] = id;
  triggers[depth] = triggerId;
  resources[depth] = resource;
  depth++;
  if (hookCounts.before > 0) callHooks('before', id);
}

/** The callback has returned: take it off the stack. */
function emitAfter(id) {
  if (hookCounts.after > 0) callHooks('after', id);
  if (depth > 0 && ids[depth - 1] === id) { // nearly always
    resources[--depth] = undefined;
    return;
  }
  // A hook enabled while the callback ran sees its end, but never saw it entered.
  let at = depth - 1;
  while (at >= 0 && ids[at] !== id) at--;
  if (at >= 0) truncateStack(at);
}

/** Drops what is above `newDepth` on the stack of running resources. */
function truncateStack(newDepth) {
  while (depth > newDepth) resources[--depth] = undefined;
}

/**
 * An uncaught error has left every callback on the stack: end them, innermost first. For the runtime, after the
 * 'uncaughtException' listeners have run.
 */
function unwind() {
  while (depth > 0) {
    const id = ids[depth - 1];
    if (hookCounts.after > 0) callHooks('after', id);
    if (depth > 0 && ids[depth - 1] === id) truncateStack(depth - 1);
  }
}

/** How many callbacks are on the stack: with truncateStack(), for whoever leaves them by an exception it catches. */
function stackDepth() {
  return depth;
}

let destroyed = bareArray();

/** Reports to the hooks what was destroyed. For the runtime, when the loop has come to its end. */
function flushDestroyed() {
  while (destroyed.length > 0) {
    const batch = destroyed;
    destroyed = bareArray();
    for (let i = 0; i < batch.length; i++) callHooks('destroy', batch[i]);
  }
}

let setImmediate;

/** What the immediates' room, which is above, gives. */
function useImmediates(set) {
  setImmediate = set;
}

/** The resource is no more. The hooks are called later, from the event loop, so that destroying is safe anywhere. */
function emitDestroy(id) {
  if (hookCounts.destroy === 0 || id <= 0) return;
  destroyed[destroyed.length] = id;
  if (destroyed.length > 1) return;
  // The hooks are not called for this immediate: its own end would start the next, endlessly.
  const wasOn = tracking.on;
  tracking.on = false;
  const immediate = setImmediate(flushDestroyed);
  immediate[kAsyncId] = kHiddenId;
  immediate.unref();
  tracking.on = wasOn;
}

/** The resource was garbage-collected. For the callbacks of a FinalizationRegistry, which the event loop itself calls. */
function emitCollected(id) {
  if (hookCounts.destroy > 0) callHooks('destroy', id);
}

/** A promise with this id was resolved. */
function emitPromiseResolve(id) {
  if (hookCounts.promiseResolve > 0) callHooks('promiseResolve', id);
}

// --- the same for objects that carry their ids. ---

/** Gives `resource` its ids, and reports it. */
function startResource(resource, type) {
  const id = resource[kAsyncId] = ++lastId;
  const trigger = resource[kTriggerId] = currentTriggerId();
  if (hookCounts.init === 0) return;
  if (stringEndsWith(type, 'WRAP')) emitInitOfHandle(id, type, trigger, resource);
  else emitInit(id, type, trigger, resource);
}

// By how many calls handles are made further below the program than Node's.
const MORE_FRAMES = 5;

// Hooks look in the stack for who made a handle (why-is-node-running, jest --detectOpenHandles): as many of the program's
// frames fit into an Error as in Node.
function emitInitOfHandle(id, type, trigger, resource) {
  const limit = getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (limit?.writable !== true || !(limit.value > 1)) {
    emitInit(id, type, trigger, resource);
    return;
  }
  const raised = Error.stackTraceLimit = limit.value + MORE_FRAMES;
  try {
    emitInit(id, type, trigger, resource);
  } finally {
    if (Error.stackTraceLimit === raised) Error.stackTraceLimit = limit.value;
  }
}

/** A callback of `resource` is about to be called. */
function enter(resource) {
  if (resource[kAsyncId] === undefined) {
    resource[kAsyncId] = HiddenId.get(resource) ?? ++lastId;
    resource[kTriggerId] = baseId;
  }
  if (resource[kAsyncId] !== kHiddenId) emitBefore(resource[kAsyncId], resource[kTriggerId], resource);
}

// An id that programs do not find among an object's properties.
class HiddenId extends (function(object) { return object; }) { // eslint-disable-line prefer-arrow-callback
  #id = ++lastId;

  static get(object) {
    return #id in object ? object.#id : undefined;
  }
}

/** The id of an object that was made while ids were not tracked: assigned when first asked for. @returns {number} */
function idOfHandle(handle) {
  const id = handle[kAsyncId] ?? HiddenId.get(handle);
  if (id !== undefined) return id;
  new HiddenId(handle); // eslint-disable-line no-new
  return HiddenId.get(handle);
}

/** @returns {number} the id for a resource whose callback ends, but was entered before the tracking began */
function idOfUnknown() {
  const id = unknownCallback ?? ++lastId;
  unknownCallback = undefined;
  return id;
}

/** The callback of `resource` has returned. */
function leave(resource) {
  let id = resource[kAsyncId];
  if (id === undefined) {
    id = resource[kAsyncId] = idOfUnknown();
    resource[kTriggerId] = 0;
  }
  if (id !== kHiddenId) emitAfter(id);
}

/** `resource` will not be called again. */
function destroyResource(resource) {
  const id = resource[kAsyncId];
  if (id !== undefined) emitDestroy(id);
}

// --- hooks. ---

/** Adds a hook ({init, before, after, destroy, promiseResolve}, each may be undefined; skipsPromises: for it alone, promises are
 * not watched). @returns {boolean} false: was there */
function addHook(hook) {
  if (isEnabled(hook)) return false;
  const others = hooksBut(hook);
  others[others.length] = hook;
  hooks = others;
  hooksChanged();
  return true;
}

/** Takes a hook away. @returns {boolean} false: was not there */
function removeHook(hook) {
  if (!isEnabled(hook)) return false;
  hooks = hooksBut(hook);
  hooksChanged();
  return true;
}

function hooksBut(hook) {
  const others = bareArray();
  for (let i = 0; i < hooks.length; i++) if (hooks[i] !== hook) others[others.length] = hooks[i];
  return others;
}

function isEnabled(hook) {
  return hooksBut(hook).length < hooks.length;
}

function countOf(name) {
  let count = 0;
  for (let i = 0; i < hooks.length; i++) if (hooks[i][name] !== undefined) count++;
  return count;
}

function hooksChanged() {
  const names = keys(hookCounts);
  for (let i = 0; i < names.length; i++) hookCounts[names[i]] = countOf(names[i]);
  if (hooks.length > 0) startTracking();
  const wanted = wantsPromises();
  if (!wanted && !promisesWatched) return;
  promisesWatched = wanted;
  require('async_ids/promises').watchPromises(promisesWatched);
}

function wantsPromises() {
  for (let i = 0; i < hooks.length; i++) if (hooks[i].skipsPromises !== true) return true;
  return false;
}

let promisesWatched = false;

module.exports = {
  tracking, hookCounts, kAsyncId, kTriggerId, idOfHandle,
  startTracking, endMainScript, newAsyncId, executionAsyncId, triggerAsyncId, executionAsyncResource, currentTriggerId,
  withTriggerId, emitInit, emitBefore, emitAfter, emitDestroy, emitCollected, emitPromiseResolve, unwind, stackDepth,
  truncateStack, flushDestroyed, startResource, enter, leave, idOfUnknown, destroyResource, addHook, removeHook,
  useImmediates,
};
