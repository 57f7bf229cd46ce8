'use strict';
// Readable's methods that work as an array's: map, filter, reduce and so on.
const { AbortError, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS, ERR_OUT_OF_RANGE } = require('errors');
const { validateAbortSignal, validateInteger, validateObject } = require('validators');
const { NODE, kindOf } = require('stream/kinds');
const { isWritable } = require('stream/progress');

const kNothing = Symbol('nothing');
const kEnd = Symbol('end');

function validateCallback(fn, name = 'fn') {
  if (typeof fn !== 'function') throw new ERR_INVALID_ARG_TYPE(name, 'Function', fn);
}

function validateOptions(options) {
  if (options != null) validateObject(options, 'options');
  if (options?.signal != null) validateAbortSignal(options.signal, 'options.signal');
}

function throwIfAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

function readableFrom(iterable) {
  return require('stream/readable').Readable.from(iterable);
}

/** Calls `fn(chunk, { signal })` for up to `concurrency` chunks at a time; keeps the results in order. */
class Mapper {
  #stream;
  #fn;
  #concurrency;
  #highWaterMark;
  #signal;
  #argument;
  /** Promises of results, in the order of the chunks. */
  #results = [];
  #running = 0;
  #isOver = false;
  #wakeReader = null;
  #wakeWriter = null;

  constructor(stream, fn, options) {
    this.#stream = stream;
    this.#fn = fn;
    this.#concurrency = options?.concurrency != null ? Math.floor(options.concurrency) : 1;
    const highWaterMark = options?.highWaterMark != null ? Math.floor(options.highWaterMark) : this.#concurrency - 1;
    validateInteger(this.#concurrency, 'options.concurrency', 1);
    validateInteger(highWaterMark, 'options.highWaterMark', 0);
    this.#highWaterMark = highWaterMark + this.#concurrency;
    this.#signal = AbortSignal.any(options?.signal ? [options.signal] : []);
    this.#argument = { signal: this.#signal };
  }

  async *values() {
    this.#fill();
    try {
      for (;;) {
        while (this.#results.length > 0) {
          const value = await this.#results[0];
          if (value === kEnd) return;
          this.#throwIfAborted();
          if (value !== kNothing) yield value;
          this.#results.shift();
          this.#resumeFilling();
        }
        await new Promise((resolve) => { this.#wakeReader = resolve; });
      }
    } finally {
      this.#isOver = true;
      this.#wakeWriter?.();
      this.#wakeWriter = null;
    }
  }

  #throwIfAborted() {
    if (this.#signal.aborted) throw new AbortError();
  }

  async #fill() {
    try {
      for await (const chunk of this.#stream) {
        if (this.#isOver) return;
        this.#throwIfAborted();
        this.#start(chunk);
        if (!this.#isOver && (this.#results.length >= this.#highWaterMark || this.#running >= this.#concurrency)) {
          await new Promise((resolve) => { this.#wakeWriter = resolve; });
        }
      }
      this.#results.push(kEnd);
    } catch (error) {
      this.#add(Promise.reject(error));
    } finally {
      this.#isOver = true;
      this.#wake();
    }
  }

  #start(chunk) {
    let result;
    try {
      result = this.#fn(chunk, this.#argument);
      if (result === kNothing) return;
      result = Promise.resolve(result);
    } catch (error) {
      result = Promise.reject(error);
    }
    this.#running++;
    this.#add(result);
    this.#wake();
  }

  #add(result) {
    result.then(() => {
      this.#running--;
      this.#resumeFilling();
    }, () => { this.#isOver = true; });
    this.#results.push(result);
  }

  #wake() {
    this.#wakeReader?.();
    this.#wakeReader = null;
  }

  #resumeFilling() {
    if (this.#wakeWriter && !this.#isOver && this.#running < this.#concurrency &&
        this.#results.length < this.#highWaterMark) {
      this.#wakeWriter();
      this.#wakeWriter = null;
    }
  }
}

function mapped(stream, fn, options) {
  validateCallback(fn);
  validateOptions(options);
  return new Mapper(stream, fn, options).values();
}

function filtered(stream, fn, options) {
  validateCallback(fn);
  return mapped(stream, async (chunk, argument) => await fn(chunk, argument) ? chunk : kNothing, options);
}

/**
 * A Readable of what `fn(chunk, { signal })`, or the promise it returns, gives, in the chunks' order. `options`:
 * concurrency (calls at a time, default 1), highWaterMark (results that wait for the reader, default concurrency - 1),
 * signal. Throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE.
 */
function map(fn, options) {
  return readableFrom(mapped(this, fn, options));
}

/**
 * A Readable of the chunks for which `fn(chunk, { signal })`, or the promise it returns, is true. `options`: as for
 * map().
 */
function filter(fn, options) {
  return readableFrom(filtered(this, fn, options));
}

/**
 * A Readable of what the iterables, streams too, that `fn(chunk, { signal })` returns give. `options`: as for map().
 */
function flatMap(fn, options) {
  const values = mapped(this, fn, options);
  return readableFrom(async function* flatten() {
    for await (const value of values) yield* value;
  }.call(this));
}

/**
 * Calls `fn(chunk, { signal })` for each chunk, and waits for what it returns. `options`: as for map().
 * @returns {Promise<void>}
 */
async function forEach(fn, options) {
  validateCallback(fn);
  const each = async (chunk, argument) => {
    await fn(chunk, argument);
    return kNothing;
  };
  // Every chunk maps to nothing: the loop only drives the mapping.
  for await (const nothing of mapped(this, each, options));
}

/**
 * Whether `fn(chunk, { signal })` is true of a chunk; stops at the first. `options`: those of filter().
 * @returns {Promise<boolean>}
 */
async function some(fn, options = undefined) {
  for await (const chunk of filtered(this, fn, options)) return true;
  return false;
}

/**
 * Whether `fn(chunk, { signal })` is true of each chunk; stops at the first of which it is not. `options`: those of
 * filter().
 * @returns {Promise<boolean>}
 */
async function every(fn, options = undefined) {
  validateCallback(fn);
  return !(await some.call(this, async (chunk, argument) => !(await fn(chunk, argument)), options));
}

/**
 * The first chunk for which `fn(chunk, { signal })` is true, else undefined. `options`: those of filter().
 * @returns {Promise<any>}
 */
async function find(fn, options) {
  for await (const chunk of filtered(this, fn, options)) return chunk;
  return undefined;
}

/**
 * What `reducer(previous, chunk, { signal })` returns for the last chunk; `initial` is the first `previous`, else the
 * first chunk. `options.signal` destroys the stream. Rejects with ERR_MISSING_ARGS for an empty stream without
 * `initial`.
 * @returns {Promise<any>}
 */
async function reduce(reducer, initial, options) {
  validateCallback(reducer, 'reducer');
  validateOptions(options);
  let hasValue = arguments.length > 1;
  let value = initial;
  if (options?.signal?.aborted) {
    const error = new AbortError(undefined, { cause: options.signal.reason });
    this.once('error', () => {}); // The promise reports it.
    await require('stream/finished').finishedPromise(this.destroy(error));
    throw error;
  }
  const controller = new AbortController();
  const { signal } = controller;
  if (options?.signal) {
    options.signal.addEventListener('abort', () => { controller.abort(); }, { once: true, signal });
  }
  let isEmpty = true;
  try {
    for await (const chunk of this) {
      isEmpty = false;
      if (options?.signal?.aborted) throw new AbortError();
      value = hasValue ? await reducer(value, chunk, { signal }) : chunk;
      hasValue = true;
    }
    if (isEmpty && !hasValue) throw missingInitialValue();
  } finally {
    controller.abort();
  }
  return value;
}

function missingInitialValue() {
  const error = new ERR_MISSING_ARGS('reduce');
  error.message = 'Reduce of an empty stream requires an initial value';
  return error;
}

/** All chunks; `options.signal` rejects with an AbortError. @returns {Promise<any[]>} */
async function toArray(options) {
  validateOptions(options);
  const chunks = [];
  for await (const chunk of this) {
    throwIfAborted(options?.signal);
    chunks.push(chunk);
  }
  return chunks;
}

function wholeCount(number) {
  number = Number(number);
  if (Number.isNaN(number)) return 0;
  if (number < 0) throw new ERR_OUT_OF_RANGE('number', '>= 0', number);
  return number;
}

/** A Readable without the first `number` chunks. Throws ERR_OUT_OF_RANGE for a negative number. */
function drop(number, options = undefined) {
  validateOptions(options);
  let count = wholeCount(number);
  return readableFrom(async function* dropFirst() {
    throwIfAborted(options?.signal);
    for await (const chunk of this) {
      throwIfAborted(options?.signal);
      if (count-- <= 0) yield chunk;
    }
  }.call(this));
}

/**
 * A Readable of the first `number` chunks; the stream is destroyed after them. Throws ERR_OUT_OF_RANGE for a negative
 * number.
 */
function take(number, options = undefined) {
  validateOptions(options);
  let count = wholeCount(number);
  return readableFrom(async function* takeFirst() {
    throwIfAborted(options?.signal);
    for await (const chunk of this) {
      throwIfAborted(options?.signal);
      if (count-- > 0) yield chunk;
      if (count <= 0) return; // Not one chunk more is waited for.
    }
  }.call(this));
}

/**
 * A Readable of what comes out of `stream`, a stream, iterable or async function, to which this stream's chunks are
 * written. `options.signal` destroys what is between. Throws ERR_INVALID_ARG_VALUE where `stream` cannot be written.
 */
function compose(stream, options) {
  validateOptions(options);
  if ((kindOf(stream) & NODE) && !isWritable(stream)) {
    throw new ERR_INVALID_ARG_VALUE('stream', stream, 'must be writable');
  }
  const composed = require('stream/compose').compose(this, stream);
  if (options?.signal) require('stream/abort').addAbortSignalNoValidate(options.signal, composed);
  return readableFrom(composed);
}

module.exports = { compose, drop, every, filter, find, flatMap, forEach, map, reduce, some, take, toArray };
