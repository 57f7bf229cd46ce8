'use strict';
// How the instances of a class cross to another thread, or into a copy, when their properties are not all there is to them:
// the HTML Standard's serialization and transfer steps, section 2.7. A class has them as `prototype[kCloneSteps]()`, a
// function because those are not among the inherited properties that inspect() shows:
//   is(value)                       whether `value` is a real instance, not one by its prototype only
//   kind                            the class's name; none: its instances cannot be cloned
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

/** @returns {object|undefined} the steps that `object` has or inherits */
function cloneStepsOf(object) {
  return object[kCloneSteps]?.();
}

module.exports = { cloneStepsOf, setCloneSteps, setCloneStepsOf };
