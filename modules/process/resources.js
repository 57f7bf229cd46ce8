// What keeps the loop alive, for process.getActiveResourcesInfo and its kin.
'use strict';
const native = binding('process');
const { state, REFERENCED_IMMEDIATES } = binding('state');

// What Node shows for our kinds of resources where that is another name.
const SHOWN_AS = {
  __proto__: null,
  BroadcastChannel: 'MessagePort',
  PipeConnectWrap: 'ConnectWrap',
  PipeServerWrap: 'PipeWrap',
  ShutdownWrap: 'SimpleShutdownWrap',
  TCPConnectWrap: 'ConnectWrap',
  WriteWrap: 'SimpleWriteWrap',
};

// Jobs of the thread pool, look-ups of c-ares and threads keep the loop alive, but are not shown: nobody could see there
// what they belong to.
function isShown(kind) {
  return kind !== 'ZLIB' && kind !== 'QueryReqWrap' && kind !== 'ChannelWrap' && kind !== 'Worker' &&
    !kind.endsWith('REQUEST');
}

// A child process counts from its start, when its pipes are there; our handle of it is made before them.
function behindTheirPipes(kinds) {
  for (let i = 0; i < kinds.length; i++) {
    if (kinds[i] !== 'ProcessWrap') continue;
    for (; kinds[i + 1] === 'PipeWrap'; i++) [kinds[i], kinds[i + 1]] = [kinds[i + 1], kinds[i]];
  }
  return kinds;
}

/** The kinds of all resources that keep the loop alive: requests, handles, timers, immediates. @returns {string[]} */
function getActiveResourcesInfo() {
  const kinds = [...native.activeResources(true), ...behindTheirPipes(native.activeResources(false))];
  const timers = require('timers/queue').countActive();
  const immediates = state[REFERENCED_IMMEDIATES];
  return [
    ...kinds.filter(isShown).map((kind) => SHOWN_AS[kind] ?? kind),
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
