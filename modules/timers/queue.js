// The timers phase. Timers of one duration expire in the order in which they were started, so each duration has one
// list, and only the lists are kept sorted, in a heap, by when their first timer expires: a million timeouts of 30
// seconds cost one entry. libuv holds a single timer, set for the top of the heap.
'use strict';
const { now: loopNow, schedule, reference } = binding('timers');
const { OwnMap, apply, bareArray, max, trunc } = require('intrinsics');
const { runBetweenCallbacks } = require('ticks');
const asyncContext = require('async_context');
const asyncIds = require('async_ids');
const { observing, TIMER } = require('observing');
const { tracking } = asyncIds;

// Symbols, named as users see them when they print a timer.
const kRefed = Symbol('refed'); // whether it keeps the loop alive while it waits
const kCounts = Symbol('counts'); // of a Timeout: whether it does now; null: it will not run (again)
const kHasPrimitive = Symbol('kHasPrimitive');
// Those that will run and were turned into a number or string, by that number: clearTimeout takes it too.
const byPrimitive = new OwnMap();
const kAsyncContext = Symbol('kAsyncContextFrame');
const LONGEST_MS = 2 ** 31 - 1;

/** Timers of one duration, oldest first, linked in a ring through this list itself. */
class TimersList {
  constructor(duration, expiry) {
    this._idleNext = this;
    this._idlePrev = this;
    this.duration = duration; // milliseconds
    this.expiry = expiry; // loop time at which its first timer expires, or earlier
    this.position = 0; // in the heap
    this.order = ++listsMade; // breaks ties of expiry
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options) {
    return options.stylize('[TimersList]', 'special'); // it would show every timer of its duration
  }
}

let listsMade = 0;
const lists = new OwnMap(); // duration -> TimersList, each of which holds at least one timer
const heap = bareArray(); // binary: the parent of i is (i - 1) >> 1
let heapSize = 0; // slots of `heap` in use
let scheduledFor = Infinity; // loop time libuv's timer is set for
let referencedTimers = 0;

// --- The heap of lists. ---

function expiresBefore(a, b) {
  return a.expiry < b.expiry || (a.expiry === b.expiry && a.order < b.order);
}

function place(list, position) {
  heap[position] = list;
  list.position = position;
}

function siftUp(list) {
  let position = list.position;
  while (position > 0) {
    const parent = heap[(position - 1) >> 1];
    if (!expiresBefore(list, parent)) break;
    place(parent, position);
    position = (position - 1) >> 1;
  }
  place(list, position);
}

function siftDown(list) {
  let position = list.position;
  const count = heapSize;
  for (;;) {
    let child = 2 * position + 1;
    if (child >= count) break;
    if (child + 1 < count && expiresBefore(heap[child + 1], heap[child])) child++;
    if (!expiresBefore(heap[child], list)) break;
    place(heap[child], position);
    position = child;
  }
  place(list, position);
}

function addList(list) {
  list.position = heapSize++;
  heap[list.position] = list;
  lists.set(list.duration, list);
  siftUp(list);
}

function removeList(list) {
  lists.delete(list.duration);
  const last = heap[--heapSize];
  heap[heapSize] = undefined;
  if (last === list) return;
  last.position = list.position;
  heap[last.position] = last;
  siftUp(last);
  siftDown(last);
}

// --- Starting and stopping. ---

/** Starts `timer` (again): it will expire its `_idleTimeout` after `start`, loop time, which is now by default. */
function start(timer, startTime = loopNow()) {
  const duration = durationOf(timer);
  timer._idleStart = startTime;
  let list = lists.get(duration);
  if (list === undefined) {
    list = new TimersList(duration, startTime + duration);
    addList(list);
    scheduleBy(list.expiry, startTime);
  }
  append(list, timer);
}

// `_idleTimeout` is a property that programs may write.
function durationOf(timer) {
  const duration = trunc(timer._idleTimeout);
  return duration >= 0 && duration <= LONGEST_MS ? duration : 1;
}

/** Starts `timer` anew from now, whether or not it waits. */
function restart(timer) {
  const { _idleNext: next } = timer;
  if (!next) return start(timer);
  // It moves to the end of its list. A list may then expire later than the heap believes, or be empty; runList will see.
  if (next instanceof TimersList && next.duration === durationOf(timer)) {
    timer._idleStart = loopNow(); // the last already
    return;
  }
  const previous = timer._idlePrev;
  previous._idleNext = next;
  next._idlePrev = previous;
  start(timer);
}

function append(list, timer) {
  const last = list._idlePrev;
  timer._idlePrev = last;
  timer._idleNext = list;
  last._idleNext = timer;
  list._idlePrev = timer;
}

/** Takes `timer` out of its list, if it is in one. */
function remove(timer) {
  const { _idlePrev: previous, _idleNext: next } = timer;
  if (!next) return;
  previous._idleNext = next;
  next._idlePrev = previous;
  timer._idlePrev = timer._idleNext = null;
  if (next === previous && next instanceof TimersList) removeList(next);
}

function scheduleBy(expiry, now) {
  if (expiry >= scheduledFor) return;
  scheduledFor = expiry;
  schedule(max(1, expiry - now));
}

/** A timer that keeps the loop alive was started (or made so). */
function countReferenced() {
  if (referencedTimers++ === 0) reference(true);
}

function uncountReferenced() {
  if (--referencedTimers === 0) reference(false);
}

/** Takes all timers out: no loop waits for them any more. Only unreferenced ones are left when a program ends. */
function forgetAll() {
  while (heapSize > 0) {
    const list = heap[0];
    for (let timer = list._idleNext; timer !== list;) {
      const next = timer._idleNext;
      timer._idlePrev = timer._idleNext = null;
      timer = next;
    }
    removeList(list);
  }
  scheduledFor = Infinity;
  referencedTimers = 0;
}

// --- The phase. ---

// In a phase that an error interrupted, the timer that threw has still to be finished.
let ranOne = false;

/**
 * Runs the timers that are due; called by C++ in the timers phase, and again at once after a timer threw.
 * @param {number} now loop time at which the phase began
 * @returns {number} loop time at which to come back: 0 for never, negative when no timer keeps the loop alive
 */
function processTimers(now) {
  ranOne = false;
  scheduledFor = Infinity;
  while (heapSize > 0) {
    const list = heap[0];
    if (list.expiry > now) {
      scheduledFor = list.expiry;
      return referencedTimers > 0 ? list.expiry : -list.expiry;
    }
    runList(list, now);
  }
  return 0;
}

// Runs the timers of one list that are due, and leaves the list where it now belongs in the heap.
function runList(list, now) {
  const { duration } = list;
  let timer;
  while ((timer = list._idleNext) !== list) {
    if (now - timer._idleStart < duration) {
      list.expiry = max(timer._idleStart + duration, now + 1);
      siftDown(list);
      return;
    }
    if (ranOne) {
      runBetweenCallbacks(); // may stop this timer, or the whole list
      if (list._idleNext !== timer || timer._idleNext === null) {
        if (lists.get(duration) !== list) return;
        continue;
      }
    }
    ranOne = true;
    takeFirst(list, timer);
    runTimer(timer, now);
  }
  if (lists.get(duration) === list) removeList(list);
}

// Unlike remove, keeps a list that became empty: the callback probably starts a timer of the same duration.
function takeFirst(list, timer) {
  list._idleNext = timer._idleNext;
  timer._idleNext._idlePrev = list;
  timer._idlePrev = timer._idleNext = null;
}

function runTimer(timer, now) {
  if (typeof timer._onTimeout !== 'function') return finish(timer);
  const startTime = timer._repeat ? loopNow() : 0; // an interval counts from the start of its callback
  if (observing.on) observing.nextCallback(TIMER, timer._idleStart + durationOf(timer), timer);
  asyncContext.swap(timer[kAsyncContext]);
  if (tracking.on) asyncIds.enter(timer);
  try {
    const args = timer._timerArgs;
    if (args === undefined) timer._onTimeout();
    else apply(timer._onTimeout, timer, args);
  } finally {
    if (timer._repeat && timer._idleTimeout !== -1) {
      timer._idleTimeout = timer._repeat;
      start(timer, startTime);
    } else if (timer._idleNext === null && !timer._destroyed) {
      finish(timer); // unless the callback started it again
    }
  }
  if (tracking.on) asyncIds.leave(timer);
  asyncContext.swap(undefined);
}

function finish(timer) {
  if (timer[kCounts]) uncountReferenced();
  timer[kCounts] = null;
  if (timer._destroyed) return;
  timer._destroyed = true;
  if (timer[kHasPrimitive]) {
    timer[kHasPrimitive] = false;
    byPrimitive.delete(timer[asyncIds.kAsyncId]);
  }
  if (tracking.on) asyncIds.destroyResource(timer);
}

/** How many timers keep the loop alive, for process.getActiveResourcesInfo. */
function countActive() {
  return referencedTimers;
}

/** Those that wait, by their lists. For reports. @returns {Timeout[]} */
function list() {
  const all = bareArray();
  let count = 0;
  for (let i = 0; i < heapSize; i++) {
    const timers = heap[i];
    for (let timer = timers._idleNext; timer !== timers; timer = timer._idleNext) all[count++] = timer;
  }
  return all;
}

/**
 * How many timers are due, and for how many milliseconds the first of them has been: [count, milliseconds]. For reports:
 * it looks at each timer that is due, and at each list.
 */
function countDue() {
  const now = loopNow();
  let count = 0;
  let longest = 0;
  for (let i = 0; i < heapSize; i++) {
    const list = heap[i];
    for (let timer = list._idleNext; timer !== list; timer = timer._idleNext) {
      const late = now - timer._idleStart - list.duration;
      if (late < 0) break;
      count++;
      longest = max(longest, late);
    }
  }
  return [count, longest];
}

module.exports = {
  start, restart, remove, finish, countReferenced, uncountReferenced, processTimers, countActive, countDue, list, forgetAll,
  kRefed, kCounts, kAsyncContext, kHasPrimitive, byPrimitive, LONGEST_MS,
};
