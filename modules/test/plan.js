'use strict';
// t.plan(): how many assertions and subtests a test says it will make.

const { ERR_INVALID_ARG_TYPE, ERR_TEST_FAILURE } = require('errors');
const { setTimeout, clearTimeout } = require('timers');
const { validateNumber, validateObject, validateUint32 } = require('validators');
const { MAX_TIMEOUT } = require('test/deadline');

class TestPlan {
  #expected;
  #actual = 0;
  #met;       // resolvers, while somebody waits
  #limit;     // milliseconds; undefined when nobody is to wait

  constructor(count, options = { __proto__: null }) {
    validateUint32(count, 'count');
    validateObject(options, 'options');
    const { wait } = options;
    if (wait !== undefined && typeof wait !== 'boolean' && typeof wait !== 'number') {
      throw new ERR_INVALID_ARG_TYPE('options.wait', ['boolean', 'number'], wait);
    }
    if (typeof wait === 'number') validateNumber(wait, 'options.wait', 0, MAX_TIMEOUT);
    this.#expected = count;
    if (wait === true) this.#limit = Infinity;
    else if (typeof wait === 'number') this.#limit = wait;
  }

  get waits() {
    return this.#limit !== undefined;
  }

  get met() {
    return this.#actual === this.#expected;
  }

  count() {
    this.#actual++;
    if (this.met) this.#met?.resolve();
  }

  /** Waits until the plan is met. @throws ERR_TEST_FAILURE 'testTimeoutFailure' */
  wait() {
    this.#met = Promise.withResolvers();
    if (this.#limit <= MAX_TIMEOUT) {
      const timer = setTimeout(() => {
        this.#met.reject(new ERR_TEST_FAILURE(
          `plan timed out after ${this.#limit}ms with ${this.#actual} assertions when expecting ${this.#expected}`,
          'testTimeoutFailure'));
      }, this.#limit);
      this.#met.promise.then(() => clearTimeout(timer), () => {});
    }
    return this.#met.promise;
  }

  /** @throws ERR_TEST_FAILURE when the numbers differ */
  check() {
    if (this.met) return;
    throw new ERR_TEST_FAILURE(
      `plan expected ${this.#expected} assertions but received ${this.#actual}`, 'testCodeFailure');
  }
}

module.exports = { TestPlan };
