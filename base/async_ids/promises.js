'use strict';
// Promises as asynchronous resources: V8 calls these while at least one hook is enabled, and only then.

const { OwnWeakMap } = require('intrinsics');
const asyncIds = require('async_ids');
const { hookCounts } = asyncIds;

const idsOfPromises = new OwnWeakMap();
let collected; // reports collected promises; made with the first destroy hook

function idsOf(promise) {
  let known = idsOfPromises.get(promise);
  if (known === undefined) {
    // Made before the first hook: its init is past.
    known = { id: asyncIds.newAsyncId(), trigger: asyncIds.currentTriggerId() };
    idsOfPromises.set(promise, known);
  }
  return known;
}

function onInit(promise, parent) {
  const trigger = parent === undefined ? asyncIds.currentTriggerId() : idsOf(parent).id;
  const id = asyncIds.newAsyncId();
  idsOfPromises.set(promise, { id, trigger });
  if (hookCounts.destroy > 0) {
    collected ??= new FinalizationRegistry(asyncIds.emitCollected);
    collected.register(promise, id);
  }
  if (hookCounts.init > 0) asyncIds.emitInit(id, 'PROMISE', trigger, promise);
}

function onBefore(promise) {
  const { id, trigger } = idsOf(promise);
  asyncIds.emitBefore(id, trigger, promise);
}

function onAfter(promise) {
  if (!idsOfPromises.has(promise)) idsOfPromises.set(promise, { id: asyncIds.idOfUnknown(), trigger: 0 });
  asyncIds.emitAfter(idsOf(promise).id);
}

function onSettled(promise) {
  if (hookCounts.promiseResolve > 0) asyncIds.emitPromiseResolve(idsOf(promise).id);
  const request = requests?.get(promise);
  if (request !== undefined) asyncIds.destroyResource(request);
}

let requests; // promise -> the native request that settles it

/** `request` ends when `promise` is settled. */
function whenSettled(promise, request) {
  requests ??= new OwnWeakMap();
  requests.set(promise, request);
}

let stopWatching;

/** Watches all promises, or none. */
function watchPromises(watch) {
  stopWatching?.();
  stopWatching = undefined;
  if (!watch) return;
  stopWatching = require('promise_hooks').add({
    init: onInit, before: onBefore, after: onAfter,
    settled: hookCounts.promiseResolve > 0 || hookCounts.destroy > 0 ? onSettled : undefined,
  });
}

module.exports = { watchPromises, whenSettled };
