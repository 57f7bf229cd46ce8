// process.finalization: callbacks for objects that are still there when the process ends.
'use strict';
const process = require('process_object');
const { ERR_INVALID_ARG_TYPE } = require('errors');
const { validateFunction } = require('validators');
const { emitExperimentalWarning } = require('warnings');

function validateObjectOrFunction(value) {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') {
    throw new ERR_INVALID_ARG_TYPE('obj', 'object', value);
  }
}

function warn(name) {
  emitExperimentalWarning(`process.finalization.${name}`);
}

/** One registry a process. An object that was collected before the end is forgotten without a call. */
function create() {
  const registered = { exit: new Set(), beforeExit: new Set() };
  const collected = new FinalizationRegistry((entry) => remove(entry));
  const started = new Set();

  function remove(entry) {
    for (const entries of Object.values(registered)) entries.delete(entry);
  }

  function run(event, code) {
    for (const entry of registered[event]) {
      const object = entry.ref.deref();
      if (object !== undefined) entry.callback(object, event, code);
    }
    if (event === 'exit') registered.exit.clear();
    registered[event].clear();
  }

  function add(event, object, callback) {
    validateObjectOrFunction(object);
    validateFunction(callback, 'callback');
    const entry = { ref: new WeakRef(object), callback };
    registered[event].add(entry);
    collected.register(object, entry, entry);
    if (!started.has(event)) process.on(event, (code) => run(event, code));
    started.add(event);
  }

  return {
    register: function register(ref, callback) {
      warn('register');
      add('exit', ref, callback);
    },
    registerBeforeExit: function registerBeforeExit(ref, callback) {
      warn('registerBeforeExit');
      add('beforeExit', ref, callback);
    },
    unregister: function unregister(ref) {
      warn('unregister');
      for (const entries of Object.values(registered)) {
        for (const entry of entries) if (entry.ref.deref() === ref) entries.delete(entry);
      }
    },
  };
}

module.exports = { create };
