// Timeout: what setTimeout and setInterval return.
'use strict';
const queue = require('timers/queue');
const asyncContext = require('async_context');
const asyncIds = require('async_ids');
const { observing } = require('observing');
const { tracking, kAsyncId } = asyncIds;
const { kRefed, kCounts, kAsyncContext, kHasPrimitive, byPrimitive, LONGEST_MS } = queue;

let warnedNegative = false;
let warnedNotANumber = false;

class Timeout {
  constructor(callback, delay, args, repeats, referenced) {
    this._idleTimeout = delayInRange(delay);
    this._idlePrev = null;
    this._idleNext = null;
    this._idleStart = null;
    this._onTimeout = callback;
    this._timerArgs = args;
    this._repeat = repeats ? this._idleTimeout : null;
    this._destroyed = false;
    this[kRefed] = this[kCounts] = referenced;
    this[kHasPrimitive] = false;
    this[kAsyncContext] = asyncContext.current();
    if (tracking.on) asyncIds.startResource(this, 'Timeout');
    if (observing.timerMade !== undefined) observing.timerMade(this);
    if (referenced) queue.countReferenced();
    queue.start(this);
  }

  /** Keeps the loop alive while this waits (the default). @returns {Timeout} */
  ref() {
    if (this[kRefed] === false) this[kRefed] = true;
    if (this[kCounts] === false) {
      this[kCounts] = true;
      queue.countReferenced();
    }
    return this;
  }

  /** Does not keep the loop alive. @returns {Timeout} */
  unref() {
    if (this[kRefed] === true) this[kRefed] = false;
    if (this[kCounts] === true) {
      this[kCounts] = false;
      queue.uncountReferenced();
    }
    return this;
  }

  /** Also of one that has run or was stopped: what it would do after refresh(). */
  hasRef() {
    return !!this[kRefed];
  }

  /** Starts again with the same delay from now, without making a new object. @returns {Timeout} */
  refresh() {
    // On an object that is no timer, `this[kRefed]` is undefined: it is let be, unless it has what a timer has.
    if (this[kRefed] === undefined && !(this._idleTimeout >= 0)) return this;
    if (this._onTimeout === null || this._idleTimeout < 0) return this;
    if (this._destroyed) revive(this);
    queue.restart(this);
    return this;
  }

  /** The legacy name of clearTimeout. @returns {Timeout} */
  close() {
    stop(this);
    return this;
  }

  [Symbol.dispose]() {
    stop(this);
  }

  [Symbol.toPrimitive]() {
    if (this[kHasPrimitive] === undefined) return undefined; // no timer
    const id = this[kAsyncId] ??= asyncIds.newAsyncId();
    if (!this[kHasPrimitive] && !this._destroyed) {
      this[kHasPrimitive] = true;
      byPrimitive.set(id, this);
    }
    return id;
  }
}

function revive(timeout) {
  timeout._destroyed = false;
  if (timeout[kCounts] !== null) return;
  timeout[kCounts] = timeout[kRefed] === true;
  if (timeout[kCounts]) queue.countReferenced();
}

/** Stops `timeout` for good. */
function clear(timeout) {
  queue.remove(timeout);
  timeout._onTimeout = null;
  timeout._idleTimeout = -1;
  queue.finish(timeout);
}

/** Stops a timer, given as an object, a number or a string. What is none of these is ignored. */
function stop(timeout) {
  if (timeout instanceof Timeout) return clear(timeout);
  if (typeof timeout === 'number' || typeof timeout === 'string') {
    const found = byPrimitive.get(+timeout);
    if (found !== undefined) clear(found);
  } else if (timeout?._onTimeout) {
    clear(timeout); // a look-alike
  }
}

// Delays are milliseconds from 1 to 2^31 - 1; anything else is 1, and warned of where Node warns.
function delayInRange(delay) {
  const isGiven = delay !== undefined;
  delay *= 1;
  if (delay >= 1 && delay <= LONGEST_MS) return delay; // lists go by whole milliseconds
  if (delay > LONGEST_MS) {
    warn(`${delay} does not fit into a 32-bit signed integer.`, 'TimeoutOverflowWarning');
  } else if (delay < 0) {
    if (!warnedNegative) warn(`${delay} is a negative number.`, 'TimeoutNegativeWarning');
    warnedNegative = true;
  } else if (isGiven && delay !== delay) {
    if (!warnedNotANumber) warn('NaN is not a number.', 'TimeoutNaNWarning');
    warnedNotANumber = true;
  }
  return 1;
}

function warn(what, name) {
  require('process_object').emitWarning(`${what}\nTimeout duration was set to 1.`, name);
}

module.exports = { Timeout, clear, stop };
