'use strict';
// ReadableStream and its readers, sections 4.2 to 4.5.
const { noOptions } = require('define');
const { ERR_ARG_NOT_ITERABLE, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_INVALID_THIS,
        ERR_OUT_OF_RANGE } = require('errors');
const { validateAbortSignal, validateNumber, validateObject } = require('validators');
const { ByteControllerCore, checkView } = require('webstreams/byte_controller');
const { DefaultControllerCore } = require('webstreams/default_controller');
const { ReadableCore, ReaderCore } = require('webstreams/readable_core');
const {
  RESOLVED, checkDictionary, finishClass, highWaterMarkOf, inspectAs, kInspect, kInternal, kLater, makeTransferable, methodOf,
  noop, react, sizeFunctionOf,
} = require('webstreams/shared');

const AsyncIteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

let coreOf;
let isReadableStream;

/** https://streams.spec.whatwg.org/#rs-class */
class ReadableStream {
  #core;

  static {
    coreOf = (stream) => stream.#core;
    isReadableStream = (value) => typeof value === 'object' && value !== null && #core in value;
  }

  /**
   * `source`: { start(controller), pull(controller), cancel(reason), type: 'bytes' for a byte stream,
   * autoAllocateChunkSize }. `strategy`: { highWaterMark (default 1, for bytes 0), size(chunk) }.
   */
  constructor(source = noOptions, strategy = noOptions) {
    if (source === kInternal) {
      this.#core = strategy;
      return;
    }
    checkDictionary(source, 'source', false);
    checkDictionary(strategy, 'strategy', true);
    this.#core = new ReadableCore();
    const size = sizeFunctionOf(strategy);
    const { type } = source;
    const methods = {
      start: source.start,
      pull: methodOf(source, 'pull', 'source'),
      cancel: methodOf(source, 'cancel', 'source'),
    };
    if (methods.start !== undefined) methodOf(source, 'start', 'source');
    let controller;
    if (`${type}` === 'bytes') {
      if (size !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('strategy.size', size);
      const highWaterMark = highWaterMarkOf(strategy, 0);
      controller = new ByteControllerCore(this.#core, methods, source, highWaterMark, autoAllocateChunkSizeOf(source));
    } else {
      if (type !== undefined) throw new ERR_INVALID_ARG_VALUE('source.type', type);
      controller = new DefaultControllerCore(this.#core, methods, source, highWaterMarkOf(strategy, 1), size);
    }
    controller.start();
  }

  static #check(value) {
    if (!isReadableStream(value)) throw new ERR_INVALID_THIS('ReadableStream');
    return value.#core;
  }

  /** A stream of what an iterable or async iterable gives. */
  static from(iterable) {
    return streamFrom(iterable);
  }

  /** Whether it has a reader. */
  get locked() {
    return ReadableStream.#check(this).isLocked;
  }

  /** Cancels the source: its data are not wanted any more. */
  cancel(reason = undefined) {
    if (!isReadableStream(this)) return Promise.reject(new ERR_INVALID_THIS('ReadableStream'));
    if (this.#core.isLocked) return Promise.reject(new ERR_INVALID_STATE.TypeError('ReadableStream is locked'));
    return this.#core.cancel(reason);
  }

  /** Locks the stream to a reader; `options.mode` 'byob': one that brings its own buffers. */
  getReader(options = undefined) {
    ReadableStream.#check(this);
    checkDictionary(options ?? null, 'options', true);
    const mode = options?.mode;
    if (mode === undefined) return new ReadableStreamDefaultReader(this);
    if (`${mode}` !== 'byob') throw new ERR_INVALID_ARG_VALUE('options.mode', mode);
    return new ReadableStreamBYOBReader(this);
  }

  /** Pipes to `transform.writable`; returns `transform.readable`. */
  pipeThrough(transform, options = undefined) {
    ReadableStream.#check(this);
    const { isWritableStream, coreOf: writableCoreOf } = require('webstreams/writable');
    const readable = transform?.readable;
    if (!isReadableStream(readable)) throw new ERR_INVALID_ARG_TYPE('transform.readable', 'ReadableStream', readable);
    const writable = transform?.writable;
    if (!isWritableStream(writable)) throw new ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', writable);
    const { signal, flags } = pipeOptions(options);
    if (this.#core.isLocked) throw new ERR_INVALID_STATE.TypeError('The ReadableStream is locked');
    const dest = writableCoreOf(writable);
    if (dest.isLocked) throw new ERR_INVALID_STATE.TypeError('The WritableStream is locked');
    react(require('webstreams/pipe_to').pipeTo(this.#core, dest, flags, signal), undefined, noop);
    return readable;
  }

  /** Writes everything to `destination`. `options`: preventClose, preventAbort, preventCancel, signal. */
  pipeTo(destination, options = undefined) {
    try {
      ReadableStream.#check(this);
      const { isWritableStream, coreOf: writableCoreOf } = require('webstreams/writable');
      if (!isWritableStream(destination)) {
        throw new ERR_INVALID_ARG_TYPE('transform.writable', 'WritableStream', destination);
      }
      const { signal, flags } = pipeOptions(options);
      if (this.#core.isLocked) throw new ERR_INVALID_STATE.TypeError('The ReadableStream is locked');
      const dest = writableCoreOf(destination);
      if (dest.isLocked) throw new ERR_INVALID_STATE.TypeError('The WritableStream is locked');
      return require('webstreams/pipe_to').pipeTo(this.#core, dest, flags, signal);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Two streams that both give what this one does. */
  tee() {
    const core = ReadableStream.#check(this);
    if (core.isLocked) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
    const { teeBytes, teeDefault } = require('webstreams/tee');
    const branches = core.controller instanceof ByteControllerCore ? teeBytes(core) : teeDefault(core);
    return branches.map((branch) => new ReadableStream(kInternal, branch));
  }

  /** An async iterator; `options.preventCancel`: leaving the loop early does not cancel the stream. */
  values(options = undefined) {
    const core = ReadableStream.#check(this);
    if (options !== undefined) validateObject(options, 'options');
    const preventsCancel = Boolean(options?.preventCancel);
    if (core.isLocked) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
    return new StreamIterator(new ReaderCore(core, false), preventsCancel);
  }

  get [Symbol.for('nodejs.stream.disturbed')]() { return this.#core.disturbed; }
  get [Symbol.for('nodejs.stream.errored')]() { return this.#core.state === 'errored'; }
  get [Symbol.for('nodejs.stream.readable')]() { return this.#core.state === 'readable'; }
  get [Symbol.for('nodejs.webstream.isClosedPromise')]() { return this.#core.closed; }
  get [Symbol.for('nodejs.webstream.controllerErrorFunction')]() {
    return (error) => { this.#core.controller.error(error); };
  }

  [kInspect](depth, options) {
    const core = ReadableStream.#check(this);
    return inspectAs(this, 'ReadableStream', depth, options, {
      locked: core.isLocked,
      state: core.state,
      supportsBYOB: core.controller instanceof ByteControllerCore,
    });
  }
}
finishClass(ReadableStream, ['locked', 'cancel', 'getReader', 'pipeThrough', 'pipeTo', 'tee', 'values']);
Object.defineProperty(ReadableStream, 'from', { __proto__: null, enumerable: true });
makeTransferable(ReadableStream, isReadableStream, ({ sendReadable }, stream) => sendReadable(stream));
Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
  __proto__: null,
  value: ReadableStream.prototype.values, writable: true, configurable: true,
});

function autoAllocateChunkSizeOf(source) {
  const size = source.autoAllocateChunkSize;
  if (size === undefined) return undefined;
  const number = Math.trunc(Number(size));
  if (!(number > 0)) throw new ERR_INVALID_ARG_VALUE('source.autoAllocateChunkSize', size);
  return number;
}

function pipeOptions(options) {
  checkDictionary(options ?? null, 'options', true);
  const flags = {
    preventAbort: Boolean(options?.preventAbort),
    preventCancel: Boolean(options?.preventCancel),
    preventClose: Boolean(options?.preventClose),
  };
  const signal = options?.signal;
  if (signal !== undefined) validateAbortSignal(signal, 'options.signal');
  return { signal, flags };
}

/** A read of a default reader that waits. */
class ReadRequest {
  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
  chunk(value) { this.resolve({ value, done: false }); }
  close(value) { this.resolve({ value, done: true }); }
  error(error) { this.reject(error); }
}

/** Reads through a default reader's core. */
function read(reader) {
  const { stream } = reader;
  if (stream.state === 'readable' && stream.controller.hasChunk()) {
    stream.disturbed = true;
    return Promise.resolve({ value: stream.controller.takeChunk(), done: false });
  }
  const request = new ReadRequest();
  stream.read(request);
  return request.promise;
}

/** https://streams.spec.whatwg.org/#default-reader-class */
class ReadableStreamDefaultReader {
  #core;

  constructor(stream) {
    if (!isReadableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    const core = coreOf(stream);
    if (core.isLocked) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
    this.#core = new ReaderCore(core, false);
    this.#core.publicStream = stream;
  }

  static #is(value) {
    return typeof value === 'object' && value !== null && #core in value;
  }

  /** A promise of { value, done }. */
  read() {
    if (!ReadableStreamDefaultReader.#is(this)) return Promise.reject(new ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    if (this.#core.stream === null) return Promise.reject(notAttached());
    return read(this.#core);
  }

  /** Lets another reader have the stream; reads that wait are rejected. */
  releaseLock() {
    if (!ReadableStreamDefaultReader.#is(this)) throw new ERR_INVALID_THIS('ReadableStreamDefaultReader');
    this.#core.release();
  }

  /** Fulfilled when the stream is closed, rejected when it errors or the lock is released. */
  get closed() {
    if (!ReadableStreamDefaultReader.#is(this)) return Promise.reject(new ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    return this.#core.closed.promise;
  }

  /** As the stream's cancel(). Rejects with ERR_INVALID_STATE after releaseLock(). */
  cancel(reason = undefined) {
    if (!ReadableStreamDefaultReader.#is(this)) return Promise.reject(new ERR_INVALID_THIS('ReadableStreamDefaultReader'));
    if (this.#core.stream === null) return Promise.reject(notAttached());
    return this.#core.cancel(reason);
  }

  [kInspect](depth, options) {
    const core = this.#core;
    return inspectAs(this, 'ReadableStreamDefaultReader', depth, options, {
      stream: core.stream === null ? undefined : core.publicStream,
      readRequests: core.requests.length,
      close: core.closed.promise,
    });
  }
}
finishClass(ReadableStreamDefaultReader, ['closed', 'read', 'releaseLock', 'cancel']);

function notAttached() {
  return new ERR_INVALID_STATE.TypeError('The reader is not attached to a stream');
}

/** https://streams.spec.whatwg.org/#byob-reader-class */
class ReadableStreamBYOBReader {
  #core;

  constructor(stream) {
    if (!isReadableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'ReadableStream', stream);
    const core = coreOf(stream);
    if (core.isLocked) throw new ERR_INVALID_STATE.TypeError('ReadableStream is locked');
    if (!(core.controller instanceof ByteControllerCore)) {
      throw new ERR_INVALID_ARG_VALUE('stream', stream, 'must be a byte stream');
    }
    this.#core = new ReaderCore(core, true);
    this.#core.publicStream = stream;
  }

  static #is(value) {
    return typeof value === 'object' && value !== null && #core in value;
  }

  /**
   * Reads into `view`, whose buffer is transferred; a promise of { value: a view on the same memory, done }.
   * `options.min`: at least so many elements (default 1).
   */
  read(view, options = noOptions) {
    try {
      if (!ReadableStreamBYOBReader.#is(this)) throw new ERR_INVALID_THIS('ReadableStreamBYOBReader');
      checkView(view, 'view');
      validateObject(options, 'options');
      if (view.byteLength === 0 || view.buffer.byteLength === 0) {
        throw new ERR_INVALID_STATE.TypeError('View or Viewed ArrayBuffer is zero-length or detached');
      }
      const min = minimumOf(view, options);
      const core = this.#core;
      if (core.stream === null) throw notAttached();
      const { stream } = core;
      const request = new ReadRequest();
      stream.disturbed = true;
      if (stream.state === 'errored') request.error(stream.storedError);
      else stream.controller.pullInto(view, min, request);
      return request.promise;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Lets the stream have another reader; reads that wait reject. */
  releaseLock() {
    if (!ReadableStreamBYOBReader.#is(this)) throw new ERR_INVALID_THIS('ReadableStreamBYOBReader');
    this.#core.release();
  }

  /** Fulfilled when the stream is closed, rejected when it errors or the lock is released. */
  get closed() {
    if (!ReadableStreamBYOBReader.#is(this)) return Promise.reject(new ERR_INVALID_THIS('ReadableStreamBYOBReader'));
    return this.#core.closed.promise;
  }

  /** As the stream's cancel(). Rejects with ERR_INVALID_STATE after releaseLock(). */
  cancel(reason = undefined) {
    if (!ReadableStreamBYOBReader.#is(this)) return Promise.reject(new ERR_INVALID_THIS('ReadableStreamBYOBReader'));
    if (this.#core.stream === null) return Promise.reject(notAttached());
    return this.#core.cancel(reason);
  }

  [kInspect](depth, options) {
    const core = this.#core;
    return inspectAs(this, 'ReadableStreamBYOBReader', depth, options, {
      stream: core.stream === null ? undefined : core.publicStream,
      requests: core.requests.length,
      close: core.closed.promise,
    });
  }
}
finishClass(ReadableStreamBYOBReader, ['closed', 'read', 'releaseLock', 'cancel']);

function minimumOf(view, options) {
  const min = options.min ?? 1;
  validateNumber(min, 'options.min');
  if (!Number.isInteger(min)) throw new ERR_INVALID_ARG_VALUE('options.min', min, 'must be an integer');
  if (min <= 0) throw new ERR_INVALID_ARG_VALUE('options.min', min, 'must be greater than 0');
  if (view instanceof DataView) {
    if (min > view.byteLength) throw new ERR_OUT_OF_RANGE('options.min', '<= view.byteLength', min);
  } else if (min > view.length) {
    throw new ERR_OUT_OF_RANGE('options.min', '<= view.length', min);
  }
  return min;
}

function itself(value) {
  return value;
}

/** `for await` over a stream, section 4.2.5: requests are answered one after the other. */
class StreamIterator {
  #reader;
  #preventsCancel;
  #isOver = false;
  /** The answer that is under way. */
  #ongoing = null;

  constructor(reader, preventsCancel) {
    this.#reader = reader;
    this.#preventsCancel = preventsCancel;
  }

  next() {
    if (this.#ongoing === null) return this.#next();
    return this.#follow(react(this.#ongoing, () => this.#next(), () => this.#next()));
  }

  return(value) {
    if (this.#ongoing === null) return this.#follow(this.#return(value));
    return this.#follow(react(this.#ongoing, () => this.#return(value), () => this.#return(value)));
  }

  #follow(promise) {
    this.#ongoing = promise;
    const forget = () => { if (this.#ongoing === promise) this.#ongoing = null; };
    react(promise, forget, forget);
    return promise;
  }

  #next() {
    if (this.#isOver) return Promise.resolve({ value: undefined, done: true });
    const { stream } = this.#reader;
    if (stream.state === 'readable' && stream.controller.hasChunk()) return read(this.#reader);
    const request = new IteratorRequest(this.#reader, () => { this.#isOver = true; });
    stream.read(request);
    // A job later than a read: section 4.2.5 makes the result when the read is done.
    return this.#follow(react(request.promise, itself));
  }

  async #return(value) {
    if (!this.#isOver) {
      this.#isOver = true;
      const reader = this.#reader;
      const cancelled = this.#preventsCancel ? undefined : reader.cancel(value);
      reader.release();
      await cancelled;
    }
    return { done: true, value };
  }
}
Object.setPrototypeOf(StreamIterator.prototype, AsyncIteratorPrototype);
Object.defineProperty(StreamIterator.prototype, 'next', { __proto__: null, enumerable: true });
Object.defineProperty(StreamIterator.prototype, 'return', { __proto__: null, enumerable: true });
delete StreamIterator.prototype.constructor;

class IteratorRequest extends ReadRequest {
  constructor(reader, onOver) {
    super();
    this.reader = reader;
    this.onOver = onOver;
  }
  close() {
    this.onOver();
    this.reader.release();
    this.resolve({ value: undefined, done: true });
  }
  error(error) {
    this.onOver();
    this.reader.release();
    this.reject(error);
  }
}

/** Section 4.9.1, ReadableStreamFromIterable. */
function streamFrom(iterable) {
  let method = iterable[Symbol.asyncIterator];
  let isAsync = true;
  if (method == null) {
    method = iterable[Symbol.iterator];
    isAsync = false;
  }
  if (method == null) throw new ERR_ARG_NOT_ITERABLE(iterable);
  const iterator = method.call(iterable);
  if (iterator === null || (typeof iterator !== 'object' && typeof iterator !== 'function')) {
    throw new ERR_INVALID_STATE.TypeError('The iterator method must return an object');
  }
  const core = new ReadableCore();
  const source = new IteratorSource(iterator, isAsync);
  source.controller = new DefaultControllerCore(core, source, source, 0, undefined);
  source.controller.start();
  return new ReadableStream(kInternal, core);
}

/** Gives what an iterator does; each pull() asks it once. */
class IteratorSource {
  onResult = (result) => {
    try {
      checkResult(result, 'next');
      if (result.done) this.controller.close();
      else if (this.isAsync) this.controller.enqueue(result.value);
      else react(Promise.resolve(result.value), this.onValue, this.onFailed);
    } catch (error) {
      this.onFailed(error);
      return;
    }
    if (this.isAsync || this.controller.isCloseRequested) react(RESOLVED, this.controller.onPulled);
  };
  onValue = (value) => {
    this.controller.enqueue(value);
    react(RESOLVED, this.controller.onPulled);
  };
  onFailed = (error) => {
    react(RESOLVED, () => { this.controller.onFailed(error); });
  };

  constructor(iterator, isAsync) {
    this.iterator = iterator;
    this.next = iterator.next;
    this.isAsync = isAsync;
    this.controller = null;
    this.start = undefined;
  }

  pull() {
    const { iterator, next } = this;
    react(Promise.resolve(next.call(iterator)), this.onResult, this.onFailed);
    return kLater;
  }

  async cancel(reason) {
    const { iterator } = this;
    const { return: close } = iterator;
    if (close == null) return;
    checkResult(await close.call(iterator, reason), 'return');
  }
}

function checkResult(result, method) {
  if (result === null || (typeof result !== 'object' && typeof result !== 'function')) {
    throw new ERR_INVALID_STATE.TypeError(`The iterator.${method}() method must return an object`);
  }
}

module.exports = {
  ReadableStream, ReadableStreamBYOBReader, ReadableStreamDefaultReader, coreOf, isReadableStream,
};
