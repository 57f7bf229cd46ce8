// Boots the built-in modules. Called by C++ once, when the start-up snapshot is made (eddy-dev: at each start), as
//   function (hooks, undefined, globalThis, {compile, binding})
// and leaves in `hooks` the functions that C++ calls, and the numbers it shares with JavaScript (see Runtime::State).
'use strict';
const [hooks, , global, native] = [exports, require, module, binding];

// --- The loader of built-ins: an id is looked up once, compiled once, run once. ---

const loaded = { __proto__: null }; // id -> {exports, id}
const bindings = { __proto__: null };
const { slice } = String.prototype;
const { apply } = Reflect;

function nativeHalf(room) {
  let half = bindings[room];
  if (half === undefined) {
    half = native.binding(room);
    if (half === undefined) throw new Error(`No such native half: ${room}`);
    bindings[room] = half;
  }
  return half;
}

function requireBuiltin(id) {
  const entry = loaded[id];
  if (entry !== undefined) return entry.exports;
  const compiled = native.compile(id);
  if (compiled === undefined) {
    if (apply(slice, id, [0, 5]) === 'node:') return requireBuiltin(apply(slice, id, [5])); // as npm parts write it
    throw new Error(`No such built-in file: ${id}`);
  }
  const builtin = { exports: {}, id };
  loaded[id] = builtin;
  try {
    compiled(builtin.exports, requireBuiltin, builtin, nativeHalf);
  } catch (error) {
    delete loaded[id];
    throw error;
  }
  return builtin.exports;
}

// --- What C++ and JavaScript share: names of the fields of hooks.state. ---

const state = new Int32Array(new ArrayBuffer(8 * 4)); // a buffer lies outside V8's heap: C++ can keep its address
hooks.state = state;
bindings.state = {
  state,
  TICKS_PENDING: 0,
  REJECTIONS_PENDING: 1,
  IMMEDIATES: 2,
  REFERENCED_IMMEDIATES: 3,
  IMMEDIATES_INTERRUPTED: 4,
  LOOP_KEPT_BY_IMMEDIATES: 5,
  UNCAUGHT_IS_CAPTURED: 6,
  TICKS_RUN: 7,
};
hooks.require = requireBuiltin;
bindings.builtins = { require: requireBuiltin, loaded, hooks };

// --- The rooms of a hello world. ---

const ticks = requireBuiltin('ticks');
const timers = requireBuiltin('timers/queue');
hooks.processTicks = ticks.processTicksAndRejections.bind(requireBuiltin('process'));
hooks.processTimers = timers.processTimers;
hooks.processImmediates = requireBuiltin('timers/immediates').processImmediates;

const lifecycle = requireBuiltin('lifecycle');
hooks.loadLazyProperty = requireBuiltin('lazy_property').load;
hooks.beforeExit = lifecycle.beforeExit;
hooks.onExit = lifecycle.onExit;
hooks.exitCode = lifecycle.exitCode;
hooks.onUncaught = lifecycle.onUncaught;
hooks.onHandlerFailure = lifecycle.onHandlerFailure;
hooks.onRejection = lifecycle.onRejection;
const errors = requireBuiltin('errors');
hooks.prepareStackTrace = errors.prepareStackTrace;
Object.defineProperty(global.Error, 'prepareStackTrace', {
  __proto__: null,
  configurable: true, enumerable: false, writable: true, value: errors.errorPrepareStackTrace,
});

hooks.bufferPrototype = requireBuiltin('buffer').Buffer.prototype;
requireBuiltin('globals').install(global);
hooks.main = requireBuiltin('main').main;

// What a hello world requires on its way is here already.
for (const id of ['options', 'module', 'module/run_main', 'console', 'stdio']) requireBuiltin(id);
hooks.warmUp = (file) => requireBuiltin('main/warm_up').warmUp(file);
