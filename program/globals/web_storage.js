'use strict';
// The globals of --experimental-webstorage. Nothing is loaded, nor warned of, before a program uses one.

/** Gives `global` Storage, localStorage and sessionStorage. */
function install(global) {
  require('lazy_property').defineLazy(global, 'Storage', () => require('storage').Storage, { enumerable: false });
  const replace = (name, value) => {
    Object.defineProperty(global, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value });
  };
  const accessors = {
    get localStorage() { return require('storage').localStorage(); },
    set localStorage(value) { replace('localStorage', value); },
    get sessionStorage() { return require('storage').sessionStorage(); },
    set sessionStorage(value) { replace('sessionStorage', value); },
  };
  for (const name of Object.keys(accessors)) require('define').copyProperty(accessors, global, name);
}

module.exports = { install };
