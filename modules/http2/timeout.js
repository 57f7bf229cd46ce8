'use strict';
// setTimeout() of sessions and streams: 'timeout' after so many milliseconds without activity, again and again.
const { setTimeout, clearTimeout } = require('timers');
const { ERR_OUT_OF_RANGE } = require('errors');
const { validateFunction, validateNumber } = require('validators');
const { kTimeout } = require('http2/symbols');

const LONGEST_MS = 2 ** 31 - 1;

/**
 * As net.Socket.setTimeout(): `msecs` 0 is none; `callback` is added as a listener, or removed with 0.
 * @throws ERR_OUT_OF_RANGE
 */
function setActivityTimeout(target, msecs, callback) {
  if (target.destroyed) return;
  validateNumber(msecs, 'msecs');
  if (msecs < 0 || !Number.isFinite(msecs)) throw new ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  if (msecs > LONGEST_MS) msecs = LONGEST_MS;
  if (callback !== undefined) validateFunction(callback, 'callback');
  clearTimeout(target[kTimeout]);
  if (msecs === 0) {
    target[kTimeout] = null;
    if (callback !== undefined) target.removeListener('timeout', callback);
  } else {
    target[kTimeout] = newTimer(target, msecs, msecs);
    if (callback !== undefined) target.once('timeout', callback);
  }
}

// Fires after `msecs`; from then on, activity gives it `duration`.
function newTimer(target, msecs, duration) {
  const timer = setTimeout(fire, msecs, target).unref();
  timer.duration = duration;
  return timer;
}

function fire(target) {
  target._onTimeout();
}

/** A timeout fires while data are sent: it begins anew. @returns {boolean} false: nothing was sent in that time */
function continueIfWriting(target, handle) {
  const timer = target[kTimeout];
  if (timer === null || handle === null) return false;
  const { writeAge } = handle;
  const { duration } = timer;
  if (writeAge >= duration) return false;
  target[kTimeout] = newTimer(target, duration - writeAge, duration);
  return true;
}

/** There was activity: the time begins anew. */
function refresh(target) {
  const timer = target[kTimeout];
  if (timer === null) return;
  if (timer._idleTimeout === timer.duration) {
    timer.refresh();
  } else {
    clearTimeout(timer);
    target[kTimeout] = newTimer(target, timer.duration, timer.duration);
  }
}

module.exports = { continueIfWriting, refresh, setActivityTimeout };
