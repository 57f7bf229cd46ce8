'use strict';
// The state of a stream's writable side: `stream._writableState`.
const { Buffer } = require('buffer');
const { ERR_UNKNOWN_ENCODING } = require('errors');
const { defineFlags } = require('stream/flags');
const { highWaterMarkFrom } = require('stream/high_water_mark');

const OBJECT_MODE = 1 << 0;
const FINAL_CALLED = 1 << 1;
const NEED_DRAIN = 1 << 2;
const ENDING = 1 << 3;
const ENDED = 1 << 4;
const FINISHED = 1 << 5;
const DESTROYED = 1 << 6;
const DECODE_STRINGS = 1 << 7;
const WRITING = 1 << 8;
const SYNC = 1 << 9;
const BUFFER_PROCESSING = 1 << 10;
const CONSTRUCTED = 1 << 11;
const PREFINISHED = 1 << 12;
const ERROR_EMITTED = 1 << 13;
const EMIT_CLOSE = 1 << 14;
const AUTO_DESTROY = 1 << 15;
const CLOSED = 1 << 16;
const CLOSE_EMITTED = 1 << 17;
const ALL_BUFFERS = 1 << 18;
const ALL_NOOP = 1 << 19;
const ERRORED = 1 << 20;
const BUFFERED = 1 << 21; // Chunks wait in `waiting`.
const CORKED = 1 << 22;
const DRAIN_SCHEDULED = 1 << 23;
const FINISH_CALLBACKS = 1 << 24;

/** Stands for the callback of a write() that got none. */
function noop() {}

// What writable.js does for a state: `onWritten(stream, state, error)` when `_write` calls back,
// `resumeWriting(stream, state)` when `_construct` is done.
let onWritten;
let resumeWriting;

function setWritableHandlers(handlers) {
  ({ onWritten, resumeWriting } = handlers);
}

class WritableState {
  /** `options`: those of a Writable; `isDuplex`: the options named writable... count too. */
  constructor(options, stream, isDuplex) {
    let flags = CONSTRUCTED | SYNC | EMIT_CLOSE | AUTO_DESTROY | DECODE_STRINGS | ALL_BUFFERS | ALL_NOOP;
    if (options) {
      if (options.objectMode || (isDuplex && options.writableObjectMode)) flags |= OBJECT_MODE;
      if (options.emitClose === false) flags &= ~EMIT_CLOSE;
      if (options.autoDestroy === false) flags &= ~AUTO_DESTROY;
      if (options.decodeStrings === false) flags &= ~DECODE_STRINGS;
    }
    this.flags = flags;
    this.highWaterMark = highWaterMarkFrom(options, 'writableHighWaterMark', isDuplex, (flags & OBJECT_MODE) !== 0);
    /** Bytes (or objects) written and not yet taken by `_write`. */
    this.length = 0;
    this.corkDepth = 0;
    /** Writes whose callbacks have not run: 'finish' waits for them. */
    this.pendingcb = 0;
    /** The size and the callback of the chunk that `_write` is at. */
    this.writelen = 0;
    this.callback = null;
    /** The one callback that every `_write` gets. */
    this.onwrite = (error) => { onWritten(stream, this, error); };
    /** What waits for `_write`, from `bufferedIndex` on, as { chunk, encoding, callback }. */
    this.waiting = null;
    this.bufferedIndex = 0;
    /** Written chunks whose callback, the same for all, the next tick calls: { count, callback }. */
    this.afterWrite = null;
    /** The callbacks that end() got. */
    this.finishCallbacks = null;
    this.failure = null;
    this.defaultEncoding = 'utf8';
    /** false: this side of a Duplex was switched off. */
    this.writable = undefined;
    const encoding = options?.defaultEncoding;
    if (encoding != null && encoding !== 'utf8' && encoding !== 'utf-8') {
      if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
      this.defaultEncoding = encoding;
    }
  }

  get errored() { return this.failure; }
  set errored(error) {
    this.failure = error;
    this.flags = error ? this.flags | ERRORED : this.flags & ~ERRORED;
  }

  /** How many cork() calls await their uncork(). */
  get corked() { return this.corkDepth; }
  set corked(depth) {
    this.corkDepth = depth;
    this.flags = depth ? this.flags | CORKED : this.flags & ~CORKED;
  }

  get buffered() { return this.waiting ?? []; }
  set buffered(list) {
    this.waiting = list;
    this.flags = list?.length > this.bufferedIndex ? this.flags | BUFFERED : this.flags & ~BUFFERED;
  }

  get writecb() { return this.flags & WRITING ? this.callback ?? noop : noop; }
  set writecb(callback) { this.callback = callback; }

  get afterWriteTickInfo() { return this.afterWrite; }
  set afterWriteTickInfo(info) { this.afterWrite = info; }

  /** A copy of what waits for `_write`: [{ chunk, encoding, callback }]. */
  getBuffer() {
    return this.waiting === null ? [] : this.waiting.slice(this.bufferedIndex);
  }

  get bufferedRequestCount() {
    return this.waiting === null ? 0 : this.waiting.length - this.bufferedIndex;
  }

  /** `_construct` is done: writes what came in the meantime. */
  onConstructed(stream) {
    resumeWriting(stream, this);
  }
}

defineFlags(WritableState.prototype, {
  objectMode: OBJECT_MODE,
  finalCalled: FINAL_CALLED,
  needDrain: NEED_DRAIN,
  ending: ENDING,
  ended: ENDED,
  finished: FINISHED,
  destroyed: DESTROYED,
  decodeStrings: DECODE_STRINGS,
  writing: WRITING,
  sync: SYNC,
  bufferProcessing: BUFFER_PROCESSING,
  constructed: CONSTRUCTED,
  prefinished: PREFINISHED,
  errorEmitted: ERROR_EMITTED,
  emitClose: EMIT_CLOSE,
  autoDestroy: AUTO_DESTROY,
  closed: CLOSED,
  closeEmitted: CLOSE_EMITTED,
  allBuffers: ALL_BUFFERS,
  allNoop: ALL_NOOP,
});

module.exports = {
  WritableState, noop, setWritableHandlers,
  OBJECT_MODE, FINAL_CALLED, NEED_DRAIN, ENDING, ENDED, FINISHED, DESTROYED, DECODE_STRINGS, WRITING, SYNC,
  BUFFER_PROCESSING, CONSTRUCTED, PREFINISHED, ERROR_EMITTED, AUTO_DESTROY, CLOSE_EMITTED, ALL_BUFFERS, ALL_NOOP,
  ERRORED, BUFFERED, CORKED, DRAIN_SCHEDULED, FINISH_CALLBACKS,
};
