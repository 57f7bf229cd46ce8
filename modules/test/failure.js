'use strict';
// Failures: what tests and hooks fail with, and whose code runs.

const { AsyncLocalStorage } = require('async_hooks/async_local_storage');
const { ERR_TEST_FAILURE } = require('errors');

/** The test whose code runs, or {hook, test, failWith} for that of a hook. */
const currentTest = new AsyncLocalStorage();

function isFailure(error) {
  return error !== null && typeof error === 'object' && error.code === 'ERR_TEST_FAILURE';
}

/** What a test threw, as a failure. */
function wrap(cause) {
  try {
    return new ERR_TEST_FAILURE(cause, 'testCodeFailure');
  } catch {
    // It cannot be shown as it wants to be shown.
    const text = require('inspect').inspect(cause, { customInspect: false });
    return Object.assign(new ERR_TEST_FAILURE(text, 'testCodeFailure'), { cause });
  }
}

/** `error` as a failure. Those are made by us: their stacks show what is the user's of them. */
function failureOf(error) {
  const failure = isFailure(error) ? error : wrap(error);
  failure.stack = failure.stack.split('\n').filter((line) => !/^\s+at .*\bnode:/.test(line)).join('\n');
  return failure;
}

/** Whether a test that this ended was cancelled rather than failed. */
function isCancellation(error) {
  const type = isFailure(error) ? error.failureType : undefined;
  return type === 'testTimeoutFailure' || type === 'testAborted' || type === 'cancelledByParent';
}

module.exports = { currentTest, failureOf, isCancellation, isFailure };
