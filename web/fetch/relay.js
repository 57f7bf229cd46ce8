'use strict';
// A dispatcher for undici's fetch whose first answer is one that has begun already: the Relay gives it the head that came, and
// passes on the rest as it comes. What follows (where a redirect leads) goes to the default dispatcher.
const { Buffer } = require('buffer');
const { getGlobalDispatcher } = require('undici/lib/global');

class Relay {
  #exchange;
  #head;
  #handler = null;
  #pieces = [];
  #isPaused = false;
  #end = null; // called with the handler once all pieces are with it

  constructor(exchange, status, reason, fields) {
    this.#exchange = exchange;
    this.#head = { status, reason: Buffer.from(reason, 'latin1').toString(), fields: fields.map(bytesOf) };
  }

  /** undici's fetch reports it. */
  get reportsTiming() { return true; }
  /** Whether nobody would miss the rest. */
  get isUntouched() { return this.#handler === null; }

  // --- undici's fetch is notified. ---

  dispatch(options, handler) {
    if (this.#head === null) return getGlobalDispatcher().dispatch(options, handler);
    const { status, reason, fields } = this.#head;
    this.#head = null;
    queueMicrotask(() => {
      this.#handler = handler;
      handler.onConnect((error) => { this.#abort(error); });
      if (this.#handler === null) return;
      handler.onResponseStarted?.();
      const goesOn = handler.onHeaders(status, fields, () => { this.#resume(); }, reason);
      if (goesOn === false) this.#pause();
      this.#flush();
    });
    return true;
  }

  #abort(error) {
    const handler = this.#handler;
    this.#handler = null;
    this.#pieces = [];
    this.#exchange.cancel();
    if (handler !== null) handler.onError(error);
  }

  #pause() {
    this.#isPaused = true;
    this.#exchange.pause();
  }

  #resume() {
    this.#isPaused = false;
    this.#exchange.resume();
    this.#flush();
  }

  #flush() {
    while (this.#handler !== null && !this.#isPaused && this.#pieces.length > 0) {
      if (this.#handler.onData(this.#pieces.shift()) === false) this.#pause();
    }
    if (this.#handler === null || this.#isPaused || this.#end === null) return;
    const handler = this.#handler;
    const end = this.#end;
    this.#handler = this.#end = null;
    end(handler);
  }

  // --- As the body of the exchange. ---

  push(bytes) {
    this.#pieces.push(bytes);
    this.#flush();
  }

  complete() {
    this.#end = (handler) => { handler.onComplete([]); };
    this.#flush();
  }

  fail(error) {
    this.#end = (handler) => { handler.onError(error.cause); };
    this.#flush();
  }
}

function bytesOf(text) {
  return Buffer.from(text, 'latin1');
}

module.exports = { Relay };
