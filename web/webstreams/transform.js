'use strict';
// TransformStream and its controller, section 6.
const { noOptions } = require('define');
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_INVALID_THIS } = require('errors');
const { DefaultControllerCore } = require('webstreams/default_controller');
const { ReadableStream } = require('webstreams/readable');
const { ReadableCore } = require('webstreams/readable_core');
const { RESOLVED, checkDictionary, finishClass, highWaterMarkOf, inspectAs, isThenable, kInspect, kInternal, kLater,
        makeTransferable, methodOf, promiseOf, react, resolvedWith, sizeFunctionOf } = require('webstreams/shared');
const { WritableStream } = require('webstreams/writable');
const { WritableControllerCore, WritableCore } = require('webstreams/writable_core');

class TransformCore {
  constructor(transformer, self, writableSide, readableSide) {
    this.transformer = transformer;
    this.self = self;
    this.backpressure = undefined;
    /** What waits for `backpressure` to change: the readable side's pull() and the writable side's write(), one of each. */
    this.first = null;
    this.second = null;
    /** The chunk of that write(). */
    this.chunk = undefined;
    /** The promise of the end that close(), cancel() or abort() began. */
    this.ending = null;
    this.started = Promise.withResolvers();
    this.publicController = null;
    this.publicStream = null;

    const start = () => this.started.promise;
    this.writable = new WritableCore();
    this.writableController = new WritableControllerCore(this.writable, {
      start,
      write: (chunk) => this.write(chunk),
      close: () => this.close(),
      abort: (reason) => this.abort(reason),
    }, undefined, writableSide.highWaterMark, writableSide.size);
    this.writableController.start();
    this.readable = new ReadableCore();
    this.readableController = new DefaultControllerCore(this.readable, {
      start,
      pull: () => this.pull(),
      cancel: (reason) => this.cancel(reason),
    }, undefined, readableSide.highWaterMark, readableSide.size);
    this.readableController.start();
    this.setBackpressure(true);
  }

  get controller() {
    return this.publicController ??= new TransformStreamDefaultController(kInternal, this);
  }

  setBackpressure(backpressure) {
    this.backpressure = backpressure;
    // Both go on a job later, as if they had awaited a promise of the change (section 6.4.1), in the order they began to wait.
    const { first, second } = this;
    this.first = this.second = null;
    if (first !== null) react(RESOLVED, first);
    if (second !== null) react(RESOLVED, second);
  }

  /** Calls `goOn` a job after the next change of `backpressure`. */
  awaitChange(goOn) {
    if (this.first === null) this.first = goOn;
    else this.second = goOn;
  }

  // The writable side's sink, section 6.4.3 ------------------------------------------------------------------------

  write(chunk) {
    if (!this.backpressure) return this.transform(chunk);
    this.chunk = chunk;
    this.awaitChange(this.writeWaiting);
    return kLater;
  }

  /** The chunk that waited. The writable side learns what becomes of it by a promise that is settled with it. */
  writeWaiting = () => {
    const { chunk, writable, writableController: { onWritten, onWriteFailed } } = this;
    this.chunk = undefined;
    let result;
    try {
      if (writable.state === 'erroring') throw writable.storedError;
      result = this.transform(chunk);
    } catch (error) {
      react(RESOLVED, () => { onWriteFailed(error); });
      return;
    }
    if (result === undefined) react(RESOLVED, onWritten);
    else react(resolvedWith(result), onWritten, onWriteFailed);
  };

  /** Transforms a chunk; what fails errors both sides. */
  transform(chunk) {
    const { transform } = this.transformer;
    if (transform === undefined) {
      this.enqueue(chunk);
      return undefined;
    }
    let result;
    try {
      result = Reflect.apply(transform, this.self, [chunk, this.controller]);
    } catch (error) {
      this.error(error);
      throw error;
    }
    if (!isThenable(result)) return undefined;
    return react(Promise.resolve(result), undefined, (error) => {
      this.error(error);
      throw error;
    });
  }

  abort(reason) {
    if (this.ending !== null) return this.ending.promise;
    return this.end('cancel', reason, () => {
      if (this.readable.state === 'errored') throw this.readable.storedError;
      this.readableController.error(reason);
    }, (error) => { this.readableController.error(error); });
  }

  close() {
    if (this.ending !== null) return this.ending.promise;
    return this.end('flush', this.controller, () => {
      if (this.readable.state === 'errored') throw this.readable.storedError;
      if (this.readableController.canEnqueue()) this.readableController.close();
    }, (error) => { this.readableController.error(error); });
  }

  // The readable side's source, section 6.4.4 ----------------------------------------------------------------------

  pull() {
    this.setBackpressure(false);
    this.awaitChange(this.readableController.onPulled);
    return kLater;
  }

  cancel(reason) {
    if (this.ending !== null) return this.ending.promise;
    return this.end('cancel', reason, () => {
      if (this.writable.state === 'errored') throw this.writable.storedError;
      this.writableController.error(reason);
      this.unblockWrite();
    }, (error) => {
      this.writableController.error(error);
      this.unblockWrite();
    });
  }

  /** Runs the transformer's last function once, whichever side ends first. */
  end(name, argument, onDone, onFailed) {
    this.ending = Promise.withResolvers();
    const { promise, resolve, reject } = this.ending;
    const method = this.transformer[name];
    const { self } = this;
    this.forgetTransformer();
    react(method === undefined ? Promise.resolve() : promiseOf(method, self, argument), () => {
      try {
        onDone();
        resolve();
      } catch (error) {
        reject(error);
      }
    }, (error) => {
      onFailed(error);
      reject(error);
    });
    return promise;
  }

  forgetTransformer() {
    this.transformer = { transform: undefined };
    this.self = undefined;
  }

  // What the controller does, section 6.4.2 --------------------------------------------------------------------------

  desiredSize() {
    return this.readableController.desiredSize();
  }

  enqueue(chunk) {
    const { readableController } = this;
    if (!readableController.canEnqueue()) throw new ERR_INVALID_STATE.TypeError('Unable to enqueue');
    try {
      readableController.enqueue(chunk);
    } catch (error) {
      this.errorWritable(error);
      throw this.readable.storedError;
    }
    const backpressure = !this.wantsChunk();
    if (backpressure !== this.backpressure) this.setBackpressure(true);
  }

  wantsChunk() {
    return this.readable.state === 'readable' && !this.readableController.isCloseRequested &&
      (this.readable.waitingReads > 0 || this.readableController.desiredSize() > 0);
  }

  error(error) {
    this.readableController.error(error);
    this.errorWritable(error);
  }

  errorWritable(error) {
    this.forgetTransformer();
    this.writableController.error(error);
    this.unblockWrite();
  }

  unblockWrite() {
    if (this.backpressure) this.setBackpressure(false);
  }

  terminate() {
    if (this.readableController.canEnqueue()) this.readableController.close();
    this.errorWritable(new ERR_INVALID_STATE.TypeError('TransformStream has been terminated'));
  }
}

let isTransformStream;

/** https://streams.spec.whatwg.org/#ts-class */
class TransformStream {
  /** Null in one that came from elsewhere, where its transformer is. */
  #core = null;
  #readable;
  #writable;

  static {
    isTransformStream = (value) => typeof value === 'object' && value !== null && #core in value;
  }

  /**
   * `transformer`: { start(controller), transform(chunk, controller), flush(controller), cancel(reason) }.
   * Strategies as of WritableStream and ReadableStream; the readable side's highWaterMark is 0 by default.
   */
  constructor(transformer = noOptions, writableStrategy = noOptions, readableStrategy = noOptions) {
    if (transformer === kInternal) {
      this.#readable = arguments[1];
      this.#writable = arguments[2];
      return;
    }
    checkDictionary(transformer, 'transformer', false);
    checkDictionary(writableStrategy, 'writableStrategy', true);
    checkDictionary(readableStrategy, 'readableStrategy', true);
    for (const name of ['readableType', 'writableType']) {
      if (transformer[name] !== undefined) {
        throw new ERR_INVALID_ARG_VALUE.RangeError(`transformer.${name}`, transformer[name]);
      }
    }
    const readableSide = { highWaterMark: highWaterMarkOf(readableStrategy, 0), size: sizeFunctionOf(readableStrategy) };
    const writableSide = { highWaterMark: highWaterMarkOf(writableStrategy, 1), size: sizeFunctionOf(writableStrategy) };
    const start = methodOf(transformer, 'start', 'transformer');
    const methods = {
      transform: methodOf(transformer, 'transform', 'transformer'),
      flush: methodOf(transformer, 'flush', 'transformer'),
      cancel: methodOf(transformer, 'cancel', 'transformer'),
    };
    const core = this.#core = new TransformCore(methods, transformer, writableSide, readableSide);
    core.publicStream = this;
    this.#readable = new ReadableStream(kInternal, core.readable);
    this.#writable = new WritableStream(kInternal, core.writable);
    core.started.resolve(start === undefined ? undefined : Reflect.apply(start, transformer, [core.controller]));
  }

  static #check(value) {
    if (!isTransformStream(value)) throw new ERR_INVALID_THIS('TransformStream');
  }

  /** Where the transformed chunks come out. */
  get readable() {
    TransformStream.#check(this);
    return this.#readable;
  }

  /** Where chunks go in. */
  get writable() {
    TransformStream.#check(this);
    return this.#writable;
  }

  [kInspect](depth, options) {
    return inspectAs(this, 'TransformStream', depth, options, {
      readable: this.#readable,
      writable: this.#writable,
      backpressure: this.#core?.backpressure,
    });
  }
}
finishClass(TransformStream, ['readable', 'writable']);
makeTransferable(TransformStream, isTransformStream,
                 ({ sendTransform }, stream) => sendTransform(stream));

/** https://streams.spec.whatwg.org/#ts-default-controller-class */
class TransformStreamDefaultController {
  #core;

  constructor() {
    if (arguments[0] !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = arguments[1];
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#core in value)) {
      throw new ERR_INVALID_THIS('TransformStreamDefaultController');
    }
    return value.#core;
  }

  /** That of the readable side. */
  get desiredSize() {
    return TransformStreamDefaultController.#check(this).desiredSize();
  }

  /** Adds a chunk to the readable side. Throws ERR_INVALID_STATE. */
  enqueue(chunk = undefined) {
    TransformStreamDefaultController.#check(this).enqueue(chunk);
  }

  /** Errors both sides. */
  error(error = undefined) {
    TransformStreamDefaultController.#check(this).error(error);
  }

  /** Closes the readable side and errors the writable one. */
  terminate() {
    TransformStreamDefaultController.#check(this).terminate();
  }

  [kInspect](depth, options) {
    return inspectAs(this, 'TransformStreamDefaultController', depth, options, { stream: this.#core.publicStream });
  }
}
finishClass(TransformStreamDefaultController, ['desiredSize', 'enqueue', 'error', 'terminate']);

/** A TransformStream whose sides talk to the real one elsewhere. */
function transformOf(readable, writable) {
  return new TransformStream(kInternal, readable, writable);
}

module.exports = { TransformStream, TransformStreamDefaultController, isTransformStream, transformOf };
