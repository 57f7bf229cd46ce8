'use strict';
// Async iteration of a Readable: `for await (const chunk of readable)`. One promise per chunk.
const { aggregateTwoErrors } = require('errors');
const { destroyer } = require('stream/destroyer');

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

/**
 * Behaves as an async generator that reads the stream: requests are answered in order, nothing is listened to before
 * the first next(), and leaving early destroys the stream.
 */
class ReadableIterator {
  #destroysOnReturn;
  #isStarted = false;
  #isOver = false;
  /** undefined: the stream goes on; null: it ended well; else its error. */
  #outcome = undefined;
  #stopWatching = null;
  /** Requests not yet answered, oldest first: { kind, value, resolve, reject }. */
  #requests = [];
  /** Whether a chunk that is a promise is being waited for. */
  #isBusy = false;
  /** The first chunk takes a job longer, as from a generator: what is queued right after the first next() comes before. */
  #isFirst = true;
  #onReadable = () => { this.#answer(); };

  constructor(stream, options) {
    this.stream = stream;
    this.#destroysOnReturn = options?.destroyOnReturn !== false;
  }

  next() {
    if (this.#isStarted && !this.#isOver && this.#requests.length === 0 && !this.#isBusy) {
      const { stream } = this;
      const chunk = stream.destroyed ? null : stream.read();
      if (chunk !== null && (typeof chunk !== 'object' || typeof chunk.then !== 'function')) {
        return Promise.resolve({ done: false, value: chunk });
      }
      return new Promise((resolve, reject) => {
        this.#requests.push({ kind: 'next', value: undefined, resolve, reject });
        this.#answerWith(chunk);
      });
    }
    return this.#request('next');
  }

  return(value) {
    return this.#request('return', value);
  }

  throw(error) {
    return this.#request('throw', error);
  }

  #request(kind, value) {
    return new Promise((resolve, reject) => {
      this.#requests.push({ kind, value, resolve, reject });
      this.#answer();
    });
  }

  #start() {
    this.#isStarted = true;
    this.stream.on('readable', this.#onReadable);
    this.#stopWatching = require('stream/finished').finished(this.stream, { writable: false }, (error) => {
      this.#outcome = error ? aggregateTwoErrors(this.#outcome, error) : null;
      this.#answer();
    });
  }

  #answer() {
    while (this.#requests.length > 0 && !this.#isBusy) {
      const { kind, value, resolve, reject } = this.#requests[0];
      if (kind !== 'next') {
        this.#requests.shift();
        this.#leave(kind, value, resolve, reject);
      } else if (this.#isOver) {
        this.#requests.shift();
        resolve({ done: true, value: undefined });
      } else {
        if (!this.#isStarted) this.#start();
        const { stream } = this;
        if (!this.#answerWith(stream.destroyed ? null : stream.read())) return;
      }
    }
  }

  /** Answers the oldest request with `chunk`, or with the end if there is none. Returns whether it could. */
  #answerWith(chunk) {
    if (chunk !== null) {
      this.#give(chunk);
      return true;
    }
    if (this.#outcome === undefined) return false;
    const { resolve, reject } = this.#requests.shift();
    if (this.#outcome === null) {
      this.#close(null);
      resolve({ done: true, value: undefined });
    } else {
      const error = this.#outcome;
      this.#close(error);
      reject(error);
    }
    return true;
  }

  #give(chunk) {
    if (!this.#isFirst && (typeof chunk !== 'object' || typeof chunk.then !== 'function')) {
      this.#requests.shift().resolve({ done: false, value: chunk });
      return;
    }
    this.#isFirst = false;
    this.#isBusy = true;
    Promise.resolve(chunk).then((value) => {
      this.#isBusy = false;
      this.#requests.shift().resolve({ done: false, value });
      this.#answer();
    }, (error) => {
      this.#isBusy = false;
      const { reject } = this.#requests.shift();
      error = aggregateTwoErrors(this.#outcome, error);
      this.#close(error);
      reject(error);
      this.#answer();
    });
  }

  #leave(kind, value, resolve, reject) {
    if (this.#isOver || !this.#isStarted) {
      this.#isOver = true;
    } else if (kind === 'throw') {
      value = aggregateTwoErrors(this.#outcome, value);
      this.#close(value);
    } else {
      this.#close(this.#outcome);
    }
    if (kind === 'throw') reject(value);
    else Promise.resolve(value).then((result) => { resolve({ done: true, value: result }); }, reject);
  }

  #close(outcome) {
    this.#isOver = true;
    const { stream } = this;
    if ((outcome || this.#destroysOnReturn) && (outcome === undefined || stream._readableState.autoDestroy)) {
      destroyer(stream, null);
    } else {
      stream.off('readable', this.#onReadable);
      this.#stopWatching();
    }
  }
}
Object.setPrototypeOf(ReadableIterator.prototype, AsyncIteratorPrototype);

function iterate(stream, options) {
  // An old-style stream that only looks readable is given the new ways first.
  if (typeof stream.read !== 'function') stream = require('stream/readable').Readable.wrap(stream, { objectMode: true });
  return new ReadableIterator(stream, options);
}

module.exports = { iterate };
