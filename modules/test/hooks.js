'use strict';
// The hooks of one test or suite: before, after, beforeEach, afterEach.

const { ERR_TEST_FAILURE } = require('errors');
const { validateAbortSignal } = require('validators');
const { Deadline, call } = require('test/deadline');
const { checkedTimeout, noop } = require('test/declaration');
const { currentTest, isFailure } = require('test/failure');
const { callerLocation } = require('test/location');

class Hook {
  kind;
  location;
  #fn;
  #options;
  #outcome; // of a hook that runs once

  constructor(kind, fn, options) {
    this.kind = kind;
    this.location = callerLocation();
    this.#fn = fn;
    this.#options = options;
  }

  runOnce(test) {
    this.#outcome ??= this.run(test);
    return this.#outcome;
  }

  /** Runs the hook for `test`. @throws ERR_TEST_FAILURE of the type 'hookFailed' */
  async run(test) {
    const timeout = this.#options.timeout ?? test.timeout;
    const deadline = new Deadline(timeout, this.#options.signal, `hook`);
    try {
      const running = { hook: this, test, failWith: (error) => deadline.stop(error) };
      await currentTest.run(running, call, this.#fn, test.context, deadline).finally(() => { running.failWith = undefined; });
    } catch (error) {
      if (isFailure(error)) error = `failed running ${this.kind} hook`;
      throw new ERR_TEST_FAILURE(error, 'hookFailed');
    } finally {
      deadline.release();
    }
  }
}

class Hooks {
  #byKind = { __proto__: null, before: [], after: [], beforeEach: [], afterEach: [] };

  /** @param {string} kind 'before' ... @param {{signal?: AbortSignal, timeout?: number}} [options] @returns {Hook} */
  add(kind, fn, options = { __proto__: null }) {
    if (options === null || typeof options !== 'object') options = { __proto__: null };
    if (options.signal !== undefined) validateAbortSignal(options.signal, 'options.signal');
    if (options.timeout !== undefined) checkedTimeout(options.timeout);
    const hook = new Hook(kind, typeof fn === 'function' ? fn : noop, options);
    this.#byKind[kind].push(hook);
    return hook;
  }

  has(kind) {
    return this.#byKind[kind].length > 0;
  }

  async runBefore(test) {
    for (const hook of this.#byKind.before) await hook.runOnce(test);
  }

  async runAfter(test) {
    const { after } = this.#byKind;
    while (after.length > 0) await after.shift().runOnce(test); // a hook may add hooks
  }

  /** @param {'beforeEach'|'afterEach'} kind @param {object} test below the one that has the hooks */
  async runEach(kind, test) {
    for (const hook of this.#byKind[kind]) await hook.run(test);
  }
}

module.exports = { Hooks };
