'use strict';
// node:assert. Diffs, messages and the reading of sources are in files that are loaded when an assertion fails.
// Also shown: source.

const {
  ERR_AMBIGUOUS_ARGUMENT,
  ERR_CONSTRUCT_CALL_REQUIRED,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_RETURN_VALUE,
  ERR_MISSING_ARGS,
} = require('errors');
const { defineLazy } = require('lazy_property');
const { validateFunction, validateOneOf } = require('validators');
const AssertionError = require('assert/assertion_error');

let deep;

/** What compares deeply, which many programs do not ask for. */
function deepEquality() {
  return deep ??= require('util/deep_equal');
}

const optionsKey = Symbol('options');
const noException = Symbol('no exception');

function isError(value) {
  return value instanceof Error || require('types').isNativeError(value);
}

function isRegExp(value) {
  return value instanceof RegExp || require('types').isRegExp(value);
}

function diffOf(assertion) {
  return assertion?.[optionsKey]?.diff ?? 'simple';
}

/** Throws for a failed comparison: the user's error or an AssertionError. */
function fails(assertion, fn, actual, expected, message, operator) {
  if (isError(message)) throw message;
  throw new AssertionError({ actual, expected, message, operator, stackStartFn: fn, diff: diffOf(assertion) });
}

function requireTwo(args) {
  if (args.length < 2) throw new ERR_MISSING_ARGS('actual', 'expected');
}

/** The text of the call to `fn` that is running, as a message, or undefined where there is no source. */
function falsyMessage(fn) {
  const { stackTraceLimit } = Error;
  const isWritable = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')?.writable;
  if (isWritable) Error.stackTraceLimit = 1;
  const error = new Error();
  Error.captureStackTrace(error, fn);
  if (isWritable) Error.stackTraceLimit = stackTraceLimit;
  const call = require('assert/source').readCall(error);
  return call === undefined ? undefined : `The expression evaluated to a falsy value:\n\n  ${call}\n`;
}

function checkOk(assertion, fn, argumentCount, value, message) {
  if (value) return;
  let generatedMessage = false;
  if (argumentCount === 0) {
    generatedMessage = true;
    message = 'No value argument passed to `assert.ok()`';
  } else if (message === undefined || message === null) {
    generatedMessage = true;
    message = falsyMessage(fn);
  } else if (isError(message)) {
    throw message;
  }
  const error = new AssertionError({
    actual: value, expected: true, message, operator: '==', stackStartFn: fn, diff: diffOf(assertion),
  });
  error.generatedMessage = generatedMessage;
  throw error;
}

/**
 * Asserts that `value` is truthy: `assert(value[, message])`.
 * @param {*} value
 * @param {string|Error} [message]
 */
function assert(...args) {
  checkOk(this, assert, args.length, args[0], args[1]);
}
Object.defineProperty(assert, 'name', { __proto__: null, value: 'ok' });

let warnedOfFail = false;

/**
 * Throws an AssertionError: `fail([message])`. The form `fail(actual, expected, message, operator, stackStartFn)` is
 * deprecated.
 * @param {string|Error} [message]
 */
function fail(actual, expected, message, operator, stackStartFn) {
  const count = arguments.length;
  let isDefault = false;
  if (count <= 1 && (actual === undefined || actual === null)) {
    isDefault = true;
    message = 'Failed';
  } else if (count === 1) {
    message = actual;
    actual = undefined;
  } else {
    if (!warnedOfFail) {
      warnedOfFail = true;
      require('process_object').emitWarning(
        'assert.fail() with more than one argument is deprecated. ' +
        'Please use assert.strictEqual() instead or only pass a message.',
        'DeprecationWarning', 'DEP0094');
    }
    if (count === 2) operator = '!=';
  }
  if (isError(message)) throw message;
  const error = new AssertionError({
    message,
    actual,
    expected,
    operator: operator === undefined ? 'fail' : operator,
    stackStartFn: stackStartFn || fail,
    diff: diffOf(this),
  });
  if (isDefault) error.generatedMessage = true;
  throw error;
}

/** Asserts `actual == expected`, or that both are NaN. */
function equal(actual, expected, message) {
  if (arguments.length < 2) requireTwo(arguments);
  if (actual != expected && (actual === actual || expected === expected)) {
    fails(this, equal, actual, expected, message, '==');
  }
}

/** Asserts `actual != expected`, and that not both are NaN. */
function notEqual(actual, expected, message) {
  if (arguments.length < 2) requireTwo(arguments);
  if (actual == expected || (actual !== actual && expected !== expected)) {
    fails(this, notEqual, actual, expected, message, '!=');
  }
}

/** Asserts deep equality with == for primitives. */
function deepEqual(actual, expected, message) {
  if (arguments.length < 2) requireTwo(arguments);
  if (!deepEquality().isDeepEqual(actual, expected)) fails(this, deepEqual, actual, expected, message, 'deepEqual');
}

/** Asserts that `actual` and `expected` are not loosely deep-equal. */
function notDeepEqual(actual, expected, message) {
  if (arguments.length < 2) requireTwo(arguments);
  if (deepEquality().isDeepEqual(actual, expected)) fails(this, notDeepEqual, actual, expected, message, 'notDeepEqual');
}

/** Asserts deep equality with Object.is() for primitives. */
function deepStrictEqual(actual, expected, message) {
  if (arguments.length < 2) requireTwo(arguments);
  if (!deepEquality().isDeepStrictEqual(actual, expected, this?.[optionsKey]?.skipPrototype)) {
    fails(this, deepStrictEqual, actual, expected, message, 'deepStrictEqual');
  }
}

/** Asserts that `actual` and `expected` are not strictly deep-equal. */
function notDeepStrictEqual(actual, expected, message) {
  if (arguments.length < 2) requireTwo(arguments);
  if (deepEquality().isDeepStrictEqual(actual, expected, this?.[optionsKey]?.skipPrototype)) {
    fails(this, notDeepStrictEqual, actual, expected, message, 'notDeepStrictEqual');
  }
}

/** Asserts `Object.is(actual, expected)`. */
function strictEqual(actual, expected, message) {
  if (arguments.length < 2) requireTwo(arguments);
  if (!Object.is(actual, expected)) fails(this, strictEqual, actual, expected, message, 'strictEqual');
}

/** Asserts `!Object.is(actual, expected)`. */
function notStrictEqual(actual, expected, message) {
  if (arguments.length < 2) requireTwo(arguments);
  if (Object.is(actual, expected)) fails(this, notStrictEqual, actual, expected, message, 'notStrictEqual');
}

/** Asserts that all that is in `expected` is in `actual` too. */
function partialDeepStrictEqual(actual, expected, message) {
  if (arguments.length < 2) requireTwo(arguments);
  if (!deepEquality().isPartialStrictEqual(actual, expected)) {
    fails(this, partialDeepStrictEqual, actual, expected, message, 'partialDeepStrictEqual');
  }
}

function checkMatch(assertion, fn, string, regexp, message, wanted) {
  if (!isRegExp(regexp)) throw new ERR_INVALID_ARG_TYPE('regexp', 'RegExp', regexp);
  if (typeof string === 'string' && (RegExp.prototype.exec.call(regexp, string) !== null) === wanted) return;
  if (isError(message)) throw message;
  const generatedMessage = !message;
  if (generatedMessage) {
    const { inspect } = require('inspect');
    message = typeof string !== 'string' ?
      `The "string" argument must be of type string. Received type ${typeof string} (${inspect(string)})` :
      `The input ${wanted ? 'did not match' : 'was expected to not match'} the regular expression ` +
        `${inspect(regexp)}. Input:\n\n${inspect(string)}\n`;
  }
  const error = new AssertionError({
    actual: string, expected: regexp, message, operator: fn.name, stackStartFn: fn, diff: diffOf(assertion),
  });
  error.generatedMessage = generatedMessage;
  throw error;
}

/** Asserts that `string` matches `regexp`. */
function match(string, regexp, message) {
  checkMatch(this, match, string, regexp, message, true);
}

/** Asserts that `string` does not match `regexp`. */
function doesNotMatch(string, regexp, message) {
  checkMatch(this, doesNotMatch, string, regexp, message, false);
}

function thrownBy(fn) {
  validateFunction(fn, 'fn');
  try {
    fn();
  } catch (error) {
    return error;
  }
  return noException;
}

function isPromiseLike(value) {
  return value instanceof Promise || (typeof value === 'object' && value !== null &&
    typeof value.then === 'function' && typeof value.catch === 'function') || require('types').isPromise(value);
}

async function rejectionOf(promiseOrFn) {
  let promise = promiseOrFn;
  if (typeof promiseOrFn === 'function') {
    promise = promiseOrFn();
    if (!isPromiseLike(promise)) throw new ERR_INVALID_RETURN_VALUE('instance of Promise', 'promiseFn', promise);
  } else if (!isPromiseLike(promiseOrFn)) {
    throw new ERR_INVALID_ARG_TYPE('promiseFn', ['Function', 'Promise'], promiseOrFn);
  }
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return noException;
}

/** The checked properties of a thrown object or of what it should be like; the name appears in diffs. */
class Comparison {
  constructor(source, keys, actual) {
    for (const key of keys) {
      if (!(key in source)) continue;
      // What a regular expression matches is shown on both sides alike.
      this[key] = actual !== undefined && isMatchedBy(source[key], actual[key]) ? actual[key] : source[key];
    }
  }
}

function isMatchedBy(pattern, value) {
  return typeof value === 'string' && isRegExp(pattern) && RegExp.prototype.exec.call(pattern, value) !== null;
}

function throwWrongError(assertion, fn, actual, expected, message, text) {
  const error = new AssertionError({
    actual, expected, message: message || text, operator: fn.name, stackStartFn: fn, diff: diffOf(assertion),
  });
  error.generatedMessage = !message;
  throw error;
}

/** Compares a thrown error with an object property by property. */
function checkThrownProperties(assertion, fn, actual, expected, message) {
  const diff = diffOf(assertion);
  if (typeof actual !== 'object' || actual === null) {
    const error = new AssertionError({
      actual, expected, message, operator: 'deepStrictEqual', stackStartFn: fn, diff,
    });
    error.operator = fn.name;
    throw error;
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw new ERR_INVALID_ARG_VALUE('error', expected, 'may not be an empty object');
  for (const key of keys) {
    if (isMatchedBy(expected[key], actual[key])) continue;
    if (key in actual && deepEquality().isDeepStrictEqual(actual[key], expected[key])) continue;
    if (message) fails(assertion, fn, actual, expected, message, fn.name);
    const error = new AssertionError({
      actual: new Comparison(actual, keys),
      expected: new Comparison(expected, keys, actual),
      operator: 'deepStrictEqual',
      stackStartFn: fn,
      diff,
    });
    error.actual = actual;
    error.expected = expected;
    error.operator = fn.name;
    throw error;
  }
}

function describeWrongClass(actual, expected, inspect) {
  let text = `The error is expected to be an instance of "${expected.name}". Received `;
  if (!isError(actual)) return `${text}"${inspect(actual, { depth: -1 })}"`;
  const name = actual.constructor?.name || actual.name;
  text += name === expected.name ? 'an error with identical name but a different prototype.' : `"${name}"`;
  return actual.message ? `${text}\n\nError message:\n\n${actual.message}` : text;
}

/** Checks a thrown error against a class, a regular expression, an object or a validation function. */
function checkThrown(assertion, fn, actual, expected, message) {
  const { inspect } = require('inspect');
  if (typeof expected !== 'function') {
    if (!isRegExp(expected)) {
      checkThrownProperties(assertion, fn, actual, expected, message);
      return;
    }
    const text = String(actual);
    if (RegExp.prototype.exec.call(expected, text) !== null) return;
    throwWrongError(assertion, fn, actual, expected, message,
                    `The input did not match the regular expression ${inspect(expected)}. ` +
                    `Input:\n\n${inspect(text)}\n`);
  }
  if (expected.prototype !== undefined && actual instanceof expected) return;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) {
    throwWrongError(assertion, fn, actual, expected, message, describeWrongClass(actual, expected, inspect));
  }
  const result = Reflect.apply(expected, {}, [actual]);
  if (result === true) return;
  const name = expected.name ? `"${expected.name}" ` : '';
  let text = `The ${name}validation function is expected to return "true". Received ${inspect(result)}`;
  if (isError(actual)) text += `\n\nCaught error:\n\n${actual}`;
  throwWrongError(assertion, fn, actual, expected, message, text);
}

function checkAmbiguity(actual, text) {
  if (typeof actual === 'object' && actual !== null) {
    if (actual.message !== text) return;
    throw new ERR_AMBIGUOUS_ARGUMENT('error/message', `The error message "${text}" is identical to the message.`);
  }
  if (actual === text) {
    throw new ERR_AMBIGUOUS_ARGUMENT('error/message', `The error "${text}" is identical to the message.`);
  }
}

function expectError(assertion, fn, kind, actual, ...rest) {
  let [error, message] = rest;
  if (typeof error === 'string') {
    if (rest.length === 2) throw invalidExpectation(error);
    checkAmbiguity(actual, error);
    message = error;
    error = undefined;
  } else if (error !== undefined && error !== null && typeof error !== 'object' && typeof error !== 'function') {
    throw invalidExpectation(error);
  }
  if (actual === noException) {
    const name = error?.name ? ` (${error.name})` : '';
    fails(assertion, fn, undefined, error, `Missing expected ${kind}${name}${message ? `: ${message}` : '.'}`, fn.name);
  }
  if (error) checkThrown(assertion, fn, actual, error, message);
}

function invalidExpectation(error) {
  return new ERR_INVALID_ARG_TYPE('error', ['Function', 'Error', 'RegExp', 'Object'], error);
}

function isUnwanted(actual, expected) {
  if (typeof expected === 'function') {
    if (expected.prototype !== undefined && actual instanceof expected) return true;
    if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
    return Reflect.apply(expected, {}, [actual]) === true;
  }
  if (!isRegExp(expected)) throw new ERR_INVALID_ARG_TYPE('expected', ['Function', 'RegExp'], expected);
  return RegExp.prototype.exec.call(expected, String(actual)) !== null;
}

function expectNoError(assertion, fn, kind, actual, error, message) {
  if (actual === noException) return;
  if (typeof error === 'string') {
    message = error;
    error = undefined;
  }
  if (error && !isUnwanted(actual, error)) throw actual;
  fails(assertion, fn, actual, error,
        `Got unwanted ${kind}${message ? `: ${message}` : '.'}\nActual message: "${actual?.message}"`, fn.name);
}

/**
 * Asserts that `fn` throws.
 * @param {Function} fn
 * @param {Function|RegExp|object|Error} [error] what the thrown value is checked with
 * @param {string|Error} [message]
 */
function throws(fn, ...args) {
  expectError(this, throws, 'exception', thrownBy(fn), ...args);
}

/**
 * Asserts that a promise, or the one that a function returns, is rejected. Arguments as for throws().
 * @param {Function|Promise} promiseFn
 * @returns {Promise<undefined>}
 */
async function rejects(promiseFn, ...args) {
  expectError(this, rejects, 'rejection', await rejectionOf(promiseFn), ...args);
}

/** Asserts that `fn` does not throw. */
function doesNotThrow(fn, ...args) {
  expectNoError(this, doesNotThrow, 'exception', thrownBy(fn), ...args);
}

/** Asserts that a promise, or the one that a function returns, is not rejected. */
async function doesNotReject(fn, ...args) {
  expectNoError(this, doesNotReject, 'rejection', await rejectionOf(fn), ...args);
}

/** The frames of `stack` up to those it shares with `original`, and then the frames of `original`. */
function joinStacks(stack, original) {
  const start = original.indexOf('\n    at');
  if (start === -1) return stack;
  const originalFrames = original.slice(start + 1).split('\n');
  let frames = stack.split('\n');
  for (const frame of originalFrames) {
    const shared = frames.indexOf(frame);
    if (shared === -1) continue;
    frames = frames.slice(0, shared);
    break;
  }
  return `${frames.join('\n')}\n${originalFrames.join('\n')}`;
}

/** Throws if `error` is neither undefined nor null, with the stack of both. */
function ifError(error) {
  if (error === undefined || error === null) return;
  let text;
  if (typeof error === 'object' && typeof error.message === 'string') {
    text = error.message === '' && error.constructor ? error.constructor.name : error.message;
  } else {
    text = require('inspect').inspect(error);
  }
  const wrapped = new AssertionError({
    actual: error,
    expected: null,
    operator: 'ifError',
    message: `ifError got unwanted exception: ${text}`,
    stackStartFn: ifError,
    diff: diffOf(this),
  });
  if (typeof error.stack === 'string') wrapped.stack = joinStacks(wrapped.stack, error.stack);
  throw wrapped;
}

/**
 * A set of assertions with options of its own.
 * @param {object} [options]
 * @param {'simple'|'full'} [options.diff='simple']
 * @param {boolean} [options.strict=true] whether equal() and the like are strict
 * @param {boolean} [options.skipPrototype=false] whether deep equality ignores classes
 */
function Assert(options) {
  if (!new.target) throw new ERR_CONSTRUCT_CALL_REQUIRED('Assert');
  options = { __proto__: null, strict: true, skipPrototype: false, ...options };
  if (options.diff !== undefined) validateOneOf(options.diff, 'options.diff', ['simple', 'full']);
  this.AssertionError = AssertionError;
  Object.defineProperty(this, optionsKey, { __proto__: null, value: options });
  if (!options.strict) return;
  this.equal = this.strictEqual;
  this.deepEqual = this.deepStrictEqual;
  this.notEqual = this.notStrictEqual;
  this.notDeepEqual = this.notDeepStrictEqual;
}

function ok(...args) {
  checkOk(this, ok, args.length, args[0], args[1]);
}

Object.assign(Assert.prototype, {
  fail, ok, equal, notEqual, deepEqual, notDeepEqual, deepStrictEqual, notDeepStrictEqual, strictEqual, notStrictEqual,
  partialDeepStrictEqual, throws, rejects, doesNotThrow, doesNotReject, ifError, match, doesNotMatch,
});

/** The strict face: `assert.strict(value[, message])`. */
function strict(...args) {
  checkOk(this, strict, args.length, args[0], args[1]);
}

function addAll(face) {
  face.AssertionError = AssertionError;
  defineLazy(face, 'CallTracker', () => require('assert/call_tracker'));
  return Object.assign(face, {
    ok: assert,
    fail, equal, notEqual, deepEqual, notDeepEqual, deepStrictEqual, notDeepStrictEqual, strictEqual, notStrictEqual,
    partialDeepStrictEqual, match, doesNotMatch, throws, rejects, doesNotThrow, doesNotReject, ifError,
  });
}

addAll(assert);
assert.strict = Object.assign(addAll(strict), {
  equal: strictEqual, deepEqual: deepStrictEqual, notEqual: notStrictEqual, notDeepEqual: notDeepStrictEqual, Assert,
});
strict.strict = strict;
assert.Assert = Assert;

module.exports = assert;
