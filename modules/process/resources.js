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

// What there is to know of each handle, in the order in which they were made. Console's output streams stand where it first
// used them, also when they are made for this question.
function ofHandles(known) {
  const late = require('stdio').makeDeferred();
  const list = known();
  if (late.length === 0) return list;
  const owners = native.activeOwners(false);
  const rest = list.filter((item, i) => !late.some(({ stream }) => stream === owners[i]));
  for (const { stream, place } of late) {
    const i = owners.indexOf(stream);
    if (i !== -1) rest.splice(place, 0, list[i]);
  }
  return rest;
}

/** The kinds of all resources that keep the loop alive: requests, handles, timers, immediates. @returns {string[]} */
function getActiveResourcesInfo() {
  const kinds = [...native.activeResources(true), ...behindTheirPipes(ofHandles(() => native.activeResources(false)))];
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
  return ofHandles(() => native.activeOwners(false));
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
