// --frozen-intrinsics: the objects of the language and the console can no longer be changed.
'use strict';

// What no property of a global leads to.
function hiddenIntrinsics() {
  const iterators = [
    [][Symbol.iterator](), ''[Symbol.iterator](), new Map()[Symbol.iterator](), new Set()[Symbol.iterator](),
    ''.matchAll(/a/g), Iterator.from({ next() {} }), [].values().map((item) => item),
  ];
  return [function* () {}, async function () {}, async function* () {}, ...iterators].map(Object.getPrototypeOf);
}

// Of a fresh context: the language's globals, and none of ours.
function languageGlobals() {
  return require('vm').runInNewContext('Object.getOwnPropertyNames(globalThis)').filter((name) => name in globalThis);
}

/** Freezes every object of the language that a program can reach, and the binding of globalThis. */
function freezeIntrinsics() {
  require('warnings').emitExperimentalWarning('Frozen intristics'); // Node spells it so
  const names = languageGlobals();
  const seen = new Set([globalThis]);
  seen.add(console);
  for (const name of names) freezeDeep(globalThis[name], seen);
  freezeConsole(seen);
  for (const object of hiddenIntrinsics()) freezeDeep(object, seen);
  Object.defineProperty(globalThis, 'globalThis', { __proto__: null, configurable: false, writable: false });
}

// Its functions: where it counts, times and indents must go on changing.
function freezeConsole(seen) {
  for (const member of Object.values(console)) {
    if (typeof member === 'function') freezeDeep(member, seen);
  }
  Object.freeze(console);
}

function freezeDeep(value, seen) {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) return;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    freezeDeep(property.value, seen);
    freezeDeep(property.get, seen);
    freezeDeep(property.set, seen);
    if (property.writable && property.configurable && key !== 'stackTraceLimit') letHeirsOverride(value, key, property);
  }
  freezeDeep(Object.getPrototypeOf(value), seen);
  freeze(value);
}

// A frozen data property could not be given to an object that inherits it: `{}.toString = f` would fail.
function letHeirsOverride(owner, key, { value, enumerable }) {
  Object.defineProperty(owner, key, {
    __proto__: null,
    configurable: false,
    enumerable,
    get() {
      return value;
    },
    set(own) {
      if (this === owner) throw new TypeError(`Cannot assign to read only property '${String(key)}' of ${typeof owner} '${this}'`);
      Object.defineProperty(this, key, { __proto__: null, value: own, writable: true, enumerable: true, configurable: true });
    },
  });
}

function freeze(object) {
  if (object !== Error) return Object.freeze(object);
  // Its stack trace limit stays to be set: by programs and by ourselves. The rest has become accessors.
  Object.preventExtensions(Error);
  Object.defineProperty(Error, 'prototype', { __proto__: null, writable: false });
}

module.exports = { freezeIntrinsics };
