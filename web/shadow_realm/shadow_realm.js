'use strict';
// What a ShadowRealm has besides the language: the web classes that know nothing of the process, and modules. Each realm
// has both to itself. This file is of the program's own realm; what it hands over is compiled in the other.

const native = binding('shadow_realm');
const { codeName, keepOwner } = require('vm/dynamic_import');
const { RealmModules } = require('shadow_realm/modules');

const classes = {
  __proto__: null,
  AbortController: 'abort_controller',
  AbortSignal: 'abort_controller',
  ByteLengthQueuingStrategy: 'stream/web',
  CountQueuingStrategy: 'stream/web',
  CustomEvent: 'event_target',
  DOMException: 'dom_exception',
  Event: 'event_target',
  EventTarget: 'event_target',
  ReadableByteStreamController: 'stream/web',
  ReadableStream: 'stream/web',
  ReadableStreamBYOBReader: 'stream/web',
  ReadableStreamBYOBRequest: 'stream/web',
  ReadableStreamDefaultController: 'stream/web',
  ReadableStreamDefaultReader: 'stream/web',
  TextDecoder: 'encoding',
  TextDecoderStream: 'stream/web',
  TextEncoder: 'encoding',
  TextEncoderStream: 'stream/web',
  TransformStream: 'stream/web',
  TransformStreamDefaultController: 'stream/web',
  URL: 'url',
  URLSearchParams: 'url',
  WritableStream: 'stream/web',
  WritableStreamDefaultController: 'stream/web',
  WritableStreamDefaultWriter: 'stream/web',
};

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
  const load = (name) => (requireBuiltin ??= builtinsOf(global))(classes[name])[name];
  load.modules = modules;
  return { __proto__: null, owner, names: Object.keys(classes), load };
}

module.exports = { setUp };
