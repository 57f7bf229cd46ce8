'use strict';
// One request of fetch() and its answer, from the connection to the Response. What needs more of the fetch standard than an
// answer has to go through by itself (redirects, encoded bodies) is handed over to undici's fetch with its head: see relay.js.
const { performance } = require('perf_hooks');
const { IncomingBody } = require('fetch/body');
const { listOf, makeResponseOf } = require('fetch/response');

const KEEP_ALIVE_HINT = /^timeout=(\d+)/;

/** Responses that nobody reads to the end give their connections back when they are collected. */
const unread = new FinalizationRegistry((exchange) => { exchange.forsake(); });

class Exchange {
  #resolve;
  #reject;
  #hasHead = false;

  /** `plan`: what plain_request.js read. `ordinarily(dispatcher)`: does the same by undici's fetch. */
  constructor(plan, ordinarily) {
    this.plan = plan;
    this.ordinarily = ordinarily;
    this.head = plan.head;
    this.body = plan.body;
    this.connection = null;
    /** Nobody waits for what comes. */
    this.isOver = false;
    this.incoming = null;
    this.status = 0;
    this.startTime = performance.now();
    this.responseTime = 0;
    const { promise, resolve, reject } = Promise.withResolvers();
    this.promise = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Sends the request. @returns {Promise<Response>} */
  start() {
    const { promise } = this;
    this.plan.origin.start(this);
    return promise;
  }

  // --- From the connection. ---

  /** True: no body follows. */
  receiveHead(status, reason, head) {
    const { plan } = this;
    const fields = listOf(head);
    const needsMore = this.#look(status, fields);
    const isBodiless = status === 204 || status === 304;
    const { promise } = this;
    this.#hasHead = true;
    this.status = status;
    this.responseTime = performance.now();
    if (needsMore) {
      this.#handOver(status, reason, fields);
    } else {
      this.incoming = isBodiless || status === 205 ? null : new IncomingBody(this);
      const response = makeResponseOf(plan.url, status, reason, fields, this.incoming);
      this.#resolve(response);
      if (this.incoming !== null) unread.register(response, this, this);
      else this.consumed();
    }
    this.#forgetPromise(promise);
    return isBodiless;
  }

  receiveBody(bytes) {
    if (this.incoming !== null) this.incoming.push(bytes);
  }

  finish() {
    this.connection = null;
    this.#reportTiming();
    if (this.incoming !== null) this.incoming.complete();
  }

  fail(cause) {
    this.connection = null;
    if (this.isOver) return;
    if (this.#hasHead) {
      if (this.incoming !== null) this.incoming.fail(new TypeError('terminated', { cause }));
    } else {
      this.#reject(new TypeError('fetch failed', { cause }));
    }
    this.consumed();
  }

  /** The connection that was opened is none that can be read natively. */
  startOver() {
    if (!this.isOver) this.#resolve(this.ordinarily(undefined));
    this.consumed();
  }

  /** Notes what the connection has to know; whether the answer needs more than to be delivered. */
  #look(status, fields) {
    let seconds;
    let needsMore = (status >= 301 && status <= 308 && status !== 304) || status === 407;
    for (let i = 0; i + 1 < fields.length; i += 2) {
      const name = fields[i];
      if (name.length === 10 && name.toLowerCase() === 'keep-alive') {
        const hint = KEEP_ALIVE_HINT.exec(fields[i + 1]);
        if (hint !== null) seconds = Number(hint[1]);
      } else if (name.length === 14 && name.toLowerCase() === 'content-length') {
        this.connection.hasLength = true;
      } else if (name.length === 16 && name.toLowerCase() === 'content-encoding') {
        needsMore = true;
      }
    }
    this.connection.noteKeepAlive(seconds);
    return needsMore;
  }

  #handOver(status, reason, fields) {
    const { Relay } = require('fetch/relay');
    const relay = new Relay(this, status, reason, fields);
    this.incoming = relay;
    this.#resolve(this.ordinarily(relay));
  }

  // The functions that settle the promise hold the Response, which is to be collected when nobody else does.
  #forgetPromise() {
    this.promise = this.ordinarily = this.#resolve = this.#reject = null;
  }

  // --- From who reads. ---

  pause() {
    if (this.connection !== null) this.connection.pauseReading();
  }

  resume() {
    if (this.connection !== null) this.connection.resumeReading();
  }

  /** Nothing of it is wanted any more. */
  cancel() {
    const { connection } = this;
    this.consumed();
    if (connection !== null) connection.end(null);
  }

  /** All of the body is with its reader, or will never be. */
  consumed() {
    this.isOver = true;
    unread.unregister(this);
  }

  /** Its Response was collected. */
  forsake() {
    if (this.incoming.isUntouched) this.cancel();
  }

  // --- The performance timeline. ---

  #reportTiming() {
    const { plan, startTime, responseTime, status } = this;
    if (this.incoming?.reportsTiming) return;
    const timing = { startTime, postRedirectStartTime: startTime, finalNetworkRequestStartTime: startTime,
                     finalNetworkResponseStartTime: responseTime, endTime: performance.now() };
    performance.markResourceTiming(timing, plan.url.href, 'fetch', globalThis, '', undefined, status);
  }
}

module.exports = { Exchange };
