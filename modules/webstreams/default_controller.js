'use strict';
// The controller of a ReadableStream of any chunks, section 4.6 and 4.10.
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_STATE, ERR_INVALID_THIS } = require('errors');
const { SizedQueue, checkedSize, finishClass, inspectAs, invoke, kInspect, kInternal } = require('webstreams/shared');
const { cancelSource } = require('webstreams/readable_core');

class DefaultControllerCore {
  /** `source`: { start, pull, cancel }, called on `self`, which start and pull get the public controller of. */
  constructor(stream, source, self, highWaterMark, sizeOf) {
    this.stream = stream;
    this.source = source;
    this.self = self;
    this.highWaterMark = highWaterMark;
    this.queue = new SizedQueue(sizeOf);
    this.isStarted = false;
    this.isCloseRequested = false;
    this.isPulling = false;
    this.pullsAgain = false;
    this.publicController = null;
    this.onPulled = () => {
      this.isPulling = false;
      if (!this.pullsAgain) return;
      this.pullsAgain = false;
      this.pullIfNeeded();
    };
    this.onFailed = (error) => { this.error(error); };
    stream.controller = this;
  }

  /** What a source's functions are given. */
  get controller() {
    return this.publicController ??= new ReadableStreamDefaultController(kInternal, this);
  }

  start() {
    const begin = () => {
      this.isStarted = true;
      this.pullIfNeeded();
    };
    const result = this.source.start === undefined ? undefined : this.source.start.call(this.self, this.controller);
    Promise.resolve(result).then(begin, this.onFailed);
  }

  canEnqueue() {
    return !this.isCloseRequested && this.stream.state === 'readable';
  }

  desiredSize() {
    const { state } = this.stream;
    if (state === 'errored') return null;
    return state === 'closed' ? 0 : this.highWaterMark - this.queue.total;
  }

  pullIfNeeded() {
    const { stream } = this;
    if (!this.isStarted || this.isCloseRequested || stream.state !== 'readable') return;
    if (!(stream.waitingReads > 0) && !(this.highWaterMark - this.queue.total > 0)) return;
    if (this.isPulling) {
      this.pullsAgain = true;
      return;
    }
    const { pull } = this.source;
    if (pull === undefined) return;
    this.isPulling = true;
    invoke(pull, this.self, this.controller, undefined, this.onPulled, this.onFailed);
  }

  close() {
    this.isCloseRequested = true;
    if (this.queue.length === 0) {
      this.forgetSource();
      this.stream.close();
    }
  }

  enqueue(chunk) {
    const { stream } = this;
    if (stream.waitingReads > 0) {
      stream.fulfillRead(chunk);
    } else if (this.queue.sizeOf === undefined) {
      this.queue.push(chunk, 1);
    } else {
      try {
        const { sizeOf } = this.queue;
        this.queue.push(chunk, checkedSize(sizeOf(chunk)));
      } catch (error) {
        this.error(error);
        throw error;
      }
    }
    this.pullIfNeeded();
  }

  error(error) {
    if (this.stream.state !== 'readable') return;
    this.queue.clear();
    this.forgetSource();
    this.stream.error(error);
  }

  forgetSource() {
    this.source = {};
    this.self = undefined;
    this.queue.sizeOf = undefined;
  }

  cancel(reason) {
    this.queue.clear();
    const { source, self } = this;
    this.forgetSource();
    return cancelSource(source.cancel, self, reason);
  }

  /** Takes a chunk that is there, undefined if there is none: `hasChunk()` first. */
  hasChunk() { return this.queue.length > 0; }

  takeChunk() {
    const chunk = this.queue.shift();
    if (this.isCloseRequested && this.queue.length === 0) {
      this.forgetSource();
      this.stream.close();
    } else {
      this.pullIfNeeded();
    }
    return chunk;
  }

  pull(request) {
    if (this.queue.length > 0) {
      request.chunk(this.takeChunk());
    } else {
      this.stream.reader.requests.push(request);
      this.pullIfNeeded();
    }
  }

  release() {}
}

class ReadableStreamDefaultController {
  #core;

  constructor() {
    if (arguments[0] !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = arguments[1];
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#core in value)) {
      throw new ERR_INVALID_THIS('ReadableStreamDefaultController');
    }
    return value.#core;
  }

  /** How many more chunks (or what they count) the stream wants; null when it is errored. */
  get desiredSize() {
    return ReadableStreamDefaultController.#check(this).desiredSize();
  }

  close() {
    const core = ReadableStreamDefaultController.#check(this);
    if (!core.canEnqueue()) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    core.close();
  }

  enqueue(chunk = undefined) {
    const core = ReadableStreamDefaultController.#check(this);
    if (!core.canEnqueue()) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    core.enqueue(chunk);
  }

  error(error = undefined) {
    ReadableStreamDefaultController.#check(this).error(error);
  }

  [kInspect](depth, options) {
    return inspectAs(this, 'ReadableStreamDefaultController', depth, options, {});
  }
}
finishClass(ReadableStreamDefaultController, ['desiredSize', 'close', 'enqueue', 'error']);

module.exports = { DefaultControllerCore, ReadableStreamDefaultController };
