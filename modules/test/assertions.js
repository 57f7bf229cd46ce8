'use strict';
// t.assert: the assertions of node:assert, counted for t.plan(), snapshots, and those that were registered.

const { validateFunction, validateString } = require('validators');

const leftOut = new Set(['ok', 'AssertionError', 'CallTracker', 'strict', 'Assert', 'options']);

let registered; // name -> function

function all() {
  if (registered !== undefined) return registered;
  const assert = require('assert');
  registered = new Map();
  for (const name of Object.keys(assert).sort()) {
    if (!leftOut.has(name)) registered.set(name, { fn: assert[name] });
  }
  registered.set('snapshot', { make: (test) => require('test/snapshot').makeSnapshotAssertion(test) });
  registered.set('fileSnapshot', { make: () => require('test/snapshot').fileSnapshot });
  registered.set('ok', { fn: assert.ok });
  return registered;
}

/** Adds an assertion to t.assert; it is called with the TestContext as `this`. */
function register(name, fn) {
  validateString(name, 'name');
  validateFunction(fn, 'fn');
  all().set(name, { fn });
}

/** The object that is t.assert. */
function boundTo(test, context) {
  const bound = { __proto__: null };
  for (const [name, { fn, make }] of all()) bound[name] = makeAssertion(test, context, fn ?? make(test));
  return bound;
}

function makeAssertion(test, context, fn) {
  return function assertion(...args) {
    test.plan?.count();
    try {
      return Reflect.apply(fn, context, args);
    } catch (error) {
      if (error?.generatedMessage && error.operator === '==') showCall(error, assertion);
      leaveOutOurFrames(error);
      throw error;
    }
  };
}

// t.assert.ok() shows how the test called it.
function showCall(error, assertion) {
  const site = new Error();
  Error.captureStackTrace(site, assertion);
  const call = require('assert/source').readCall(site);
  if (call === undefined) return;
  const shown = error.message;
  error.message = `The expression evaluated to a falsy value:\n\n  ${call}\n`;
  error.stack = error.stack.replace(shown, () => error.message);
}

// The stack of the error begins where the test called us.
function leaveOutOurFrames(error) {
  if (error?.code !== 'ERR_ASSERTION' || typeof error.stack !== 'string') return;
  error.stack = error.stack.split('\n').filter((line) => !/^\s+at .*\bnode:(?:test\/|assert)/.test(line)).join('\n');
}

module.exports = { boundTo, register };
