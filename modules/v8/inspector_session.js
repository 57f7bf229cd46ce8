'use strict';
// A session of our own with this thread's inspector, for what is measured without a client: profiles and coverage.

const native = binding('inspector');

class PrivateSession {
  #connection = new native.LocalConnection((message) => this.#receive(JSON.parse(message)));
  #answer;

  #receive(message) {
    if (message.id === 1) this.#answer = message;
  }

  /** Sends a request that is answered at once. @returns {object} its result @throws the protocol's error */
  post(method, params = { __proto__: null }) {
    this.#answer = undefined;
    this.#connection.dispatch(JSON.stringify({ id: 1, method, params }));
    if (this.#answer?.error) throw new Error(`${method}: ${this.#answer.error.message}`);
    return this.#answer?.result;
  }

  end() {
    this.#connection.disconnect();
  }
}

module.exports = { PrivateSession };
