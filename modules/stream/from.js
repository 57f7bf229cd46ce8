'use strict';
// Readable.from(iterable): reads an iterable as fast as the stream is read.
const { Buffer } = require('buffer');
const { nextTick } = require('ticks');
const { ERR_INVALID_ARG_TYPE, ERR_STREAM_NULL_VALUES } = require('errors');

/**
 * Readable.from(iterable, options): objectMode is true and highWaterMark 1 by default. `Readable`: the class to make.
 * Throws ERR_INVALID_ARG_TYPE; the stream fails with ERR_STREAM_NULL_VALUES for a null in the iterable.
 */
function from(Readable, iterable, options) {
  if (typeof iterable === 'string' || iterable instanceof Buffer) return fromOneChunk(Readable, iterable, options);
  let iterator;
  let isAsync;
  if (iterable?.[Symbol.asyncIterator]) {
    isAsync = true;
    iterator = iterable[Symbol.asyncIterator]();
  } else if (iterable?.[Symbol.iterator]) {
    isAsync = false;
    iterator = iterable[Symbol.iterator]();
  } else {
    throw new ERR_INVALID_ARG_TYPE('iterable', ['Iterable'], iterable);
  }
  const readable = new Readable({ objectMode: true, highWaterMark: 1, ...options });
  const source = new IterableSource(readable, iterator, isAsync);
  const read = () => { source.read(); };
  const destroyRest = readable._destroy;
  function destroy(error, callback) {
    const finish = (failure) => { destroyRest.call(this, failure, callback); };
    source.close(error).then(
      () => { nextTick(finish, error); }, // A throwing callback must not end up in the promise.
      (failure) => { nextTick(finish, failure ?? error); },
    );
  }
  readable._read = read;
  readable._destroy = destroy;
  return readable;
}

function fromOneChunk(Readable, chunk, options) {
  return new Readable({
    objectMode: true,
    ...options,
    read() {
      this.push(chunk);
      this.push(null);
    },
  });
}

class IterableSource {
  #readable;
  #iterator;
  #isAsync;
  /** Whether the pump is running; so that the reading never runs twice at a time. */
  #isReading = false;

  constructor(readable, iterator, isAsync) {
    this.#readable = readable;
    this.#iterator = iterator;
    this.#isAsync = isAsync;
  }

  read() {
    if (this.#isReading) return;
    this.#isReading = true;
    if (this.#isAsync) this.#pumpAsync();
    else this.#pumpSync();
  }

  /** Pushes until the stream is full. A promise among the values takes the asynchronous way. */
  #pumpSync() {
    for (;;) {
      let result;
      try {
        result = this.#iterator.next();
        if (result.done) {
          this.#readable.push(null);
          return;
        }
        const { value } = result;
        if (value !== null && value !== undefined && typeof value.then === 'function') {
          this.#pushPromised(value);
          return;
        }
        if (!this.#push(value)) return;
      } catch (error) {
        this.#readable.destroy(error);
        return;
      }
    }
  }

  async #pushPromised(promise) {
    try {
      if (this.#push(await promise)) this.#pumpSync();
    } catch (error) {
      this.#readable.destroy(error);
    }
  }

  async #pumpAsync() {
    for (;;) {
      try {
        const { value, done } = await this.#iterator.next();
        if (done) {
          this.#readable.push(null);
          return;
        }
        if (!this.#push(value)) return;
      } catch (error) {
        this.#readable.destroy(error);
        return;
      }
    }
  }

  /** Returns whether to go on. */
  #push(chunk) {
    if (chunk === null) {
      this.#isReading = false;
      throw new ERR_STREAM_NULL_VALUES();
    }
    if (this.#readable.push(chunk)) return true;
    this.#isReading = false;
    return false;
  }

  /** Lets the iterator close itself, with the error if there is one. */
  async close(error) {
    const hasError = error !== undefined && error !== null;
    if (hasError && typeof this.#iterator.throw === 'function') {
      const { value, done } = await this.#iterator.throw(error);
      await value;
      if (done) return;
    }
    if (typeof this.#iterator.return === 'function') {
      const { value } = await this.#iterator.return();
      await value;
    }
  }
}

module.exports = { from };
