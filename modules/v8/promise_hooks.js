// v8.promiseHooks: what a promise goes through, reported to functions of the user's.
'use strict';
const { add } = require('promise_hooks');
const { validatePlainFunction } = require('validators');

// A hook runs in the middle of V8's own work: what it throws goes to 'uncaughtException' instead.
function guarded(hook) {
  return (promise, parent) => {
    try {
      hook(promise, parent);
    } catch (error) {
      reportUncaught(error);
    }
  };
}

function reportUncaught(error) {
  const process = require('process_object');
  if (process._fatalException(error)) return;
  process.reallyExit(Number(process.exitCode ?? 1) || 1);
}

// Each hook's name in error messages.
const kinds = { __proto__: null, init: 'initHook', before: 'beforeHook', after: 'afterHook', settled: 'settledHook' };

/**
 * @param {object} [hooks] init(promise, parent), before(promise), after(promise), settled(promise)
 * @returns {function()} removes them
 */
function createHook({ init, before, after, settled } = { __proto__: null }) {
  const given = { init, before, after, settled };
  const hooks = {};
  for (const kind in kinds) {
    if (given[kind] === undefined) continue;
    validatePlainFunction(given[kind], kinds[kind]);
    hooks[kind] = guarded(given[kind]);
  }
  return add(hooks);
}

function single(kind) {
  return (hook) => {
    validatePlainFunction(hook, kinds[kind]);
    return add({ [kind]: guarded(hook) });
  };
}

const onInit = single('init');
const onBefore = single('before');
const onAfter = single('after');
const onSettled = single('settled');

module.exports = { createHook, onInit, onBefore, onAfter, onSettled };
