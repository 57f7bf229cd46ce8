'use strict';
// Modules that require each other: what a module gives away before it is done.

const native = binding('module');
const process = require('process_object');

// Modules whose unfinished exports object has `unfinishedPrototype` until they are done: reading from it what is not there
// yet draws a warning.
const inCycle = new WeakSet();

const evaluating = new WeakSet();  // modules whose file is an ES module that is being evaluated

function warnMissing(name) {
  process.emitWarning(`Accessing non-existent property '${String(name)}' of module exports inside circular dependency`);
}

const unfinishedPrototype = new Proxy({}, {
  __proto__: null,
  get(target, name) {
    // __esModule is what transpiled code asks of anything.
    if (name in target || name === '__esModule') return target[name];
    warnMissing(name);
    return undefined;
  },
  getOwnPropertyDescriptor(target, name) {
    if (Object.hasOwn(target, name) || name === '__esModule') return Object.getOwnPropertyDescriptor(target, name);
    warnMissing(name);
    return undefined;
  },
});

/** What require() gives for a module that is still loading. @throws ERR_REQUIRE_CYCLE_MODULE for an ES module */
function unfinishedExports(module) {
  if (evaluating.has(module)) throw require('module/esm/require').requireCycle(module);
  const { exports } = module;
  const plain = exports !== null && typeof exports === 'object' && !native.isProxy(exports) &&
    Object.getPrototypeOf(exports) === Object.prototype && !exports.__esModule;
  if (plain) {
    inCycle.add(module);
    Object.setPrototypeOf(exports, unfinishedPrototype);
  }
  return exports;
}

/** The module is done: its exports are as any object's. */
function finish(module) {
  const { exports } = module;
  if (!exports || !inCycle.delete(module)) return;
  if (typeof exports === 'object' && !native.isProxy(exports) && Object.getPrototypeOf(exports) === unfinishedPrototype) {
    Object.setPrototypeOf(exports, Object.prototype);
  }
}

/** Runs `evaluate`, the evaluation of the ES module in the file of `module`: require() of it fails meanwhile. */
function whileEvaluating(module, evaluate) {
  evaluating.add(module);
  try {
    evaluate();
  } finally {
    evaluating.delete(module);
  }
}

module.exports = { unfinishedExports, finish, whileEvaluating };
