'use strict';
// The controller of a ReadableStream of bytes, sections 4.7, 4.8 and 4.10.11: reads may bring a buffer of their own.
const { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_INVALID_THIS } =
  require('errors');
const { Fifo, finishClass, inspectAs, kInspect, kInternal } = require('webstreams/shared');
const { SourceController } = require('webstreams/source_controller');

const TYPED_ARRAYS = new Map([
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array,
  Float64Array, BigInt64Array, BigUint64Array, globalThis.Float16Array,
].filter(Boolean).map((Class) => [Class.name, Class]));

/** Part of a buffer that was enqueued and not read yet. */
class QueueEntry {
  constructor(buffer, byteOffset, byteLength) {
    this.buffer = buffer;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
  }
}

/** A buffer that the source is to fill. `readerType`: 'default', 'byob', or 'none' once its reader has let go. */
class PullInto {
  constructor(buffer, byteOffset, byteLength, minimumFill, elementSize, View, readerType) {
    this.buffer = buffer;
    this.bufferByteLength = buffer.byteLength;
    this.byteOffset = byteOffset;
    this.byteLength = byteLength;
    this.bytesFilled = 0;
    this.minimumFill = minimumFill;
    this.elementSize = elementSize;
    this.View = View;
    this.readerType = readerType;
  }

  /** What is filled, as the view the reader asked for. */
  filledView() {
    return new this.View(this.buffer.transfer(), this.byteOffset, this.bytesFilled / this.elementSize);
  }
}

/** Section 4.7.5 asks for the intrinsic class, whatever subclass (a Buffer) the view is of. */
function typedArrayClassOf(view) {
  return TYPED_ARRAYS.get(view[Symbol.toStringTag]);
}

/** The inside of a ReadableByteStreamController. Its methods are the abstract operations of section 4.9.5. */
class ByteControllerCore extends SourceController {
  constructor(stream, source, self, highWaterMark, autoAllocateChunkSize) {
    super(stream, source, self, highWaterMark);
    this.autoAllocateChunkSize = autoAllocateChunkSize;
    this.queue = new Fifo();
    this.queueTotalSize = 0;
    this.pendingPullIntos = [];
    this.byobRequest = null;
  }

  /** What the source gets. */
  makePublicController() { return new ReadableByteStreamController(kInternal, this); }

  /** How many bytes wait. */
  queuedSize() { return this.queueTotalSize; }

  /** The request that shows the source the buffer to fill; null if none waits. */
  currentByobRequest() {
    if (this.byobRequest === null && this.pendingPullIntos.length > 0) {
      const first = this.pendingPullIntos[0];
      const view = new Uint8Array(first.buffer, first.byteOffset + first.bytesFilled, first.byteLength - first.bytesFilled);
      this.byobRequest = new ReadableStreamBYOBRequest(kInternal, this, view);
    }
    return this.byobRequest;
  }

  /** InvalidateBYOBRequest. */
  invalidateByobRequest() {
    if (this.byobRequest === null) return;
    invalidateRequest(this.byobRequest);
    this.byobRequest = null;
  }

  // What the source does -----------------------------------------------------------------------------------------

  /** Close. Throws ERR_INVALID_STATE where a view of several bytes an element was filled in part. */
  close() {
    const { stream } = this;
    if (this.isCloseRequested || stream.state !== 'readable') return;
    if (this.queueTotalSize > 0) {
      this.isCloseRequested = true;
      return;
    }
    const first = this.pendingPullIntos[0];
    if (first !== undefined && first.bytesFilled % first.elementSize !== 0) {
      const error = new ERR_INVALID_STATE.TypeError('Partial read');
      this.error(error);
      throw error;
    }
    this.forgetSource();
    stream.close();
  }

  /** Enqueue: the memory of `chunk`, a view, is transferred. */
  enqueue(chunk) {
    const { stream } = this;
    const { byteOffset, byteLength } = chunk;
    const buffer = chunk.buffer.transfer();
    const first = this.pendingPullIntos[0];
    if (first !== undefined) {
      if (first.buffer.detached) throw new ERR_INVALID_STATE.TypeError('Destination ArrayBuffer is zero-length or detached');
      this.invalidateByobRequest();
      first.buffer = first.buffer.transfer();
      if (first.readerType === 'none') this.enqueueDetached(first);
    }
    if (stream.hasDefaultReader()) {
      this.serveQueued();
      if (stream.waitingReads === 0) {
        this.append(buffer, byteOffset, byteLength);
      } else {
        if (this.pendingPullIntos.length > 0) this.pendingPullIntos.shift();
        stream.fulfillRead(new Uint8Array(buffer, byteOffset, byteLength));
      }
    } else {
      this.append(buffer, byteOffset, byteLength);
      if (stream.hasByobReader()) this.commitAll(this.fillFromQueue());
    }
    this.pullIfNeeded();
  }

  /** ClearPendingPullIntos and ResetQueue. */
  clear() {
    this.clearPendingPullIntos();
    this.queue = new Fifo();
    this.queueTotalSize = 0;
  }

  /** ClearPendingPullIntos. */
  clearPendingPullIntos() {
    this.invalidateByobRequest();
    this.pendingPullIntos = [];
  }

  /** EnqueueChunkToQueue. */
  append(buffer, byteOffset, byteLength) {
    this.queue.push(new QueueEntry(buffer, byteOffset, byteLength));
    this.queueTotalSize += byteLength;
  }

  /** EnqueueClonedChunkToQueue. */
  appendCopy(buffer, byteOffset, byteLength) {
    let copy;
    try {
      copy = buffer.slice(byteOffset, byteOffset + byteLength);
    } catch (error) {
      this.error(error);
      throw error;
    }
    this.append(copy, 0, byteLength);
  }

  /** The first pull-into lost its reader: what is filled goes to the queue. */
  enqueueDetached(pullInto) {
    if (pullInto.bytesFilled > 0) this.appendCopy(pullInto.buffer, pullInto.byteOffset, pullInto.bytesFilled);
    this.pendingPullIntos.shift();
  }

  // What readers do ----------------------------------------------------------------------------------------------

  /** [[ReleaseSteps]]: what is being filled for the reader that left goes to the queue. */
  release() {
    if (this.pendingPullIntos.length === 0) return;
    const first = this.pendingPullIntos[0];
    first.readerType = 'none';
    this.pendingPullIntos = [first];
  }

  /** Whether bytes wait. */
  hasChunk() { return this.queueTotalSize > 0; }

  /** Takes the first chunk out of the queue. */
  takeChunk() {
    const entry = this.queue.shift();
    this.queueTotalSize -= entry.byteLength;
    this.closeOrPull();
    return new Uint8Array(entry.buffer, entry.byteOffset, entry.byteLength);
  }

  /** A default reader reads. */
  pull(request) {
    if (this.queueTotalSize > 0) {
      request.chunk(this.takeChunk());
      return;
    }
    const size = this.autoAllocateChunkSize;
    if (size !== undefined) {
      let buffer;
      try {
        buffer = new ArrayBuffer(size);
      } catch (error) {
        request.error(error);
        return;
      }
      this.pendingPullIntos.push(new PullInto(buffer, 0, size, 1, 1, Uint8Array, 'default'));
    }
    this.stream.reader.requests.push(request);
    this.pullIfNeeded();
  }

  /** A BYOB reader reads into `view`, at least `min` elements. */
  pullInto(view, min, request) {
    const { stream } = this;
    const isDataView = view instanceof DataView;
    const elementSize = isDataView ? 1 : view.BYTES_PER_ELEMENT;
    const View = isDataView ? DataView : typedArrayClassOf(view);
    const { byteOffset, byteLength } = view;
    let buffer;
    try {
      buffer = view.buffer.transfer();
    } catch (error) {
      request.error(error);
      return;
    }
    const pullInto = new PullInto(buffer, byteOffset, byteLength, min * elementSize, elementSize, View, 'byob');
    if (this.pendingPullIntos.length > 0) {
      this.pendingPullIntos.push(pullInto);
      stream.reader.requests.push(request);
      return;
    }
    if (stream.state === 'closed') {
      request.close(new View(pullInto.buffer, byteOffset, 0));
      return;
    }
    if (this.queueTotalSize > 0) {
      if (this.fill(pullInto)) {
        const filled = pullInto.filledView();
        this.closeOrPull();
        request.chunk(filled);
        return;
      }
      if (this.isCloseRequested) {
        const error = new ERR_INVALID_STATE.TypeError('ReadableStream closed');
        this.error(error);
        request.error(error);
        return;
      }
    }
    this.pendingPullIntos.push(pullInto);
    stream.reader.requests.push(request);
    this.pullIfNeeded();
  }

  /** Reads that a default reader made while there was nothing get what the queue has. */
  serveQueued() {
    const { reader } = this.stream;
    while (reader.requests.length > 0 && this.queueTotalSize > 0) {
      const request = reader.requests.shift();
      request.chunk(this.takeChunk());
    }
  }

  /** Copies from the queue as much as fits. Returns whether the reader can be answered. */
  fill(pullInto) {
    const maxBytes = Math.min(this.queueTotalSize, pullInto.byteLength - pullInto.bytesFilled);
    const maxFilled = pullInto.bytesFilled + maxBytes;
    const maxAligned = maxFilled - maxFilled % pullInto.elementSize;
    let remaining = maxBytes;
    let isReady = false;
    if (maxAligned >= pullInto.minimumFill) {
      remaining = maxAligned - pullInto.bytesFilled;
      isReady = true;
    }
    while (remaining > 0) {
      const entry = this.queue.peek();
      const count = Math.min(remaining, entry.byteLength);
      const to = new Uint8Array(pullInto.buffer, pullInto.byteOffset + pullInto.bytesFilled, count);
      to.set(new Uint8Array(entry.buffer, entry.byteOffset, count));
      if (entry.byteLength === count) {
        this.queue.shift();
      } else {
        entry.byteOffset += count;
        entry.byteLength -= count;
      }
      this.queueTotalSize -= count;
      pullInto.bytesFilled += count;
      remaining -= count;
    }
    return isReady;
  }

  /** Fills waiting pull-intos from the queue; returns those that are ready, in order. */
  fillFromQueue() {
    const ready = [];
    while (this.pendingPullIntos.length > 0 && this.queueTotalSize > 0) {
      const first = this.pendingPullIntos[0];
      if (!this.fill(first)) break;
      ready.push(this.shiftPullInto());
    }
    return ready;
  }

  /** ShiftPendingPullInto. */
  shiftPullInto() {
    this.invalidateByobRequest();
    return this.pendingPullIntos.shift();
  }

  /** CommitPullIntoDescriptor of each. */
  commitAll(pullIntos) {
    for (const pullInto of pullIntos) this.commit(pullInto);
  }

  /** Answers the read that `pullInto` belongs to. */
  commit(pullInto) {
    const { stream } = this;
    const view = pullInto.filledView();
    const request = stream.reader.requests.shift();
    if (stream.state === 'closed') request.close(pullInto.readerType === 'byob' ? view : undefined);
    else request.chunk(view);
  }

  // What a BYOB request does -------------------------------------------------------------------------------------

  /** Respond. Throws ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE. */
  respond(bytesWritten) {
    const first = this.pendingPullIntos[0];
    if (this.stream.state === 'closed') {
      if (bytesWritten !== 0) throw new ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
    } else {
      if (bytesWritten === 0) throw new ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
      if (first.bytesFilled + bytesWritten > first.byteLength) {
        throw new ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', bytesWritten);
      }
    }
    first.buffer = first.buffer.transfer();
    this.responded(bytesWritten);
  }

  /** RespondWithNewView. Throws ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE. */
  respondWithNewView(view) {
    const first = this.pendingPullIntos[0];
    if (this.stream.state === 'closed') {
      if (view.byteLength !== 0) throw new ERR_INVALID_STATE.TypeError('View is not zero-length');
    } else if (view.byteLength === 0) {
      throw new ERR_INVALID_STATE.TypeError('View is zero-length');
    }
    if (first.byteOffset + first.bytesFilled !== view.byteOffset) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    if (first.bufferByteLength !== view.buffer.byteLength) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    if (first.bytesFilled + view.byteLength > first.byteLength) throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    const { byteLength } = view;
    first.buffer = view.buffer.transfer();
    this.responded(byteLength);
  }

  /** RespondInternal. */
  responded(bytesWritten) {
    const first = this.pendingPullIntos[0];
    this.invalidateByobRequest();
    if (this.stream.state === 'closed') this.respondedWhenClosed(first);
    else this.respondedWhenReadable(first, bytesWritten);
    this.pullIfNeeded();
  }

  /** RespondInClosedState. */
  respondedWhenClosed(first) {
    const { stream } = this;
    if (first.readerType === 'none') this.shiftPullInto();
    if (!stream.hasByobReader()) return;
    const pullIntos = [];
    while (pullIntos.length < stream.waitingReads) pullIntos.push(this.shiftPullInto());
    this.commitAll(pullIntos);
  }

  /** RespondInReadableState. */
  respondedWhenReadable(first, bytesWritten) {
    first.bytesFilled += bytesWritten;
    if (first.readerType === 'none') {
      this.enqueueDetached(first);
      this.commitAll(this.fillFromQueue());
      return;
    }
    if (first.bytesFilled < first.minimumFill) return;
    this.shiftPullInto();
    // What is not a whole element stays for the next read.
    const rest = first.bytesFilled % first.elementSize;
    if (rest > 0) {
      this.appendCopy(first.buffer, first.byteOffset + first.bytesFilled - rest, rest);
      first.bytesFilled -= rest;
    }
    const ready = this.fillFromQueue();
    this.commit(first);
    this.commitAll(ready);
  }
}

/**
 * Throws unless `view` is a view of memory that can be transferred and is not empty: ERR_INVALID_ARG_TYPE,
 * ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE.
 */
function checkView(view, name) {
  if (!ArrayBuffer.isView(view)) throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView'], view);
  if (view.buffer instanceof SharedArrayBuffer) {
    throw new ERR_INVALID_ARG_VALUE(name, view, 'must not be on a SharedArrayBuffer');
  }
}

/** https://streams.spec.whatwg.org/#rbs-controller-class */
class ReadableByteStreamController {
  #core;

  constructor() {
    if (arguments[0] !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = arguments[1];
  }

  static #check(value) {
    if (typeof value !== 'object' || value === null || !(#core in value)) {
      throw new ERR_INVALID_THIS('ReadableByteStreamController');
    }
    return value.#core;
  }

  /** The read to be filled, when a reader brought a buffer; else null. */
  get byobRequest() {
    return ReadableByteStreamController.#check(this).currentByobRequest();
  }

  /** How many more bytes the queue wants; null of an errored stream, 0 of a closed one. */
  get desiredSize() {
    return ReadableByteStreamController.#check(this).desiredSize();
  }

  /** Ends the stream behind the bytes that wait. Throws ERR_INVALID_STATE. */
  close() {
    const core = ReadableByteStreamController.#check(this);
    if (core.isCloseRequested) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    if (core.stream.state !== 'readable') throw new ERR_INVALID_STATE.TypeError('ReadableStream is already closed');
    core.close();
  }

  /** `chunk`: a view; its buffer is transferred. */
  enqueue(chunk) {
    const core = ReadableByteStreamController.#check(this);
    checkView(chunk, 'buffer');
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) {
      throw new ERR_INVALID_STATE.TypeError('chunk ArrayBuffer is zero-length or detached');
    }
    if (core.isCloseRequested) throw new ERR_INVALID_STATE.TypeError('Controller is already closed');
    if (core.stream.state !== 'readable') throw new ERR_INVALID_STATE.TypeError('ReadableStream is already closed');
    core.enqueue(chunk);
  }

  /** Errors the stream; bytes that wait are lost. */
  error(error = undefined) {
    ReadableByteStreamController.#check(this).error(error);
  }

  [kInspect](depth, options) {
    return inspectAs(this, 'ReadableByteStreamController', depth, options, {});
  }
}
finishClass(ReadableByteStreamController, ['byobRequest', 'desiredSize', 'close', 'enqueue', 'error']);

let invalidateRequest;

/** https://streams.spec.whatwg.org/#rs-byob-request-class */
class ReadableStreamBYOBRequest {
  #controller;
  #view;

  static {
    invalidateRequest = (request) => {
      request.#controller = null;
      request.#view = null;
    };
  }

  constructor() {
    if (arguments[0] !== kInternal) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#controller = arguments[1];
    this.#view = arguments[2];
  }

  #check() {
    if (this.#controller === null) throw new ERR_INVALID_STATE.TypeError('This BYOB request has been invalidated');
  }

  static #checkThis(value) {
    if (typeof value !== 'object' || value === null || !(#controller in value)) {
      throw new ERR_INVALID_THIS('ReadableStreamBYOBRequest');
    }
  }

  /** Where to write; null once it is answered. */
  get view() {
    ReadableStreamBYOBRequest.#checkThis(this);
    return this.#view;
  }

  /** The first `bytesWritten` bytes of the view are filled. */
  respond(bytesWritten) {
    ReadableStreamBYOBRequest.#checkThis(this);
    this.#check();
    if (this.#view.buffer.detached) {
      throw new ERR_INVALID_STATE.TypeError('Viewed ArrayBuffer is detached');
    }
    const count = Math.trunc(Number(bytesWritten));
    if (bytesWritten === undefined || Number.isNaN(count) || count < 0) {
      throw new ERR_INVALID_ARG_VALUE('bytesWritten', bytesWritten);
    }
    this.#controller.respond(count);
  }

  /** Another view on the same memory is filled. */
  respondWithNewView(view) {
    ReadableStreamBYOBRequest.#checkThis(this);
    this.#check();
    checkView(view, 'view');
    if (view.buffer.detached) throw new ERR_INVALID_STATE.TypeError('Viewed ArrayBuffer is detached');
    this.#controller.respondWithNewView(view);
  }

  [kInspect](depth, options) {
    return inspectAs(this, 'ReadableStreamBYOBRequest', depth, options, { view: this.#view, controller: this.#controller?.controller });
  }
}
finishClass(ReadableStreamBYOBRequest, ['view', 'respond', 'respondWithNewView']);

module.exports = { ByteControllerCore, checkView, ReadableByteStreamController, ReadableStreamBYOBRequest };
