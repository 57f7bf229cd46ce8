'use strict';
// The inside of a ReadableStream, section 4.9: its state, and what controllers and readers do to it.
const { ERR_INVALID_STATE } = require('errors');
const { Fifo, LazyPromise, react } = require('webstreams/shared');

/**
 * A reader's inside. `requests` are the reads that wait: objects with chunk(value), close(value) and error(error).
 */
class ReaderCore {
  constructor(stream, isByob) {
    this.stream = stream;
    this.isByob = isByob;
    /** The ReadableStream, if a user holds the reader. */
    this.publicStream = undefined;
    this.requests = new Fifo();
    this.closed = stream.state === 'readable' ? new LazyPromise()
      : stream.state === 'closed' ? LazyPromise.resolved()
        : LazyPromise.rejected(stream.storedError);
    stream.reader = this;
  }

  /** Section 4.9.3, ReadableStreamReaderGenericRelease, and what waits is rejected. */
  release() {
    const { stream } = this;
    if (stream === null) return;
    // An error costs as much as to read some chunks. Pipes and the like, which have let go by then, need none.
    if (this.publicStream !== undefined) {
      const error = new ERR_INVALID_STATE.TypeError('Reader released');
      if (!this.closed.isPending) this.closed = LazyPromise.rejected(error);
      else this.closed.reject(error);
    }
    stream.controller.release();
    stream.reader = null;
    this.stream = null;
    if (this.requests.length > 0) this.failRequests(new ERR_INVALID_STATE.TypeError('Releasing reader'));
  }

  /** ErrorReadRequests, ErrorReadIntoRequests. */
  failRequests(error) {
    const { requests } = this;
    this.requests = new Fifo();
    while (requests.length > 0) requests.shift().error(error);
  }

  /** ReadableStreamReaderGenericCancel. */
  cancel(reason) {
    return this.stream.cancel(reason);
  }
}

/** The inside of a ReadableStream. Its methods are the abstract operations of section 4.9.2. */
class ReadableCore {
  constructor() {
    this.state = 'readable';
    this.reader = null;
    this.controller = null;
    this.storedError = undefined;
    this.disturbed = false;
    /** Settles when the stream is closed or errored. */
    this.closed = new LazyPromise();
  }

  /** IsReadableStreamLocked. */
  get isLocked() { return this.reader !== null; }

  /** How many reads wait. */
  get waitingReads() { return this.reader === null ? 0 : this.reader.requests.length; }

  /** ReadableStreamHasDefaultReader. */
  hasDefaultReader() { return this.reader !== null && !this.reader.isByob; }
  /** ReadableStreamHasBYOBReader. */
  hasByobReader() { return this.reader !== null && this.reader.isByob; }

  /** Gives a chunk to the oldest waiting read. */
  fulfillRead(chunk) {
    this.reader.requests.shift().chunk(chunk);
  }

  /** ReadableStreamClose. */
  close() {
    this.state = 'closed';
    this.closed.resolve();
    const { reader } = this;
    if (reader === null) return;
    reader.closed.resolve();
    if (reader.isByob) return;
    const { requests } = reader;
    reader.requests = new Fifo();
    while (requests.length > 0) requests.shift().close();
  }

  /** ReadableStreamError. */
  error(error) {
    this.state = 'errored';
    this.storedError = error;
    this.closed.reject(error);
    const { reader } = this;
    if (reader === null) return;
    reader.closed.reject(error);
    reader.failRequests(error);
  }

  /** A promise of undefined. */
  cancel(reason) {
    this.disturbed = true;
    if (this.state === 'closed') return Promise.resolve();
    if (this.state === 'errored') return Promise.reject(this.storedError);
    this.close();
    const { reader } = this;
    if (reader !== null && reader.isByob) {
      const { requests } = reader;
      reader.requests = new Fifo();
      while (requests.length > 0) requests.shift().close(undefined);
    }
    return react(this.controller.cancel(reason), () => undefined);
  }

  /** Hands the next chunk to `request`, now or later. */
  read(request) {
    this.disturbed = true;
    if (this.state === 'closed') request.close();
    else if (this.state === 'errored') request.error(this.storedError);
    else this.controller.pull(request);
  }
}

module.exports = { ReadableCore, ReaderCore };
