// What keeps the loop alive, for process.getActiveResourcesInfo and its kin.
'use strict';
const native = binding('process');
const { state, REFERENCED_IMMEDIATES } = binding('state');

/** The kinds of all resources that keep the loop alive: requests, handles, timers, immediates. @returns {string[]} */
function getActiveResourcesInfo() {
  const timers = require('timers/queue').countActive();
  const immediates = state[REFERENCED_IMMEDIATES];
  return [
    ...native.activeResources(true),
    ...native.activeResources(false),
    ...new Array(timers).fill('Timeout'),
    ...new Array(immediates).fill('Immediate'),
  ];
}

/** The JavaScript owners of the handles that keep the loop alive. */
function _getActiveHandles() {
  return native.activeOwners(false);
}

/** The requests under way. */
function _getActiveRequests() {
  return native.activeOwners(true);
}

const refSymbol = Symbol.for('nodejs.ref');
const unrefSymbol = Symbol.for('nodejs.unref');

/** Makes anything that can be ref'd keep the loop alive. */
function ref(thing) {
  const method = thing?.[refSymbol] ?? thing?.[Symbol.for('node:ref')] ?? thing?.ref;
  if (typeof method === 'function') method.call(thing);
}

function unref(thing) {
  const method = thing?.[unrefSymbol] ?? thing?.[Symbol.for('node:unref')] ?? thing?.unref;
  if (typeof method === 'function') method.call(thing);
}

module.exports = { getActiveResourcesInfo, _getActiveHandles, _getActiveRequests, ref, unref };
