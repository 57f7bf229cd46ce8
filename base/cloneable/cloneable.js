'use strict';
// How the instances of a class cross to another thread, or into a copy, when their properties are not all there is to them:
// the HTML Standard's serialization and transfer steps, section 2.7. A class has them as `prototype[kCloneSteps]()`, a
// function because those are not among the inherited properties that inspect() shows:
//   is(value)                       whether `value` is a real instance, not one by its prototype only
//   kind                            the class's name; none: its instances cannot be cloned (setUncloneable)
//   serialize(value, transferred)   the data that stands for it; what it needs may be native objects that can be sent
//   reader                          id of the built-in file whose deserialize(data, global) makes it again of that, over there
//   transferable                    it may be in a transfer list ...
//   checkTransfer(value)            ... unless this throws
//   transferOnly                    ... and must be, to be sent at all

const { defineProperty } = require('intrinsics');

const kCloneSteps = Symbol('messaging.cloneSteps');

/** @param {Function} Class @param {object} steps as above */
function setCloneSteps(Class, steps) {
  setCloneStepsOf(Class.prototype, steps);
}

/** @param {object} object which alone has these steps, or a prototype @param {object} steps as above */
function setCloneStepsOf(object, steps) {
  defineProperty(object, kCloneSteps, { __proto__: null, value: () => steps });
}

const uncloneable = [];

/** Refuses instances of a class, which shows nothing of it. @param {(value: object) => boolean} is */
function setUncloneable(is) {
  uncloneable[uncloneable.length] = { is };
}

/** @returns {object|undefined} the steps that `object` has or inherits */
function cloneStepsOf(object) {
  const steps = object[kCloneSteps]?.();
  if (steps !== undefined) return steps;
  for (let i = 0; i < uncloneable.length; i++) {
    if (uncloneable[i].is(object)) return uncloneable[i];
  }
  return undefined;
}

module.exports = { cloneStepsOf, setCloneSteps, setCloneStepsOf, setUncloneable };
