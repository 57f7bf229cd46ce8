'use strict';
// readable.wrap(old): the chunks of a stream as they were before Node 0.10, which pushes 'data' whether or not anyone
// is ready, and may know pause() and resume().
const { errorOrDestroy } = require('stream/destroy');

/** Lets `readable` give what `old` emits, its end and its failure. @returns {Readable} readable */
function wrap(readable, old) {
  const tap = new Tap(readable, old);
  readable._read = () => tap.open();
  const listeners = {
    __proto__: null,
    data: (chunk) => tap.pass(chunk),
    end: () => readable.push(null),
    error: (error) => errorOrDestroy(readable, error),
    close: () => readable.destroy(),
    destroy: () => readable.destroy(),
  };
  for (const event in listeners) old.on(event, listeners[event]);
  lendMethods(old, readable);
  return readable;
}

/** Closed while the readable has enough, if the old stream can be paused at all. */
class Tap {
  #readable;
  #old;
  #closed = false;

  constructor(readable, old) {
    this.#readable = readable;
    this.#old = old;
  }

  pass(chunk) {
    const wantsMore = this.#readable.push(chunk);
    if (wantsMore || !this.#old.pause) return;
    this.#closed = true;
    this.#old.pause();
  }

  open() {
    if (!this.#closed || !this.#old.resume) return;
    this.#closed = false;
    this.#old.resume();
  }
}

// What the old stream can do and a Readable cannot (setTimeout(), say) can be called on the readable.
function lendMethods(old, readable) {
  const names = Object.keys(old).filter((name) => typeof old[name] === 'function' && readable[name] === undefined);
  for (const name of names) readable[name] = old[name].bind(old);
}

module.exports = { wrap };
