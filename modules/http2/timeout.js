'use strict';
// setTimeout() of sessions and streams: 'timeout' after so many milliseconds without activity, again and again.
const { setTimeout, clearTimeout } = require('timers');
const { ERR_OUT_OF_RANGE } = require('errors');
const { validateFunction, validateNumber } = require('validators');
const { kSent, kTimeout } = require('http2/symbols');

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
    target[kTimeout] = setTimeout(fire, msecs, target).unref();
    if (callback !== undefined) target.once('timeout', callback);
  }
}

function fire(target) {
  target._onTimeout();
}

/** A timeout fires while data wait to be sent: it begins anew if some were since it fired last. @returns {boolean} whether so */
function continueIfSending(target, handle) {
  if (handle === null || target[kSent] === handle.bytesWritten) return false;
  target[kSent] = handle.bytesWritten;
  target[kTimeout].refresh();
  return true;
}

/** There was activity: the time begins anew. */
function refresh(target) {
  if (target[kTimeout] !== null) target[kTimeout].refresh();
}

module.exports = { continueIfSending, refresh, setActivityTimeout };
