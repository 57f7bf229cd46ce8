'use strict';
// What the language had no words for once: util.inherits (classes have `extends`), util._extend (Object.assign).

const { defineHidden } = require('define');
const { ERR_INVALID_ARG_TYPE } = require('errors');

/** What is neither undefined nor null passes: constructors need not be callable here. */
function checkConstructor(value, name) {
  if ((value ?? undefined) === undefined) throw new ERR_INVALID_ARG_TYPE(name, 'Function', value);
}

/**
 * Lets instances of one constructor inherit from another's prototype; the latter is kept as `ctor.super_`.
 * @param {Function} ctor
 * @param {Function} superCtor
 * @throws ERR_INVALID_ARG_TYPE for what is undefined or null, and for a `superCtor` without a prototype
 */
function inherits(ctor, superCtor) {
  checkConstructor(ctor, 'ctor');
  checkConstructor(superCtor, 'superCtor');
  const { prototype } = superCtor;
  if (prototype === undefined) throw new ERR_INVALID_ARG_TYPE('superCtor.prototype', 'Object', prototype);
  defineHidden(ctor, 'super_', superCtor);
  Object.setPrototypeOf(ctor.prototype, prototype);
}

/** Copies the own enumerable properties with string names of `source`, if it is an object, to `target`, and returns that. */
function extend(target, source) {
  const entries = source !== null && typeof source === 'object' ? Object.entries(source) : [];
  for (const [name, value] of entries) target[name] = value;
  return target;
}

module.exports = { extend, inherits };
