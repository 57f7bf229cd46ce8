'use strict';
// What an object is called: its class, its Symbol.toStringTag, and the properties it inherits from its own classes.

const { getConstructorName } = binding('util');

const { getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
const { ownKeys } = Reflect;
const propertyIsEnumerable = Function.prototype.call.bind(Object.prototype.propertyIsEnumerable);

const kInheritedLevels = 3;

// Prototypes whose class is known whatever their `constructor` has become.
const kWellKnown = new Map([
  Object, Array, Function, Map, Set, Promise, Error, Date, RegExp, ArrayBuffer, DataView, WeakMap, WeakSet, Number,
  String, Boolean, AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError,
  getPrototypeOf(Uint8Array),
].map((constructor) => [constructor.prototype, constructor.name]));

// The classes and namespaces of the language itself: what is inherited from them is never listed.
const kBuiltinNames = new Set([
  'Object', 'Function', 'Array', 'Number', 'Boolean', 'String', 'Symbol', 'Date', 'Promise', 'RegExp', 'Error',
  'AggregateError', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'JSON', 'Math',
  'Intl', 'ArrayBuffer', 'Atomics', 'Uint8Array', 'Int8Array', 'Uint16Array', 'Int16Array', 'Uint32Array',
  'Int32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray', 'BigUint64Array',
  'BigInt64Array', 'DataView', 'Map', 'BigInt', 'Set', 'Iterator', 'WeakMap', 'WeakSet', 'WeakRef', 'Proxy',
  'Reflect', 'FinalizationRegistry', 'SharedArrayBuffer', 'WebAssembly', 'SuppressedError', 'DisposableStack',
  'AsyncDisposableStack',
]);

function isInstance(object, constructor) {
  try {
    return object instanceof constructor;
  } catch {
    return false;
  }
}

/** The name of the class whose prototype (or instance, with a `constructor` of its own) `holder` is. */
function classNameAt(object, holder) {
  const descriptor = getOwnPropertyDescriptor(holder, 'constructor');
  if (descriptor === undefined || typeof descriptor.value !== 'function') return undefined;
  const { name } = descriptor.value;
  if (name === '' || !isInstance(object, descriptor.value)) return undefined;
  return String(name);
}

/** The name for an object whose chain of prototypes ends before a class is met: it shows the chain. */
function unknownClassName(printer, object, first, level, inherited) {
  const name = getConstructorName(object);
  if (first === null) return null;
  if (printer.depth !== null && level > printer.depth) return `${name} <Complex prototype>`;
  const nextName = className(printer, first, level + 1, inherited);
  if (nextName === null) return `${name} <${printer.prototypeText(first)}>`;
  return `${name} <${nextName}>`;
}

/**
 * The name of an object's class, or null for an object without one.
 * @param {string[]} [inherited] is filled with the text of inherited properties
 */
function className(printer, object, level, inherited) {
  let holder = object;
  let first;
  do {
    const known = holder === object ? undefined : kWellKnown.get(holder);
    const name = known ?? classNameAt(object, holder);
    if (name !== undefined) {
      if (inherited !== undefined && (first !== holder || (known === undefined && !kBuiltinNames.has(name)))) {
        addInherited(printer, object, first ?? object, level, inherited);
      }
      return name;
    }
    holder = getPrototypeOf(holder);
    if (first === undefined) first = holder;
  } while (holder !== null);
  return unknownClassName(printer, object, first, level, inherited);
}

function belongsToBuiltin(prototype) {
  const descriptor = getOwnPropertyDescriptor(prototype, 'constructor');
  return descriptor !== undefined && typeof descriptor.value === 'function' && kBuiltinNames.has(descriptor.value.name);
}

/** Properties, other than methods, of the prototypes nearest to `object`. */
function addInherited(printer, object, first, level, inherited) {
  const seenKeys = new Set();
  let prototype = first;
  for (let i = 0; i < kInheritedLevels; i++) {
    if (i > 0 || prototype === object) {
      prototype = getPrototypeOf(prototype);
      if (prototype === null || belongsToBuiltin(prototype)) return;
    }
    printer.seen.push(object);
    for (const key of ownKeys(prototype)) {
      if (key === 'constructor' || hasOwn(object, key) || seenKeys.has(key)) continue;
      const descriptor = getOwnPropertyDescriptor(prototype, key);
      if (typeof descriptor.value === 'function') continue;
      const text = printer.property(prototype, key, level, false, descriptor, object);
      inherited.push(printer.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    printer.seen.pop();
    for (const key of ownKeys(prototype)) seenKeys.add(key);
  }
}

/** Whether `tag` is a word of `name`: Map in HashMap and MapLike, not in Mapper. */
function hasWord(name, tag) {
  const end = name.indexOf(tag) + tag.length;
  if (end < tag.length) return false;
  if (end === name.length) return true;
  const next = name.charCodeAt(end);
  return next >= 0x41 && next <= 0x5a;
}

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

/**
 * `Name(size) [Tag] `, with a space at its end.
 * @param {string|null} name
 * @param {string} tag or ''
 * @param {string} fallback the name for an object without a prototype
 * @param {string} [size] `(3)`
 */
function prefix(name, tag, fallback, size = '') {
  if (name === null) {
    const known = `[${fallback}${size}: null prototype] `;
    return tag !== '' && fallback !== tag ? `${known}[${tag}] ` : known;
  }
  return tag !== '' && !hasWord(name, tag) ? `${name}${size} [${tag}] ` : `${name}${size} `;
}

module.exports = { className, classTag, kBuiltinNames, prefix };
