'use strict';
// The subtests of a test that run, and those that wait until concurrency lets them.

class Queue {
  #concurrency;
  #running = 0;
  #waiting = []; // {test, resolve, reject}
  #whenIdle;

  constructor(concurrency) {
    this.#concurrency = concurrency;
  }

  /** No test runs or waits. */
  get isIdle() {
    return this.#running === 0 && this.#waiting.length === 0;
  }

  /** Begins `test` as soon as concurrency allows. @returns {Promise<undefined>} fulfilled when it is done */
  add(test) {
    if (this.#running < this.#concurrency && this.#waiting.length === 0) return this.#begin(test);
    const { promise, resolve, reject } = Promise.withResolvers();
    this.#waiting.push({ test, resolve, reject });
    return promise;
  }

  #begin(test) {
    this.#running++;
    return test.begin();
  }

  /** A test that was begun has ended. */
  ended() {
    this.#running--;
    while (this.#waiting.length > 0 && this.#running < this.#concurrency) {
      const { test, resolve, reject } = this.#waiting.shift();
      if (test.finished) resolve();
      else this.#begin(test).then(resolve, reject);
    }
    if (this.isIdle) this.#wake();
  }

  /** Takes out the tests that wait and are not wanted: they are done. */
  keep(isWanted) {
    const unwanted = this.#waiting.filter(({ test }) => !isWanted(test));
    this.#waiting = this.#waiting.filter(({ test }) => isWanted(test));
    for (const { resolve } of unwanted) resolve();
  }

  /** Cancels `tests`, and those that wait. */
  cancel(tests, error) {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const test of tests) test.cancel(error);
    for (const { test, resolve } of waiting) {
      test.cancel(error);
      resolve();
    }
    if (this.#running === 0) this.#wake();
  }

  #wake() {
    this.#whenIdle?.resolve();
    this.#whenIdle = undefined;
  }

  /** @param {Promise} [deadline] @returns {Promise<undefined>} fulfilled when it is idle; rejects as `deadline` does before */
  async untilIdle(deadline) {
    while (!this.isIdle) {
      this.#whenIdle ??= Promise.withResolvers();
      const { promise } = this.#whenIdle;
      await (deadline === undefined ? promise : Promise.race([promise, deadline]));
    }
  }
}

module.exports = { Queue };
