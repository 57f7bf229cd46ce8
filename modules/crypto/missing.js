'use strict';
// The parts of crypto that are not there yet. They throw, and say so.

const { ERR_METHOD_NOT_IMPLEMENTED } = require('errors');

// Name -> number of parameters.
const functions = { decapsulate: 3, encapsulate: 2 };

/** Adds what `crypto` does not have. */
function addMissing(crypto) {
  for (const name of Object.keys(functions)) {
    if (!(name in crypto)) crypto[name] = missing(name, `crypto.${name}()`, functions[name]);
  }
}

function missing(name, shown, length) {
  const refuse = { [name]: function() { throw new ERR_METHOD_NOT_IMPLEMENTED(shown); } }[name];
  Object.defineProperty(refuse, 'length', { __proto__: null, configurable: true, value: length });
  return refuse;
}

module.exports = { addMissing };
