'use strict';
// Duplex.from(anything): a Duplex of streams, iterables, functions, promises, Blobs.
const { nextTick } = require('ticks');
const { AbortError, ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE } = require('errors');
const { destroyer } = require('stream/destroyer');
const { Duplex } = require('stream/duplex');
const { finished } = require('stream/finished');
const { from } = require('stream/from');
const { Readable } = require('stream/readable');
const { Splice } = require('stream/splice');
const { Writable } = require('stream/writable');
const { NODE, READS, WEB_SINK, WEB_SOURCE, WRITES, isIterable, kindOf } = require('stream/kinds');
const { isReadable, isWritable } = require('stream/progress');

const SOURCES = ['Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function',
                 '{ readable, writable } pair', 'Promise'];

/**
 * Duplex.from(body). `name`: what errors call it. Throws ERR_INVALID_ARG_TYPE, and ERR_INVALID_RETURN_VALUE for a
 * function that returns none of the known sources.
 */
function duplexFrom(body, name) {
  const kind = kindOf(body);
  if (isDuplex(body)) return body;
  if (kind & READS) return join({ readable: body });
  if (kind & WRITES) return join({ writable: body });
  if (kind & NODE) return join({});
  if (kind & WEB_SOURCE) return join({ readable: Readable.fromWeb(body) });
  if (kind & WEB_SINK) return join({ writable: Writable.fromWeb(body) });
  if (typeof body === 'function') return fromFunction(body, name);
  if (isBlob(body)) return duplexFrom(body.arrayBuffer(), name);
  if (isIterable(body)) return from(Duplexify, body, { objectMode: true, writable: false });
  if ((kindOf(body?.readable) & WEB_SOURCE) && (kindOf(body?.writable) & WEB_SINK)) return Duplexify.fromWeb(body);
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') return fromPair(body, name);
  if (typeof body?.then === 'function') return fromPromise(body);
  throw new ERR_INVALID_ARG_TYPE(name, SOURCES, body);
}

/** Both sides in one, by its state and methods: also one that has ended. */
function isDuplex(value) {
  return Boolean(value?._readableState) &&
    ['pipe', 'on', 'write'].every((name) => typeof value[name] === 'function');
}

function isBlob(value) {
  return typeof value === 'object' && value !== null && value instanceof require('buffer').Blob;
}

/** A Duplex whose switched off sides stay so. */
class Duplexify extends Duplex {
  constructor(options) {
    super(options);
    if (options?.readable === false) {
      this._readableState.readable = false;
      this._readableState.ended = true;
      this._readableState.endEmitted = true;
    }
    if (options?.writable === false) {
      this._writableState.writable = false;
      this._writableState.ending = true;
      this._writableState.ended = true;
      this._writableState.finished = true;
    }
  }
}

function fromPair(body, name) {
  const { readable, writable } = body;
  return join({
    readable: readable && (kindOf(readable) & READS ? readable : duplexFrom(readable, name)),
    writable: writable && (kindOf(writable) & WRITES ? writable : duplexFrom(writable, name)),
  });
}

function fromPromise(promise) {
  const duplex = new Duplexify({ objectMode: true, writable: false, read() {} });
  promise.then((value) => {
    if (value != null) duplex.push(value);
    duplex.push(null);
  }, (error) => { destroyer(duplex, error); });
  return duplex;
}

/** `fn` is given an async iterable of what is written; what it gives is read. */
function fromFunction(fn, name) {
  const input = new FunctionInput(fn);
  const { value } = input;
  const implementation = {
    objectMode: true,
    write(chunk, encoding, callback) { input.write(chunk, callback); },
    final(callback) { input.end(callback); },
    destroy(error, callback) { input.destroy(error, callback); },
  };
  if (isDuplex(value)) return value;
  if (isIterable(value)) return from(Duplexify, value, implementation);
  if (typeof value?.then !== 'function') {
    throw new ERR_INVALID_RETURN_VALUE('Iterable, AsyncIterable or AsyncFunction', name, value);
  }
  let duplex = null;
  const settled = value.then((result) => {
    if (result != null) throw new ERR_INVALID_RETURN_VALUE('nully', 'body', result);
  }, (error) => { destroyer(duplex, error); });
  implementation.readable = false;
  implementation.final = (callback) => {
    input.end(async () => {
      try {
        await settled;
        nextTick(callback, null);
      } catch (error) {
        nextTick(callback, error);
      }
    });
  };
  duplex = new Duplexify(implementation);
  return duplex;
}

/** Hands the chunks that are written to an async iterator, one at a time. */
class FunctionInput {
  #resolve;
  #promise;
  #controller = new AbortController();

  constructor(fn) {
    this.#renew();
    this.value = fn(this.#chunks(), { signal: this.#controller.signal });
  }

  #renew() {
    ({ promise: this.#promise, resolve: this.#resolve } = Promise.withResolvers());
  }

  async *#chunks() {
    const { signal } = this.#controller;
    for (;;) {
      const promise = this.#promise;
      this.#promise = null;
      const { chunk, done, callback } = await promise;
      nextTick(callback);
      if (done) return;
      if (signal.aborted) throw new AbortError(undefined, { cause: signal.reason });
      this.#renew();
      yield chunk;
    }
  }

  write(chunk, callback) {
    this.#give({ chunk, done: false, callback });
  }

  end(callback) {
    this.#give({ done: true, callback });
  }

  #give(message) {
    const resolve = this.#resolve;
    this.#resolve = null;
    resolve(message);
  }

  destroy(error, callback) {
    this.#controller.abort();
    callback(error);
  }
}

/** One Duplex of a readable and a writable stream, either of which may be missing. */
function join({ readable, writable }) {
  const source = readable && typeof readable.read !== 'function' ? Readable.wrap(readable) : readable;
  const tail = isReadable(source) ? source : null;
  const head = isWritable(writable) ? writable : null;
  const splice = new Splice(Duplexify, head, tail, [writable, source]);
  if (head !== null) {
    finished(head, (error) => {
      if (error && tail !== null) destroyer(tail, error);
      splice.over(error);
    });
    head.on('finish', () => { splice.finished(); });
  }
  // When it ended well, the duplex destroys itself: what is in its buffer may still be read.
  if (tail !== null) finished(tail, (error) => { splice.over(error); });
  return splice.duplex;
}

module.exports = { duplexFrom };
