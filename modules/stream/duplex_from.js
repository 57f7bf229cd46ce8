'use strict';
// Duplex.from(anything): a Duplex of streams, iterables, functions, promises, Blobs.
const { nextTick } = require('ticks');
const { AbortError, ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE } = require('errors');
const { destroyer } = require('stream/destroyer');
const { Duplex } = require('stream/duplex');
const { finished } = require('stream/finished');
const { from } = require('stream/from');
const { Readable } = require('stream/readable');
const { Writable } = require('stream/writable');
const {
  isDuplexNodeStream, isIterable, isNodeStream, isReadable, isReadableNodeStream, isReadableStream, isWritable,
  isWritableNodeStream, isWritableStream,
} = require('stream/predicates');

const SOURCES = ['Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable', 'AsyncIterable', 'Function',
                 '{ readable, writable } pair', 'Promise'];

function duplexFrom(body, name) {
  if (isDuplexNodeStream(body)) return body;
  if (isReadableNodeStream(body)) return join({ readable: body });
  if (isWritableNodeStream(body)) return join({ writable: body });
  if (isNodeStream(body)) return join({ writable: false, readable: false });
  if (isReadableStream(body)) return join({ readable: Readable.fromWeb(body) });
  if (isWritableStream(body)) return join({ writable: Writable.fromWeb(body) });
  if (typeof body === 'function') return fromFunction(body, name);
  if (isBlob(body)) return duplexFrom(body.arrayBuffer(), name);
  if (isIterable(body)) return from(HalfDuplex, body, { objectMode: true, writable: false });
  if (isReadableStream(body?.readable) && isWritableStream(body?.writable)) return HalfDuplex.fromWeb(body);
  if (typeof body?.writable === 'object' || typeof body?.readable === 'object') return fromPair(body, name);
  if (typeof body?.then === 'function') return fromPromise(body);
  throw new ERR_INVALID_ARG_TYPE(name, SOURCES, body);
}

function isBlob(value) {
  return typeof value === 'object' && value !== null && value instanceof require('buffer').Blob;
}

/** A Duplex whose switched off sides stay so. */
class HalfDuplex extends Duplex {
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
    readable: readable && (isReadableNodeStream(readable) ? readable : duplexFrom(readable, name)),
    writable: writable && (isWritableNodeStream(writable) ? writable : duplexFrom(writable, name)),
  });
}

function fromPromise(promise) {
  const duplex = new HalfDuplex({ objectMode: true, writable: false, read() {} });
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
  if (isDuplexNodeStream(value)) return value;
  if (isIterable(value)) return from(HalfDuplex, value, implementation);
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
  duplex = new HalfDuplex(implementation);
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
function join(pair) {
  const joint = new Joint(pair);
  return joint.duplex;
}

class Joint {
  constructor({ readable: source, writable: sink }) {
    this.source = source && typeof source.read !== 'function' ? Readable.wrap(source) : source;
    this.sink = sink;
    this.readable = Boolean(isReadable(this.source));
    this.writable = Boolean(isWritable(sink));
    this.onDrain = null;
    this.onFinish = null;
    this.onReadable = null;
    this.onClose = undefined;
    this.duplex = new HalfDuplex({
      readableObjectMode: Boolean(this.source?.readableObjectMode),
      writableObjectMode: Boolean(sink?.writableObjectMode),
      readable: this.readable,
      writable: this.writable,
    });
    if (this.writable) this.connectSink();
    if (this.readable) this.connectSource();
    this.duplex._destroy = (error, callback) => { this.destroy(error, callback); };
  }

  call(name, error) {
    const callback = this[name];
    this[name] = null;
    if (callback) callback(error);
  }

  /** One side is over. The duplex destroys itself when what is in its buffer is read and both its sides have ended. */
  sideOver(error) {
    const callback = this.onClose;
    this.onClose = null;
    if (callback) callback(error);
    else if (error) this.duplex.destroy(error);
  }

  connectSink() {
    const { duplex, sink } = this;
    finished(sink, (error) => {
      if (error) destroyer(this.source, error);
      this.sideOver(error);
    });
    duplex._write = (chunk, encoding, callback) => {
      if (sink.write(chunk, encoding)) callback();
      else this.onDrain = callback;
    };
    duplex._final = (callback) => {
      sink.end();
      this.onFinish = callback;
    };
    sink.on('drain', () => { this.call('onDrain'); });
    sink.on('finish', () => { this.call('onFinish'); });
  }

  connectSource() {
    const { duplex, source } = this;
    finished(source, (error) => {
      if (error) destroyer(source, error);
      this.sideOver(error);
    });
    source.on('readable', () => { this.call('onReadable'); });
    source.on('end', () => { duplex.push(null); });
    duplex._read = () => {
      for (;;) {
        const chunk = source.read();
        if (chunk === null) {
          this.onReadable = duplex._read;
          return;
        }
        if (!duplex.push(chunk)) return;
      }
    };
  }

  destroy(error, callback) {
    if (!error && this.onClose !== null) error = new AbortError();
    this.onReadable = null;
    this.onDrain = null;
    this.onFinish = null;
    if (this.onClose === null) {
      callback(error);
      return;
    }
    this.onClose = callback;
    destroyer(this.sink, error);
    destroyer(this.source, error);
  }
}

module.exports = { duplexFrom };
