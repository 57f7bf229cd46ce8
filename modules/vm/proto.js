'use strict';
// --disable-proto: in the program's own context, and in those that it makes.

/** Takes `prototype`'s accessor __proto__ away, or has it throw. @param {'delete'|'throw'} mode */
function restrictPrototype(prototype, mode) {
  if (mode === 'delete') {
    delete prototype.__proto__;
    return;
  }
  const refuse = () => {
    const { ERR_PROTO_ACCESS } = require('errors');
    throw new ERR_PROTO_ACCESS();
  };
  Object.defineProperty(prototype, '__proto__', {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get() { return refuse(); },
    set(value) { refuse(value); },
  });
}

/** The same in a new context. */
function restrictContext(context, mode) {
  restrictPrototype(Object.getPrototypeOf(require('vm').runInContext('({})', context)), mode);
}

module.exports = { restrictContext, restrictPrototype };
