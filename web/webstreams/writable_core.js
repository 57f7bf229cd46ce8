'use strict';
// The inside of a WritableStream, sections 5.4 and 5.5: its state, its controller, its writer.
const { ERR_INVALID_STATE } = require('errors');
const { Fifo, LazyPromise, SizedQueue, checkedSize, invoke, promiseOf, react, resolvedWith } = require('webstreams/shared');

/** Stands for a sink that has been forgotten. */
const NO_SINK = { __proto__: null };

/** What waits for an operation of the sink, as a promise with its resolvers. */
function request() {
  return Promise.withResolvers();
}

/** The inside of a WritableStream. Its methods are the abstract operations of section 5.5. */
class WritableCore {
  constructor() {
    this.state = 'writable';
    this.storedError = undefined;
    this.writer = null;
    this.controller = null;
    /** Objects with resolve() and reject(error), one for each chunk in the queue. */
    this.writeRequests = new Fifo();
    this.inFlightWrite = null;
    this.closeRequest = null;
    this.inFlightClose = null;
    this.pendingAbort = null;
    this.backpressure = false;
    /** Settles when the stream is closed or errored. */
    this.closed = new LazyPromise();
  }

  /** IsWritableStreamLocked. */
  get isLocked() { return this.writer !== null; }

  /** WritableStreamCloseQueuedOrInFlight. */
  get isClosing() { return this.closeRequest !== null || this.inFlightClose !== null; }

  /** WritableStreamAbort. */
  abort(reason) {
    if (this.state === 'closed' || this.state === 'errored') return Promise.resolve();
    this.controller.abortSignal(reason);
    const { state } = this; // Listeners of the signal may have changed it.
    if (state === 'closed' || state === 'errored') return Promise.resolve();
    if (this.pendingAbort !== null) return this.pendingAbort.promise;
    const wasErroring = state === 'erroring';
    this.pendingAbort = { ...request(), reason: wasErroring ? undefined : reason, wasErroring };
    const { promise } = this.pendingAbort;
    if (!wasErroring) this.startErroring(reason);
    return promise;
  }

  /** WritableStreamClose. */
  close() {
    this.closeRequest = request();
    const { promise } = this.closeRequest;
    if (this.writer !== null && this.backpressure && this.state === 'writable') this.writer.ready.resolve();
    this.controller.close();
    return promise;
  }

  /** WritableStreamUpdateBackpressure. */
  setBackpressure(backpressure) {
    if (this.writer !== null && backpressure !== this.backpressure) {
      if (backpressure) this.writer.ready = new LazyPromise();
      else this.writer.ready.resolve();
    }
    this.backpressure = backpressure;
  }

  /** WritableStreamDealWithRejection. */
  dealWithRejection(error) {
    if (this.state === 'writable') this.startErroring(error);
    else this.finishErroring();
  }

  /** WritableStreamStartErroring. */
  startErroring(reason) {
    this.state = 'erroring';
    this.storedError = reason;
    if (this.writer !== null) this.writer.rejectReady(reason);
    if (this.inFlightWrite === null && this.inFlightClose === null && this.controller.isStarted) this.finishErroring();
  }

  /** WritableStreamFinishErroring. */
  finishErroring() {
    this.state = 'errored';
    this.controller.queue.clear();
    const error = this.storedError;
    const requests = this.writeRequests;
    this.writeRequests = new Fifo();
    while (requests.length > 0) requests.shift().reject(error);
    const abort = this.pendingAbort;
    if (abort === null) {
      this.rejectClose();
      return;
    }
    this.pendingAbort = null;
    if (abort.wasErroring) {
      abort.reject(error);
      this.rejectClose();
      return;
    }
    react(this.controller.abortSink(abort.reason), () => {
      abort.resolve();
      this.rejectClose();
    }, (failure) => {
      abort.reject(failure);
      this.rejectClose();
    });
  }

  /** WritableStreamRejectCloseAndClosedPromiseIfNeeded. */
  rejectClose() {
    const error = this.storedError;
    if (this.closeRequest !== null) {
      this.closeRequest.reject(error);
      this.closeRequest = null;
    }
    this.closed.reject(error);
    if (this.writer !== null) this.writer.closed.reject(error);
  }

  /** WritableStreamFinishInFlightWrite. */
  finishWrite() {
    const { inFlightWrite } = this;
    this.inFlightWrite = null;
    inFlightWrite.resolve();
  }

  /** WritableStreamFinishInFlightWriteWithError. */
  failWrite(error) {
    const { inFlightWrite } = this;
    this.inFlightWrite = null;
    inFlightWrite.reject(error);
    this.dealWithRejection(error);
  }

  /** WritableStreamFinishInFlightClose. */
  finishClose() {
    this.inFlightClose.resolve();
    this.inFlightClose = null;
    if (this.state === 'erroring') {
      // The sink closed well although an error was on its way.
      this.storedError = undefined;
      if (this.pendingAbort !== null) {
        this.pendingAbort.resolve();
        this.pendingAbort = null;
      }
    }
    this.state = 'closed';
    this.closed.resolve();
    if (this.writer !== null) this.writer.closed.resolve();
  }

  /** WritableStreamFinishInFlightCloseWithError. */
  failClose(error) {
    this.inFlightClose.reject(error);
    this.inFlightClose = null;
    if (this.pendingAbort !== null) {
      this.pendingAbort.reject(error);
      this.pendingAbort = null;
    }
    this.dealWithRejection(error);
  }
}

/** The inside of a WritableStreamDefaultController. Its methods are the abstract operations of section 5.5.4. */
class WritableControllerCore {
  // Declared, so that setting it can't reach an accessor on Object.prototype.
  highWaterMark;
  onWritten = () => {
    const { stream } = this;
    this.queue.shift();
    stream.finishWrite();
    if (!stream.isClosing && stream.state === 'writable') stream.setBackpressure(this.desiredSize() <= 0);
    this.advance();
  };
  onWriteFailed = (error) => {
    if (this.stream.state === 'writable') this.forgetSink();
    this.stream.failWrite(error);
  };

  /** `sink`: { start, write, close, abort }, called on `self`. */
  constructor(stream, sink, self, highWaterMark, sizeOf) {
    this.stream = stream;
    this.sink = sink;
    this.self = self;
    this.highWaterMark = highWaterMark;
    this.sizeOf = sizeOf;
    this.queue = new SizedQueue(sizeOf);
    this.isStarted = false;
    this.isCloseQueued = false;
    this.makePublic = null;
    this.publicController = null;
    this.signalController = null;
    this.isAborted = false;
    this.abortReason = undefined;
    stream.controller = this;
  }

  /** What the sink gets, made when first needed; undefined for a sink of our own that needs none. */
  get controller() {
    return this.makePublic === null ? undefined : this.publicController ??= this.makePublic(this);
  }

  /** Aborted when the stream is. */
  get signal() {
    if (this.signalController === null) {
      this.signalController = new AbortController();
      if (this.isAborted) this.signalController.abort(this.abortReason);
    }
    return this.signalController.signal;
  }

  /** Aborts `signal`, also one that is made later. */
  abortSignal(reason) {
    if (this.isAborted) return;
    this.isAborted = true;
    this.abortReason = reason;
    if (this.signalController !== null) this.signalController.abort(reason);
  }

  /** Calls the sink's start(); writing begins when what it returns is settled. */
  start() {
    const { stream } = this;
    stream.backpressure = this.desiredSize() <= 0;
    const { start } = this.sink;
    const result = start === undefined ? undefined : Reflect.apply(start, this.self, [this.controller]);
    react(resolvedWith(result), () => {
      this.isStarted = true;
      this.advance();
    }, (error) => {
      this.isStarted = true;
      stream.dealWithRejection(error);
    });
  }

  /** WritableStreamDefaultControllerGetDesiredSize. */
  desiredSize() {
    return this.highWaterMark - this.queue.total;
  }

  /** What `chunk` counts; what the size function throws errors the stream. */
  sizeOfChunk(chunk) {
    if (this.sizeOf === undefined) return 1;
    try {
      const { sizeOf } = this;
      return checkedSize(sizeOf(chunk));
    } catch (error) {
      this.error(error);
      return 1;
    }
  }

  /** WritableStreamDefaultControllerWrite; `size` is what the size function gave. */
  write(chunk, size) {
    const { stream } = this;
    this.queue.push(chunk, size);
    if (!stream.isClosing && stream.state === 'writable') stream.setBackpressure(this.desiredSize() <= 0);
    this.advance();
  }

  /** WritableStreamDefaultControllerClose. */
  close() {
    this.isCloseQueued = true;
    this.advance();
  }

  /** Starts the sink on what is next, if it has nothing to do. */
  advance() {
    const { stream } = this;
    if (!this.isStarted || stream.inFlightWrite !== null) return;
    if (stream.state === 'erroring') {
      stream.finishErroring();
    } else if (stream.state === 'writable') {
      if (this.queue.length > 0) this.writeToSink(this.queue.peek());
      else if (this.isCloseQueued && stream.inFlightClose === null) this.closeSink();
    }
  }

  /** WritableStreamDefaultControllerProcessWrite. */
  writeToSink(chunk) {
    const { stream } = this;
    stream.inFlightWrite = stream.writeRequests.shift();
    const { write } = this.sink;
    if (write === undefined) invoke(writeNowhere, undefined, undefined, undefined, this.onWritten, this.onWriteFailed);
    else invoke(write, this.self, chunk, this.controller, this.onWritten, this.onWriteFailed);
  }

  /** WritableStreamDefaultControllerProcessClose. */
  closeSink() {
    const { stream, sink, self } = this;
    stream.inFlightClose = stream.closeRequest;
    stream.closeRequest = null;
    this.isCloseQueued = false;
    this.forgetSink();
    const closing = sink.close === undefined ? Promise.resolve() : promiseOf(sink.close, self);
    react(closing, () => { stream.finishClose(); }, (error) => { stream.failClose(error); });
  }

  /** [[AbortSteps]]. @returns {Promise<void>} */
  abortSink(reason) {
    const { sink, self } = this;
    this.forgetSink();
    return sink.abort === undefined ? Promise.resolve() : promiseOf(sink.abort, self, reason);
  }

  /** WritableStreamDefaultControllerClearAlgorithms. */
  forgetSink() {
    this.sink = NO_SINK;
    this.self = undefined;
    this.sizeOf = undefined;
  }

  /** Errors the stream, if it isn't already. */
  error(error) {
    if (this.stream.state !== 'writable') return;
    this.forgetSink();
    this.stream.startErroring(error);
  }
}

function writeNowhere() {}

/** The inside of a WritableStreamDefaultWriter. Its methods are the abstract operations of section 5.5.3. */
class WriterCore {
  constructor(stream) {
    this.stream = stream;
    /** The WritableStream, if a user holds the writer. */
    this.publicStream = undefined;
    const { state, storedError } = stream;
    if (state === 'writable') {
      this.ready = !stream.isClosing && stream.backpressure ? new LazyPromise() : LazyPromise.resolved();
      this.closed = new LazyPromise();
    } else if (state === 'erroring') {
      this.ready = LazyPromise.rejected(storedError);
      this.closed = new LazyPromise();
    } else if (state === 'closed') {
      this.ready = LazyPromise.resolved();
      this.closed = LazyPromise.resolved();
    } else {
      this.ready = LazyPromise.rejected(storedError);
      this.closed = LazyPromise.rejected(storedError);
    }
    stream.writer = this;
  }

  /** WritableStreamDefaultWriterEnsureReadyPromiseRejected. */
  rejectReady(error) {
    if (this.ready.isPending) this.ready.reject(error);
    else this.ready = LazyPromise.rejected(error);
  }

  /** WritableStreamDefaultWriterEnsureClosedPromiseRejected. */
  rejectClosed(error) {
    if (this.closed.isPending) this.closed.reject(error);
    else this.closed = LazyPromise.rejected(error);
  }

  /** WritableStreamDefaultWriterGetDesiredSize. */
  desiredSize() {
    const { stream } = this;
    if (stream.state === 'errored' || stream.state === 'erroring') return null;
    return stream.state === 'closed' ? 0 : stream.controller.desiredSize();
  }

  /** Queues a chunk; `waiting` is resolved or rejected when the sink is done with it. Returns an error instead. */
  write(chunk, waiting) {
    const { stream } = this;
    const size = stream.controller.sizeOfChunk(chunk);
    if (stream !== this.stream) return { error: notBound() };
    const { state } = stream;
    if (state === 'errored') return { error: stream.storedError };
    if (stream.isClosing || state === 'closed') return { error: new ERR_INVALID_STATE.TypeError('WritableStream is closed') };
    if (state === 'erroring') return { error: stream.storedError };
    stream.writeRequests.push(waiting);
    stream.controller.write(chunk, size);
    return null;
  }

  /** Section 5.5.1, WritableStreamDefaultWriterCloseWithErrorPropagation. */
  closeWithErrorPropagation() {
    const { stream } = this;
    if (stream.isClosing || stream.state === 'closed') return Promise.resolve();
    if (stream.state === 'errored') return Promise.reject(stream.storedError);
    return stream.close();
  }

  /** WritableStreamDefaultWriterRelease. */
  release() {
    const { stream } = this;
    if (stream === null) return;
    if (this.publicStream !== undefined) { // a pipe has let go, and needs none
      const error = new ERR_INVALID_STATE.TypeError('Writer has been released');
      this.rejectReady(error);
      this.rejectClosed(error);
    }
    stream.writer = null;
    this.stream = null;
  }
}

/** What a writer whose lock was released throws or rejects with. */
function notBound() {
  return new ERR_INVALID_STATE.TypeError('Writer is not bound to a WritableStream');
}

module.exports = { WritableControllerCore, WritableCore, WriterCore, notBound };
