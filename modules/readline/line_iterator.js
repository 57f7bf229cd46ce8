// The lines of an Interface as an async iterator. Input is paused while too many lines wait.
'use strict';

const HIGH_WATER_MARK = 1024;
const LOW_WATER_MARK = 1;

class LineIterator {
  #rl;
  #lines = [];          // waiting lines, from #head on
  #head = 0;
  #readers = [];        // the resolvers of next() calls that wait
  #paused = false;
  #ended;
  #error;
  #failed = false;

  constructor(rl) {
    this.#rl = rl;
    this.#ended = rl.closed === true;
    if (this.#ended) return;
    rl.on('line', this.#onLine);
    rl.on('error', this.#onError);
    rl.on('close', this.#onClose);
  }

  // Hot: once a line.
  #onLine = (line) => {
    if (this.#readers.length > 0) {
      this.#readers.shift().resolve({ value: line, done: false });
      return;
    }
    this.#lines.push(line);
    if (!this.#paused && this.#size > HIGH_WATER_MARK && !this.#rl.closed) {
      this.#paused = true;
      this.#rl.pause();
    }
  };

  #onError = (error) => {
    if (this.#readers.length > 0) {
      this.#readers.shift().reject(error);
    } else {
      this.#failed = true;
      this.#error = error;
    }
    this.#end();
  };

  #onClose = () => this.#end();

  #end() {
    this.#ended = true;
    this.#rl.removeListener('line', this.#onLine);
    this.#rl.removeListener('error', this.#onError);
    this.#rl.removeListener('close', this.#onClose);
    for (const { resolve } of this.#readers.splice(0)) resolve({ value: undefined, done: true });
  }

  get #size() {
    return this.#lines.length - this.#head;
  }

  next() {
    if (this.#head < this.#lines.length) {
      const value = this.#takeLine();
      if (this.#paused && this.#size < LOW_WATER_MARK) {
        this.#paused = false;
        if (!this.#rl.closed) this.#rl.resume();
      }
      return Promise.resolve({ value, done: false });
    }
    if (this.#failed) {
      this.#failed = false;
      return Promise.reject(this.#error);
    }
    if (this.#ended) return Promise.resolve({ value: undefined, done: true });
    const reader = Promise.withResolvers();
    this.#readers.push(reader);
    return reader.promise;
  }

  #takeLine() {
    const line = this.#lines[this.#head];
    this.#lines[this.#head++] = undefined;
    if (this.#head === this.#lines.length) {
      this.#lines.length = 0;
      this.#head = 0;
    }
    return line;
  }

  /** Ends the iteration and closes the Interface. */
  return() {
    this.#lines.length = 0;
    this.#head = 0;
    this.#end();
    this.#rl.close();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** Ends the iteration; the next next() rejects with `error`. */
  throw(error) {
    this.#failed = true;
    this.#error = error;
    this.#lines.length = 0;
    this.#head = 0;
    this.#end();
    this.#rl.close();
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** How full the queue is, as events.on() tells it. */
  get [Symbol.for('nodejs.watermarkData')]() {
    const iterator = this;
    return {
      get size() { return iterator.#size; },
      get low() { return LOW_WATER_MARK; },
      get high() { return HIGH_WATER_MARK; },
      get isPaused() { return iterator.#paused; },
    };
  }
}

module.exports = { LineIterator };
