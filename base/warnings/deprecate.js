'use strict';
// util.deprecate: a function that warns when it is first called.

const { validateString } = require('validators');

const warnedCodes = new Set();

/**
 * `fn`, or a class, with a DeprecationWarning at its first call; one for each code.
 * @param {Function} fn
 * @param {string} msg
 * @param {string} [code] such as 'DEP0001'
 * @param {{modifyPrototype?: boolean}} [options] false leaves the prototypes of the result alone
 * @returns {Function}
 * @throws ERR_INVALID_ARG_TYPE
 */
function deprecate(fn, msg, code, { modifyPrototype = true } = { __proto__: null }) {
  if (code !== undefined) validateString(code, 'code');
  let hasWarned = false;

  function warn() {
    hasWarned = true;
    const process = require('process_object');
    if (process.noDeprecation === true) return;
    if (code === undefined) {
      process.emitWarning(msg, 'DeprecationWarning', deprecated);
    } else if (!warnedCodes.has(code)) {
      warnedCodes.add(code);
      process.emitWarning(msg, 'DeprecationWarning', code, deprecated);
    }
  }

  function deprecated(...args) {
    if (!hasWarned) warn();
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  }

  if (modifyPrototype) {
    Object.setPrototypeOf(deprecated, fn);
    // Instances of the class are instances of the result, and the other way round.
    if (fn.prototype) deprecated.prototype = fn.prototype;
  }
  Object.defineProperty(deprecated, 'length', { __proto__: null, ...Object.getOwnPropertyDescriptor(fn, 'length') });
  return deprecated;
}

module.exports = { deprecate };
