'use strict';

/** Assigns, where somebody may have put a setter of that name on Object.prototype. */
function setOwn(object, name, value) {
  Object.defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

module.exports = { setOwn };
