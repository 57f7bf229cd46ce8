'use strict';
// Defining properties, whatever programs have put on Object.prototype: a descriptor written as a plain literal inherits
// `get`, `writable` and the like from there. Where none of these forms fits, write the descriptor with `__proto__: null`.

const { defineProperty, freeze, getOwnPropertyDescriptor, keys, setPrototypeOf } = Object;

/** The default of `options`. One for all: a literal that inherits nothing is a hash table, made anew in each call. */
const noOptions = freeze(setPrototypeOf({}, null));
// The prototype of constructors that make fast plain objects: what they make inherits nothing, and is printed as `{ ... }` is.
const plainPrototype = freeze(setPrototypeOf({}, null));

/** A property as a class's methods are: writable and configurable, not enumerable. */
function defineHidden(object, name, value) {
  return defineProperty(object, name, { __proto__: null, configurable: true, enumerable: false, value, writable: true });
}

/** A property that can be seen, and neither changed nor deleted. */
function defineConstant(object, name, value) {
  return defineProperty(object, name, { __proto__: null, configurable: false, enumerable: true, value, writable: false });
}

/** Makes each property of `object` one that can be neither changed nor deleted; others may be added. Returns it. */
function fixProperties(object) {
  const names = keys(object);
  for (let i = 0; i < names.length; i++) defineConstant(object, names[i], object[names[i]]);
  return object;
}

/** Assigns, where Object.prototype may have a setter of that name. */
function setOwn(object, name, value) {
  return defineProperty(object, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
}

/** An enumerable, configurable accessor; without `set` it can only be read. */
function defineAccessor(object, name, get, set = undefined) {
  return defineProperty(object, name, { __proto__: null, configurable: true, enumerable: true, get, set });
}

/** object[name]'s own descriptor, which inherits nothing; undefined without such a property. */
function descriptorOf(object, name) {
  const descriptor = getOwnPropertyDescriptor(object, name);
  return descriptor === undefined ? undefined : setPrototypeOf(descriptor, null);
}

/** Gives `to` the property that `from` has by this name. */
function copyProperty(from, to, name) {
  return defineProperty(to, name, descriptorOf(from, name));
}

/** Gives a function the `length` that it has on Node. */
function setLength(fn, length) {
  return defineProperty(fn, 'length', { __proto__: null, configurable: true, value: length });
}

module.exports = { copyProperty, defineAccessor, defineConstant, defineHidden, descriptorOf, fixProperties, noOptions, plainPrototype, setLength, setOwn };
