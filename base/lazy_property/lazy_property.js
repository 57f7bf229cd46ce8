// Properties whose value is made when they are first looked at. To a program they are data properties from the start:
// nothing shows that they were not there.
'use strict';
const native = binding('lazy_property');

const loaders = [];

/**
 * Defines target[name] as what `load()` returns when it is first looked at.
 * @param {{enumerable?: boolean, writable?: boolean}} [options] both true unless told
 */
function defineLazy(target, name, load, { enumerable = true, writable = true } = { __proto__: null }) {
  native.define(target, name, loaders.push(load) - 1, enumerable, writable);
}

/** What C++ calls at the first look. */
function load(number) {
  const value = loaders[number]();
  loaders[number] = undefined;
  return value;
}

module.exports = { defineLazy, load };
