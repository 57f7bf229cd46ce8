'use strict';
// The state of a stream's writable side: `stream._writableState`. Few fields, most of them bits; packages find under
// its usual name what is seldom needed.
const { Buffer } = require('buffer');
const { ERR_UNKNOWN_ENCODING } = require('errors');
const { bytesByDefault, objectsByDefault, checkHighWaterMark, checkedMark } = require('stream/high_water_mark');
const { commonBitsFrom, exposeBits, exposeCommonBits, OBJECT_MODE } = require('stream/bits');

const FINAL_CALLED = 1 << 12;
const PREFINISHED = 1 << 13;
/** end() was called; ENDED: and has returned. */
const ENDING = 1 << 14;
const ENDED = 1 << 15;
const FINISHED = 1 << 16;
const DECODES_STRINGS = 1 << 17;
/** `_write` or `_writev` has a chunk and has not called back. */
const WRITING = 1 << 18;
/** There are chunks in `waiting`. */
const QUEUED = 1 << 19;
/** What waits is being handed to the sink, further up the stack. */
const UNQUEUING = 1 << 20;
const CORKED = 1 << 21;
/** A write() returned false. */
const NEEDS_DRAIN = 1 << 22;
/** A tick will see to 'drain' and the end. */
const SETTLE_QUEUED = 1 << 23;
/** Of what waits: all are Buffers; none has a callback. */
const ALL_BUFFERS = 1 << 24;
const ALL_SILENT = 1 << 25;

/** Stands for the callback of a write() that got none. */
function noop() {}

// Gives a state the function that `_write` calls back, bound to its stream: set by sink.js.
let bindWritten;

/** `bind(stream, state)` makes what `onwrite` is. */
function setWrittenBinder(bind) {
  bindWritten = bind;
}

/** `stream._writableState`. */
class WritableState {
  /** Private, so that a stream that is printed doesn't show itself in its state. */
  #stream;

  /** `options`: those of a Writable; `isDuplex`: those named writable... count too. The rest as in ReadableState. */
  constructor(options, stream, isDuplex, common = commonBitsFrom(options), mark = options?.highWaterMark) {
    let flags = common | DECODES_STRINGS | ALL_BUFFERS | ALL_SILENT;
    if (mark != null) checkHighWaterMark(mark, isDuplex ? 'options.writableHighWaterMark' : 'options.highWaterMark');
    if (options) {
      if (options.decodeStrings === false) flags &= ~DECODES_STRINGS;
      if (isDuplex) {
        if (options.writableObjectMode) flags |= OBJECT_MODE;
        if (mark == null) mark = checkedMark(options.writableHighWaterMark, 'options.writableHighWaterMark');
      }
    }
    this.flags = flags;
    this.highWaterMark = mark ?? ((flags & OBJECT_MODE) !== 0 ? objectsByDefault() : bytesByDefault());
    /** Bytes (or objects) written and not yet taken by the sink. */
    this.length = 0;
    /** Writes whose callbacks have not run: 'finish' waits for them. */
    this.pendingcb = 0;
    /** The size and the callback of what the sink is at. */
    this.writelen = 0;
    this.callback = null;
    this.#stream = stream;
    /** The one callback that every `_write` gets: made with the first write. */
    this.written = null;
    /** What waits for the sink, from `bufferedIndex` on, as { chunk, encoding, callback }; null if nothing does. */
    this.waiting = null;
    this.bufferedIndex = 0;
    /** Writes that were done at once and share a callback, which the next tick calls: { count, callback }. */
    this.batch = null;
    /** The callbacks that end() got; null if none. */
    this.endCallbacks = null;
    this.corkDepth = 0;
    this.failure = null;
    this.defaultEncoding = 'utf8';
    if (options) readEncoding(this, options.defaultEncoding);
  }

  /** What `_write` is given to call back, made when first needed. */
  get onwrite() { return this.written ??= bindWritten(this.#stream, this); }
  set onwrite(callback) { this.written = callback; }

  /** How many cork() calls await their uncork(). */
  get corked() { return this.corkDepth; }
  set corked(depth) {
    this.corkDepth = depth;
    this.flags = depth ? this.flags | CORKED : this.flags & ~CORKED;
  }

  /** What waits for the sink, from `bufferedIndex` on. */
  get buffered() { return this.waiting ?? []; }
  set buffered(list) {
    this.waiting = list;
    this.flags = list?.length > this.bufferedIndex ? this.flags | QUEUED : this.flags & ~QUEUED;
  }

  /** The callback of the write() under way. */
  get writecb() { return this.flags & WRITING ? this.callback ?? noop : noop; }
  set writecb(callback) { this.callback = callback; }

  /** The writes whose callbacks the next tick calls. */
  get afterWriteTickInfo() { return this.batch; }
  set afterWriteTickInfo(info) { this.batch = info; }

  /** A copy of what waits for the sink: [{ chunk, encoding, callback }]. */
  getBuffer() {
    return this.waiting === null ? [] : this.waiting.slice(this.bufferedIndex);
  }

  /** How many chunks wait for the sink. */
  get bufferedRequestCount() {
    return this.waiting === null ? 0 : this.waiting.length - this.bufferedIndex;
  }
}

function readEncoding(state, encoding) {
  if (encoding == null || encoding === 'utf8' || encoding === 'utf-8') return;
  if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
  state.defaultEncoding = encoding;
}

exposeCommonBits(WritableState.prototype, 'writable');
exposeBits(WritableState.prototype, {
  finalCalled: FINAL_CALLED, prefinished: PREFINISHED, ending: ENDING, ended: ENDED, finished: FINISHED,
  decodeStrings: DECODES_STRINGS, writing: WRITING, bufferProcessing: UNQUEUING, needDrain: NEEDS_DRAIN,
  allBuffers: ALL_BUFFERS, allNoop: ALL_SILENT,
});

module.exports = {
  WritableState, noop, setWrittenBinder,
  FINAL_CALLED, PREFINISHED, ENDING, ENDED, FINISHED, DECODES_STRINGS, WRITING, QUEUED, UNQUEUING, CORKED, NEEDS_DRAIN,
  SETTLE_QUEUED, ALL_BUFFERS, ALL_SILENT,
};
