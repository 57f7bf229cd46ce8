'use strict';
// What a ShadowRealm has besides the language: the web classes that know nothing of the process, and modules. Each realm
// has both to itself. This file is of the program's own realm; what it hands over is compiled in the other.

const native = binding('shadow_realm');
const { everywhere } = require('classes');
const { codeName, keepOwner } = require('vm/dynamic_import');
const { RealmModules } = require('shadow_realm/modules');

/** require() of built-in files for one realm. */
function builtinsOf(global) {
  const loaded = { __proto__: null };
  const halves = { __proto__: null };
  const nativeHalf = (room) => halves[room] ??= native.nativeHalf(global, room);
  return function requireBuiltin(id) {
    if (loaded[id] !== undefined) return loaded[id].exports;
    const builtin = loaded[id] = { exports: {}, id };
    native.compileBuiltin(global, id)(builtin.exports, requireBuiltin, builtin, nativeHalf);
    return builtin.exports;
  };
}

// V8's caches may keep the owner's symbol, and what it leads to, longer than the realm lives: what holds a realm's modules is
// its context.
function importerOf(reference) {
  return (...args) => reference.deref().importModule(...args);
}

/** Called natively: {owner, names, load} for a new realm, by its global object. */
function setUp(global) {
  const owner = Symbol('shadow realm');
  const modules = new RealmModules(global, owner);
  keepOwner(owner, importerOf(new WeakRef(modules)), codeName);
  let requireBuiltin;
  const load = (name) => (requireBuiltin ??= builtinsOf(global))(everywhere[name])[name];
  load.modules = modules;
  return { __proto__: null, owner, names: Object.keys(everywhere), load };
}

module.exports = { setUp };
