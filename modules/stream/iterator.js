'use strict';
// Async iteration of a Readable: `for await (const chunk of readable)`.
const { aggregateTwoErrors } = require('errors');
const { destroyer } = require('stream/destroyer');

/** What an iterator has to do with its stream: waits for chunks and for the end, and destroys it or lets it go. */
class Reading {
  #destroysOnReturn;
  /** undefined: the stream goes on; null: it ended well; else its error. */
  #outcome = undefined;
  #stopWatching;
  #wake = null;
  #onReadable = () => { this.#wakeUp(); };
  #setWake = (resolve) => { this.#wake = resolve; };

  constructor(stream, options) {
    this.stream = stream;
    this.#destroysOnReturn = options?.destroyOnReturn !== false;
    stream.on('readable', this.#onReadable);
    this.#stopWatching = require('stream/finished').finished(stream, { writable: false }, (error) => {
      this.#outcome = error ? aggregateTwoErrors(this.#outcome, error) : null;
      this.#wakeUp();
    });
  }

  /** The next chunk, null if there is none now. */
  read() {
    const { stream } = this;
    return stream.destroyed ? null : stream.read();
  }

  /** Whether the stream has ended. Throws the error that ended it. */
  isOver() {
    if (this.#outcome) throw this.#outcome;
    return this.#outcome === null;
  }

  /** Resolves when there may be another chunk, or the end. */
  change() {
    return new Promise(this.#setWake);
  }

  #wakeUp() {
    const wake = this.#wake;
    if (wake === null) return;
    this.#wake = null;
    wake();
  }

  /** Notes an error of the stream, or one that was thrown into the iterator; returns what to throw on. */
  fail(error) {
    return this.#outcome = aggregateTwoErrors(this.#outcome, error);
  }

  close() {
    const { stream } = this;
    const outcome = this.#outcome;
    if ((outcome || this.#destroysOnReturn) && (outcome === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', this.#onReadable);
      this.#stopWatching();
    }
  }
}

async function* chunks(stream, options) {
  const reading = new Reading(stream, options);
  try {
    for (;;) {
      const chunk = reading.read();
      if (chunk !== null) yield chunk;
      else if (reading.isOver()) return;
      else await reading.change();
    }
  } catch (error) {
    throw reading.fail(error);
  } finally {
    reading.close();
  }
}

/**
 * The async iterator of a Readable. `options.destroyOnReturn` (default true): whether leaving the loop destroys the
 * stream. Its `stream` is the stream.
 */
function iterate(stream, options) {
  // An old-style stream that only looks readable is given the new ways first.
  if (typeof stream.read !== 'function') stream = require('stream/readable').Readable.wrap(stream, { objectMode: true });
  const iterator = chunks(stream, options);
  iterator.stream = stream;
  return iterator;
}

module.exports = { iterate };
