// The check phase: each turn runs the immediates that were queued before it began.
'use strict';
const {
  state, IMMEDIATES, REFERENCED_IMMEDIATES, IMMEDIATES_INTERRUPTED, LOOP_KEPT_BY_IMMEDIATES,
} = binding('state');
const { referenceImmediates } = binding('timers');
const { apply, bareArray } = require('intrinsics');
const { runBetweenCallbacks } = require('ticks');
const asyncContext = require('async_context');
const asyncIds = require('async_ids');
const { observing, IMMEDIATE } = require('observing');
const { tracking } = asyncIds;
const { kRefed, kAsyncContext } = require('timers/queue');

let waiting = bareArray(); // queued since the last check phase began
let waitingCount = 0; // of its slots that are in use: a list that shrinks and grows by its length is slow
let running = bareArray(); // this phase's
let runningCount = 0;
let position = 0; // in `running`: the next to run

/** What setImmediate returns. */
class Immediate {
  constructor(callback, args) {
    this._idleNext = null; // Node's have these two; ours wait in an array
    this._idlePrev = null;
    this._onImmediate = callback;
    this._argv = args;
    this._destroyed = false;
    this[kRefed] = true;
    this[kAsyncContext] = asyncContext.current();
    if (tracking.on) asyncIds.startResource(this, 'Immediate');
    if (state[REFERENCED_IMMEDIATES]++ === 0 && state[LOOP_KEPT_BY_IMMEDIATES] === 0) referenceImmediates(true);
    state[IMMEDIATES]++;
    if (observing.timerMade !== undefined) observing.timerMade(this);
    waiting[waitingCount++] = this;
  }

  /** Keeps the loop alive while this waits. @returns {Immediate} */
  ref() {
    if (this[kRefed] === false) {
      this[kRefed] = true;
      if (state[REFERENCED_IMMEDIATES]++ === 0) referenceImmediates(true);
    }
    return this;
  }

  /** Does not keep the loop alive: if nothing else does, this never runs. @returns {Immediate} */
  unref() {
    if (this[kRefed] === true) {
      this[kRefed] = false;
      if (--state[REFERENCED_IMMEDIATES] === 0) referenceImmediates(false);
    }
    return this;
  }

  hasRef() {
    return !!this[kRefed];
  }

  [Symbol.dispose]() {
    if (this instanceof Immediate) clear(this);
  }
}

/** Takes `immediate` out of the queue. */
function clear(immediate) {
  if (immediate._destroyed !== false) return; // it runs or has run; or it is Object.create(Immediate.prototype)
  settle(immediate); // the loop finds out in the next check phase that none keeps it alive: cheaper than telling it
  immediate._onImmediate = null; // its place in the array is passed over
  while (waitingCount > 0 && waiting[waitingCount - 1]._onImmediate === null) waiting[--waitingCount] = undefined;
  if (waitingCount > 1024 + 2 * state[IMMEDIATES]) dropCleared();
}

function dropCleared() {
  let count = 0;
  for (let i = 0; i < waitingCount; i++) {
    if (waiting[i]._onImmediate !== null) waiting[count++] = waiting[i];
  }
  waiting.length = waitingCount = count;
}

// It runs now, or never: in either case it no longer counts.
function settle(immediate) {
  immediate._destroyed = true;
  state[IMMEDIATES]--;
  if (immediate[kRefed]) state[REFERENCED_IMMEDIATES]--;
  immediate[kRefed] = null;
  if (tracking.on) asyncIds.destroyResource(immediate);
}

/**
 * Runs the immediates of this turn; called by C++ in the check phase, and again at once after one of them threw. When
 * that was the last, those queued meanwhile run: they come before the ticks and promise jobs that it left waiting.
 */
function processImmediates() {
  let first = true; // before the first, C++ has drained ticks already, or an error has to be followed by the next one
  if (!hasMoreToRun()) {
    const empty = running;
    empty.length = position = 0;
    running = waiting;
    runningCount = waitingCount;
    waiting = empty;
    waitingCount = 0;
  }
  state[IMMEDIATES_INTERRUPTED] = 1;
  while (position < runningCount) {
    if (!first) runBetweenCallbacks();
    const immediate = running[position++];
    if (immediate._onImmediate === null) continue;
    first = false;
    run(immediate);
  }
  state[IMMEDIATES_INTERRUPTED] = 0;
  running.length = runningCount = position = 0;
}

function hasMoreToRun() {
  while (position < runningCount && running[position]._onImmediate === null) position++;
  return position < runningCount;
}

function run(immediate) {
  const args = immediate._argv;
  settle(immediate);
  if (observing.on) observing.nextCallback(IMMEDIATE, 0, immediate);
  asyncContext.swap(immediate[kAsyncContext]);
  if (tracking.on) asyncIds.enter(immediate);
  try {
    if (args === undefined) immediate._onImmediate();
    else apply(immediate._onImmediate, immediate, args);
  } finally {
    immediate._onImmediate = null;
  }
  if (tracking.on) asyncIds.leave(immediate);
  asyncContext.swap(undefined);
}

/** Those that wait, in their order. For reports. @returns {Immediate[]} */
function list() {
  const all = bareArray();
  let count = 0;
  for (let i = position; i < runningCount; i++) if (running[i]._onImmediate !== null) all[count++] = running[i];
  for (let i = 0; i < waitingCount; i++) if (waiting[i]._onImmediate !== null) all[count++] = waiting[i];
  return all;
}

asyncIds.useImmediates((callback) => new Immediate(callback, undefined));

module.exports = { Immediate, clear, list, processImmediates };
