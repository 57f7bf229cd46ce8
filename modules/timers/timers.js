// node:timers, the public face. Timers live in queue.js, immediates in immediates.js.
// Also shown: immediates, promises, queue, timeout.
'use strict';
const { validateFunction } = require('validators');
const { Timeout, stop } = require('timers/timeout');
const immediates = require('timers/immediates');

/**
 * Calls `callback(...args)` once, `delay` milliseconds from now or as soon after as the loop gets to it.
 * @param {number} [delay] 1 to 2^31 - 1; anything else is 1
 * @returns {Timeout}
 * @throws ERR_INVALID_ARG_TYPE when `callback` is no function
 */
function setTimeout(callback, delay, ...args) {
  validateFunction(callback, 'callback');
  return new Timeout(callback, delay, args.length === 0 ? undefined : args, false, true);
}

/** Calls `callback(...args)` every `delay` milliseconds. @returns {Timeout} */
function setInterval(callback, delay, ...args) {
  validateFunction(callback, 'callback');
  return new Timeout(callback, delay, args.length === 0 ? undefined : args, true, true);
}

/** Stops a timer, given what setTimeout returned, or that as a number or string. Anything else is ignored. */
function clearTimeout(timeout) {
  stop(timeout);
}

function clearInterval(timeout) {
  stop(timeout);
}

/** Calls `callback(...args)` in the next check phase: after the I/O of this turn. @returns {Immediate} */
function setImmediate(callback, ...args) {
  validateFunction(callback, 'callback');
  return new immediates.Immediate(callback, args.length === 0 ? undefined : args);
}

/** Keeps an immediate from running, given what setImmediate returned. Anything else is ignored. */
function clearImmediate(immediate) {
  if (immediate instanceof immediates.Immediate) immediates.clear(immediate);
}

module.exports = { setTimeout, clearTimeout, setImmediate, clearImmediate, setInterval, clearInterval };

function lazilyPromisified(name) {
  return { __proto__: null, enumerable: true, get: () => require('timers/promises')[name] };
}
const promisified = Symbol.for('nodejs.util.promisify.custom');
Object.defineProperty(setTimeout, promisified, lazilyPromisified('setTimeout'));
Object.defineProperty(setImmediate, promisified, lazilyPromisified('setImmediate'));
Object.defineProperty(module.exports, 'promises', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get: () => require('timers/promises'),
});
