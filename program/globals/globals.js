// What every program finds on globalThis. What a hello world does not use is loaded when it is first looked at.
// Also shown: web_storage.
'use strict';

const { everywhere, inPrograms } = require('classes');
const { copyProperty } = require('define');
const { defineLazy } = require('lazy_property');

/** A global that is made when it is first looked at. */
function lazy(target, name, load, enumerable = false) {
  defineLazy(target, name, load, { enumerable });
}

function plain(target, name, value, enumerable = false) {
  Object.defineProperty(target, name, { __proto__: null, configurable: true, enumerable, writable: true, value });
}

/** An accessor, as Node has it for what programs use in every other line: V8 sees through it. */
function replaceable(target, name, value) {
  Object.defineProperty(target, name, {
    __proto__: null,
    configurable: true,
    enumerable: false,
    get: () => value,
    set(replacement) { value = replacement; },
  });
}

const unset = Symbol('unset');
let performance = unset;
const accessors = {
  get performance() { return performance === unset ? require('perf_hooks').performance : performance; },
  set performance(value) { performance = value; },
};

const readOnly = {
  get crypto() { return require('crypto/webcrypto').crypto; },
  get navigator() { return require('navigator').navigator; },
};

// node:buffer has the classes of blobs, which are made of Buffers themselves.
function addBlobs(buffer) {
  whenRead(buffer, 'Blob', () => require('blob').Blob);
  buffer.resolveObjectURL = function resolveObjectURL(url) { return require('blob').resolveObjectURL(url); };
  whenRead(buffer, 'File', () => require('blob').File);
}

/** An accessor that becomes a plain property when it is first read or written. */
function whenRead(target, name, load) {
  const settle = (value) => {
    plain(target, name, value, true);
    return value;
  };
  Object.defineProperty(target, name, {
    __proto__: null, configurable: true, enumerable: true, get: () => settle(load()), set: settle,
  });
}

function install(global) {
  binding('webassembly').setReceiver((streaming, source) => require('webassembly').receive(streaming, source));
  delete Intl.v8BreakIterator; // of V8 alone: Intl.Segmenter is the standard's
  plain(global, 'global', global, true);
  Object.defineProperty(global, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'global' });
  for (const classes of [everywhere, inPrograms]) {
    for (const name of Object.keys(classes)) lazy(global, name, () => require(classes[name])[name]);
  }
  replaceable(global, 'process', require('process'));
  const buffer = require('buffer');
  replaceable(global, 'Buffer', buffer.Buffer);
  addBlobs(buffer);
  lazy(global, 'console', () => require('console'));

  // In the order in which Object.keys(globalThis) names them on Node.
  const timers = require('timers');
  for (const name of ['clearImmediate', 'setImmediate', 'clearInterval', 'clearTimeout', 'setInterval', 'setTimeout']) {
    plain(global, name, timers[name], true);
  }
  plain(global, 'queueMicrotask', require('ticks').queueMicrotask, true);
  lazy(global, 'structuredClone', () => require('structured_clone').structuredClone, true);
  for (const name of ['atob', 'btoa']) lazy(global, name, () => buffer[name], true);
  for (const name of Object.keys(accessors)) copyProperty(accessors, global, name);
  plain(global, 'fetch', function fetch(input, init = undefined) {
    return require('fetch').fetch(input, init); // this promise itself: stacks name who awaits it
  }, true);
  for (const name of ['crypto', 'navigator']) copyProperty(readOnly, global, name);
}

module.exports = { install };
