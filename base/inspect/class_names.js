// What an object is called: its class, its Symbol.toStringTag, and what it inherits from classes of the user's.
'use strict';
const { plainPrototype } = require('define');
const { OwnMap, OwnSet } = require('intrinsics');
const { getConstructorName } = binding('types');

const { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
const { ownKeys } = Reflect;
const propertyIsEnumerable = Function.prototype.call.bind(Object.prototype.propertyIsEnumerable);

const INHERITED_LEVELS = 3;

// Prototypes whose class is known whatever their `constructor` has become.
const namesOfPrototypes = new OwnMap([
  Object, Array, Function, Map, Set, Promise, Error, Date, RegExp, ArrayBuffer, DataView, WeakMap, WeakSet, Number,
  String, Boolean, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError,
  getPrototypeOf(Uint8Array),
].map((constructor) => [constructor.prototype, constructor.name]));
namesOfPrototypes.set(plainPrototype, 'Object');

// What the language itself provides: what is inherited from it is never listed.
const languageNames = new OwnSet(`
  Object Function Boolean Symbol Error AggregateError EvalError RangeError ReferenceError SuppressedError SyntaxError
  TypeError URIError Number BigInt Math Date String RegExp Array Int8Array Uint8Array Uint8ClampedArray Int16Array
  Uint16Array Int32Array Uint32Array BigInt64Array BigUint64Array Float16Array Float32Array Float64Array Map Set WeakMap
  WeakSet ArrayBuffer SharedArrayBuffer DataView Atomics JSON WeakRef FinalizationRegistry Iterator Promise Reflect
  Proxy DisposableStack AsyncDisposableStack Intl WebAssembly`.trim().split(/\s+/));

// --- Classes. ---

/** The class that `holder`, an object or a prototype of its, names by a `constructor` of its own. */
function classAt(holder, object) {
  const constructor = getOwnPropertyDescriptor(holder, 'constructor')?.value;
  if (typeof constructor !== 'function' || constructor.name === '') return undefined;
  try {
    return object instanceof constructor ? String(constructor.name) : undefined;
  } catch {
    return undefined; // a function without a prototype
  }
}

/** The name of the nearest class on an object's chain of prototypes; undefined where there is none. */
function nearestClass(object) {
  const own = hasOwn(object, 'constructor') ? classAt(object, object) : undefined;
  if (own !== undefined) return own;
  for (let holder = getPrototypeOf(object); holder !== null; holder = getPrototypeOf(holder)) {
    const name = namesOfPrototypes.get(holder) ?? classAt(holder, object);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The name for an object without a class: null without a prototype, otherwise V8's name and the chain. */
function nameWithoutClass(printer, object, level) {
  const prototype = getPrototypeOf(object);
  if (prototype === null) return null;
  const name = getConstructorName(object);
  if (printer.depth !== null && level > printer.depth) return `${name} <Complex prototype>`;
  const next = nearestClass(prototype) ?? nameWithoutClass(printer, prototype, level + 1);
  return `${name} <${next ?? printer.prototypeText(prototype)}>`;
}

// --- Inherited properties, for showHidden. ---

function isOfLanguage(prototype) {
  if (namesOfPrototypes.has(prototype)) return true;
  return namesLanguage(prototype);
}

/** Whether the `constructor` of `holder` is one of the language's, by its name. */
function namesLanguage(holder) {
  const constructor = getOwnPropertyDescriptor(holder, 'constructor')?.value;
  return typeof constructor === 'function' && languageNames.has(constructor.name);
}

/** Texts of the properties, other than methods, that the nearest prototypes of an object have. */
function inheritedEntries(printer, object, level) {
  const entries = [];
  let prototype = getPrototypeOf(object);
  if (prototype === null || isOfLanguage(prototype)) return entries;
  const hidden = new OwnSet(ownKeys(object)).add('constructor');
  printer.seen.push(object);
  for (let i = 0; i < INHERITED_LEVELS && prototype !== null && !isOfLanguage(prototype); i++) {
    for (const key of ownKeys(prototype)) {
      if (hidden.has(key)) continue;
      hidden.add(key);
      const descriptor = getOwnPropertyDescriptor(prototype, key);
      if (typeof descriptor.value === 'function') continue;
      const text = printer.propertyWith(object, key, descriptor, level);
      entries.push(printer.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    prototype = getPrototypeOf(prototype);
  }
  printer.seen.pop();
  return entries;
}

// --- Tags. ---

/** An object's Symbol.toStringTag, unless its properties show it. */
function classTag(printer, object) {
  let tag;
  try {
    tag = object[Symbol.toStringTag];
  } catch {
    return '';
  }
  if (typeof tag !== 'string' || tag === '') return '';
  const isListed = printer.showHidden ? hasOwn(object, Symbol.toStringTag) :
    propertyIsEnumerable(object, Symbol.toStringTag);
  return isListed ? '' : tag;
}

/** Whether a class's name says what its tag says: Map in HashMap and MapLike, not in Mapper. */
function says(name, tag) {
  const at = name.indexOf(tag);
  if (at === -1) return false;
  const next = name[at + tag.length];
  return next === undefined || (next >= 'A' && next <= 'Z');
}

/**
 * `Name(size) [Tag] `, with a space at its end.
 * @param {string|null} name
 * @param {string} tag or ''
 * @param {string} fallback the name for an object without a prototype
 * @param {string} [size] `(3)`
 */
function prefix(name, tag, fallback, size = '') {
  const label = name === null ? `[${fallback}${size}: null prototype]` : `${name}${size}`;
  const isSaid = tag === '' || (name === null ? fallback === tag : says(name, tag));
  return isSaid ? `${label} ` : `${label} [${tag}] `;
}

module.exports = { classTag, inheritedEntries, nameWithoutClass, namesLanguage, nearestClass, prefix };
