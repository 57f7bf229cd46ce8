'use strict';
// The language's functions, taken while the runtime boots, for the rooms that have to work whatever a program replaces: the
// loader of built-ins, ticks, timers, errors, uncaught errors, the end of the process. Those rooms use these, index loops and
// literals; no spread, no for-of, no destructured arrays, no methods of prototypes (`make lint` looks). All other rooms are
// plain JavaScript.
//
// Not here: what V8 gives the language at each start, behind the snapshot (Error.isError).
//
// A list that grows is a bareArray(), written by `list[list.length] = value`: on an ordinary array that calls a setter which a
// program put on Array.prototype.

const { apply, construct, ownKeys } = Reflect;
const { assign, defineProperties, defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, is, keys, setPrototypeOf } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;
const { isInteger, isNaN } = Number;
const { bind, call } = Function.prototype;

/** method.call(self, ...) as a function of (self, ...). */
const uncurry = bind.bind(call);

/**
 * A class like `Base` whose methods are its own: what happens to Base.prototype does not reach it. Its constructor takes an array
 * of entries, or nothing.
 * @param {typeof Map|typeof Set|typeof WeakMap} Base
 */
function withOwnMethods(Base) {
  const Class = class extends Base {
    constructor(entries) {
      super();
      if (entries === undefined) return;
      for (let i = 0; i < entries.length; i++) {
        if (Base === Set) this.add(entries[i]);
        else this.set(entries[i][0], entries[i][1]);
      }
    }
  };
  const names = ownKeys(Base.prototype);
  for (let i = 0; i < names.length; i++) {
    if (names[i] === 'constructor') continue;
    const descriptor = Object.getOwnPropertyDescriptor(Base.prototype, names[i]);
    defineProperty(Class.prototype, names[i], setPrototypeOf(descriptor, null));
  }
  return Class;
}

/**
 * `fields`, inheriting nothing. For what is looked at often: a literal with `__proto__: null` is a hash table, in which optimized
 * code has to search each time.
 */
function bareObject(fields) {
  return setPrototypeOf(fields, null);
}

/** An array without a prototype, of `length` undefined values. */
function bareArray(length = 0) {
  const list = setPrototypeOf([], null);
  for (let i = 0; i < length; i++) list[i] = undefined;
  return list;
}

/** The texts of an array or array-like, with `separator` between them. */
function join(list, separator) {
  let text = '';
  for (let i = 0; i < list.length; i++) text += i === 0 ? `${list[i]}` : `${separator}${list[i]}`;
  return text;
}

module.exports = {
  __proto__: null,
  OwnMap: withOwnMethods(Map),
  OwnSet: withOwnMethods(Set),
  OwnWeakMap: withOwnMethods(WeakMap),
  apply,
  arrayConcat: uncurry(Array.prototype.concat),
  arraySlice: uncurry(Array.prototype.slice),
  assign,
  bareArray,
  bareObject,
  captureStackTrace: Error.captureStackTrace,
  construct,
  defineProperties,
  defineProperty,
  freeze,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  is,
  isArray,
  isInteger,
  isNaN,
  isView,
  join,
  keys,
  mapGet: uncurry(Map.prototype.get),
  max: Math.max,
  setPrototypeOf,
  stringEndsWith: uncurry(String.prototype.endsWith),
  stringIncludes: uncurry(String.prototype.includes),
  stringIndexOf: uncurry(String.prototype.indexOf),
  stringSlice: uncurry(String.prototype.slice),
  stringStartsWith: uncurry(String.prototype.startsWith),
  stringToLowerCase: uncurry(String.prototype.toLowerCase),
  stringify: JSON.stringify,
  trunc: Math.trunc,
  v8Console: globalThis.console, // V8's own, which reports to an inspector's clients and nobody else
  typedArrayIncludes: uncurry(Object.getPrototypeOf(Uint8Array.prototype).includes),
  uncurry,
};
