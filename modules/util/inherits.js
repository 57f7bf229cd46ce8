'use strict';
// util.inherits, from before classes, and util._extend, from before Object.assign.

const { ERR_INVALID_ARG_TYPE } = require('errors');

/**
 * Makes `superCtor`'s prototype the prototype of `ctor`'s, and `ctor.super_` the super class.
 * @param {Function} ctor
 * @param {Function} superCtor
 * @throws ERR_INVALID_ARG_TYPE
 */
function inherits(ctor, superCtor) {
  if (ctor === undefined || ctor === null) throw new ERR_INVALID_ARG_TYPE('ctor', 'Function', ctor);
  if (superCtor === undefined || superCtor === null) throw new ERR_INVALID_ARG_TYPE('superCtor', 'Function', superCtor);
  if (superCtor.prototype === undefined) {
    throw new ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', superCtor.prototype);
  }
  Object.defineProperty(ctor, 'super_', { __proto__: null, value: superCtor, writable: true, configurable: true });
  Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
}

/** Copies the own properties of `source`, if it is an object, to `target`. */
function extend(target, source) {
  if (source === null || typeof source !== 'object') return target;
  for (const key of Object.keys(source)) target[key] = source[key];
  return target;
}

module.exports = { extend, inherits };
