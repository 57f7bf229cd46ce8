'use strict';
// util.deprecate: a function that warns when it is first called while warnings are wanted.

const { getDeprecationWarningEmitter } = require('warnings');
const process = require('process_object');
const { validateString } = require('validators');

/**
 * `fn`, or a class, with a DeprecationWarning at its first call; one for each code.
 * @param {Function} fn
 * @param {string} msg
 * @param {string} [code] such as 'DEP0001'
 * @param {{modifyPrototype?: boolean}} [options] false leaves the result's prototypes and length alone
 * @returns {Function}
 * @throws ERR_INVALID_ARG_TYPE
 */
function deprecate(fn, msg, code, { modifyPrototype = true } = { __proto__: null }) {
  if (code !== undefined) validateString(code, 'code');
  const warn = getDeprecationWarningEmitter(code, msg);

  function deprecated(...args) {
    if (process.noDeprecation !== true) warn(deprecated);
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  }

  if (modifyPrototype) {
    Object.setPrototypeOf(deprecated, fn);
    // Instances of the class are instances of the result, and the other way round.
    if (fn.prototype) deprecated.prototype = fn.prototype;
    Object.defineProperty(deprecated, 'length', { __proto__: null, ...Object.getOwnPropertyDescriptor(fn, 'length') });
  }
  return deprecated;
}

module.exports = { deprecate };
