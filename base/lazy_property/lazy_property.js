// Properties whose value is made when they are first looked at. To a program they are data properties from the start:
// nothing shows that they were not there.
'use strict';
const native = binding('lazy_property');

const { bareArray } = require('intrinsics');

const loaders = bareArray();

/**
 * Defines target[name] as what `load()` returns when it is first looked at.
 * @param {{enumerable?: boolean, writable?: boolean}} [options] both true by default
 */
function defineLazy(target, name, load, { enumerable = true, writable = true } = { __proto__: null }) {
  const number = loaders.length;
  loaders[number] = load;
  native.define(target, name, number, enumerable, writable);
}

/** What C++ calls at the first look. */
function load(number) {
  const value = loaders[number]();
  loaders[number] = undefined;
  return value;
}

module.exports = { defineLazy, load };
