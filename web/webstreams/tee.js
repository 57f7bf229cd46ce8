'use strict';
// ReadableStream.prototype.tee, section 4.9.1: two branches read from one stream.
const { ByteControllerCore } = require('webstreams/byte_controller');
const { DefaultControllerCore } = require('webstreams/default_controller');
const { ReadableCore, ReaderCore } = require('webstreams/readable_core');
const { RESOLVED, react } = require('webstreams/shared');

/** What both kinds of tee share: the cancelling, which reaches the source when both branches want it. */
class Tee {
  constructor(source) {
    this.source = source;
    this.branches = [];
    this.cancelled = [false, false];
    this.reasons = [undefined, undefined];
    this.cancellation = Promise.withResolvers();
    this.isReading = false;
  }

  cancel(index, reason) {
    this.cancelled[index] = true;
    this.reasons[index] = reason;
    if (this.cancelled[1 - index]) this.cancellation.resolve(this.source.cancel(this.reasons));
    return this.cancellation.promise;
  }

  /** Nothing more will come: cancelling has no one to tell. */
  settle() {
    if (!this.cancelled[0] || !this.cancelled[1]) this.cancellation.resolve();
  }

  failBoth(error) {
    this.branches[0].controller.error(error);
    this.branches[1].controller.error(error);
    this.settle();
  }
}

class DefaultTee extends Tee {
  passOn = () => {
    const { value } = this;
    this.value = undefined;
    this.readsAgain = false;
    for (let index = 0; index < 2; index++) {
      const { controller } = this.branches[index];
      if (!this.cancelled[index] && controller.canEnqueue()) controller.enqueue(value);
    }
    this.isReading = false;
    if (this.readsAgain) this.pull();
  };

  constructor(source) {
    super(source);
    this.reader = new ReaderCore(source, false);
    this.readsAgain = false;
    /** What was read and is not with the branches yet. */
    this.value = undefined;
    for (const index of [0, 1]) {
      const branch = new ReadableCore();
      const source = { start: undefined, pull: () => this.pull(), cancel: (reason) => this.cancel(index, reason) };
      new DefaultControllerCore(branch, source, undefined, 1, undefined).start();
      this.branches.push(branch);
    }
    react(this.reader.closed.promise, undefined, (error) => { this.failBoth(error); });
  }

  pull() {
    if (this.isReading) {
      this.readsAgain = true;
      return;
    }
    this.isReading = true;
    this.source.read(this);
  }

  // As a read request:

  chunk(value) {
    this.value = value;
    react(RESOLVED, this.passOn); // a job later, so that an error of the source that came in the meantime is not overtaken
  }

  close() {
    this.isReading = false;
    for (const index of [0, 1]) {
      const { controller } = this.branches[index];
      if (!this.cancelled[index] && controller.canEnqueue()) controller.close();
    }
    this.settle();
  }

  error() {
    this.isReading = false;
  }
}

/** Reads with the buffers of a branch's BYOB reader if it has one. */
class ByteTee extends Tee {
  constructor(source) {
    super(source);
    this.reader = null;
    this.readsAgain = [false, false];
    for (const index of [0, 1]) {
      const branch = new ReadableCore();
      const source = { start: undefined, pull: () => this.pull(index), cancel: (reason) => this.cancel(index, reason) };
      new ByteControllerCore(branch, source, undefined, 0, undefined).start();
      this.branches.push(branch);
    }
    this.useReader(false);
  }

  useReader(isByob) {
    if (this.reader !== null) {
      if (this.reader.isByob === isByob) return;
      this.reader.release();
    }
    const reader = this.reader = new ReaderCore(this.source, isByob);
    react(reader.closed.promise, undefined, (error) => {
      if (this.reader === reader) this.failBoth(error);
    });
  }

  pull(index) {
    if (this.isReading) {
      this.readsAgain[index] = true;
      return;
    }
    this.isReading = true;
    const request = this.branches[index].controller.currentByobRequest();
    if (request === null) {
      this.useReader(false);
      this.source.read(new ByteTeeRead(this));
    } else {
      this.useReader(true);
      this.source.disturbed = true;
      const read = new ByteTeeReadInto(this, index);
      if (this.source.state === 'errored') read.error(this.source.storedError);
      else this.source.controller.pullInto(request.view, 1, read);
    }
  }

  goOn() {
    this.isReading = false;
    if (this.readsAgain[0]) this.pull(0);
    else if (this.readsAgain[1]) this.pull(1);
  }

  copyOf(chunk) {
    try {
      return new Uint8Array(chunk.buffer.slice(chunk.byteOffset, chunk.byteOffset + chunk.byteLength));
    } catch (error) {
      this.branches[0].controller.error(error);
      this.branches[1].controller.error(error);
      this.cancellation.resolve(this.source.cancel(error));
      return null;
    }
  }
}

class ByteTeeRead {
  constructor(tee) {
    this.tee = tee;
  }

  chunk(value) {
    const { tee } = this;
    queueMicrotask(() => {
      tee.readsAgain[0] = tee.readsAgain[1] = false;
      let second = value;
      if (!tee.cancelled[0] && !tee.cancelled[1]) {
        second = tee.copyOf(value);
        if (second === null) return;
      }
      if (!tee.cancelled[0]) enqueueIfOpen(tee.branches[0], value);
      if (!tee.cancelled[1]) enqueueIfOpen(tee.branches[1], second);
      tee.goOn();
    });
  }

  close() {
    const { tee } = this;
    tee.isReading = false;
    for (const index of [0, 1]) {
      if (!tee.cancelled[index]) tee.branches[index].controller.close();
    }
    for (const { controller } of tee.branches) {
      if (controller.pendingPullIntos.length > 0) controller.respond(0);
    }
    tee.settle();
  }

  error() {
    this.tee.isReading = false;
  }
}

class ByteTeeReadInto {
  constructor(tee, index) {
    this.tee = tee;
    this.index = index;
  }

  chunk(value) {
    const { tee, index } = this;
    const other = 1 - index;
    queueMicrotask(() => {
      tee.readsAgain[0] = tee.readsAgain[1] = false;
      if (!tee.cancelled[other]) {
        const copy = tee.copyOf(value);
        if (copy === null) return;
        if (!tee.cancelled[index]) tee.branches[index].controller.respondWithNewView(value);
        enqueueIfOpen(tee.branches[other], copy);
      } else if (!tee.cancelled[index]) {
        tee.branches[index].controller.respondWithNewView(value);
      }
      tee.goOn();
    });
  }

  close(value) {
    const { tee, index } = this;
    const other = 1 - index;
    tee.isReading = false;
    if (!tee.cancelled[index]) tee.branches[index].controller.close();
    if (!tee.cancelled[other]) tee.branches[other].controller.close();
    if (value !== undefined) {
      if (!tee.cancelled[index]) tee.branches[index].controller.respondWithNewView(value);
      const { controller } = tee.branches[other];
      if (!tee.cancelled[other] && controller.pendingPullIntos.length > 0) controller.respond(0);
    }
    tee.settle();
  }

  error() {
    this.tee.isReading = false;
  }
}

function enqueueIfOpen(branch, chunk) {
  if (branch.state === 'readable' && !branch.controller.isCloseRequested) branch.controller.enqueue(chunk);
}

/** ReadableStreamDefaultTee. @returns {ReadableStream[]} two */
function teeDefault(core) {
  return new DefaultTee(core).branches;
}

/** ReadableByteStreamTee. @returns {ReadableStream[]} two */
function teeBytes(core) {
  return new ByteTee(core).branches;
}

module.exports = { teeBytes, teeDefault };
