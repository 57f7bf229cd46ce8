'use strict';
// duplexPair(): two Duplexes; what is written to one is read from the other.
const { nextTick } = require('ticks');
const { Duplex } = require('stream/duplex');

class DuplexSide extends Duplex {
  #other = null;
  /** The callback of a write that waits until this side reads. */
  #onRead = null;

  join(other) {
    this.#other = other;
  }

  _read() {
    const callback = this.#onRead;
    if (!callback) return;
    this.#onRead = null;
    callback();
  }

  _write(chunk, encoding, callback) {
    if (chunk.length === 0) {
      nextTick(callback);
    } else {
      this.#other.push(chunk);
      this.#other.#onRead = callback;
    }
  }

  _final(callback) {
    this.#other.on('end', callback);
    this.#other.push(null);
  }
}

/** `options`: of both Duplexes. */
function duplexPair(options) {
  const first = new DuplexSide(options);
  const second = new DuplexSide(options);
  first.join(second);
  second.join(first);
  return [first, second];
}

module.exports = { duplexPair };
