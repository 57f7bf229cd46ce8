'use strict';
// What the two controllers of ReadableStreams have in common, sections 4.6.4 and 4.7.5: starting the source, asking it
// for more, forgetting it.
const { invoke, promiseOf, react, resolvedWith } = require('webstreams/shared');

/** Stands for a source that has been forgotten. */
const NO_SOURCE = { __proto__: null };

/** What the controllers of byte streams and of other streams have in common: when the source is asked. Section 4.9. */
class SourceController {
  // Declared, so that setting it can't reach an accessor on Object.prototype.
  highWaterMark;
  onPulled = () => {
    this.isPulling = false;
    if (!this.pullsAgain) return;
    this.pullsAgain = false;
    this.pullIfNeeded();
  };
  onFailed = (error) => { this.error(error); };

  /** `source`: { start, pull, cancel }, called on `self`, which start and pull get the public controller of. */
  constructor(stream, source, self, highWaterMark) {
    this.stream = stream;
    this.source = source;
    this.self = self;
    this.highWaterMark = highWaterMark;
    this.isStarted = false;
    this.isCloseRequested = false;
    this.isPulling = false;
    this.pullsAgain = false;
    this.publicController = null;
    stream.controller = this;
  }

  /** What the source's functions are given. */
  get controller() {
    return this.publicController ??= this.makePublicController();
  }

  /** Calls the source's start(); pulling begins when what it returns is settled. */
  start() {
    const { start } = this.source;
    const result = start === undefined ? undefined : Reflect.apply(start, this.self, [this.controller]);
    react(resolvedWith(result), () => {
      this.isStarted = true;
      this.pullIfNeeded();
    }, this.onFailed);
  }

  /** ReadableStreamDefaultControllerCanCloseOrEnqueue, section 4.9.4. */
  canEnqueue() {
    return !this.isCloseRequested && this.stream.state === 'readable';
  }

  /** How much more the queue wants; null of an errored stream, 0 of a closed one. */
  desiredSize() {
    const { state } = this.stream;
    if (state === 'errored') return null;
    return state === 'closed' ? 0 : this.highWaterMark - this.queuedSize();
  }

  /** ReadableStreamDefaultControllerCallPullIfNeeded and ReadableByteStreamControllerCallPullIfNeeded. */
  pullIfNeeded() {
    const { stream } = this;
    if (!this.isStarted || this.isCloseRequested || stream.state !== 'readable') return;
    if (!(stream.waitingReads > 0) && !(this.highWaterMark - this.queuedSize() > 0)) return;
    if (this.isPulling) {
      this.pullsAgain = true;
      return;
    }
    const { pull } = this.source;
    if (pull === undefined) return;
    this.isPulling = true;
    invoke(pull, this.self, this.controller, undefined, this.onPulled, this.onFailed);
  }

  /** A chunk was taken out of the queue: closes if that was the last, asks for more if there is room. */
  closeOrPull() {
    if (this.isCloseRequested && !this.hasChunk()) {
      this.forgetSource();
      this.stream.close();
    } else {
      this.pullIfNeeded();
    }
  }

  /** Errors the stream; what waits in the queue is lost. */
  error(error) {
    if (this.stream.state !== 'readable') return;
    this.clear();
    this.forgetSource();
    this.stream.error(error);
  }

  /** A promise of undefined. */
  cancel(reason) {
    this.clear();
    const { source, self } = this;
    this.forgetSource();
    return source.cancel === undefined ? Promise.resolve() : promiseOf(source.cancel, self, reason);
  }

  /** ClearAlgorithms: the source can be collected. */
  forgetSource() {
    this.source = NO_SOURCE;
    this.self = undefined;
  }
}

module.exports = { SourceController };
