'use strict';
// WritableStream, its writer and its controller, sections 5.2 to 5.4.
const { noOptions } = require('define');
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_INVALID_THIS } =
  require('errors');
const {
  checkDictionary, finishClass, highWaterMarkOf, inspectAs, kInspect, kInternal, makeTransferable, methodOf,
  sizeFunctionOf,
} = require('webstreams/shared');
const { WritableControllerCore, WritableCore, WriterCore, notBound } = require('webstreams/writable_core');

let coreOf;
let isWritableStream;

/** https://streams.spec.whatwg.org/#ws-class */
class WritableStream {
  #core;

  static {
    coreOf = (stream) => stream.#core;
    isWritableStream = (value) => typeof value === 'object' && value !== null && #core in value;
  }

  /**
   * `sink`: { start(controller), write(chunk, controller), close(), abort(reason) }.
   * `strategy`: { highWaterMark (default 1), size(chunk) }.
   */
  constructor(sink = noOptions, strategy = noOptions) {
    if (sink === kInternal) {
      this.#core = strategy;
      return;
    }
    checkDictionary(sink, 'sink', false);
    checkDictionary(strategy, 'strategy', true);
    const { type } = sink;
    if (type !== undefined) throw new ERR_INVALID_ARG_VALUE.RangeError('type', type);
    this.#core = new WritableCore();
    const size = sizeFunctionOf(strategy);
    const highWaterMark = highWaterMarkOf(strategy, 1);
    const methods = {
      start: methodOf(sink, 'start', 'sink'),
      write: methodOf(sink, 'write', 'sink'),
      close: methodOf(sink, 'close', 'sink'),
      abort: methodOf(sink, 'abort', 'sink'),
    };
    const controller = new WritableControllerCore(this.#core, methods, sink, highWaterMark, size);
    controller.makePublic = (core) => new WritableStreamDefaultController(kInternal, core, this);
    controller.start();
  }

  static #check(value) {
    if (!isWritableStream(value)) throw new ERR_INVALID_THIS('WritableStream');
    return value.#core;
  }

  /** Whether it has a writer. */
  get locked() {
    return WritableStream.#check(this).isLocked;
  }

  /** Errors the stream; the sink's abort() gets the reason. */
  abort(reason = undefined) {
    if (!isWritableStream(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStream'));
    if (this.#core.isLocked) return Promise.reject(new ERR_INVALID_STATE.TypeError('WritableStream is locked'));
    return this.#core.abort(reason);
  }

  /**
   * Closes the stream behind the chunks that wait. Rejects with ERR_INVALID_STATE where it is locked, closing or
   * closed.
   */
  close() {
    if (!isWritableStream(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStream'));
    const core = this.#core;
    if (core.isLocked) return Promise.reject(new ERR_INVALID_STATE.TypeError('WritableStream is locked'));
    if (core.isClosing) return Promise.reject(new ERR_INVALID_STATE.TypeError('Failure closing WritableStream'));
    if (core.state === 'closed' || core.state === 'errored') {
      return Promise.reject(new ERR_INVALID_STATE.TypeError('WritableStream is closed'));
    }
    return core.close();
  }

  /** Locks the stream to a writer. */
  getWriter() {
    WritableStream.#check(this);
    return new WritableStreamDefaultWriter(this);
  }

  get [Symbol.for('nodejs.stream.errored')]() { return this.#core.state === 'errored'; }
  get [Symbol.for('nodejs.stream.writable')]() { return this.#core.state === 'writable'; }
  get [Symbol.for('nodejs.webstream.isClosedPromise')]() { return this.#core.closed; }
  get [Symbol.for('nodejs.webstream.controllerErrorFunction')]() {
    return (error) => { this.#core.controller.error(error); };
  }

  [kInspect](depth, options) {
    const core = WritableStream.#check(this);
    return inspectAs(this, 'WritableStream', depth, options, { locked: core.isLocked, state: core.state });
  }
}
finishClass(WritableStream, ['locked', 'abort', 'close', 'getWriter']);
makeTransferable(WritableStream, isWritableStream, ({ sendWritable }, stream) => sendWritable(stream));

/** https://streams.spec.whatwg.org/#default-writer-class */
class WritableStreamDefaultWriter {
  #core;

  constructor(stream) {
    if (!isWritableStream(stream)) throw new ERR_INVALID_ARG_TYPE('stream', 'WritableStream', stream);
    const core = coreOf(stream);
    if (core.isLocked) throw new ERR_INVALID_STATE.TypeError('WritableStream is locked');
    this.#core = new WriterCore(core);
    this.#core.publicStream = stream;
  }

  static #is(value) {
    return typeof value === 'object' && value !== null && #core in value;
  }

  /** Fulfilled when the stream is closed, rejected when it errors or the lock is released. */
  get closed() {
    if (!WritableStreamDefaultWriter.#is(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    return this.#core.closed.promise;
  }

  /** How much more the stream wants before it asks to wait; null when it is errored. */
  get desiredSize() {
    if (!WritableStreamDefaultWriter.#is(this)) throw new ERR_INVALID_THIS('WritableStreamDefaultWriter');
    if (this.#core.stream === null) throw notBound();
    return this.#core.desiredSize();
  }

  /** A promise that is resolved when the stream wants more. */
  get ready() {
    if (!WritableStreamDefaultWriter.#is(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    return this.#core.ready.promise;
  }

  /** As the stream's abort(). Rejects with ERR_INVALID_STATE after releaseLock(). */
  abort(reason = undefined) {
    if (!WritableStreamDefaultWriter.#is(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (this.#core.stream === null) return Promise.reject(notBound());
    return this.#core.stream.abort(reason);
  }

  /** As the stream's close(). Rejects with ERR_INVALID_STATE after releaseLock(). */
  close() {
    if (!WritableStreamDefaultWriter.#is(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    const { stream } = this.#core;
    if (stream === null) return Promise.reject(notBound());
    if (stream.isClosing) return Promise.reject(new ERR_INVALID_STATE.TypeError('Failure to close WritableStream'));
    if (stream.state === 'closed' || stream.state === 'errored') {
      return Promise.reject(new ERR_INVALID_STATE.TypeError('WritableStream is closed'));
    }
    return stream.close();
  }

  /** Lets the stream have another writer. */
  releaseLock() {
    if (!WritableStreamDefaultWriter.#is(this)) throw new ERR_INVALID_THIS('WritableStreamDefaultWriter');
    this.#core.release();
  }

  /** A promise that is resolved when the sink has taken the chunk. */
  write(chunk = undefined) {
    if (!WritableStreamDefaultWriter.#is(this)) return Promise.reject(new ERR_INVALID_THIS('WritableStreamDefaultWriter'));
    if (this.#core.stream === null) return Promise.reject(notBound());
    const waiting = Promise.withResolvers();
    const refused = this.#core.write(chunk, waiting);
    return refused === null ? waiting.promise : Promise.reject(refused.error);
  }

  [kInspect](depth, options) {
    const core = this.#core;
    return inspectAs(this, 'WritableStreamDefaultWriter', depth, options, {
      stream: core.stream === null ? undefined : core.publicStream,
      close: core.closed.promise,
      ready: core.ready.promise,
      desiredSize: core.stream === null ? undefined : core.desiredSize(),
    });
  }
}
finishClass(WritableStreamDefaultWriter, ['closed', 'desiredSize', 'ready', 'abort', 'close', 'releaseLock', 'write']);

/** https://streams.spec.whatwg.org/#ws-default-controller-class */
class WritableStreamDefaultController {
  #core;
  #stream;

  constructor() {
    if (arguments[0] !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = arguments[1];
    this.#stream = arguments[2];
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#core in value)) {
      throw new ERR_INVALID_THIS('WritableStreamDefaultController');
    }
    return value.#core;
  }

  /** Aborts when the stream is aborted. */
  get signal() {
    return WritableStreamDefaultController.#check(this).signal;
  }

  /** Errors the stream: later writes reject. */
  error(error = undefined) {
    WritableStreamDefaultController.#check(this).error(error);
  }

  [kInspect](depth, options) {
    return inspectAs(this, 'WritableStreamDefaultController', depth, options, { stream: this.#stream });
  }
}
finishClass(WritableStreamDefaultController, ['signal', 'error']);

module.exports = {
  WritableStream, WritableStreamDefaultController, WritableStreamDefaultWriter, coreOf, isWritableStream,
};
