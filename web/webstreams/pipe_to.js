'use strict';
// ReadableStream.prototype.pipeTo, section 4.9.1: moves chunks, and ends, errors and aborts both sides together.
const { ERR_INVALID_STATE } = require('errors');
const { ReaderCore } = require('webstreams/readable_core');
const { RESOLVED, react } = require('webstreams/shared');
const { WriterCore } = require('webstreams/writable_core');

class Pipe {
  onAbort = () => { this.abort(); };
  step = () => { this.move(); };
  passOn = () => {
    const { value } = this;
    this.value = undefined;
    this.write(value);
    this.resolve();
    this.move();
  };

  constructor(source, dest, { preventClose, preventAbort, preventCancel }, signal) {
    this.source = source;
    this.dest = dest;
    this.preventClose = preventClose;
    this.preventAbort = preventAbort;
    this.preventCancel = preventCancel;
    this.signal = signal;
    this.result = Promise.withResolvers();
    this.isShuttingDown = false;
    /** Writes the sink has not finished; the shutdown waits for them. */
    this.pendingWrites = 0;
    this.onWritesDone = null;
    /** What was read and is not with the writer yet. */
    this.value = undefined;
    source.disturbed = true;
    this.reader = new ReaderCore(source, false);
    this.writer = new WriterCore(dest);
  }

  start() {
    const { signal, source, dest } = this;
    if (signal !== undefined) {
      if (signal.aborted) {
        this.abort();
        return;
      }
      signal.addEventListener('abort', this.onAbort);
    }
    // In the specification's order: errors forward, errors backward, closing forward, closing backward.
    if (source.state === 'errored') this.sourceErrored(source.storedError);
    else react(this.reader.closed.promise, undefined, (error) => { this.sourceErrored(error); });
    if (dest.state === 'errored') this.destErrored(dest.storedError);
    else react(this.writer.closed.promise, undefined, (error) => { this.destErrored(error); });
    if (source.state === 'closed') this.sourceClosed();
    else react(this.reader.closed.promise, () => { this.sourceClosed(); }, () => {});
    if (dest.isClosing || dest.state === 'closed') this.destClosed();
    this.move();
  }

  /** Moves what is there while the destination wants it; then waits for whichever side is slow. */
  move() {
    const { source, dest, writer } = this;
    while (!this.isShuttingDown) {
      if (dest.state !== 'writable' || dest.isClosing) return; // The handlers above see to it.
      if (dest.backpressure) {
        react(writer.ready.promise, this.step, () => {});
        return;
      }
      if (source.state !== 'readable' || !source.controller.hasChunk()) {
        source.read(this);
        return;
      }
      this.write(source.controller.takeChunk());
    }
  }

  write(chunk) {
    this.pendingWrites++;
    if (this.writer.write(chunk, this) !== null) this.resolve();
  }

  // As a read request:
  chunk(value) {
    this.pendingWrites++; // Of this chunk, until it is with the writer: a shutdown must not overtake it.
    this.value = value;
    react(RESOLVED, this.passOn); // a job later: what enqueued the chunk may be in the middle of its work
  }
  close() {}
  error() {}

  // As a write request:
  resolve() {
    if (--this.pendingWrites === 0 && this.onWritesDone !== null) react(RESOLVED, this.onWritesDone);
  }
  reject() { this.resolve(); }

  abort() {
    const { source, dest } = this;
    const error = this.signal.reason;
    this.shutDown(() => {
      const actions = [];
      if (!this.preventAbort) actions.push(dest.state === 'writable' ? dest.abort(error) : undefined);
      if (!this.preventCancel) actions.push(source.state === 'readable' ? source.cancel(error) : undefined);
      return Promise.all(actions);
    }, true, error);
  }

  sourceErrored(error) {
    this.shutDown(this.preventAbort ? null : () => this.dest.abort(error), true, error);
  }

  destErrored(error) {
    this.shutDown(this.preventCancel ? null : () => this.source.cancel(error), true, error);
  }

  sourceClosed() {
    this.shutDown(this.preventClose ? null : () => this.writer.closeWithErrorPropagation(), false);
  }

  destClosed() {
    const error = new ERR_INVALID_STATE.TypeError('Destination WritableStream is closed');
    this.shutDown(this.preventCancel ? null : () => this.source.cancel(error), true, error);
  }

  /** Waits for the writes under way, does `action` if there is one, and settles the result. */
  shutDown(action, isError, error) {
    if (this.isShuttingDown) return;
    this.isShuttingDown = true;
    const proceed = () => {
      this.onWritesDone = null;
      if (action === null) {
        this.finish(isError, error);
        return;
      }
      react(action(), () => { this.finish(isError, error); }, (failure) => { this.finish(true, failure); });
    };
    if (this.dest.state !== 'writable' || this.dest.isClosing) proceed();
    else if (this.pendingWrites > 0) this.onWritesDone = proceed;
    else react(RESOLVED, proceed); // Also waiting for no writes takes a job.
  }

  finish(isError, error) {
    this.writer.release();
    this.reader.release();
    if (this.signal !== undefined) this.signal.removeEventListener('abort', this.onAbort);
    if (isError) this.result.reject(error);
    else this.result.resolve();
  }
}

/**
 * ReadableStreamPipeTo, section 4.9.1, of two cores. `flags`: what is kept (preventClose and so on).
 * @returns {Promise<void>}
 */
function pipeTo(source, dest, flags, signal) {
  const pipe = new Pipe(source, dest, flags, signal);
  pipe.start();
  return pipe.result.promise;
}

module.exports = { pipeTo };
