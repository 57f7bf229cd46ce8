'use strict';
// What a program declares a test by: the arguments of test(), and the options that are inherited.

const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateNumber, validateUint32 } = require('validators');
const { MAX_TIMEOUT } = require('test/deadline');

function noop() {}

/** @returns {number} milliseconds; Infinity for none @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
function checkedTimeout(timeout, inherited) {
  if (timeout === undefined || timeout === null) return inherited;
  if (timeout !== Infinity) validateNumber(timeout, 'options.timeout', 0, MAX_TIMEOUT);
  return timeout;
}

/** @returns {number} how many subtests may run at a time @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
function checkedConcurrency(concurrency, inherited) {
  switch (typeof concurrency) {
    case 'number':
      validateUint32(concurrency, 'options.concurrency', true);
      return concurrency;
    case 'boolean':
      return concurrency ? Infinity : 1;
    default:
      if (concurrency !== undefined && concurrency !== null) {
        throw new ERR_INVALID_ARG_TYPE('options.concurrency', ['boolean', 'number'], concurrency);
      }
      return inherited;
  }
}

/**
 * The arguments (name, options, fn), of which each may be left out.
 * @returns {{name: string, options: object, fn: Function}} the name of the function, or '<anonymous>', where none is given
 */
function readArguments(name, options, fn, overrides) {
  if (typeof name === 'function') {
    fn = name;
    name = options = undefined;
  } else if (name !== null && typeof name === 'object') {
    fn = options;
    options = name;
    name = undefined;
  }
  if (typeof options === 'function') {
    fn = options;
    options = undefined;
  }
  if (options === null || typeof options !== 'object') options = { __proto__: null };
  if (overrides !== undefined) options = { ...options, ...overrides };
  if (typeof fn !== 'function') fn = noop;
  if (typeof name !== 'string' || name === '') name = fn === noop ? '' : fn.name;
  if (name === '') name = '<anonymous>';
  return { name, options, fn };
}

module.exports = { checkedConcurrency, checkedTimeout, noop, readArguments };
