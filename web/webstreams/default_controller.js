'use strict';
// The controller of a ReadableStream of any chunks, section 4.6 and 4.10.
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_STATE, ERR_INVALID_THIS } = require('errors');
const { SizedQueue, checkedSize, finishClass, inspectAs, kInspect, kInternal } = require('webstreams/shared');
const { SourceController } = require('webstreams/source_controller');

/** The inside of a ReadableStreamDefaultController. */
class DefaultControllerCore extends SourceController {
  constructor(stream, source, self, highWaterMark, sizeOf) {
    super(stream, source, self, highWaterMark);
    this.queue = new SizedQueue(sizeOf);
  }

  /** What the source gets. */
  makePublicController() { return new ReadableStreamDefaultController(kInternal, this); }

  /** The sum of the sizes of the chunks that wait. */
  queuedSize() { return this.queue.total; }

  /** ReadableStreamDefaultControllerClose, section 4.9.4: once the queue is empty. */
  close() {
    this.isCloseRequested = true;
    if (this.queue.length > 0) return;
    this.forgetSource();
    this.stream.close();
  }

  /** ReadableStreamDefaultControllerEnqueue, section 4.9.4. */
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

  /** Empties the queue. */
  clear() {
    this.queue.clear();
  }

  /** As SourceController's, with the size function. */
  forgetSource() {
    super.forgetSource();
    this.queue.sizeOf = undefined;
  }

  /** Takes a chunk that is there, undefined if there is none: `hasChunk()` first. */
  hasChunk() { return this.queue.length > 0; }

  /** The first chunk. There must be one. */
  takeChunk() {
    const chunk = this.queue.shift();
    this.closeOrPull();
    return chunk;
  }

  /** [[PullSteps]]: answers `request` at once, or when a chunk comes. */
  pull(request) {
    if (this.queue.length > 0) {
      request.chunk(this.takeChunk());
    } else {
      this.stream.reader.requests.push(request);
      this.pullIfNeeded();
    }
  }

  /** [[ReleaseSteps]]: nothing. */
  release() {}
}

/** https://streams.spec.whatwg.org/#rs-default-controller-class */
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

  /** Ends the stream behind the chunks that wait. Throws ERR_INVALID_STATE. */
  close() {
    const core = ReadableStreamDefaultController.#check(this);
    if (!core.canEnqueue()) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    core.close();
  }

  /** Adds a chunk. Throws ERR_INVALID_STATE. */
  enqueue(chunk = undefined) {
    const core = ReadableStreamDefaultController.#check(this);
    if (!core.canEnqueue()) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    core.enqueue(chunk);
  }

  /** Errors the stream; chunks that wait are lost. */
  error(error = undefined) {
    ReadableStreamDefaultController.#check(this).error(error);
  }

  [kInspect](depth, options) {
    return inspectAs(this, 'ReadableStreamDefaultController', depth, options, {});
  }
}
finishClass(ReadableStreamDefaultController, ['desiredSize', 'close', 'enqueue', 'error']);

module.exports = { DefaultControllerCore, ReadableStreamDefaultController };
