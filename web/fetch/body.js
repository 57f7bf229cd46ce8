'use strict';
// The body of an answer as it comes: pieces that text(), json() and their like take as they are. It becomes a stream, which
// undici's Response then reads as any other, only when that is asked for.
const { Buffer } = require('buffer');
const { ReadableStream } = require('webstreams');

/** How many bytes wait for a reader before the connection is not read any more. */
const HIGH_WATER_MARK = 64 * 1024;

/** What undici's Response has as the inside of its body: { stream, source, length }. */
class IncomingBody {
  constructor(exchange) {
    this.source = null;
    this.length = null;
    this.exchange = exchange;
    this.pieces = [];
    this.size = 0;
    this.isComplete = false;
    this.isTaken = false;
    this.hasFailed = false;
    this.error = undefined;
    this.made = null; // the stream
    this.controller = null;
    this.pulled = null; // resolves the stream's pull()
    this.taker = null; // who waits for all of it
  }

  // --- From the connection. ---

  push(bytes) {
    this.pieces.push(bytes);
    this.size += bytes.length;
    if (this.taker !== null) return;
    if (this.pulled !== null) this.answerPull();
    else if (this.size >= HIGH_WATER_MARK) this.exchange.pause();
  }

  complete() {
    this.isComplete = true;
    if (this.taker !== null) this.giveToTaker();
    else if (this.pulled !== null) this.answerPull();
  }

  fail(error) {
    if (this.hasFailed) return;
    this.hasFailed = true;
    this.error = error;
    this.pieces = [];
    if (this.taker !== null) this.taker.reject(error);
    else if (this.controller !== null) this.controller.error(error);
    this.taker = null;
    this.pulled = null;
  }

  // --- All at once. ---

  /** Whether text() and its like may have the pieces. */
  get isUntouched() { return this.made === null && !this.isTaken; }

  /** A promise of what `convert` makes of all bytes. */
  take(convert) {
    this.isTaken = true;
    if (this.hasFailed) return Promise.reject(this.error);
    const taker = this.taker = { convert, ...Promise.withResolvers() };
    if (this.isComplete) this.giveToTaker();
    else this.exchange.resume();
    return taker.promise;
  }

  giveToTaker() {
    const { convert, resolve, reject } = this.taker;
    const bytes = this.pieces.length === 1 ? this.pieces[0] : Buffer.concat(this.pieces, this.size);
    this.taker = null;
    this.pieces = [];
    this.exchange.consumed();
    try {
      resolve(convert(bytes));
    } catch (error) {
      reject(error);
    }
  }

  // --- As a stream. ---

  get stream() {
    return this.made ??= this.isTaken ? this.takenStream() : this.newStream();
  }

  set stream(stream) {
    this.made = stream;
  }

  newStream() {
    return new ReadableStream({
      type: 'bytes',
      start: (controller) => {
        this.controller = controller;
        if (this.hasFailed) controller.error(this.error);
        else if (this.isComplete && this.pieces.length === 0) this.closeStream();
      },
      pull: () => this.pull(),
      cancel: (reason) => { this.exchange.cancel(reason); },
    }, { highWaterMark: 0 });
  }

  /** A stream as of a body that is being read already. */
  takenStream() {
    const stream = new ReadableStream({ type: 'bytes', start: (controller) => { if (this.isComplete) controller.close(); } });
    stream.getReader().read();
    return stream;
  }

  pull() {
    if (this.pieces.length > 0 || this.isComplete) {
      this.enqueueNext();
      return undefined;
    }
    this.exchange.resume();
    const { promise, resolve } = Promise.withResolvers();
    this.pulled = resolve;
    return promise;
  }

  answerPull() {
    const resolve = this.pulled;
    this.pulled = null;
    this.enqueueNext();
    resolve();
  }

  // The end is reported when it is asked for, as undici does.
  enqueueNext() {
    if (this.pieces.length === 0) {
      this.closeStream();
      return;
    }
    const piece = this.pieces.shift();
    this.size -= piece.length;
    // Streams take the memory of what they are given; that of a piece is shared with others.
    this.controller.enqueue(new Uint8Array(piece));
  }

  closeStream() {
    this.controller.close();
    this.controller.byobRequest?.respond(0);
    this.exchange.consumed();
  }
}

module.exports = { IncomingBody };
