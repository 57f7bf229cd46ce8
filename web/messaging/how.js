'use strict';
// How the instances of a class cross to another thread, or into a copy, when their properties are not all there is to
// them. A class says so by `prototype[kHow]`, which holds
//   is(value)                      whether `value` is a real instance, not one by its prototype only
//   kind                           name of the entry in messaging's table of revivers; none: it cannot be cloned
//   describe(value, transferred)   the data that stands for it; what it needs may be native objects that can be sent
//   transferable                   it may be in a transfer list ...
//   checkTransfer(value)           ... unless this throws
//   transferOnly                   ... and must be, to be sent at all

const { defineProperty } = require('intrinsics');

const kHow = Symbol('messaging.how');

/** @param {Function} Class @param {object} how */
function defineHow(Class, how) {
  defineProperty(Class.prototype, kHow, { __proto__: null, value: how });
}

module.exports = { kHow, defineHow };
